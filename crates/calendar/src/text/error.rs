//! Why a text is no calendar, and why one event of it was set aside.

use std::fmt;

/// Why a whole text was refused. Nothing read from it so far may be kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Components lie in one another deeper than [`Limits::depth`].
    #[error("the calendar nests components deeper than {limit} levels")]
    TooDeep {
        /// The limit that was passed.
        limit: usize,
    },
    /// One unfolded line is longer than [`Limits::line`].
    #[error("the calendar has a line longer than {limit} bytes")]
    LineTooLong {
        /// The limit that was passed.
        limit: usize,
    },
    /// One component is longer than [`Limits::component`].
    #[error("the calendar has a component longer than {limit} bytes")]
    ComponentTooLong {
        /// The limit that was passed.
        limit: usize,
    },
    /// More VCALENDARs than [`Limits::calendars`].
    #[error("the text holds more than {limit} calendars")]
    TooManyCalendars {
        /// The limit that was passed.
        limit: usize,
    },
    /// The text ends before END:VCALENDAR, as a download cut short does.
    #[error("the calendar breaks off before END:VCALENDAR")]
    Truncated,
    /// No BEGIN:VCALENDAR, nor a bare component, in the text.
    #[error("this is not a calendar but {0}")]
    NotACalendar(LooksLike),
    /// The source of bytes failed.
    #[error("could not read the calendar's bytes")]
    Read(#[from] std::io::Error),
}

/// What a text that is no calendar appears to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksLike {
    /// Nothing at all, or only blanks.
    Empty,
    /// A web page; often a login page.
    Html,
    /// XML that is no web page.
    Xml,
    /// A JSON document.
    Json,
    /// vCards.
    Contacts,
    /// A gzip or zip file.
    Compressed,
    /// Text in UTF-16.
    Utf16,
    /// Some other text.
    Text,
    /// Bytes that are no text.
    Binary,
}

impl fmt::Display for LooksLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty text",
            Self::Html => "a web page",
            Self::Xml => "an XML document",
            Self::Json => "a JSON document",
            Self::Contacts => "a list of contacts",
            Self::Compressed => "a compressed file",
            Self::Utf16 => "a text in UTF-16",
            Self::Text => "some other text",
            Self::Binary => "binary data",
        })
    }
}

impl LooksLike {
    /// Judges by the first bytes.
    #[must_use]
    pub fn guess(start: &[u8]) -> Self {
        if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
            return Self::Utf16;
        }
        if start.starts_with(b"\x1F\x8B") || start.starts_with(b"PK\x03\x04") {
            return Self::Compressed;
        }
        let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
        let begins = |prefix: &str| {
            text.get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix.as_bytes()))
        };
        let first = text.first().copied();
        if first.is_none() {
            Self::Empty
        } else if begins("<?xml") && !text.get(..500).unwrap_or(text).windows(5).any(is_html) {
            Self::Xml
        } else if first == Some(b'<') {
            Self::Html
        } else if matches!(first, Some(b'{' | b'[')) {
            Self::Json
        } else if begins("BEGIN:VCARD") {
            Self::Contacts
        } else if text.iter().take(500).any(|b| *b == 0) {
            Self::Binary
        } else {
            Self::Text
        }
    }
}

fn is_html(five: &[u8]) -> bool {
    five.eq_ignore_ascii_case(b"<html")
}

/// How much of a text one item may take. Passing a limit is an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one logical line, folds included.
    pub line: usize,
    /// Bytes of one component directly below VCALENDAR.
    pub component: usize,
    /// Components in one another, VCALENDAR counted as the first.
    pub depth: usize,
    /// VCALENDARs in one text.
    pub calendars: usize,
}

impl Default for Limits {
    /// 16 MiB a line, 32 MiB a component, 16 levels, 20,000 calendars.
    fn default() -> Self {
        Self { line: 16 << 20, component: 32 << 20, depth: 16, calendars: 20_000 }
    }
}

/// An event that could not be read, and why; the rest of its calendar is not touched by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct SetAside {
    /// Why.
    pub reason: Reason,
    /// UID, where there was one.
    pub uid: Option<String>,
    /// SUMMARY, where there was one.
    pub summary: Option<String>,
}

/// Why an event was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// Neither DTSTART nor RECURRENCE-ID.
    #[error("it has no start")]
    NoStart,
    /// DTSTART is no date or time.
    #[error("its start cannot be read")]
    UnreadableStart,
    /// The bytes are not one VEVENT.
    #[error("it is not an event")]
    NotAnEvent,
    /// The bytes are not one VFREEBUSY.
    #[error("it is not free/busy data")]
    NotFreeBusy,
}
