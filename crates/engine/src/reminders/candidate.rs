//! A reminder that may be shown, and what it reminds of.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kalends_calendar::{When, remind::AlarmKey};
use kalends_store::{AlarmKind, HandledAlarm};

use crate::{CalendarId, Error, EventId, NoteKey, ReminderId, ReminderKind};

/// A reminder due when its event is over already, as at its end, is of use for so long.
const AFTER: SignedDuration = SignedDuration::from_mins(15);

/// What a reminder is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Id {
    pub(super) kind: ReminderKind,
    pub(super) key: AlarmKey,
}

/// A reminder that may be shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) id: Id,
    pub(super) due: Timestamp,
    /// From then on nobody wants to see it.
    pub(super) over: Timestamp,
    pub(super) about: Arc<About>,
}

/// What is reminded of: an occurrence, or an invitation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct About {
    pub(super) event_id: EventId,
    pub(super) calendar_id: CalendarId,
    /// [`kalends_calendar::remind::meeting_uid`].
    pub(super) meeting: String,
    pub(super) title: String,
    pub(super) location: String,
    pub(super) start: When,
    pub(super) end: When,
    pub(super) original: When,
    /// `start` as an instant.
    pub(super) starts: Timestamp,
    /// `end` as an instant.
    pub(super) ends: Timestamp,
    pub(super) recurring: bool,
    pub(super) join_url: Option<String>,
}

impl Candidate {
    pub(super) fn new(id: Id, due: Timestamp, about: Arc<About>) -> Self {
        let over = match id.kind {
            ReminderKind::Rsvp => about.starts,
            ReminderKind::Alarm if due < about.ends => about.ends,
            ReminderKind::Alarm => due.checked_add(AFTER).unwrap_or(due),
        };
        Self { id, due, over, about }
    }

    /// The note that shows it: all reminders of an occurrence share one.
    pub(super) fn note_key(&self) -> NoteKey {
        let kind = word(self.id.kind);
        let about = &self.about;
        NoteKey(format!("{kind} {} {}", about.start.seconds(), about.meeting))
    }
}

impl Id {
    pub(super) fn of(row: &HandledAlarm) -> Self {
        Self { kind: kind_of(row.kind), key: row.key.clone() }
    }

    pub(super) const fn stored_kind(&self) -> AlarmKind {
        match self.kind {
            ReminderKind::Alarm => AlarmKind::Alarm,
            ReminderKind::Rsvp => AlarmKind::Rsvp,
        }
    }

    /// As the faces name it.
    pub(super) fn public(&self) -> ReminderId {
        let mut text = format!("{}.{}.{}.", word(self.kind), self.key.start, self.key.due);
        for byte in self.key.meeting.bytes() {
            if byte.is_ascii_alphanumeric() || b"@._-".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02x}"));
            }
        }
        ReminderId(text)
    }

    /// What [`Id::public`] wrote.
    pub(super) fn parse(id: &ReminderId) -> Result<Self, Error> {
        read(&id.0).ok_or_else(|| Error::ReminderNotFound(id.to_string()))
    }
}

fn read(text: &str) -> Option<Id> {
    let mut parts = text.splitn(4, '.');
    let kind = match parts.next()? {
        "alarm" => ReminderKind::Alarm,
        "rsvp" => ReminderKind::Rsvp,
        _ => return None,
    };
    let start = parts.next()?.parse().ok()?;
    let due = parts.next()?.parse().ok()?;
    let mut bytes = Vec::new();
    let mut written = parts.next()?.bytes();
    while let Some(byte) = written.next() {
        if byte == b'%' {
            let digits = [written.next()?, written.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let meeting = String::from_utf8(bytes).ok()?;
    Some(Id { kind, key: AlarmKey { meeting, start, due } })
}

const fn word(kind: ReminderKind) -> &'static str {
    match kind {
        ReminderKind::Alarm => "alarm",
        ReminderKind::Rsvp => "rsvp",
    }
}

const fn kind_of(kind: AlarmKind) -> ReminderKind {
    match kind {
        AlarmKind::Alarm => ReminderKind::Alarm,
        AlarmKind::Rsvp => ReminderKind::Rsvp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_has_nothing_a_shell_minds() {
        for meeting in ["a@google.com", "x y'z\"$(rm)", "Ä.ü%20", "", "a.b.c"] {
            let key = AlarmKey { meeting: meeting.into(), start: -5, due: 1_795_000_000 };
            let id = Id { kind: ReminderKind::Rsvp, key };
            let public = id.public();
            assert_eq!(Id::parse(&public).unwrap(), id, "{public}");
            assert!(public.0.chars().all(|letter| !" '\"$()".contains(letter)), "{public}");
        }
        for text in ["", "alarm", "alarm.1.2", "mail.1.2.x", "alarm.1.2.%f", "alarm.x.2.y"] {
            assert!(Id::parse(&ReminderId(text.into())).is_err(), "{text}");
        }
    }
}
