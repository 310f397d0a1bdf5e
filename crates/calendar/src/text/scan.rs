//! The state of a [`super::Splitter`]: where it is in its buffer and which components are open.

use std::ops::Range;

use memchr::memchr2;

use super::{
    Error, Limits, LooksLike,
    lines::is_break,
    split::{Kind, Marker, Piece, marker},
};

pub(super) enum Step {
    /// The buffer must grow by at least a byte, or be said to be the end.
    More,
    /// The text is over and was whole.
    Finished,
    /// An item.
    Found(Range<usize>, Piece),
}

/// A component's name, cut to what tells it from others.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Name([u8; 24]);

impl Name {
    fn new(name: &[u8]) -> Self {
        let mut short = [0; 24];
        for (to, from) in short.iter_mut().zip(name) {
            *to = from.to_ascii_uppercase();
        }
        Self(short)
    }
}

pub(super) struct Scan {
    limits: Limits,
    /// Nothing before this is needed any more.
    keep: usize,
    /// First byte of the current logical line.
    line: usize,
    /// First byte not looked at.
    at: usize,
    /// Where the current physical line ended, while its run of breaks is looked at.
    break_at: Option<usize>,
    /// First byte of the open component.
    component: usize,
    kind: Kind,
    open: Vec<Name>,
    /// Whether the innermost open component has lines of its own.
    has_lines: bool,
    calendar: Calendar,
    /// Index of the current VCALENDAR.
    index: usize,
    /// What the first bytes look like, once they were looked at.
    looks_like: Option<LooksLike>,
    seen: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Calendar {
    Outside,
    /// After BEGIN:VCALENDAR; `empty` until something followed.
    Open {
        empty: bool,
    },
    /// Components without a VCALENDAR around them.
    Bare,
}

/// What one line came to.
enum Outcome {
    Nothing,
    Found(Range<usize>, Piece),
    /// The item ends before this line, which is to be looked at again.
    FoundBefore(Range<usize>, Piece),
}

impl Scan {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            keep: 0,
            line: 0,
            at: 0,
            break_at: None,
            component: 0,
            kind: Kind::Other,
            open: Vec::new(),
            has_lines: false,
            calendar: Calendar::Outside,
            index: 0,
            looks_like: None,
            seen: false,
        }
    }

    /// Forgets the bytes that are no longer needed and says how many they are.
    pub(super) fn shift(&mut self) -> usize {
        let spent = std::mem::take(&mut self.keep);
        self.line -= spent;
        self.at -= spent;
        self.component = self.component.saturating_sub(spent);
        self.break_at = self.break_at.map(|at| at - spent);
        spent
    }

    pub(super) fn step(
        &mut self,
        bytes: &[u8],
        ended: bool,
        scratch: &mut Vec<u8>,
    ) -> Result<Step, Error> {
        if self.looks_like.is_none() && !self.start(bytes, ended)? {
            return Ok(Step::More);
        }
        loop {
            if self.open.is_empty() {
                self.keep = self.line;
            }
            let Some(end) = self.line_end(bytes, ended)? else {
                return if ended { self.finish() } else { Ok(Step::More) };
            };
            let line = bytes.get(self.line..end).unwrap_or_default();
            let range = self.line..end;
            let outcome = match marker(line, scratch) {
                None => self.plain(range),
                Some(Marker::Begin(name)) => self.begin(range, name)?,
                Some(Marker::End(name)) => self.end(range, name),
            };
            match outcome {
                Outcome::Nothing => self.line = self.at,
                Outcome::Found(range, piece) => {
                    self.line = self.at;
                    return Ok(Step::Found(range, piece));
                }
                Outcome::FoundBefore(range, piece) => {
                    self.at = self.line;
                    self.open.clear();
                    let lead = bytes.get(range.clone()).unwrap_or_default();
                    let breaks = lead.iter().rev().take_while(|b| is_break(**b)).count();
                    return Ok(Step::Found(range.start..range.end - breaks, piece));
                }
            }
        }
    }

    /// Skips BOM and blanks. False while all of it may still be blank.
    fn start(&mut self, bytes: &[u8], ended: bool) -> Result<bool, Error> {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        if text.len() < 5 && !ended {
            if bytes.len() > self.limits.line {
                return Err(Error::LineTooLong { limit: self.limits.line });
            }
            return Ok(false);
        }
        // Of the first five bytes alone, so that the verdict does not depend on how many came.
        let first = text.get(..5).unwrap_or(text);
        let no_calendar = first.starts_with(b"<")
            || first.starts_with(b"{")
            || first.starts_with(b"[")
            || first.contains(&0)
            || first.is_empty();
        if no_calendar {
            return Err(Error::NotACalendar(LooksLike::guess(bytes)));
        }
        self.line = bytes.len() - text.len();
        self.at = self.line;
        self.looks_like = Some(LooksLike::guess(bytes));
        Ok(true)
    }

    /// The end of the current logical line, or none if it is not in the buffer.
    ///
    /// Leaves `at` on the first byte of the next line.
    fn line_end(&mut self, bytes: &[u8], ended: bool) -> Result<Option<usize>, Error> {
        loop {
            let end = match self.break_at {
                Some(end) => end,
                None => match memchr2(b'\r', b'\n', bytes.get(self.at..).unwrap_or_default()) {
                    Some(length) => self.at + length,
                    None if ended && self.line < bytes.len() => {
                        self.at = bytes.len();
                        return Ok(Some(bytes.len()));
                    }
                    None => {
                        self.at = bytes.len();
                        self.check(bytes.len())?;
                        return Ok(None);
                    }
                },
            };
            let from = self.at.max(end);
            let rest = bytes.get(from..).unwrap_or_default();
            self.at = from + rest.iter().take_while(|b| is_break(**b)).count();
            match bytes.get(self.at) {
                None if !ended => {
                    self.break_at = Some(end);
                    self.check(self.at)?;
                    return Ok(None);
                }
                Some(b' ' | b'\t') => {
                    self.break_at = None;
                    self.at += 1;
                    self.check(self.at)?;
                }
                None | Some(_) => {
                    self.break_at = None;
                    return Ok(Some(end));
                }
            }
        }
    }

    fn check(&self, up_to: usize) -> Result<(), Error> {
        if up_to - self.line > self.limits.line {
            return Err(Error::LineTooLong { limit: self.limits.line });
        }
        if !self.open.is_empty() && up_to - self.component > self.limits.component {
            return Err(Error::ComponentTooLong { limit: self.limits.component });
        }
        Ok(())
    }

    fn plain(&mut self, line: Range<usize>) -> Outcome {
        self.has_lines = true;
        if !self.open.is_empty() {
            return Outcome::Nothing;
        }
        match self.calendar {
            Calendar::Open { .. } => {
                self.calendar = Calendar::Open { empty: false };
                Outcome::Found(line, Piece::Property(self.index))
            }
            Calendar::Bare | Calendar::Outside => Outcome::Found(line, Piece::Stray),
        }
    }

    fn begin(&mut self, line: Range<usize>, name: &[u8]) -> Result<Outcome, Error> {
        let root = name.eq_ignore_ascii_case(b"VCALENDAR");
        let kind = Kind::named(name);
        if self.open.is_empty() {
            match self.calendar {
                Calendar::Outside | Calendar::Bare if !root && kind == Kind::Other => {
                    return Ok(Outcome::Found(line, Piece::Stray));
                }
                Calendar::Outside if !root => {
                    self.enter(Calendar::Bare)?;
                }
                Calendar::Outside | Calendar::Bare | Calendar::Open { empty: false } if root => {
                    self.enter(Calendar::Open { empty: true })?;
                    return Ok(Outcome::Nothing);
                }
                Calendar::Open { .. } => self.calendar = Calendar::Open { empty: false },
                Calendar::Bare | Calendar::Outside => {}
            }
            self.component = line.start;
            self.kind = kind;
        } else if (root || kind != Kind::Other) && self.has_lines {
            // Its END is missing: no component of this kind lies in another.
            return Ok(self.cut(line));
        }
        if self.open.len() + 2 > self.limits.depth {
            return Err(Error::TooDeep { limit: self.limits.depth });
        }
        self.open.push(Name::new(name));
        self.has_lines = false;
        Ok(Outcome::Nothing)
    }

    fn end(&mut self, line: Range<usize>, name: &[u8]) -> Outcome {
        let short = Name::new(name);
        if let Some(depth) = self.open.iter().rposition(|open| *open == short) {
            self.open.truncate(depth);
            self.has_lines = true;
            if depth > 0 {
                return Outcome::Nothing;
            }
            return Outcome::Found(
                self.component..line.end,
                Piece::Component(self.index, self.kind),
            );
        }
        if name.eq_ignore_ascii_case(b"VCALENDAR") && self.calendar != Calendar::Outside {
            if !self.open.is_empty() {
                return self.cut(line);
            }
            self.calendar = Calendar::Outside;
            return Outcome::Nothing;
        }
        if self.open.is_empty() { Outcome::Found(line, Piece::Stray) } else { Outcome::Nothing }
    }

    fn cut(&self, line: Range<usize>) -> Outcome {
        Outcome::FoundBefore(self.component..line.start, Piece::Component(self.index, self.kind))
    }

    fn enter(&mut self, calendar: Calendar) -> Result<(), Error> {
        if self.seen {
            self.index += 1;
        }
        self.seen = true;
        self.calendar = calendar;
        if self.index >= self.limits.calendars {
            return Err(Error::TooManyCalendars { limit: self.limits.calendars });
        }
        Ok(())
    }

    fn finish(&self) -> Result<Step, Error> {
        if !self.seen {
            return Err(Error::NotACalendar(self.looks_like.unwrap_or(LooksLike::Text)));
        }
        let whole = self.open.is_empty() && !matches!(self.calendar, Calendar::Open { .. });
        if whole { Ok(Step::Finished) } else { Err(Error::Truncated) }
    }
}
