//! Three versions of one event become one: the whole policy on one screen, and what must hold of
//! any three.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "google/events.rs"]
mod events;
#[path = "google/support.rs"]
mod support;

use jiff::{SignedDuration, civil::date, tz::TimeZone};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, Attachment, Attendee, Event, Participation, Person, Role,
    Status, Transparency, Visibility, When, Zone,
    merge::{Field, changed, merge, show, take},
};
use proptest::prelude::*;
use serde_json::json;
use support::event;

fn base() -> Event {
    event(json!({
        "summary": "Title", "location": "Here", "description": "Notes",
        "recurrence": ["RRULE:FREQ=DAILY"],
        "attendees": [
            {"email": "me@example.com", "self": true, "responseStatus": "needsAction"},
            {"email": "ada@example.com", "responseStatus": "needsAction"},
            {"email": "bob@example.com", "responseStatus": "accepted"},
        ],
        "reminders": {"useDefault": true},
    }))
}

fn guest(email: &str) -> Attendee {
    Attendee { person: Person { name: String::new(), email: email.into() }, ..Attendee::default() }
}

/// A change of one field, another one on each side.
fn edit(event: &mut Event, field: Field, side: i8) {
    let first = side == 1;
    match field {
        Field::Title => event.summary = format!("Title {side}"),
        Field::Time => {
            let zone = Zone::named("Europe/Berlin").unwrap();
            event.start = When::Zoned(date(2026, 11, 20).at(11 + side, 0, 0, 0), zone.clone());
            event.end = When::Zoned(date(2026, 11, 20).at(12 + side, 0, 0, 0), zone);
        }
        Field::Recurrence => event.recurrence.rules = vec![format!("FREQ=DAILY;COUNT={side}")],
        Field::Location => event.location = format!("There {side}"),
        Field::Notes => event.description = format!("Notes {side}"),
        Field::Guests if first => event.attendees[1].role = Role::Optional,
        Field::Guests => event.attendees.retain(|one| one.person.email != "ada@example.com"),
        Field::GuestRights if first => event.shared.guests.modify = true,
        Field::GuestRights => event.shared.guests.see_others = false,
        Field::Conference => event.shared.conference_request = Some(format!("r{side}")),
        Field::Reminders => {
            event.shared.default_alarms = false;
            event.alarms = vec![Alarm {
                action: AlarmAction::Display,
                trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-i64::from(side))),
                repeat: 0,
                interval: None,
            }];
        }
        Field::Color => event.color = Some(if first { "#dc2127" } else { "#51b749" }.into()),
        // Both sides can do but one thing: they agree.
        Field::Busy => event.transparency = Transparency::Transparent,
        Field::Visibility if first => event.visibility = Visibility::Private,
        Field::Visibility => event.visibility = Visibility::Public,
        Field::Status if first => event.status = Status::Tentative,
        Field::Status => event.status = Status::Cancelled,
        Field::Response if first => event.attendees[0].participation = Participation::Accepted,
        Field::Response => event.attendees[0].participation = Participation::Declined,
        Field::Attachments => event.shared.attachments.push(Attachment {
            url: format!("https://drive.example.com/{side}"),
            ..Attachment::default()
        }),
    }
}

