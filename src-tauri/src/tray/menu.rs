//! The tray's menu as text: what stands in it at a moment. Pure, so that it can be read in a test.

use std::fmt::Write as _;

use jiff::{Timestamp, Zoned, civil::Time, tz::TimeZone};
use kalends_engine::{Meeting, NowNext, Occurrence, calendar::Status, local};

use crate::links;

/// The most events of a day that are listed.
const MOST: usize = 8;

/// The longest title in a menu, in characters.
const LONGEST: usize = 48;

/// What clicking an entry does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Act {
    Event { event_id: kalends_engine::EventId, original: kalends_engine::calendar::When },
    Join(String),
    ShowToday,
    QuickAdd,
    Sync,
    PauseHour,
    PauseUntilTomorrow,
    GoOn,
    Approvals,
    Reminders,
    Open,
    Quit,
}

/// One line of the menu.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entry {
    Line { text: String, enabled: bool, act: Option<Act> },
    Separator,
    Submenu { text: String, entries: Vec<Self> },
}

/// What the menu is made from.
pub(crate) struct Around {
    pub now: Zoned,
    pub meetings: NowNext,
    /// What takes place today and has not ended, in any order.
    pub today: Vec<Occurrence>,
    pub paused_until: Option<Timestamp>,
    pub approvals: u64,
    /// Times as 3:00 PM.
    pub twelve_hours: bool,
}

/// The whole menu.
pub(crate) fn entries(around: &Around) -> Vec<Entry> {
    let mut menu = meetings(around);
    if !menu.is_empty() {
        menu.push(Entry::Separator);
    }
    menu.extend(rest_of_today(around));
    menu.push(Entry::Separator);
    menu.push(line("Quick add…", Act::QuickAdd));
    menu.push(line("Show today", Act::ShowToday));
    menu.push(line("Sync now", Act::Sync));
    menu.push(pausing(around));
    menu.push(line(&counted("Approvals", around.approvals), Act::Approvals));
    menu.push(line("Reminders", Act::Reminders));
    menu.push(Entry::Separator);
    menu.push(line("Open Kalends", Act::Open));
    menu.push(line("Quit", Act::Quit));
    menu
}

/// When some line stops being true: with the next minute while one counts minutes, else when an
/// event, a pause or the day ends.
pub(crate) fn changes_at(around: &Around) -> Timestamp {
    let zone = around.now.time_zone();
    let now = around.now.timestamp();
    let counting = !around.meetings.next.is_empty() || !around.meetings.recent.is_empty();
    let minute = counting.then(|| now.as_second().div_euclid(60) * 60 + 60);
    let minute = minute.and_then(|second| Timestamp::from_second(second).ok());
    let ends = around.today.iter().map(|one| one.end.resolve(zone));
    ends.chain(minute)
        .chain(around.paused_until)
        .filter(|at| *at > now)
        .fold(tomorrow(&around.now), Timestamp::min)
}

fn meetings(around: &Around) -> Vec<Entry> {
    let NowNext { now, next, recent, changes_at: _ } = &around.meetings;
    let zone = around.now.time_zone();
    let until = |meeting: &Meeting| clock_time(local(&meeting.end, zone).time(), around);
    let minutes_to = |instant: Timestamp| {
        let seconds = instant.duration_since(around.now.timestamp()).as_secs();
        // The countdown ends with 1 min, and what ended just now is 0 min ago.
        if seconds > 0 { (seconds + 59) / 60 } else { -seconds / 60 }
    };
    let mut menu = Vec::new();
    for meeting in now {
        push_meeting(&mut menu, &format!("Now, until {}: ", until(meeting)), meeting);
    }
    for meeting in next {
        let minutes = minutes_to(meeting.start.resolve(zone));
        push_meeting(&mut menu, &format!("In {minutes} min: "), meeting);
    }
    for meeting in recent {
        let minutes = minutes_to(meeting.end.resolve(zone));
        push_meeting(&mut menu, &format!("Ended {minutes} min ago: "), meeting);
    }
    menu
}

