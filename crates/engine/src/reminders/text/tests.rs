use std::sync::Arc;

use kalends_calendar::When;
use kalends_calendar::{Zone, remind::AlarmKey};

use super::*;
use crate::{CalendarId, EventId, reminders::candidate::Id};

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// `from` and `to` are local times, or dates.
fn candidate(from: &str, to: &str, kind: ReminderKind, link: Option<&str>) -> Candidate {
    let when = |text: &str| match text.parse::<DateTime>() {
        Ok(local) if text.contains('T') => When::Zoned(local, Zone::from(berlin())),
        _ => When::Date(text.parse().unwrap()),
    };
    let (start, end) = (when(from), when(to));
    let about = About {
        event_id: EventId(uuid::Uuid::nil()),
        calendar_id: CalendarId(uuid::Uuid::nil()),
        meeting: "m".into(),
        title: " Weekly\nreview ".into(),
        location: "Room Ada".into(),
        starts: start.resolve(&berlin()),
        ends: end.resolve(&berlin()),
        original: start.clone(),
        start,
        end,
        recurring: false,
        join_url: link.map(Into::into),
    };
    let key = AlarmKey { meeting: "m".into(), start: 0, due: 0 };
    Candidate::new(Id { kind, key }, Timestamp::UNIX_EPOCH, Arc::new(about))
}

fn manner<'a>(now: &str, zone: &'a TimeZone) -> Manner<'a> {
    let now: DateTime = now.parse().unwrap();
    let now = now.to_zoned(zone.clone()).unwrap().timestamp();
    Manner { now, zone, twelve: false, hide: false, persistent: false }
}

