//! An event while its lines come by.

use super::{
    Context, Identity, Reason, SetAside, content_hash,
    datetime::{Length, Moment, duration, moment},
    html,
    lines::Line,
    nested::AlarmDraft,
    person::{attendee, person},
    property::Property,
    span::{all_day, dates_like_start, end_of, span},
    value::{list, number, text},
    words::{address, is, rule, status, transparency, visibility, word, words},
};
use crate::{
    event::{
        Conference, Event, Flag, Recurrence, RecurrenceDate, RecurrenceId, Status, Transparency,
    },
    join,
    when::{When, Zone},
};

/// More conferences than this in one event are left out.
const MOST_CONFERENCES: usize = 32;

pub(super) struct Draft<'c> {
    context: &'c Context,
    event: Event,
    start: Option<When>,
    start_written: bool,
    end: Option<When>,
    length: Option<Length>,
    /// DTSTART and DTEND are written in the same zone.
    start_tzid: Vec<u8>,
    same_zone: bool,
    stamp: Option<jiff::Timestamp>,
    color_own: bool,
    transparency: Option<Transparency>,
    busy: Busy,
    all_day: bool,
    plain: bool,
    /// Apple's name of the place, for events without LOCATION.
    place: Option<String>,
    /// The text that an unescaped line break may have cut off.
    text: Text,
}

/// X-MICROSOFT-CDO-BUSYSTATUS.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Busy {
    Unsaid,
    Free,
    Tentative,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    None,
    Summary,
    Description,
    Location,
    /// One that no field keeps, such as COMMENT.
    Unkept,
}

impl<'c> Draft<'c> {
    pub(super) fn new(context: &'c Context) -> Self {
        Self {
            context,
            event: Event::empty(),
            start: None,
            start_written: false,
            end: None,
            length: None,
            start_tzid: Vec::new(),
            same_zone: false,
            stamp: None,
            color_own: false,
            transparency: None,
            busy: Busy::Unsaid,
            all_day: false,
            plain: false,
            place: None,
            text: Text::None,
        }
    }

    /// Whether the line before was a text, so that the next may belong to it.
    pub(super) fn follows_text(&self) -> bool {
        self.text != Text::None
    }

    pub(super) fn alarm(&mut self, alarm: Option<AlarmDraft>) {
        self.event.alarms.extend(alarm.and_then(AlarmDraft::finish));
    }

    /// A line without a name: more of the text before it, or junk.
    pub(super) fn loose_line(&mut self, line: Line<'_>) {
        let field = match self.text {
            Text::Summary => &mut self.event.summary,
            Text::Description => &mut self.event.description,
            Text::Location => &mut self.event.location,
            Text::Unkept => return,
            Text::None => {
                if !line.bytes.trim_ascii().is_empty() {
                    self.event.flags.push(Flag::UnreadableLine);
                }
                return;
            }
        };
        field.extend(std::iter::repeat_n('\n', line.breaks.min(3)));
        field.push_str(&text(line.bytes));
    }