/// Rows are our change, columns theirs: `.` both are kept, `!` a collision, `=` they agree.
#[test]
fn every_pair_of_changes() {
    let base = base();
    let mut table = String::new();
    for ours in Field::ALL {
        let mut line = format!("{:13}", ours.name());
        for others in Field::ALL {
            let (mut mine, mut theirs) = (base.clone(), base.clone());
            edit(&mut mine, ours, 1);
            edit(&mut theirs, others, 2);
            let merged = merge(&base, &mine, &theirs);
            let kept = |from: &Event, field: Field| !changed(from, &merged.event).contains(&field);
            assert!(kept(&mine, ours) || ours == Field::Guests, "{ours:?} {others:?}");
            let sign = match merged.collisions.as_slice() {
                [] if changed(&mine, &theirs).is_empty() => '=',
                [] => {
                    assert!(kept(&theirs, others), "{ours:?} {others:?}");
                    '.'
                }
                [field] => {
                    assert!(*field == ours && ours == others);
                    '!'
                }
                more => panic!("{more:?}"),
            };
            line.push(' ');
            line.push(sign);
        }
        table.push_str(&line);
        table.push('\n');
    }
    insta::assert_snapshot!(table, @r#"
    title         ! . . . . . . . . . . . . . .
    time          . ! . . . . . . . . . . . . .
    recurrence    . . ! . . . . . . . . . . . .
    location      . . . ! . . . . . . . . . . .
    notes         . . . . ! . . . . . . . . . .
    guests        . . . . . ! . . . . . . . . .
    guest_rights  . . . . . . ! . . . . . . . .
    conference    . . . . . . . ! . . . . . . .
    reminders     . . . . . . . . ! . . . . . .
    color         . . . . . . . . . ! . . . . .
    busy          . . . . . . . . . . = . . . .
    visibility    . . . . . . . . . . . ! . . .
    status        . . . . . . . . . . . . ! . .
    response      . . . . . . . . . . . . . ! .
    attachments   . . . . . . . . . . . . . . !
    "#);
}

/// What both sides do to the list, and who is in it afterwards (`?` need not come).
#[test]
fn guests_are_merged_one_by_one() {
    type Edit = (&'static str, fn(&mut Event));
    let edits: [Edit; 6] = [
        ("nothing", |_| {}),
        ("add cleo", |event| event.attendees.push(guest("cleo@example.com"))),
        ("add Cleo as optional", |event| {
            event.attendees.push(Attendee { role: Role::Optional, ..guest("Cleo@Example.com") });
        }),
        ("remove ada", |event| event.attendees.retain(|one| !one.person.email.starts_with("ada"))),
        ("ada need not come", |event| event.attendees[1].role = Role::Optional),
        ("remove bob, add dan", |event| {
            event.attendees[2] = guest("dan@example.com");
        }),
    ];
    let base = base();
    let mut table = String::new();
    for (ours, mine_edit) in edits {
        for (others, their_edit) in edits {
            let (mut mine, mut theirs) = (base.clone(), base.clone());
            mine_edit(&mut mine);
            their_edit(&mut theirs);
            let merged = merge(&base, &mine, &theirs);
            let guests: Vec<String> = merged
                .event
                .attendees
                .iter()
                .map(|one| {
                    let name = one.person.email.split('@').next().unwrap();
                    let optional = if one.role == Role::Optional { "?" } else { "" };
                    format!("{name}{optional}")
                })
                .collect();
            let sign = if merged.collisions == [Field::Guests] { " !" } else { "" };
            table.push_str(&format!("{ours} / {others}: {}{sign}\n", guests.join(" ")));
        }
    }
    insta::assert_snapshot!(table, @r#"
    nothing / nothing: me ada bob
    nothing / add cleo: me ada bob cleo
    nothing / add Cleo as optional: me ada bob Cleo?
    nothing / remove ada: me bob
    nothing / ada need not come: me ada? bob
    nothing / remove bob, add dan: me ada dan
    add cleo / nothing: me ada bob cleo
    add cleo / add cleo: me ada bob cleo
    add cleo / add Cleo as optional: me ada bob Cleo !
    add cleo / remove ada: me bob cleo
    add cleo / ada need not come: me ada? bob cleo
    add cleo / remove bob, add dan: me ada dan cleo
    add Cleo as optional / nothing: me ada bob Cleo?
    add Cleo as optional / add cleo: me ada bob cleo? !
    add Cleo as optional / add Cleo as optional: me ada bob Cleo?
    add Cleo as optional / remove ada: me bob Cleo?
    add Cleo as optional / ada need not come: me ada? bob Cleo?
    add Cleo as optional / remove bob, add dan: me ada dan Cleo?
    remove ada / nothing: me bob
    remove ada / add cleo: me bob cleo
    remove ada / add Cleo as optional: me bob Cleo?
    remove ada / remove ada: me bob
    remove ada / ada need not come: me bob !
    remove ada / remove bob, add dan: me dan
    ada need not come / nothing: me ada? bob
    ada need not come / add cleo: me ada? bob cleo
    ada need not come / add Cleo as optional: me ada? bob Cleo?
    ada need not come / remove ada: me bob ada? !
    ada need not come / ada need not come: me ada? bob
    ada need not come / remove bob, add dan: me ada? dan
    remove bob, add dan / nothing: me ada dan
    remove bob, add dan / add cleo: me ada cleo dan
    remove bob, add dan / add Cleo as optional: me ada Cleo? dan
    remove bob, add dan / remove ada: me dan
    remove bob, add dan / ada need not come: me ada? dan
    remove bob, add dan / remove bob, add dan: me ada dan
    "#);
}

#[test]
fn answers_of_others_are_always_theirs() {
    let base = base();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine.attendees.push(guest("cleo@example.com"));
    mine.attendees[0].participation = Participation::Accepted;
    theirs.attendees[1].participation = Participation::Declined;
    theirs.attendees[1].comment = "ill".into();
    assert_eq!(changed(&base, &theirs), []);
    let merged = merge(&base, &mine, &theirs);
    assert_eq!(merged.collisions, []);
    let answers: Vec<_> = merged.event.attendees.iter().map(|one| one.participation).collect();
    assert_eq!(
        answers,
        [
            Participation::Accepted,
            Participation::Declined,
            Participation::Accepted,
            Participation::NeedsAction
        ]
    );
    assert_eq!(merged.event.attendees[1].comment, "ill");
}

#[test]
fn rule_25_a_list_that_is_not_whole_removes_nobody() {
    let base = base();
    let mut theirs = base.clone();
    theirs.attendees.truncate(1);
    theirs.shared.attendees_omitted = true;
    assert_eq!(changed(&base, &theirs), []);
    assert_eq!(merge(&base, &base, &theirs).event, theirs);
}

#[test]
fn rule_19_what_servers_do_to_an_event_is_no_change() {
    let base = base();
    let mut noise = base.clone();
    noise.sequence += 1;
    noise.last_modified = Some(jiff::Timestamp::UNIX_EPOCH);
    noise.description_html = Some("<p>Notes</p>".into());
    noise.description = "Notes \n".into();
    noise.attendees.reverse();
    noise.attendees[0].person.email = "BOB@example.com".into();
    noise.attendees[0].person.name = "Bob".into();
    noise.attendees[0].participation = Participation::Declined;
    noise.flags = vec![kalends_calendar::Flag::UnknownZone];
    noise.join_url = Some("https://meet.google.com/abc-defg-hij".into());
    assert_eq!(changed(&base, &noise), []);
}

#[test]
fn rule_26_a_conference_that_is_there_answers_the_wish_for_one() {
    let base = base();
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine.shared.conference_request = Some("r1".into());
    theirs.conferences =
        event(json!({"hangoutLink": "https://meet.google.com/abc-defg-hij"})).conferences;
    for (one, other) in [(&mine, &theirs), (&theirs, &mine)] {
        let merged = merge(&base, one, other);
        assert_eq!(merged.collisions, []);
        assert_eq!(merged.event.conferences, theirs.conferences);
        assert_eq!(merged.event.shared.conference_request, None);
    }
}

#[test]
fn an_exception_of_one_side_follows_the_move_of_the_other() {
    let base = base();
    let at = |day: i8, hour: i8| {
        When::Zoned(date(2026, 11, day).at(hour, 0, 0, 0), Zone::named("Europe/Berlin").unwrap())
    };
    let (mut moved, mut excluding) = (base.clone(), base.clone());
    (moved.start, moved.end) = (at(21, 14), at(21, 15));
    excluding.recurrence.excluded = vec![at(25, 10)];
    for (mine, theirs) in [(&moved, &excluding), (&excluding, &moved)] {
        let merged = merge(&base, mine, theirs);
        assert_eq!(merged.collisions, []);
        assert_eq!(merged.event.start, at(21, 14));
        assert_eq!(merged.event.recurrence.excluded, [at(26, 14)]);
    }
}

#[test]
fn fields_in_words() {
    let mut event = event(json!({
        "summary": "Title", "location": "Here", "description": "<b>Notes</b>", "colorId": "11",
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=9", "EXDATE;TZID=Europe/Berlin:20261127T100000"],
        "attendees": [
            {"email": "me@example.com", "self": true, "responseStatus": "tentative", "comment": "late"},
            {"email": "ada@example.com", "displayName": "Ada", "optional": true},
        ],
        "reminders": {"overrides": [
            {"method": "popup", "minutes": 10}, {"method": "email", "minutes": 1440},
            {"method": "popup", "minutes": 0},
        ]},
        "hangoutLink": "https://meet.google.com/abc-defg-hij",
        "attachments": [{"fileUrl": "https://drive.example.com/1", "title": "Plan"}],
    }));
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let mut told = String::new();
    for field in Field::ALL {
        told.push_str(&format!("{}: {}\n", field.name(), show(&event, field, &berlin)));
    }
    let mut time = |event: &Event, zone: &str| {
        let zone = TimeZone::get(zone).unwrap();
        told.push_str(&format!("{}\n", show(event, Field::Time, &zone)));
    };
    time(&event, "America/New_York");
    let zone = Zone::named("Europe/Berlin").unwrap();
    event.end = When::Zoned(date(2026, 11, 21).at(1, 0, 0, 0), zone);
    time(&event, "Europe/Berlin");
    (event.start, event.end) = (When::Date(date(2026, 11, 20)), When::Date(date(2026, 11, 21)));
    time(&event, "America/New_York");
    event.end = When::Date(date(2026, 11, 23));
    time(&event, "America/New_York");
    insta::assert_snapshot!(told, @r#"
    title: Title
    time: Fri 20 Nov 2026, 10:00–11:00 Europe/Berlin
    recurrence: Every week on Friday, 9 times; not on 27 Nov 2026
    location: Here
    notes: Notes
    guests: me@example.com, Ada <ada@example.com> (optional)
    guest_rights: Guests may see each other, invite others
    conference: https://meet.google.com/abc-defg-hij
    reminders: 10 minutes before the start, mail 1 day before the start, at the start
    color: #dc2127
    busy: Busy
    visibility: As the calendar
    status: Confirmed
    response: Maybe: late
    attachments: Plan
    Fri 20 Nov 2026, 04:00–05:00 America/New_York (10:00 Europe/Berlin)
    Fri 20 Nov 2026, 10:00 – Sat 21 Nov 2026, 01:00 Europe/Berlin
    Fri 20 Nov 2026
    Fri 20 Nov 2026 – Sun 22 Nov 2026
    "#);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn what_one_side_left_alone_is_the_other_s(
        first in events::event(),
        other in events::event(),
        third in events::event(),
        fields in events::fields(),
        theirs in events::fields(),
    ) {
        let mine = events::edited(&first, &other, &fields);
        let theirs = events::edited(&first, &third, &theirs);
        let unchanged = merge(&first, &first, &theirs);
        prop_assert_eq!((&unchanged.event, unchanged.collisions), (&theirs, vec![]));
        let alone = merge(&first, &mine, &first);
        prop_assert_eq!((changed(&alone.event, &mine), alone.collisions), (vec![], vec![]));
        let agreed = merge(&first, &mine, &mine);
        prop_assert_eq!((&agreed.event, agreed.collisions), (&mine, vec![]));
        let (one, two) = (merge(&first, &mine, &theirs), merge(&first, &theirs, &mine));
        prop_assert_eq!(&one.collisions, &two.collisions);
        // What nobody disagrees on does not depend on whose it is.
        let mut differ = changed(&one.event, &two.event);
        differ.retain(|field| !one.collisions.contains(field));
        prop_assert_eq!(differ, vec![], "{:?} {:?}", one.event, two.event);
        // Nothing is lost without a collision.
        for field in changed(&first, &mine) {
            let stands = !changed(&one.event, &mine).contains(&field);
            prop_assert!(stands || field == Field::Guests, "{:?}", field);
        }
        for field in changed(&first, &theirs) {
            let stands = !changed(&one.event, &theirs).contains(&field);
            let seen = one.collisions.contains(&field) || field == Field::Guests;
            prop_assert!(stands || seen, "{:?}", field);
        }
        let mut taken = one.event;
        for field in &one.collisions {
            take(&mut taken, *field, &theirs);
        }
        let mut differ = changed(&taken, &theirs);
        differ.retain(|field| one.collisions.contains(field));
        prop_assert_eq!(differ, vec![]);
    }
}
