use std::fmt::Write as _;

use kalends_remote::google::{CalendarEntry, Scopes};
use kalends_store::{Account, AccountId, AccountKind, Calendar, CalendarId, Direction};

use super::*;

const READONLY: &str = "https://www.googleapis.com/auth/calendar.readonly";

fn account(scopes: &str) -> Account {
    let id = AccountId(uuid::Uuid::nil());
    let mut account = Account::new(id, AccountKind::Google, "mia@example.org".into());
    account.signed_in = true;
    account.scopes = scopes.into();
    account
}

fn calendar(remote_id: &str) -> Calendar {
    let id = CalendarId(uuid::Uuid::nil());
    let mut calendar = Calendar::new(id, AccountId(uuid::Uuid::nil()), remote_id.into());
    calendar.remote_id = remote_id.into();
    calendar
}

fn entry(id: &str) -> CalendarEntry {
    CalendarEntry { id: id.into(), access_role: "owner".into(), ..CalendarEntry::default() }
}

#[test]
fn rule_33_what_a_list_does_to_the_calendars_fits_on_one_screen() {
    let gone = Calendar { gone: true, ..calendar("gone") };
    let primary = Calendar { is_primary: true, ..calendar("guessed") };
    let known = [calendar("kept"), gone, primary];
    let deleted = |id: &str| CalendarEntry { deleted: true, ..entry(id) };
    let own = CalendarEntry { primary: true, ..entry("mia@example.org") };
    let foreign = CalendarEntry { access_role: "reader".into(), ..entry("foreign") };
    let rows = [
        ("nothing changed", false, vec![]),
        ("changed", false, vec![entry("kept")]),
        ("deleted", false, vec![deleted("kept")]),
        ("new, own ones first", false, vec![foreign.clone(), entry("new")]),
        ("deleted before it came", false, vec![deleted("new")]),
        ("back", false, vec![entry("gone")]),
        ("own calendar under its id", false, vec![own.clone()]),
        ("full, all there", true, vec![own.clone(), entry("kept"), entry("gone")]),
        ("full, one missing", true, vec![own, foreign]),
    ];
    let mut table = String::new();
    for (name, full, entries) in rows {
        let plan = plan(&known, &entries, full);
        let add: Vec<&str> = plan.add.iter().map(|entry| entry.id.as_str()).collect();
        let update: Vec<&str> =
            plan.update.iter().map(|(calendar, _)| calendar.remote_id.as_str()).collect();
        let vanish: Vec<&str> =
            plan.vanish.iter().map(|calendar| calendar.remote_id.as_str()).collect();
        writeln!(table, "{name:26} add {add:?} update {update:?} vanish {vanish:?}").unwrap();
    }
    insta::assert_snapshot!(table, @r#"
    nothing changed            add [] update [] vanish ["gone"]
    changed                    add [] update ["kept"] vanish ["gone"]
    deleted                    add [] update [] vanish ["kept", "gone"]
    new, own ones first        add ["new", "foreign"] update [] vanish ["gone"]
    deleted before it came     add [] update [] vanish ["gone"]
    back                       add [] update ["gone"] vanish []
    own calendar under its id  add [] update ["guessed"] vanish ["gone"]
    full, all there            add [] update ["guessed", "kept", "gone"] vanish []
    full, one missing          add ["foreign"] update ["guessed"] vanish ["kept", "gone"]
    "#);
}

#[test]
fn rule_32_rights_follow_the_role_and_the_permissions() {
    let all = Scopes::wanted().to_text();
    let mut table = String::new();
    for role in ["freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner", "?"] {
        for (allowed, scopes) in [("all", all.as_str()), ("reading", READONLY)] {
            let mut new = calendar("a");
            derive_rights(&mut new, role, &account(scopes));
            let mut chosen =
                Calendar { role: "writer".into(), direction: Direction::Read, ..calendar("a") };
            derive_rights(&mut chosen, role, &account(scopes));
            writeln!(
                table,
                "{role:27}{allowed:8} new: {:5} read-only {:6} chosen to be read: {:5} read-only {}",
                new.direction.as_str(),
                new.read_only,
                chosen.direction.as_str(),
                chosen.read_only,
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(table, @r"
    freeBusyReader             all      new: read  read-only true   chosen to be read: read  read-only true
    freeBusyReader             reading  new: read  read-only true   chosen to be read: read  read-only true
    reader                     all      new: read  read-only true   chosen to be read: read  read-only true
    reader                     reading  new: read  read-only true   chosen to be read: read  read-only true
    writerWithoutPrivateAccess all      new: both  read-only false  chosen to be read: read  read-only true
    writerWithoutPrivateAccess reading  new: both  read-only true   chosen to be read: read  read-only true
    writer                     all      new: both  read-only false  chosen to be read: read  read-only true
    writer                     reading  new: both  read-only true   chosen to be read: read  read-only true
    owner                      all      new: both  read-only false  chosen to be read: read  read-only true
    owner                      reading  new: both  read-only true   chosen to be read: read  read-only true
    ?                          all      new: read  read-only true   chosen to be read: read  read-only true
    ?                          reading  new: read  read-only true   chosen to be read: read  read-only true
    ");
}

#[test]
fn what_the_user_chose_here_is_not_taken_back() {
    let account = account(&Scopes::wanted().to_text());
    let listed = CalendarEntry {
        summary: "Team".into(),
        summary_override: "Our team".into(),
        background_color: "#d50000".into(),
        time_zone: "Europe/Berlin".into(),
        ..entry("a")
    };
    let mut plain = calendar("a");
    fill(&mut plain, &listed, &account);
    assert_eq!((plain.name.as_str(), plain.hue.as_str()), ("Our team", "tomato"));
    assert_eq!(plain.zone, "Europe/Berlin");
    let mut chosen = Calendar {
        name: "Mine".into(),
        name_chosen: true,
        hue: "teal".into(),
        hue_chosen: true,
        ..calendar("a")
    };
    fill(&mut chosen, &listed, &account);
    assert_eq!((chosen.name.as_str(), chosen.hue.as_str()), ("Mine", "teal"));
    // A colour that stays the same at the server takes nothing from a hue set by hand before.
    plain.hue = "olive".into();
    fill(&mut plain, &listed, &account);
    assert_eq!(plain.hue, "olive");
}

#[test]
fn what_is_shown_at_google_is_synced_and_the_own_calendar_always() {
    let rows = [
        (true, false, false, (true, true, false)),
        (false, false, false, (false, false, false)),
        (true, true, false, (false, false, true)),
        (false, true, true, (true, true, false)),
    ];
    for (selected, hidden, primary, expected) in rows {
        let mut calendar = calendar("a");
        select(&mut calendar, &CalendarEntry { selected, hidden, primary, ..entry("a") });
        let got = (calendar.selected, calendar.visible, calendar.hidden);
        assert_eq!(got, expected, "{selected} {hidden} {primary}");
    }
}
