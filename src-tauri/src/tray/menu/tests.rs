use jiff::{SignedDuration, civil::date};
use kalends_engine::{
    CalendarId, EventId,
    calendar::{Participation, When, Zone},
};

use super::*;

const LINK: &str = "https://meet.example/abc";

fn id<Id: std::str::FromStr<Err: std::fmt::Debug>>() -> Id {
    "00000000-0000-7000-8000-000000000000".parse().unwrap()
}

/// 2026-11-20 at 14:48 in Berlin.
fn now() -> Zoned {
    date(2026, 11, 20).at(14, 48, 0, 0).in_tz("Europe/Berlin").unwrap()
}

fn at(hour: i8, minute: i8) -> When {
    When::Zoned(date(2026, 11, 20).at(hour, minute, 0, 0), Zone::named("Europe/Berlin").unwrap())
}

fn meeting(title: &str, start: When, end: When, join: Option<&str>, can_join: bool) -> Meeting {
    Meeting {
        event_id: id::<EventId>(),
        original: start.clone(),
        calendar_id: id::<CalendarId>(),
        title: title.into(),
        location: String::new(),
        start,
        end,
        join_url: join.map(ToOwned::to_owned),
        can_join,
    }
}

fn occurrence(title: &str, start: When, end: When) -> Occurrence {
    Occurrence {
        event_id: id::<EventId>(),
        calendar_id: id::<CalendarId>(),
        uid: title.into(),
        title: title.into(),
        location: String::new(),
        original: start.clone(),
        start,
        end,
        recurring: false,
        status: Status::Confirmed,
        busy: true,
        my_response: None,
        join_url: None,
        flags: Vec::new(),
        color: None,
        unsent: kalends_engine::Unsent::None,
        editable: false,
    }
}

fn nothing() -> Around {
    let none = NowNext {
        now: Vec::new(),
        next: Vec::new(),
        recent: Vec::new(),
        changes_at: now().timestamp() + SignedDuration::from_hours(5),
    };
    Around {
        now: now(),
        meetings: none,
        today: Vec::new(),
        paused_until: None,
        approvals: 0,
        twelve_hours: false,
    }
}

