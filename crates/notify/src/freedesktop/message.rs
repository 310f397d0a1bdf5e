//! A note as `Notify` takes it, by what the service can. Without I/O.
//!
//! Desktop Notifications Specification 1.2: capabilities, hints, urgency levels.

use std::collections::HashMap;

use kalends_engine::{Abilities, Note, NoteAction, NoteKey};
use zbus::zvariant::Value;

/// By which the desktop finds the program's entry: the file's name without its ending.
const DESKTOP_ENTRY: &str = "Kalends";
/// The icon's name in the desktop's icon theme.
pub(super) const ICON: &str = "kalends-desktop";
/// As much as anybody reads of a note.
const TITLE: usize = 200;
const BODY: usize = 1_000;

/// What a notification service said about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Service {
    /// Its unique name on the bus.
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) capabilities: Vec<String>,
}

impl Service {
    pub(super) fn can(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|one| one == capability)
    }

    pub(super) fn abilities(&self) -> Abilities {
        Abilities {
            server: format!("{} {}", self.name, self.version).trim().to_owned(),
            actions: self.can("actions"),
            body: self.can("body"),
            persistence: self.can("persistence"),
        }
    }
}

/// The arguments of `Notify` that depend on the note.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) summary: String,
    pub(super) body: String,
    /// Keys and labels in turn.
    pub(super) actions: Vec<String>,
    pub(super) hints: HashMap<&'static str, Value<'static>>,
    /// Milliseconds; -1 is the service's own choice, 0 never.
    pub(super) timeout: i32,
}

/// What is asked of this service to show the note. What it cannot do is left out: buttons
/// altogether, a text of its own goes into the title.
pub(super) fn message(note: &Note, service: &Service) -> Message {
    let title = clean(&note.title, TITLE).replace('\n', " ");
    let body = clean(&note.body, BODY);
    let (summary, body) = match (service.can("body"), service.can("body-markup")) {
        (false, _) if body.is_empty() => (title, String::new()),
        (false, _) => (format!("{title} · {}", body.replace('\n', " · ")), String::new()),
        (true, true) => (title, escape(&body)),
        (true, false) => (title, body),
    };
    let actions = if service.can("actions") { actions(&note.actions) } else { Vec::new() };
    // Of GNOME's notes only urgent ones stay; elsewhere the timeout says it without more alarm.
    let stays_when_urgent = service.name.eq_ignore_ascii_case("gnome-shell");
    let urgent = note.urgent || (note.persistent && stays_when_urgent);
    let mut hints = HashMap::from([
        ("urgency", Value::U8(if urgent { 2 } else { 1 })),
        ("category", Value::from(note.category)),
        ("desktop-entry", Value::from(DESKTOP_ENTRY)),
    ]);
    let tag = tag(&note.key);
    for hint in ["x-dunst-stack-tag", "x-canonical-private-synchronous"] {
        if service.can(hint) {
            hints.insert(hint, Value::from(tag.clone()));
        }
    }
    Message { summary, body, actions, hints, timeout: if note.persistent { 0 } else { -1 } }
}

fn actions(wanted: &[NoteAction]) -> Vec<String> {
    wanted.iter().flat_map(|action| [action.name(), action.label()]).collect()
}

/// The same for the same key, in every process; says nothing of what the key is made of.
fn tag(key: &NoteKey) -> String {
    format!("kalends-{:.16}", blake3::hash(key.0.as_bytes()).to_hex())
}