fn push_meeting(menu: &mut Vec<Entry>, when: &str, meeting: &Meeting) {
    let act = Act::Event { event_id: meeting.event_id, original: meeting.original.clone() };
    menu.push(line(&format!("{when}{}", title(&meeting.title)), act));
    if let Some(link) = meeting.join_url.as_deref().filter(|link| links::opens(link)) {
        menu.push(Entry::Line {
            text: format!("Join {}", title(&meeting.title)),
            enabled: meeting.can_join,
            act: Some(Act::Join(link.to_owned())),
        });
    }
}

fn rest_of_today(around: &Around) -> Vec<Entry> {
    let zone = around.now.time_zone();
    let mut today: Vec<_> = around.today.iter().filter(|one| is_left(one, &around.now)).collect();
    today.sort_by_key(|one| (!one.all_day(), local(&one.start, zone), one.title.clone()));
    if today.is_empty() {
        return vec![Entry::Line { text: "Nothing more today".into(), enabled: false, act: None }];
    }
    let mut menu: Vec<_> = today.iter().take(MOST).map(|one| event_line(one, around)).collect();
    if today.len() > MOST {
        menu.push(line(&format!("{} more today", today.len() - MOST), Act::ShowToday));
    }
    menu
}

fn event_line(one: &Occurrence, around: &Around) -> Entry {
    let zone = around.now.time_zone();
    let (start, end) = one.local(zone);
    let time = if one.all_day() {
        "All day".into()
    } else if start == end {
        clock_time(start.time(), around)
    } else {
        format!("{} – {}", clock_time(start.time(), around), clock_time(end.time(), around))
    };
    let act = Act::Event { event_id: one.event_id, original: one.original.clone() };
    line(&format!("{time}  {}", title(&one.title)), act)
}

/// Whether it takes place, the user goes, and it has not ended.
fn is_left(one: &Occurrence, now: &Zoned) -> bool {
    let zone = now.time_zone();
    one.status != Status::Cancelled && !one.declined() && one.end.resolve(zone) > now.timestamp()
}

fn pausing(around: &Around) -> Entry {
    let paused = around.paused_until.filter(|until| *until > around.now.timestamp());
    let Some(until) = paused else {
        let entries = vec![
            line("For an hour", Act::PauseHour),
            line("Until tomorrow", Act::PauseUntilTomorrow),
        ];
        return Entry::Submenu { text: "Pause reminders".into(), entries };
    };
    let until = until.to_zoned(around.now.time_zone().clone());
    let time = clock_time(until.time(), around);
    let text = if until.date() == around.now.date() {
        format!("Reminders paused until {time}")
    } else if until.timestamp() == tomorrow(&around.now) {
        "Reminders paused until tomorrow".into()
    } else {
        "Reminders paused".into()
    };
    let entries = vec![
        line("Go on", Act::GoOn),
        line("For an hour", Act::PauseHour),
        line("Until tomorrow", Act::PauseUntilTomorrow),
    ];
    Entry::Submenu { text, entries }
}

/// The first moment of the next day.
pub(crate) fn tomorrow(now: &Zoned) -> Timestamp {
    crate::day::next_midnight(now.timestamp(), now.time_zone())
}

/// A day's window, for what takes place on it.
pub(crate) fn rest_of_day(now: &Zoned) -> kalends_engine::calendar::Window {
    let zone: TimeZone = now.time_zone().clone();
    kalends_engine::calendar::Window { start: now.timestamp(), end: tomorrow(now), zone }
}

fn line(text: &str, act: Act) -> Entry {
    Entry::Line { text: text.into(), enabled: true, act: Some(act) }
}

fn counted(what: &str, count: u64) -> String {
    let mut text = what.to_owned();
    if count > 0 {
        let _ = write!(text, " ({count})");
    }
    text
}

/// One line without control characters, cut where it is too long for a menu.
fn title(title: &str) -> String {
    let clean: String =
        title.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let clean = clean.trim();
    if clean.is_empty() {
        return "(no title)".into();
    }
    if clean.chars().count() <= LONGEST {
        return clean.into();
    }
    let cut: String = clean.chars().take(LONGEST - 1).collect();
    format!("{}…", cut.trim_end())
}

fn clock_time(time: Time, around: &Around) -> String {
    let format = if around.twelve_hours { "%-I:%M %p" } else { "%H:%M" };
    time.strftime(format).to_string()
}

#[cfg(test)]
mod tests;