    pub(super) fn property(&mut self, property: &Property<'_>) {
        self.text = Text::None;
        let value = property.value;
        let event = &mut self.event;
        match property.name.as_bytes() {
            b"UID" => fill(&mut event.uid, || text(value).trim().to_owned()),
            b"DTSTART" if self.start.is_none() => {
                self.start_written = true;
                self.start = self.when(property, value);
                self.start_tzid = property.raw_param(b"TZID").unwrap_or_default().to_vec();
            }
            b"DTEND" | b"DUE" if self.end.is_none() => {
                self.end = self.when(property, value);
                let tzid = property.raw_param(b"TZID").unwrap_or_default();
                self.same_zone = tzid == self.start_tzid && !value.ends_with(b"Z");
                self.odd_if(self.end.is_none());
            }
            b"DURATION" => {
                self.length = duration(value);
                self.odd_if(self.length.is_none());
            }
            b"RECURRENCE-ID" => match self.when(property, value) {
                Some(original) => {
                    let this_and_future = property.param_is(b"RANGE", b"THISANDFUTURE");
                    self.event.recurrence_id = Some(RecurrenceId { original, this_and_future });
                }
                None => self.odd_if(true),
            },
            b"RRULE" => event.recurrence.rules.extend(rule(value)),
            b"EXRULE" => event.recurrence.excluded_rules.extend(rule(value)),
            b"EXDATE" => {
                for part in list(value) {
                    match self.when(property, part) {
                        Some(when) => self.event.recurrence.excluded.push(when),
                        None => self.odd_if(true),
                    }
                }
            }
            b"RDATE" => {
                for part in list(value) {
                    match self.recurrence_date(property, part) {
                        Some(date) => self.event.recurrence.dates.push(date),
                        None => self.odd_if(true),
                    }
                }
            }
            b"SUMMARY" => {
                self.text = Text::Summary;
                fill(&mut event.summary, || words(property));
            }
            b"DESCRIPTION" => {
                self.text = Text::Description;
                if event.description.is_empty() {
                    event.description = words(property);
                    self.plain = property.param_is(b"FMTTYPE", b"text/plain");
                }
            }
            b"LOCATION" => {
                self.text = Text::Location;
                fill(&mut event.location, || words(property));
            }
            b"COMMENT" | b"CONTACT" => self.text = Text::Unkept,
            b"X-APPLE-STRUCTURED-LOCATION" => {
                self.place = property.param(b"X-TITLE").map(std::borrow::Cow::into_owned);
            }
            b"X-ALT-DESC" | b"STYLED-DESCRIPTION" => {
                self.text = Text::Unkept;
                let html =
                    property.param_is(b"FMTTYPE", b"text/html") || html::looks_like(&text(value));
                event.description_html = html.then(|| text(value)).filter(|text| !text.is_empty());
            }
            b"SEQUENCE" => event.sequence = number(value).unwrap_or(0),
            b"LAST-MODIFIED" => event.last_modified = moment(value).and_then(Moment::instant),
            b"DTSTAMP" => self.stamp = moment(value).and_then(Moment::instant),
            b"CREATED" | b"DCREATED" => event.created = moment(value).and_then(Moment::instant),
            b"STATUS" => event.status = status(value),
            b"TRANSP" => self.transparency = transparency(value),
            b"CLASS" => event.visibility = visibility(value),
            b"URL" => {
                event.url = event.url.take().or_else(|| address(value));
            }
            b"CATEGORIES" => event.categories.extend(list(value).map(text)),
            b"COLOR" => {
                self.color_own = true;
                event.color = word(value);
            }
            b"X-APPLE-CALENDAR-COLOR" if !self.color_own => event.color = word(value),
            b"ORGANIZER" => event.organizer = event.organizer.take().or_else(|| person(property)),
            b"ATTENDEE" => event.attendees.extend(attendee(property)),
            b"CONFERENCE" => {
                let label = property.param(b"LABEL").unwrap_or_default();
                self.conference(value, &label);
            }
            b"X-GOOGLE-CONFERENCE" | b"X-GOOGLE-HANGOUT" => self.conference(value, "Google Meet"),
            b"X-MICROSOFT-SKYPETEAMSMEETINGURL" => self.conference(value, "Microsoft Teams"),
            b"X-MICROSOFT-ONLINEMEETINGEXTERNALLINK" => self.conference(value, ""),
            b"X-MICROSOFT-CDO-BUSYSTATUS" => {
                self.busy = if is(value, b"FREE") || is(value, b"WORKINGELSEWHERE") {
                    Busy::Free
                } else if is(value, b"TENTATIVE") {
                    Busy::Tentative
                } else {
                    Busy::Unsaid
                };
            }
            b"X-MICROSOFT-CDO-ALLDAYEVENT"
            | b"X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT"
            | b"X-FUNAMBOL-ALLDAY" => {
                self.all_day =
                    value.trim_ascii().eq_ignore_ascii_case(b"TRUE") || value.trim_ascii() == b"1";
            }
            _ => {}
        }
    }

    fn odd_if(&mut self, odd: bool) {
        if odd {
            self.event.flags.push(Flag::UnreadableLine);
        }
    }

    fn conference(&mut self, value: &[u8], label: &str) {
        let uri = text(value).trim().to_owned();
        let known = self.event.conferences.iter().any(|conference| conference.uri == uri);
        if !uri.is_empty() && !known && self.event.conferences.len() < MOST_CONFERENCES {
            self.event.conferences.push(Conference { uri, label: label.to_owned() });
        }
    }

