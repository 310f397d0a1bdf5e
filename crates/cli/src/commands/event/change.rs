//! What the arguments change about an event.

use kalends_engine::{
    EventChange, Guest, Reminders,
    calendar::{Attendee, GuestRights, Role},
};

use crate::{
    args::{Clear, EventChangeArgs, RightOfGuests, Video, YesNo, hue},
    failure::Failure,
    words::Reminder,
};

/// Everything but calendar, time and guests, which need to know what is there.
pub(super) fn set(args: &EventChangeArgs, title: Option<&str>) -> Result<EventChange, Failure> {
    Ok(EventChange {
        calendar: None,
        title: title.map(ToOwned::to_owned),
        time: None,
        rules: args.rrule.as_deref().map(rules).transpose()?,
        location: args.location.clone(),
        notes: args.description.clone(),
        guests: None,
        guest_rights: args.guests_can.as_deref().map(rights).transpose()?,
        conference: args.conference.map(|video| video == Video::Meet),
        reminders: reminders(&args.reminder)?,
        color: args.color.as_deref().map(|name| hue(Some(name))),
        busy: args.busy.map(YesNo::is_yes),
        visibility: args.visibility.map(Into::into),
        tentative: args.tentative.map(YesNo::is_yes),
    })
}

/// Takes fields away that are not set as well.
pub(super) fn unset(change: &mut EventChange, fields: &[Clear]) -> Result<(), Failure> {
    for field in fields {
        let was_set = match field {
            Clear::Title => change.title.replace(String::new()).is_some(),
            Clear::Location => change.location.replace(String::new()).is_some(),
            Clear::Description => change.notes.replace(String::new()).is_some(),
            Clear::Rrule => change.rules.replace(Vec::new()).is_some(),
            Clear::Guests => change.guests.replace(Vec::new()).is_some(),
            Clear::Reminders => change.reminders.replace(Reminders::Own(Vec::new())).is_some(),
            Clear::Color => change.color.replace(None).is_some(),
            Clear::Conference => change.conference.replace(false).is_some(),
        };
        if was_set {
            return Err(twice());
        }
    }
    Ok(())
}

/// Everybody who is to be invited, as the arguments name them.
pub(super) fn guests(args: &EventChangeArgs) -> Vec<Guest> {
    let optional = |guest: &Guest| Guest { optional: true, ..guest.clone() };
    args.guest.iter().cloned().chain(args.optional_guest.iter().map(optional)).collect()
}

/// Invites `wanted` in the place of the others; the user's own place is kept.
pub(super) fn invite(
    change: &mut EventChange,
    mut wanted: Vec<Guest>,
    present: &[Attendee],
) -> Result<(), Failure> {
    if change.guests.is_some() {
        return Err(twice());
    }
    let named = |wanted: &[Guest], email: &str| {
        wanted.iter().any(|guest| guest.email.eq_ignore_ascii_case(email))
    };
    for own in present.iter().filter(|attendee| attendee.me) {
        if !named(&wanted, &own.person.email) {
            wanted.push(Guest {
                email: own.person.email.clone(),
                name: own.person.name.clone(),
                optional: own.role == Role::Optional,
            });
        }
    }
    change.guests = Some(wanted);
    Ok(())
}

fn rules(text: &str) -> Result<Vec<String>, Failure> {
    let text = text.trim();
    let rule = match text.get(..6) {
        Some(name) if name.eq_ignore_ascii_case("RRULE:") => text.get(6..).unwrap_or_default(),
        Some(_) | None => text,
    };
    if rule.is_empty() {
        return Err(Failure::usage(
            "the rule is empty",
            "Give one such as FREQ=WEEKLY;BYDAY=MO, or end the repeating with --clear rrule.",
        ));
    }
    Ok(vec![rule.to_owned()])
}

fn rights(list: &[RightOfGuests]) -> Result<GuestRights, Failure> {
    let has = |right| list.contains(&right);
    if has(RightOfGuests::None) && list.len() > 1 {
        return Err(Failure::usage(
            "guests can do nothing or something, not both",
            "Give --guests-can none alone, or leave none out.",
        ));
    }
    Ok(GuestRights {
        see_others: has(RightOfGuests::See),
        invite_others: has(RightOfGuests::Invite),
        modify: has(RightOfGuests::Modify),
    })
}

fn reminders(list: &[Reminder]) -> Result<Option<Reminders>, Failure> {
    let mut alarms = Vec::new();
    for reminder in list {
        match reminder {
            Reminder::At(alarm) => alarms.push(alarm.clone()),
            Reminder::Default if list.len() == 1 => return Ok(Some(Reminders::Default)),
            Reminder::None if list.len() == 1 => return Ok(Some(Reminders::Own(Vec::new()))),
            Reminder::Default | Reminder::None => {
                return Err(Failure::usage(
                    "reminders at set times, as the calendar says, and none at all exclude each \
                     other",
                    "Give lengths alone, or --reminder default, or --reminder none.",
                ));
            }
        }
    }
    Ok((!alarms.is_empty()).then_some(Reminders::Own(alarms)))
}

