//! What notes say: plain text, short, in the reader's zone and habit.

use jiff::{SignedDuration, Timestamp, civil::Date, civil::DateTime, tz::TimeZone};

use super::candidate::{About, Candidate};
use crate::{Note, NoteAction, NoteKey, ReminderKind, Snooze, local};

/// From when on a meeting is joined, and how long after its end.
pub(super) const JOIN: SignedDuration = SignedDuration::from_mins(15);
/// How many titles a note lists.
const LISTED: usize = 5;

/// How everything is told.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    pub(super) now: Timestamp,
    pub(super) zone: &'a TimeZone,
    /// 3:00 PM rather than 15:00.
    pub(super) twelve: bool,
    /// When and nothing else.
    pub(super) hide: bool,
    pub(super) persistent: bool,
}

impl Manner<'_> {
    /// The note of one occurrence or invitation.
    pub(super) fn one(&self, candidate: &Candidate) -> Note {
        let about = &candidate.about;
        let place = if self.hide { "" } else { about.location.trim() };
        let mut when = self.span(about);
        if !place.is_empty() {
            when = format!("{when}, {}", one_line(place));
        }
        let (lead, actions) = match candidate.id.kind {
            ReminderKind::Alarm => (self.relative(about), self.actions(about)),
            ReminderKind::Rsvp => ("No answer yet".into(), answers()),
        };
        let category = match candidate.id.kind {
            ReminderKind::Alarm => "x-kalends.reminder",
            ReminderKind::Rsvp => "x-kalends.invitation",
        };
        Note {
            key: candidate.note_key(),
            replaces: None,
            title: self.title(about),
            body: format!("{lead} · {when}"),
            actions,
            urgent: false,
            persistent: self.persistent,
            category,
        }
    }

    /// One note for many; none of them is lost, the list has them all.
    pub(super) fn many(&self, key: NoteKey, all: &[&Candidate]) -> Note {
        Note {
            key,
            replaces: None,
            title: format!("{} reminders", all.len()),
            body: self.list(all),
            actions: vec![NoteAction::Open, NoteAction::Dismiss],
            urgent: false,
            persistent: self.persistent,
            category: "x-kalends.reminder",
        }
    }

    /// The summary of what came too late. Of some the event may be gone: they only count.
    pub(super) fn missed(&self, key: NoteKey, count: usize, known: &[&Candidate]) -> Note {
        let title = match count {
            1 => "1 reminder was missed".into(),
            count => format!("{count} reminders were missed"),
        };
        Note {
            key,
            replaces: None,
            title,
            body: self.list(known),
            actions: vec![NoteAction::Open, NoteAction::Dismiss],
            urgent: false,
            persistent: self.persistent,
            category: "x-kalends.missed",
        }
    }

    fn list(&self, all: &[&Candidate]) -> String {
        let line = |one: &&Candidate| {
            let about = &one.about;
            format!("{} {}", self.point(about), self.title(about))
        };
        let mut lines: Vec<String> = all.iter().take(LISTED).map(line).collect();
        if all.len() > LISTED {
            lines.push(format!("and {} more", all.len() - LISTED));
        }
        lines.join("\n")
    }

    fn title(&self, about: &About) -> String {
        let title = one_line(about.title.trim());
        match (self.hide, title.is_empty()) {
            (true, _) => "Event".into(),
            (false, true) => "(No title)".into(),
            (false, false) => title,
        }
    }

    fn actions(&self, about: &About) -> Vec<NoteAction> {
        let mut actions = Vec::new();
        if can_join(about.join_url.as_deref(), about.starts, about.ends, self.now) {
            actions.push(NoteAction::Join);
        }
        actions.extend([5, 10, 15].map(|minutes| NoteAction::Snooze(Snooze::Minutes(minutes))));
        if self.now < about.starts {
            actions.push(NoteAction::Snooze(Snooze::UntilStart));
        }
        actions.push(NoteAction::Open);
        actions
    }

    /// How far the start is.
    fn relative(&self, about: &About) -> String {
        if about.start.is_date() {
            let days = days(self.today(), about.start.local().date());
            return match days {
                0 => "today".into(),
                1 => "tomorrow".into(),
                -1 => "started yesterday".into(),
                days if days > 0 => format!("in {days} days"),
                days => format!("started {} days ago", -days),
            };
        }
        let seconds = about.starts.duration_since(self.now).as_secs();
        let minutes = (seconds.abs() + 30) / 60;
        let far = if minutes < 60 {
            format!("{minutes} min")
        } else if minutes < 24 * 60 {
            match (minutes / 60, minutes % 60) {
                (hours, 0) => format!("{hours} h"),
                (hours, minutes) => format!("{hours} h {minutes} min"),
            }
        } else {
            match (minutes + 12 * 60) / (24 * 60) {
                1 => "1 day".into(),
                days => format!("{days} days"),
            }
        };
        match (minutes, seconds > 0) {
            (0, _) => "now".into(),
            (_, true) => format!("in {far}"),
            (_, false) => format!("started {far} ago"),
        }
    }

    /// From when to when; days are named unless they are today.
    fn span(&self, about: &About) -> String {
        let (start, end) = (local(&about.start, self.zone), local(&about.end, self.zone));
        if about.start.is_date() {
            let last = end.date().yesterday().map_or(start.date(), |last| last.max(start.date()));
            return if last == start.date() {
                self.day(start.date())
            } else {
                format!("{} – {}", self.day(start.date()), self.day(last))
            };
        }
        let from = self.moment(start, self.today());
        if start == end { from } else { format!("{from} – {}", self.moment(end, start.date())) }
    }

    /// When it starts, in a list.
    fn point(&self, about: &About) -> String {
        let start = local(&about.start, self.zone);
        if about.start.is_date() {
            self.day(start.date())
        } else {
            self.moment(start, self.today())
        }
    }

    fn moment(&self, at: DateTime, today: Date) -> String {
        let time = if self.twelve {
            at.strftime("%-I:%M %p").to_string()
        } else {
            at.strftime("%H:%M").to_string()
        };
        if at.date() == today { time } else { format!("{}, {time}", self.day(at.date())) }
    }

    fn day(&self, day: Date) -> String {
        let year = if day.year() == self.today().year() { "" } else { " %Y" };
        day.strftime(&format!("%a %-d %b{year}")).to_string()
    }

    fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }
}

/// Whether there is a link and it is time to use it.
pub(super) fn can_join(
    link: Option<&str>,
    starts: Timestamp,
    ends: Timestamp,
    now: Timestamp,
) -> bool {
    let from = starts.checked_sub(JOIN).unwrap_or(Timestamp::MIN);
    link.is_some() && from <= now && now < ends.checked_add(JOIN).unwrap_or(Timestamp::MAX)
}

fn answers() -> Vec<NoteAction> {
    vec![NoteAction::Accept, NoteAction::Maybe, NoteAction::Decline, NoteAction::Open]
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
