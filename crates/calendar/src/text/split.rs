//! Cuts a stream of bytes into a calendar's header lines and whole components.
//!
//! It knows line ends, folds, BEGIN and END, and nothing of what the lines mean. Memory is one
//! component and one chunk at most; every byte is looked at once.

use std::io::Read;

use super::{
    Error, Limits,
    lines::{is_break, unfold_into},
    scan::{Scan, Step},
};

/// What a component is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// VEVENT.
    Event,
    /// VTIMEZONE.
    TimeZone,
    /// VFREEBUSY.
    FreeBusy,
    /// VTODO.
    ToDo,
    /// VJOURNAL.
    Journal,
    /// Anything else.
    Other,
}

impl Kind {
    pub(super) fn named(name: &[u8]) -> Self {
        match name.to_ascii_uppercase().as_slice() {
            b"VEVENT" => Self::Event,
            b"VTIMEZONE" => Self::TimeZone,
            b"VFREEBUSY" => Self::FreeBusy,
            b"VTODO" => Self::ToDo,
            b"VJOURNAL" => Self::Journal,
            _ => Self::Other,
        }
    }
}

/// One piece of a text, in the text's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// A logical line directly below VCALENDAR, as it came, folds included.
    Property {
        /// Which VCALENDAR of the text, from 0.
        calendar: usize,
        /// The line without its final line break.
        raw: &'a [u8],
    },
    /// A component directly below VCALENDAR.
    Component(Component<'a>),
    /// A line that belongs nowhere, such as one outside every calendar or an END without BEGIN.
    Stray(&'a [u8]),
}

/// A whole component, byte for byte as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Component<'a> {
    /// What it is.
    pub kind: Kind,
    /// Which VCALENDAR of the text, from 0.
    pub calendar: usize,
    /// From BEGIN to END with all that lies between, without the line break after END. Where the
    /// END is missing it stops before the line that made this plain.
    pub raw: &'a [u8],
    /// Where `raw` starts in the stream.
    pub offset: u64,
}

/// Reads [`Item`]s from a source of bytes.
///
/// BOM, leading blanks, CRLF, LF, CR or a mixture of them, folds anywhere (also in BEGIN lines),
/// any letter case, several VCALENDARs and bare components without one are all accepted.
pub struct Splitter<R> {
    source: R,
    buffer: Vec<u8>,
    filled: usize,
    ended: bool,
    /// Stream offset of the buffer's first byte.
    base: u64,
    scan: Scan,
    scratch: Vec<u8>,
}

const CHUNK: usize = 256 << 10;

impl<R: Read> Splitter<R> {
    /// With the default [`Limits`]. The source needs no buffer of its own; `&[u8]` is a source.
    pub fn new(source: R) -> Self {
        Self::with_limits(source, Limits::default())
    }

    /// With these limits.
    pub fn with_limits(source: R, limits: Limits) -> Self {
        Self {
            source,
            buffer: vec![0; CHUNK],
            filled: 0,
            ended: false,
            base: 0,
            scan: Scan::new(limits),
            scratch: Vec::new(),
        }
    }

    /// The next item, or none after the last END:VCALENDAR.
    ///
    /// After an error, or the final none, it must not be called again. Only the none says that
    /// the text was whole.
    ///
    /// # Errors
    /// See [`Error`].
    #[expect(clippy::should_implement_trait, reason = "items borrow from the splitter")]
    pub fn next(&mut self) -> Result<Option<Item<'_>>, Error> {
        let (range, piece) = loop {
            let bytes = self.buffer.get(..self.filled).unwrap_or_default();
            match self.scan.step(bytes, self.ended, &mut self.scratch)? {
                Step::More => self.fill()?,
                Step::Finished => return Ok(None),
                Step::Found(range, piece) => break (range, piece),
            }
        };
        let offset = self.base + range.start as u64;
        let raw = self.buffer.get(range).unwrap_or_default();
        Ok(Some(piece.item(raw, offset)))
    }

    fn fill(&mut self) -> Result<(), Error> {
        let spent = self.scan.shift();
        self.buffer.copy_within(spent..self.filled, 0);
        self.base += spent as u64;
        self.filled -= spent;
        if self.buffer.len() - self.filled < CHUNK / 2 {
            self.buffer.resize(self.buffer.len() * 2, 0);
        } else if self.buffer.len() > 4 * CHUNK && self.filled < CHUNK {
            self.buffer.truncate(CHUNK * 2);
            self.buffer.shrink_to_fit();
        }
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let read = loop {
            match self.source.read(room) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.filled += read;
        self.ended = read == 0;
        Ok(())
    }
}

pub(super) enum Piece {
    Property(usize),
    Component(usize, Kind),
    Stray,
}

impl Piece {
    fn item(self, raw: &[u8], offset: u64) -> Item<'_> {
        match self {
            Self::Property(calendar) => Item::Property { calendar, raw },
            Self::Component(calendar, kind) => {
                Item::Component(Component { kind, calendar, raw, offset })
            }
            Self::Stray => Item::Stray(raw),
        }
    }
}

/// The name after BEGIN or END, if the logical line is one.
pub(super) enum Marker<'a> {
    Begin(&'a [u8]),
    End(&'a [u8]),
}

pub(super) fn marker<'a>(line: &'a [u8], scratch: &'a mut Vec<u8>) -> Option<Marker<'a>> {
    if !matches!(line.first(), Some(b'B' | b'b' | b'E' | b'e')) {
        return None;
    }
    let line = if line.len() < 200 && line.iter().any(|b| is_break(*b)) {
        unfold_into(line, scratch);
        scratch.as_slice()
    } else {
        line
    };
    let colon = line.get(..8)?.iter().position(|b| *b == b':')?;
    let (word, name) = (line.get(..colon)?.trim_ascii(), line.get(colon + 1..)?.trim_ascii());
    let token = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if name.is_empty() || name.len() > 60 || !name.iter().all(token) {
        return None;
    }
    if word.eq_ignore_ascii_case(b"BEGIN") {
        Some(Marker::Begin(name))
    } else if word.eq_ignore_ascii_case(b"END") {
        Some(Marker::End(name))
    } else {
        None
    }
}