    /// A date or time of a property that may carry TZID and VALUE.
    fn when(&mut self, property: &Property<'_>, value: &[u8]) -> Option<When> {
        let local = match moment(value)? {
            Moment::Date(date) => return Some(When::Date(date)),
            Moment::Utc(local) => return Some(When::Zoned(local, Zone::utc())),
            Moment::Local(local) => local,
        };
        if local.time() == jiff::civil::Time::midnight() && property.param_is(b"VALUE", b"DATE") {
            return Some(When::Date(local.date()));
        }
        let fallback = self.context.fallback_zone();
        let zone = match property.raw_param(b"TZID") {
            None => self.context.time_zone.clone(),
            Some(b"" | b"\"\"") => {
                self.event.flags.push(Flag::MissingZone);
                fallback.cloned()
            }
            Some(tzid) => self.context.zone_of(tzid).or_else(|| {
                self.event.flags.push(Flag::UnknownZone);
                fallback.cloned()
            }),
        };
        Some(zone.map_or(When::Floating(local), |zone| When::Zoned(local, zone)))
    }

    /// An RDATE value: a date, a time or a PERIOD.
    fn recurrence_date(&mut self, property: &Property<'_>, value: &[u8]) -> Option<RecurrenceDate> {
        let Some(slash) = memchr::memchr(b'/', value) else {
            return Some(RecurrenceDate { start: self.when(property, value)?, end: None });
        };
        let (first, last) = value.split_at(slash);
        let start = self.when(property, first)?;
        let last = last.get(1..).unwrap_or_default();
        let end = match duration(last) {
            Some(length) => end_of(&start, length),
            None => self.when(property, last)?,
        };
        Some(RecurrenceDate { start, end: Some(end) })
    }

    /// What the recurrence lines so far say, and what was odd about them.
    pub(super) fn into_recurrence(self) -> (Recurrence, Vec<Flag>) {
        (self.event.recurrence, self.event.flags)
    }

    pub(super) fn set_aside(self, reason: Reason) -> SetAside {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        SetAside { reason, uid: some(self.event.uid), summary: some(self.event.summary) }
    }

    pub(super) fn finish(mut self, raw: &[u8]) -> Result<Event, SetAside> {
        let original = || Some(self.event.recurrence_id.as_ref()?.original.clone());
        let Some(start) = self.start.take().or_else(original) else {
            let reason = if self.start_written { Reason::UnreadableStart } else { Reason::NoStart };
            return Err(self.set_aside(reason));
        };
        let (start, end) =
            span(start, self.end.take(), self.length, self.same_zone, &mut self.event.flags);
        let event = &mut self.event;
        (event.start, event.end) = (start, end);
        if self.all_day {
            all_day(event);
        }
        dates_like_start(event);
        if event.location.is_empty() {
            event.location = self.place.unwrap_or_default();
        }
        event.last_modified = event.last_modified.or(self.stamp);
        if event.uid.is_empty() {
            event.flags.push(Flag::MissingUid);
            event.uid = stand_in(raw);
        }
        event.transparency = self.transparency.unwrap_or(match self.busy {
            Busy::Free => Transparency::Transparent,
            Busy::Tentative | Busy::Unsaid => Transparency::Opaque,
        });
        if self.context.cancels() {
            event.status = Status::Cancelled;
        } else if self.busy == Busy::Tentative && event.status == Status::Confirmed {
            event.status = Status::Tentative;
        }
        notes(event, self.plain);
        event.join_url = join::find(
            &event.conferences,
            &event.location,
            event.url.as_deref(),
            &event.description,
        );
        event.flags.sort_unstable();
        event.flags.dedup();
        Ok(self.event)
    }
}

fn fill(slot: &mut String, value: impl FnOnce() -> String) {
    if slot.is_empty() {
        *slot = value();
    }
}

/// A UID made of the content, the same at each fetch.
fn stand_in(raw: &[u8]) -> String {
    let hash = blake3::Hash::from_bytes(content_hash(raw, Identity::Left));
    format!("{}@content.invalid", hash.to_hex().get(..32).unwrap_or_default())
}

/// Plain text and HTML of the notes, each from the other where one is missing.
fn notes(event: &mut Event, plain: bool) {
    if event.description_html.is_none() && !plain && html::looks_like(&event.description) {
        let text = html::to_text(&event.description);
        event.description_html = Some(std::mem::replace(&mut event.description, text));
    } else if let (Some(html), true) = (&event.description_html, event.description.is_empty()) {
        event.description = html::to_text(html);
    }
}
