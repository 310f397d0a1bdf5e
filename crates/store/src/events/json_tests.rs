//! An event in the queue is the event that was put there.

use jiff::{SignedDuration, Timestamp, civil::DateTime};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, Attachment, Attendee, Conference, Event, EventKind, Flag,
    GuestRights, Participation, Person, Recurrence, RecurrenceDate, RecurrenceId, Role, Shared,
    Status, Transparency, Visibility, When, Zone,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{decode, encode};
use crate::Error;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-z\"\\\\\n;,é会🎉\u{0}]{1,12}"]
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (-62_000_000_000_i64..250_000_000_000).prop_map(|s| Timestamp::from_second(s).unwrap())
}

fn when() -> impl Strategy<Value = When> {
    let local = (1_i16..9999, 1_i8..=12, 1_i8..=28, 0_i8..24, 0_i8..60, 0_i8..60)
        .prop_map(|(y, mo, d, h, mi, s)| DateTime::new(y, mo, d, h, mi, s, 0).unwrap());
    let zone = select(vec![
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "<+0530>-5:30",
    ]);
    (local, 0..3, zone).prop_map(|(local, kind, zone)| match kind {
        0 => When::Date(local.date()),
        1 => When::Floating(local),
        _ => When::Zoned(local, Zone::named(zone).unwrap()),
    })
}

fn person() -> impl Strategy<Value = Person> {
    (text(), text()).prop_map(|(name, email)| Person { name, email })
}

fn attendee() -> impl Strategy<Value = Attendee> {
    use Participation as P;
    let participation =
        select(vec![P::NeedsAction, P::Accepted, P::Declined, P::Tentative, P::Delegated]);
    let role = select(vec![Role::Required, Role::Optional, Role::Chair, Role::Informed]);
    (person(), participation, role, any::<bool>(), text(), 0_u32..9, any::<bool>()).prop_map(
        |(person, participation, role, resource, comment, additional, me)| Attendee {
            person,
            participation,
            role,
            resource,
            comment,
            additional,
            me,
        },
    )
}

fn alarm() -> impl Strategy<Value = Alarm> {
    let seconds = (-3_000_000_i64..3_000_000).prop_map(SignedDuration::from_secs);
    let trigger = prop_oneof![
        seconds.clone().prop_map(AlarmTrigger::FromStart),
        seconds.clone().prop_map(AlarmTrigger::FromEnd),
        instant().prop_map(AlarmTrigger::At),
    ];
    let action = select(vec![AlarmAction::Display, AlarmAction::Audio, AlarmAction::Email]);
    (action, trigger, 0_u32..4, option::of(seconds))
        .prop_map(|(action, trigger, repeat, interval)| Alarm { action, trigger, repeat, interval })
}

fn shared() -> impl Strategy<Value = Shared> {
    use EventKind as K;
    let kind = select(vec![
        K::Default,
        K::OutOfOffice,
        K::FocusTime,
        K::WorkingLocation,
        K::Birthday,
        K::FromMail,
    ]);
    let attachment =
        (text(), text(), text()).prop_map(|(url, title, mime)| Attachment { url, title, mime });
    let guests = any::<[bool; 3]>().prop_map(|[see_others, invite_others, modify]| GuestRights {
        see_others,
        invite_others,
        modify,
    });
    (kind, any::<[bool; 3]>(), guests, option::of(text()), vec(attachment, 0..3)).prop_map(
        |(
            kind,
            [foreign, attendees_omitted, default_alarms],
            guests,
            conference_request,
            attachments,
        )| {
            Shared {
                kind,
                foreign,
                guests,
                attendees_omitted,
                default_alarms,
                conference_request,
                attachments,
            }
        },
    )
}

fn recurrence() -> impl Strategy<Value = Recurrence> {
    let date = (when(), option::of(when())).prop_map(|(start, end)| RecurrenceDate { start, end });
    (vec(text(), 0..3), vec(text(), 0..2), vec(date, 0..3), vec(when(), 0..3)).prop_map(
        |(rules, excluded_rules, dates, excluded)| Recurrence {
            rules,
            excluded_rules,
            dates,
            excluded,
        },
    )
}

fn any_event() -> impl Strategy<Value = Event> {
    let times = (when(), when(), option::of((when(), any::<bool>())), recurrence());
    let numbers = (any::<i64>(), option::of(instant()), option::of(instant()));
    let texts = (text(), text(), text(), text());
    let options = (option::of(text()), option::of(text()), option::of(text()), option::of(text()));
    let marks = (
        select(vec![Status::Confirmed, Status::Tentative, Status::Cancelled]),
        select(vec![Transparency::Opaque, Transparency::Transparent]),
        select(vec![
            Visibility::Default,
            Visibility::Public,
            Visibility::Private,
            Visibility::Confidential,
        ]),
        vec(select(vec![Flag::UnknownZone, Flag::RuleCut, Flag::UnreadableLine]), 0..3),
    );
    let conference = (text(), text()).prop_map(|(uri, label)| Conference { uri, label });
    let lists = (
        option::of(person()),
        vec(attendee(), 0..3),
        vec(alarm(), 0..3),
        vec(conference, 0..2),
        vec(text(), 0..3),
        shared(),
    );
    (times, numbers, texts, options, marks, lists).prop_map(
        |(times, numbers, texts, options, marks, lists)| Event {
            uid: texts.0,
            recurrence_id: times
                .2
                .map(|(original, this_and_future)| RecurrenceId { original, this_and_future }),
            sequence: numbers.0,
            last_modified: numbers.1,
            created: numbers.2,
            start: times.0,
            end: times.1,
            recurrence: times.3,
            summary: texts.1,
            description: texts.2,
            description_html: options.0,
            location: texts.3,
            url: options.1,
            categories: lists.4,
            color: options.2,
            status: marks.0,
            transparency: marks.1,
            visibility: marks.2,
            organizer: lists.0,
            attendees: lists.1,
            alarms: lists.2,
            conferences: lists.3,
            join_url: options.3,
            flags: marks.3,
            shared: lists.5,
        },
    )
}

proptest! {
    #[test]
    fn an_event_comes_back_from_json_as_it_was(event in any_event()) {
        let bytes = encode(&event).unwrap();
        prop_assert!(bytes.len() > 2);
        prop_assert_eq!(decode(&bytes).unwrap(), event);
    }

    #[test]
    fn what_is_no_event_is_refused(bytes in vec(any::<u8>(), 0..60)) {
        let refused = matches!(decode(&bytes), Err(Error::Unreadable { .. }));
        prop_assert!(refused);
    }
}

/// What was queued before an update of the program is read after it: this text never changes, and
/// fields that are added have a default.
#[test]
fn the_smallest_event_of_the_first_version_can_be_read() {
    let event = decode(br#"{"uid":"u","start":"20261120","end":"20261121"}"#).unwrap();
    let day = |day| When::Date(jiff::civil::date(2026, 11, day));
    assert_eq!(event, Event { uid: "u".into(), start: day(20), end: day(21), ..Event::empty() });
    insta::assert_snapshot!(String::from_utf8(encode(&event).unwrap()).unwrap(), @r#"{"uid":"u","start":"20261120","end":"20261121","details":{}}"#);
}