/// Without control characters, which D-Bus or a screen would stumble over, and not longer than
/// `most` characters.
fn clean(text: &str, most: usize) -> String {
    let mut shown = text.chars().filter(|letter| !letter.is_control() || *letter == '\n');
    let mut cut: String = shown.by_ref().take(most).collect();
    if shown.next().is_some() {
        cut.push('…');
    }
    cut
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use kalends_engine::Snooze;

    use super::*;

    fn note() -> Note {
        Note {
            key: NoteKey("alarm/standup@example.com/1".into()),
            replaces: None,
            title: "Q&A <b>now</b>\u{0}\u{7}".into(),
            body: "in 10 min · 15:00 – 16:00\nRoom <Ada> & Co".into(),
            actions: vec![
                NoteAction::Open,
                NoteAction::Join,
                NoteAction::Snooze(Snooze::Minutes(5)),
                NoteAction::Snooze(Snooze::UntilStart),
            ],
            urgent: false,
            persistent: false,
            category: "x-kalends.reminder",
        }
    }

    fn service(name: &str, capabilities: &[&str]) -> Service {
        Service {
            owner: ":1.7".into(),
            name: name.into(),
            version: "1.9".into(),
            capabilities: capabilities.iter().map(|one| (*one).into()).collect(),
        }
    }

    fn written(note: &Note, service: &Service) -> String {
        let message = message(note, service);
        let mut hints: Vec<_> = message.hints.iter().collect();
        hints.sort_by_key(|(name, _)| **name);
        let mut text = String::new();
        writeln!(text, "summary {:?}\nbody    {:?}", message.summary, message.body).unwrap();
        let actions = format!("actions {}", message.actions.join(", "));
        writeln!(text, "{}", actions.trim_end()).unwrap();
        for (name, value) in hints {
            writeln!(text, "hint    {name} = {value}").unwrap();
        }
        write!(text, "timeout {}", message.timeout).unwrap();
        text
    }

    #[test]
    fn everything_is_asked_of_a_service_that_can_it() {
        let dunst = ["actions", "body", "body-markup", "x-dunst-stack-tag"];
        insta::assert_snapshot!(written(&note(), &service("dunst", &dunst)), @r#"
        summary "Q&A <b>now</b>"
        body    "in 10 min · 15:00 – 16:00\nRoom &lt;Ada&gt; &amp; Co"
        actions default, Open, join, Join, snooze-5, Snooze 5 min, snooze-start, Snooze until start
        hint    category = "x-kalends.reminder"
        hint    desktop-entry = "Kalends"
        hint    urgency = byte 0x01
        hint    x-dunst-stack-tag = "kalends-f636156542c062a0"
        timeout -1
        "#);
    }

    #[test]
    fn what_a_service_cannot_do_is_left_out() {
        insta::assert_snapshot!(written(&note(), &service("plain", &["body"])), @r#"
        summary "Q&A <b>now</b>"
        body    "in 10 min · 15:00 – 16:00\nRoom <Ada> & Co"
        actions
        hint    category = "x-kalends.reminder"
        hint    desktop-entry = "Kalends"
        hint    urgency = byte 0x01
        timeout -1
        "#);
        insta::assert_snapshot!(written(&note(), &service("bare", &[])), @r#"
        summary "Q&A <b>now</b> · in 10 min · 15:00 – 16:00 · Room <Ada> & Co"
        body    ""
        actions
        hint    category = "x-kalends.reminder"
        hint    desktop-entry = "Kalends"
        hint    urgency = byte 0x01
        timeout -1
        "#);
    }

    #[test]
    fn a_persistent_note_stays_without_more_alarm_than_the_service_needs() {
        let note = Note { persistent: true, ..note() };
        let urgency_and_timeout = |service: &str| {
            let message = message(&note, &self::service(service, &["body"]));
            (u8::try_from(&message.hints["urgency"]).unwrap(), message.timeout)
        };
        assert_eq!(urgency_and_timeout("dunst"), (1, 0));
        assert_eq!(urgency_and_timeout("Plasma"), (1, 0));
        assert_eq!(urgency_and_timeout("gnome-shell"), (2, 0));
    }

    #[test]
    fn a_tag_is_the_keys_own_and_tells_nothing_of_it() {
        let tag = |key: &str| tag(&NoteKey(key.into()));
        assert_eq!(tag("alarm/anna@x/1"), tag("alarm/anna@x/1"));
        assert_ne!(tag("alarm/anna@x/1"), tag("alarm/anna@x/2"));
        assert!(!tag("alarm/anna@x/1").contains("anna"));
    }

    #[test]
    fn what_nobody_reads_is_cut() {
        let note = Note { title: "x".repeat(300), body: "y".repeat(5_000), ..note() };
        let message = message(&note, &service("dunst", &["body"]));
        assert_eq!((message.summary.chars().count(), message.body.chars().count()), (201, 1_001));
    }
}
