//! Any event that can be written, and any change of one.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::indexing_slicing)]

use jiff::{SignedDuration, ToSpan, civil::date};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, Attachment, Attendee, Event, GuestRights, Participation,
    Person, Recurrence, RecurrenceDate, Role, Shared, Status, Transparency, Visibility, When, Zone,
    google::color_hex,
    merge::{Field, take},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "UTC",
    "America/St_Johns",
];

/// A local time when no clock is changed anywhere.
fn times() -> impl Strategy<Value = (When, When)> {
    let zone = select(&ZONES[..]).prop_map(|name| Zone::named(name).unwrap());
    (0..2, 0..700_i32, 6..20_i8, 0..60_i8, 0..4_i32, 0..300_i32, zone).prop_map(
        |(kind, day, hour, minute, days, minutes, zone)| {
            let first = date(2026, 1, 1).checked_add(day.days()).unwrap();
            if kind == 0 {
                let last = first.checked_add((days + 1).days()).unwrap();
                return (When::Date(first), When::Date(last));
            }
            let start = first.at(hour, minute, 0, 0);
            let end = start.checked_add(days.days().minutes(minutes % 120)).unwrap();
            (When::Zoned(start, zone.clone()), When::Zoned(end, zone))
        },
    )
}

fn recurrence(start: When) -> impl Strategy<Value = Recurrence> {
    let rule = select(vec![
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9",
        "FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2",
        "FREQ=YEARLY;UNTIL=20301231T235959Z",
    ]);
    let later = move |days: i32| {
        let local = start.local().checked_add(days.days()).unwrap();
        match &start {
            When::Date(_) => When::Date(local.date()),
            When::Floating(_) => When::Floating(local),
            When::Zoned(_, zone) => When::Zoned(local, zone.clone()),
        }
    };
    let days = || vec(1..400_i32, 0..3);
    (vec(rule, 0..2), days(), days()).prop_map(move |(rules, dates, excluded)| Recurrence {
        rules: rules.into_iter().map(String::from).collect(),
        excluded_rules: vec![],
        excluded: excluded.into_iter().map(&later).collect(),
        dates: dates
            .into_iter()
            .map(|days| RecurrenceDate { start: later(days), end: None })
            .collect(),
    })
}

fn guests() -> impl Strategy<Value = Vec<Attendee>> {
    let answer = select(vec![
        Participation::NeedsAction,
        Participation::Accepted,
        Participation::Declined,
        Participation::Tentative,
    ]);
    let one = (any::<bool>(), answer, any::<bool>(), "[a-z ]{0,6}", 0..3_u32);
    let people = ["me@example.com", "Ada@example.com", "bob@example.com", "room@example.com"];
    vec(option::of(one), people.len()).prop_map(move |all| {
        let invited = all.into_iter().zip(people);
        invited
            .filter_map(|(one, email)| {
                let (optional, participation, named, comment, additional) = one?;
                Some(Attendee {
                    person: Person {
                        name: if named { email[..3].to_owned() } else { String::new() },
                        email: email.into(),
                    },
                    participation,
                    role: if optional { Role::Optional } else { Role::Required },
                    resource: email.starts_with("room"),
                    comment: comment.trim().to_owned(),
                    additional,
                    me: email.starts_with("me@"),
                })
            })
            .collect()
    })
}

fn shared() -> impl Strategy<Value = Shared> {
    let rights = (any::<bool>(), any::<bool>(), any::<bool>());
    let attachments = vec(
        ("[a-z]{1,5}", "[A-Z]{0,3}").prop_map(|(path, title)| Attachment {
            url: format!("https://drive.example.com/{path}"),
            title,
            mime: String::new(),
        }),
        0..3,
    );
    (rights, any::<bool>(), option::of("[a-z0-9]{8}"), attachments).prop_map(
        |((see_others, invite_others, modify), default_alarms, conference_request, attachments)| {
            Shared {
                guests: GuestRights { see_others, invite_others, modify },
                default_alarms,
                conference_request,
                attachments,
                ..Shared::default()
            }
        },
    )
}

fn alarms() -> impl Strategy<Value = Vec<Alarm>> {
    vec((any::<bool>(), 0..40_320_i64), 0..5).prop_map(|all| {
        let alarm = |(mail, minutes): (bool, i64)| Alarm {
            action: if mail { AlarmAction::Email } else { AlarmAction::Display },
            trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-minutes)),
            repeat: 0,
            interval: None,
        };
        all.into_iter().map(alarm).collect()
    })
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Zäß€ \"\\\\,;]{0,12}",
        select(vec![
            "",
            "a\nb",
            "<b>bold</b>",
            "1 < 2 & 3 > 2",
            "<br>\n&amp;",
            "https://x.example/"
        ])
        .prop_map(String::from),
    ]
}

/// Any event of one's own.
pub fn event() -> impl Strategy<Value = Event> {
    let timed = times().prop_flat_map(|(start, end)| {
        recurrence(start.clone()).prop_map(move |it| (start.clone(), end.clone(), it))
    });
    let color =
        option::of((1..12_u8).prop_map(|id| color_hex(&id.to_string()).unwrap().to_owned()));
    let choices = (
        select(vec![Status::Confirmed, Status::Tentative]),
        select(vec![Transparency::Opaque, Transparency::Transparent]),
        select(vec![
            Visibility::Default,
            Visibility::Public,
            Visibility::Private,
            Visibility::Confidential,
        ]),
    );
    (timed, [words(), words(), words()], guests(), shared(), alarms(), color, choices).prop_map(
        |((start, end, recurrence), words, attendees, shared, alarms, color, choices)| {
            let [summary, location, description] = words;
            let (status, transparency, visibility) = choices;
            Event {
                uid: "abc".into(),
                alarms: if shared.default_alarms { vec![] } else { alarms },
                start,
                end,
                recurrence,
                summary,
                location,
                description,
                attendees,
                shared,
                color,
                status,
                transparency,
                visibility,
                ..Event::empty()
            }
        },
    )
}

/// The event with some fields of another, as a user's edit leaves it. Times and
/// recurrence change together.
pub fn edited(event: &Event, other: &Event, fields: &[Field]) -> Event {
    let mut edited = event.clone();
    for field in fields {
        take(&mut edited, *field, other);
        if matches!(field, Field::Time | Field::Recurrence) {
            take(&mut edited, Field::Time, other);
            take(&mut edited, Field::Recurrence, other);
        }
    }
    edited
}

/// Any fields, each at most once, in the order of [`Field::ALL`].
pub fn fields() -> impl Strategy<Value = Vec<Field>> {
    proptest::sample::subsequence(Field::ALL.to_vec(), 0..=Field::ALL.len())
}