fn twice() -> Failure {
    Failure::usage("a field is both set and cleared", "Leave one of the two out.")
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::args::{Cli, Command, EventCommand};

    const ID: &str = "00000000-0000-7000-8000-000000000000";

    /// The change of `event edit ID` with these arguments.
    fn edit(arguments: &[&str]) -> Result<EventChange, ()> {
        let all = ["kalends", "event", "edit", ID].iter().chain(arguments);
        let cli = Cli::try_parse_from(all).map_err(drop)?;
        let Command::Event(EventCommand::Edit(args)) = cli.command else { panic!() };
        let mut change = set(&args.change, args.title.as_deref()).map_err(drop)?;
        unset(&mut change, &args.clear).map_err(drop)?;
        let wanted = guests(&args.change);
        if !wanted.is_empty() {
            invite(&mut change, wanted, &[]).map_err(drop)?;
        }
        Ok(change)
    }

    /// The fields of a change that are set, as the derived text of each.
    fn text(change: &EventChange) -> String {
        let EventChange {
            calendar: _,
            title,
            time: _,
            rules,
            location,
            notes,
            guests,
            guest_rights,
            conference,
            reminders,
            color,
            busy,
            visibility,
            tentative,
        } = change;
        let guests = guests.as_ref().map(|guests| {
            let one = |guest: &Guest| (guest.email.clone(), guest.optional);
            guests.iter().map(one).collect::<Vec<_>>()
        });
        let reminders = reminders.as_ref().map(|reminders| match reminders {
            Reminders::Default => "default".to_owned(),
            Reminders::Own(alarms) => format!("{} of its own", alarms.len()),
        });
        let rights =
            guest_rights.map(|rights| (rights.see_others, rights.invite_others, rights.modify));
        let mut parts = Vec::new();
        macro_rules! part {
            ($($field:ident),+) => {
                $(if let Some(value) = &$field {
                    parts.push(format!("{} {value:?}", stringify!($field)));
                })+
            };
        }
        part!(
            title, rules, location, notes, guests, rights, conference, reminders, color, busy,
            visibility, tentative
        );
        parts.join(", ")
    }

    #[test]
    fn each_flag_changes_its_field() {
        let table: &[&[&str]] = &[
            &["--title", "T", "--location", "L", "--description", "D"],
            &["--rrule", "RRULE:FREQ=DAILY"],
            &["--rrule", "FREQ=WEEKLY;BYDAY=MO"],
            &["--rrule", " "],
            &["--guest", "a@x.org", "--guest", "B <b@x.org>", "--optional-guest", "c@x.org"],
            &["--guest", "nobody"],
            &["--guests-can", "see,modify"],
            &["--guests-can", "none"],
            &["--guests-can", "none,see"],
            &["--reminder", "10m", "--reminder", "mail:1d"],
            &["--reminder", "default"],
            &["--reminder", "none"],
            &["--reminder", "none", "--reminder", "5m"],
            &["--busy", "no", "--tentative", "yes", "--visibility", "private"],
            &["--color", "tomato", "--conference", "meet"],
            &["--color", "mauve"],
            &["--conference", "none"],
            &["--clear", "title", "--clear", "location", "--clear", "description"],
            &["--clear", "rrule", "--clear", "guests", "--clear", "reminders"],
            &["--clear", "color", "--clear", "conference"],
            &["--clear", "start"],
            &["--clear", "title", "--title", "T"],
            &["--clear", "guests", "--guest", "a@x.org"],
            &["--clear", "color", "--clear", "color"],
        ];
        let mut all = String::new();
        for arguments in table {
            let read = edit(arguments).map_or_else(|()| "wrong usage".into(), |one| text(&one));
            all.push_str(&format!("{}: {read}\n", arguments.join(" ")));
        }
        insta::assert_snapshot!(all, @r#"
        --title T --location L --description D: title "T", location "L", notes "D"
        --rrule RRULE:FREQ=DAILY: rules ["FREQ=DAILY"]
        --rrule FREQ=WEEKLY;BYDAY=MO: rules ["FREQ=WEEKLY;BYDAY=MO"]
        --rrule  : wrong usage
        --guest a@x.org --guest B <b@x.org> --optional-guest c@x.org: guests [("a@x.org", false), ("b@x.org", false), ("c@x.org", true)]
        --guest nobody: wrong usage
        --guests-can see,modify: rights (true, false, true)
        --guests-can none: rights (false, false, false)
        --guests-can none,see: wrong usage
        --reminder 10m --reminder mail:1d: reminders "2 of its own"
        --reminder default: reminders "default"
        --reminder none: reminders "0 of its own"
        --reminder none --reminder 5m: wrong usage
        --busy no --tentative yes --visibility private: busy false, visibility Private, tentative true
        --color tomato --conference meet: conference true, color Some(Tomato)
        --color mauve: wrong usage
        --conference none: conference false
        --clear title --clear location --clear description: title "", location "", notes ""
        --clear rrule --clear guests --clear reminders: rules [], guests [], reminders "0 of its own"
        --clear color --clear conference: conference false, color None
        --clear start: wrong usage
        --clear title --title T: wrong usage
        --clear guests --guest a@x.org: wrong usage
        --clear color --clear color: wrong usage
        "#);
    }

    #[test]
    fn the_users_own_place_among_the_guests_is_kept() {
        let attendee = |email: &str, me| {
            let mut one = Attendee { me, ..Attendee::default() };
            one.person.email = email.into();
            one
        };
        let present = [attendee("me@x.org", true), attendee("gone@x.org", false)];
        let guest = |email: &str| Guest { email: email.into(), ..Guest::default() };
        for (wanted, expected) in [
            (vec![guest("a@x.org")], vec!["a@x.org", "me@x.org"]),
            (vec![guest("ME@x.org")], vec!["ME@x.org"]),
        ] {
            let mut change = EventChange::default();
            invite(&mut change, wanted, &present).unwrap();
            let emails: Vec<String> =
                change.guests.unwrap().into_iter().map(|guest| guest.email).collect();
            assert_eq!(emails, expected);
        }
    }
}