/// The menu as a person reads it: what cannot be chosen in brackets.
fn read(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        let line = match entry {
            Entry::Line { text, enabled: true, .. } => text.clone(),
            Entry::Line { text, enabled: false, .. } => format!("({text})"),
            Entry::Separator => "---".into(),
            Entry::Submenu { text, entries } => {
                format!("{text} > {}", read(entries).trim_end().replace('\n', " | "))
            }
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

#[test]
fn an_empty_day() {
    insta::assert_snapshot!(read(&entries(&nothing())), @r"
    (Nothing more today)
    ---
    Quick add…
    Show today
    Sync now
    Pause reminders > For an hour | Until tomorrow
    Approvals
    Reminders
    ---
    Open Kalends
    Quit
    ");
}

#[test]
fn meetings_come_first_each_with_its_own_join() {
    let mut around = nothing();
    around.meetings.now = vec![
        meeting("Standup", at(14, 30), at(15, 0), Some(LINK), true),
        meeting("Dentist", at(14, 0), at(15, 0), None, false),
    ];
    around.meetings.next = vec![
        meeting("Demo", at(15, 0), at(16, 0), Some(LINK), true),
        meeting("Planning", at(15, 0), at(16, 0), Some(LINK), false),
        meeting("Trap", at(15, 0), at(16, 0), Some("file:///etc/passwd"), true),
    ];
    around.meetings.recent = vec![meeting("Retro", at(14, 0), at(14, 45), Some(LINK), true)];
    insta::assert_snapshot!(read(&super::meetings(&around)), @r"
    Now, until 15:00: Standup
    Join Standup
    Now, until 15:00: Dentist
    In 12 min: Demo
    Join Demo
    In 12 min: Planning
    (Join Planning)
    In 12 min: Trap
    Ended 3 min ago: Retro
    Join Retro
    ");
}

#[test]
fn the_countdown_ends_with_one_minute() {
    let table = [(0, "In 12 min"), (59, "In 12 min"), (60, "In 11 min"), (719, "In 1 min")];
    for (seconds, expected) in table {
        let mut around = nothing();
        around.now = now().checked_add(SignedDuration::from_secs(seconds)).unwrap();
        around.meetings.next = vec![meeting("Demo", at(15, 0), at(16, 0), None, false)];
        let text = read(&super::meetings(&around));
        assert!(text.starts_with(&format!("{expected}: ")), "{seconds}: {text}");
    }
}

#[test]
fn the_rest_of_today() {
    let declined = Some(Participation::Declined);
    let on = |day| When::Date(date(2026, 11, day));
    let mut around = nothing();
    around.today = vec![
        occurrence("Later", at(18, 0), at(19, 30)),
        occurrence("Over", at(9, 0), at(14, 48)),
        occurrence("Under way", at(14, 0), at(15, 0)),
        occurrence("Market", on(20), on(21)),
        Occurrence { my_response: declined, ..occurrence("Not mine", at(16, 0), at(17, 0)) },
        Occurrence { status: Status::Cancelled, ..occurrence("Off", at(16, 0), at(17, 0)) },
        occurrence("  Tabs\tand\nlines ", at(20, 0), at(20, 0)),
        occurrence("", at(21, 0), at(22, 0)),
        occurrence(&"long ".repeat(20), at(22, 0), at(23, 0)),
    ];
    insta::assert_snapshot!(read(&rest_of_today(&around)), @r"
    All day  Market
    14:00 – 15:00  Under way
    18:00 – 19:30  Later
    20:00  Tabs and lines
    21:00 – 22:00  (no title)
    22:00 – 23:00  long long long long long long long long long lo…
    ");
    around.twelve_hours = true;
    assert!(read(&rest_of_today(&around)).contains("6:00 PM – 7:30 PM  Later"));
}

#[test]
fn a_full_day_names_eight_and_the_number_of_others() {
    let mut around = nothing();
    around.today = (0..11).map(|hour| occurrence("x", at(15, hour), at(16, 0))).collect::<Vec<_>>();
    let menu = rest_of_today(&around);
    assert_eq!(menu.len(), 9);
    assert_eq!(menu.last(), Some(&line("3 more today", Act::ShowToday)));
}

#[test]
fn a_pause_says_how_long() {
    let table = [
        (None, "Pause reminders > For an hour | Until tomorrow"),
        (Some("2026-11-20T13:00:00Z"), "Pause reminders > For an hour | Until tomorrow"),
        (
            Some("2026-11-20T14:48:00Z"),
            "Reminders paused until 15:48 > Go on | For an hour | Until tomorrow",
        ),
        (
            Some("2026-11-20T23:00:00Z"),
            "Reminders paused until tomorrow > Go on | For an hour | Until tomorrow",
        ),
        (Some("2026-12-24T23:00:00Z"), "Reminders paused > Go on | For an hour | Until tomorrow"),
    ];
    for (until, expected) in table {
        let mut around = nothing();
        around.paused_until = until.map(|until| until.parse().unwrap());
        assert_eq!(read(&[pausing(&around)]).trim_end(), expected);
    }
}

#[test]
fn approvals_are_counted() {
    let mut around = nothing();
    around.approvals = 3;
    assert!(read(&entries(&around)).contains("\nApprovals (3)\n"));
}

#[test]
fn it_sleeps_until_something_changes() {
    let minute = |hour, minute| at(hour, minute).resolve(now().time_zone());
    let midnight = "2026-11-20T23:00:00Z".parse().unwrap();
    let mut around = nothing();
    assert_eq!(changes_at(&around), midnight);
    around.today = vec![occurrence("Later", at(18, 0), at(19, 30))];
    assert_eq!(changes_at(&around), minute(19, 30));
    around.paused_until = Some(minute(17, 0));
    assert_eq!(changes_at(&around), minute(17, 0));
    around.meetings.now = vec![meeting("Standup", at(14, 30), at(15, 0), None, false)];
    assert_eq!(changes_at(&around), minute(17, 0), "nothing counts minutes");
    around.meetings.next = vec![meeting("Demo", at(15, 0), at(16, 0), None, false)];
    assert_eq!(changes_at(&around), minute(14, 49));
}