#[test]
fn how_far_and_when() {
    let zone = berlin();
    let table = [
        ("2026-11-20T14:50", "2026-11-20T15:00", "2026-11-20T16:00"),
        ("2026-11-20T15:00", "2026-11-20T15:00", "2026-11-20T16:00"),
        ("2026-11-20T15:10", "2026-11-20T15:00", "2026-11-20T16:00"),
        ("2026-11-20T13:00", "2026-11-20T15:00", "2026-11-20T15:00"),
        ("2026-11-20T13:30", "2026-11-20T15:00", "2026-11-21T02:00"),
        ("2026-11-19T15:00", "2026-11-20T15:00", "2026-11-20T16:00"),
        ("2026-11-13T15:00", "2026-11-20T15:00", "2027-01-02T16:00"),
        ("2026-11-20T18:00", "2026-11-21", "2026-11-22"),
        ("2026-11-20T09:00", "2026-11-20", "2026-11-23"),
        ("2026-11-21T09:00", "2026-11-20", "2026-11-23"),
        ("2026-11-22T09:00", "2026-11-20", "2026-11-23"),
        ("2026-11-13T18:00", "2026-11-20", "2026-11-21"),
    ];
    let mut text = String::new();
    for (now, from, to) in table {
        let note = manner(now, &zone).one(&candidate(from, to, ReminderKind::Alarm, None));
        text.push_str(&format!("{now:18}{}\n", note.body));
    }
    insta::assert_snapshot!(text, @"
    2026-11-20T14:50  in 10 min · 15:00 – 16:00, Room Ada
    2026-11-20T15:00  now · 15:00 – 16:00, Room Ada
    2026-11-20T15:10  started 10 min ago · 15:00 – 16:00, Room Ada
    2026-11-20T13:00  in 2 h · 15:00, Room Ada
    2026-11-20T13:30  in 1 h 30 min · 15:00 – Sat 21 Nov, 02:00, Room Ada
    2026-11-19T15:00  in 1 day · Fri 20 Nov, 15:00 – 16:00, Room Ada
    2026-11-13T15:00  in 7 days · Fri 20 Nov, 15:00 – Sat 2 Jan 2027, 16:00, Room Ada
    2026-11-20T18:00  tomorrow · Sat 21 Nov, Room Ada
    2026-11-20T09:00  today · Fri 20 Nov – Sun 22 Nov, Room Ada
    2026-11-21T09:00  started yesterday · Fri 20 Nov – Sun 22 Nov, Room Ada
    2026-11-22T09:00  started 2 days ago · Fri 20 Nov – Sun 22 Nov, Room Ada
    2026-11-13T18:00  in 7 days · Fri 20 Nov, Room Ada
    ");
}

#[test]
fn what_stands_on_notes() {
    let zone = berlin();
    let now = "2026-11-20T14:50";
    let meeting =
        |link| candidate("2026-11-20T15:00", "2026-11-20T16:00", ReminderKind::Alarm, link);
    let told = |note: &Note| {
        let actions: Vec<String> = note.actions.iter().map(|action| action.label()).collect();
        format!("{}\n{}\n[{}]\n\n", note.title, note.body, actions.join("] ["))
    };
    let plain = manner(now, &zone);
    let early = manner("2026-11-20T14:30", &zone);
    let late = manner("2026-11-20T15:30", &zone);
    let link = meeting(Some("https://meet.example/a"));
    let mut text = told(&plain.one(&meeting(None)));
    text += &told(&plain.one(&link));
    text += &told(&early.one(&link));
    text += &told(&late.one(&link));
    text += &told(&Manner { twelve: true, ..plain }.one(&link));
    text += &told(&Manner { hide: true, ..plain }.one(&link));
    let invitation = candidate("2026-11-24T15:00", "2026-11-24T16:00", ReminderKind::Rsvp, None);
    text += &told(&plain.one(&invitation));
    let all = vec![&link; 7];
    text += &told(&plain.many(NoteKey("k".into()), &all));
    text += &told(&Manner { hide: true, ..plain }.many(NoteKey("k".into()), &all[..4]));
    text += &told(&plain.missed(NoteKey("k".into()), 3, &all[..2]));
    text += &told(&plain.missed(NoteKey("k".into()), 1, &[]));
    insta::assert_snapshot!(text, @"
    Weekly review
    in 10 min · 15:00 – 16:00, Room Ada
    [Snooze 5 min] [Snooze 10 min] [Snooze 15 min] [Snooze until start] [Open]

    Weekly review
    in 10 min · 15:00 – 16:00, Room Ada
    [Join] [Snooze 5 min] [Snooze 10 min] [Snooze 15 min] [Snooze until start] [Open]

    Weekly review
    in 30 min · 15:00 – 16:00, Room Ada
    [Snooze 5 min] [Snooze 10 min] [Snooze 15 min] [Snooze until start] [Open]

    Weekly review
    started 30 min ago · 15:00 – 16:00, Room Ada
    [Join] [Snooze 5 min] [Snooze 10 min] [Snooze 15 min] [Open]

    Weekly review
    in 10 min · 3:00 PM – 4:00 PM, Room Ada
    [Join] [Snooze 5 min] [Snooze 10 min] [Snooze 15 min] [Snooze until start] [Open]

    Event
    in 10 min · 15:00 – 16:00
    [Join] [Snooze 5 min] [Snooze 10 min] [Snooze 15 min] [Snooze until start] [Open]

    Weekly review
    No answer yet · Tue 24 Nov, 15:00 – 16:00, Room Ada
    [Accept] [Maybe] [Decline] [Open]

    7 reminders
    15:00 Weekly review
    15:00 Weekly review
    15:00 Weekly review
    15:00 Weekly review
    15:00 Weekly review
    and 2 more
    [Open] [Dismiss]

    4 reminders
    15:00 Event
    15:00 Event
    15:00 Event
    15:00 Event
    [Open] [Dismiss]

    3 reminders were missed
    15:00 Weekly review
    15:00 Weekly review
    [Open] [Dismiss]

    1 reminder was missed

    [Open] [Dismiss]
    ");
}

#[test]
fn a_link_is_for_a_quarter_of_an_hour_before_to_a_quarter_after() {
    let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
    let table = [(44, false), (45, true), (60, true), (90, true), (104, true), (105, false)];
    for (now, expected) in table {
        assert_eq!(can_join(Some("https://x"), at(60), at(90), at(now)), expected, "{now}");
        assert!(!can_join(None, at(60), at(90), at(now)));
    }
}
