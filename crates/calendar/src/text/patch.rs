//! Changes the lines of a stored VEVENT that an edit touches, and no other byte.

use jiff::Timestamp;

use super::{
    lines::{Span, span_at, unfold_into},
    nested::AlarmDraft,
    person::attendee,
    property::{Property, split_param},
    prose::is_prose,
    render::fold,
    value::decode,
    write::{self, Field, join_url, participation, write_alarm},
};
use crate::{
    event::{Alarm, Attendee, Event},
    when::{When, Zone},
};

/// The VEVENT `raw`, which reads as `before`, changed so that it reads as `after`.
///
/// Only properties whose meaning differs are rewritten, in their old place; new ones go behind the
/// others. Of people and alarms only those that differ are touched, and an attendee keeps the
/// parameters that are not ours. DTSTAMP stays; `now` is LAST-MODIFIED where `after` has none.
/// Flags and a stand-in UID are not written.
#[must_use]
pub fn patch_event(raw: &[u8], before: &Event, after: &Event, now: Timestamp) -> Vec<u8> {
    let mut fields: Vec<Field> =
        Field::ALL.into_iter().filter(|field| differs(*field, before, after)).collect();
    let both = |fields: &mut Vec<Field>, group: &[Field]| {
        if group.iter().any(|field| fields.contains(field)) {
            fields.extend(group);
        }
    };
    both(&mut fields, &[Field::Start, Field::End]);
    both(&mut fields, &[Field::Status, Field::Transparency]);
    let kind_changes = before.start.is_date() != after.start.is_date();
    if fields.contains(&Field::Start) && (kind_changes || has_all_day_mark(raw)) {
        fields.extend([Field::RecurrenceId, Field::Dates, Field::Excluded]);
    }
    let alarms = before.alarms != after.alarms;
    if fields.is_empty() && !alarms {
        return raw.to_vec();
    }
    Patch { after, fields, alarms, now }.apply(raw)
}

/// The text with the event's zone written on times that have none in it but one in the event.
pub(super) fn zoned_text(raw: &[u8], event: &Event, now: Timestamp) -> Vec<u8> {
    let zoned = matches!(&event.start, When::Zoned(_, zone) if *zone != Zone::utc());
    let mut next = 0;
    let mut scratch = Vec::new();
    let mut bare = false;
    while let Some(span) = span_at(raw, next).filter(|_| zoned) {
        next = span.next;
        let line = logical(raw, span, &mut scratch);
        if let Some(property) = Property::parse(line)
            && property.name.as_bytes() == b"DTSTART"
        {
            let tzid = property.raw_param(b"TZID").is_some_and(|tzid| !tzid.is_empty());
            bare = !tzid && !property.value.trim_ascii_end().ends_with(b"Z");
            break;
        }
    }
    if !bare {
        return raw.to_vec();
    }
    let fields = vec![Field::Start, Field::End, Field::RecurrenceId, Field::Dates, Field::Excluded];
    Patch { after: event, fields, alarms: false, now }.apply(raw)
}

fn differs(field: Field, before: &Event, after: &Event) -> bool {
    match field {
        Field::Uid => before.uid != after.uid,
        Field::Stamp => false,
        Field::Created => before.created != after.created,
        Field::LastModified => before.last_modified != after.last_modified,
        Field::Sequence => before.sequence != after.sequence,
        Field::Start => before.start != after.start,
        Field::End => before.end != after.end,
        Field::RecurrenceId => before.recurrence_id != after.recurrence_id,
        Field::Rules => before.recurrence.rules != after.recurrence.rules,
        Field::ExcludedRules => before.recurrence.excluded_rules != after.recurrence.excluded_rules,
        Field::Dates => before.recurrence.dates != after.recurrence.dates,
        Field::Excluded => before.recurrence.excluded != after.recurrence.excluded,
        Field::Summary => before.summary != after.summary,
        Field::Location => before.location != after.location,
        Field::Description => {
            (&before.description, &before.description_html)
                != (&after.description, &after.description_html)
        }
        Field::Url => before.url != after.url,
        Field::Categories => before.categories != after.categories,
        Field::Color => before.color != after.color,
        Field::Status => before.status != after.status,
        Field::Transparency => before.transparency != after.transparency,
        Field::Visibility => before.visibility != after.visibility,
        Field::Organizer => before.organizer != after.organizer,
        Field::Attendees => before.attendees != after.attendees,
        Field::Conferences => {
            let found = || join_url(after);
            before.conferences != after.conferences
                || before.join_url != after.join_url && after.join_url != found()
        }
    }
}

const ALL_DAY_MARKS: [&[u8]; 3] =
    [b"X-MICROSOFT-CDO-ALLDAYEVENT", b"X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", b"X-FUNAMBOL-ALLDAY"];

fn has_all_day_mark(raw: &[u8]) -> bool {
    let upper = raw.to_ascii_uppercase();
    ALL_DAY_MARKS.iter().any(|mark| memchr::memmem::find(&upper, mark).is_some())
}

/// The field that a property's meaning belongs to.
fn owner(name: &[u8]) -> Option<Field> {
    Some(match name {
        b"UID" => Field::Uid,
        b"CREATED" | b"DCREATED" => Field::Created,
        b"LAST-MODIFIED" => Field::LastModified,
        b"SEQUENCE" => Field::Sequence,
        b"DTSTART" => Field::Start,
        b"DTEND" | b"DUE" | b"DURATION" => Field::End,
        b"RECURRENCE-ID" => Field::RecurrenceId,
        b"RRULE" => Field::Rules,
        b"EXRULE" => Field::ExcludedRules,
        b"RDATE" => Field::Dates,
        b"EXDATE" => Field::Excluded,
        b"SUMMARY" => Field::Summary,
        b"LOCATION" | b"X-APPLE-STRUCTURED-LOCATION" => Field::Location,
        b"DESCRIPTION" | b"X-ALT-DESC" | b"STYLED-DESCRIPTION" => Field::Description,
        b"URL" => Field::Url,
        b"CATEGORIES" => Field::Categories,
        b"COLOR" | b"X-APPLE-CALENDAR-COLOR" => Field::Color,
        b"STATUS" => Field::Status,
        b"TRANSP" | b"X-MICROSOFT-CDO-BUSYSTATUS" => Field::Transparency,
        b"CLASS" => Field::Visibility,
        b"ORGANIZER" => Field::Organizer,
        b"ATTENDEE" => Field::Attendees,
        b"CONFERENCE"
        | b"X-GOOGLE-CONFERENCE"
        | b"X-GOOGLE-HANGOUT"
        | b"X-MICROSOFT-SKYPETEAMSMEETINGURL"
        | b"X-MICROSOFT-ONLINEMEETINGEXTERNALLINK" => Field::Conferences,
        _ if ALL_DAY_MARKS.contains(&name) => Field::Start,
        _ => return None,
    })
}

struct Patch<'a> {
    after: &'a Event,
    fields: Vec<Field>,
    alarms: bool,
    now: Timestamp,
}

impl Patch<'_> {
    fn apply(&self, raw: &[u8]) -> Vec<u8> {
        let mut out = Output::new(raw);
        let mut attendees = self.after.attendees.clone();
        let mut alarms = self.after.alarms.clone();
        let mut written = Vec::new();
        let mut inside = 0_usize;
        let mut block = 0..0;
        let mut alarm = None::<AlarmDraft>;
        let mut scratch = Vec::new();
        // What became of the text property before: its cut-off lines go the same way.
        let mut text = None::<bool>;
        let mut next = span_at(raw, 0).map_or(0, |first| first.next);
        out.copy(0..next);
        while let Some(span) = span_at(raw, next) {
            next = span.next;
            let line = logical(raw, span, &mut scratch);
            let prose = inside == 0 && text.is_some();
            let property = Property::parse(line).filter(|found| !(prose && is_prose(found)));
            let Some(property) = property else {
                if inside == 0 && text != Some(false) {
                    out.copy(span.start..span.next);
                }
                continue;
            };
            let name = property.name.as_bytes();
            match (name, inside) {
                (b"BEGIN", _) => {
                    if inside == 0 {
                        self.rest(&mut out, &mut written, &mut attendees);
                        block = span.start..span.next;
                        alarm = property
                            .value
                            .trim_ascii()
                            .eq_ignore_ascii_case(b"VALARM")
                            .then(AlarmDraft::default);
                    }
                    inside += 1;
                }
                (b"END", 0) => {
                    self.rest(&mut out, &mut written, &mut attendees);
                    if self.alarms {
                        for alarm in &alarms {
                            out.push(&write_alarm(alarm, self.after));
                        }
                    }
                    out.copy(span.start..raw.len());
                    return out.bytes;
                }
                (b"END", _) => {
                    inside -= 1;
                    if inside == 0 && self.keeps(alarm.take(), &mut alarms) {
                        out.copy(block.start..span.next);
                    }
                }
                (_, 1..) => {
                    if let (Some(alarm), 1) = (&mut alarm, inside) {
                        alarm.line(&property);
                    }
                }
                (_, 0) => {
                    let field = owner(name).filter(|field| self.fields.contains(field));
                    let is_text = matches!(
                        name,
                        b"SUMMARY"
                            | b"DESCRIPTION"
                            | b"LOCATION"
                            | b"COMMENT"
                            | b"CONTACT"
                            | b"X-ALT-DESC"
                    );
                    text = is_text.then_some(field.is_none());
                    match field {
                        None => out.copy(span.start..span.next),
                        Some(Field::Attendees) => {
                            self.attendee(&mut out, &property, span, &mut attendees);
                        }
                        Some(field) => self.write(field, &mut out, &mut written),
                    }
                }
            }
        }
        // Its END is missing.
        out.push("\r\n");
        self.rest(&mut out, &mut written, &mut attendees);
        out.push("END:VEVENT\r\n");
        out.bytes
    }

    /// Writes a field once; its other lines are gone.
    fn write(&self, field: Field, out: &mut Output<'_>, written: &mut Vec<Field>) {
        if written.contains(&field) {
            return;
        }
        written.push(field);
        for property in field.write(self.after, self.now) {
            out.push(&property.print());
        }
    }

    /// The changed fields that had no line so far.
    fn rest(&self, out: &mut Output<'_>, written: &mut Vec<Field>, attendees: &mut Vec<Attendee>) {
        for field in &self.fields {
            if *field != Field::Attendees {
                self.write(*field, out, written);
            }
        }
        if self.fields.contains(&Field::Attendees) {
            for person in attendees.drain(..) {
                out.push(&write::attendee(&person).print());
            }
        }
    }

    /// Keeps, revises or drops one ATTENDEE line, and takes its person off the list.
    fn attendee(
        &self,
        out: &mut Output<'_>,
        property: &Property<'_>,
        span: Span,
        wanted: &mut Vec<Attendee>,
    ) {
        let Some(present) = attendee(property) else { return };
        let position = wanted
            .iter()
            .position(|other| *other == present)
            .or_else(|| wanted.iter().position(|other| other.person == present.person));
        let Some(position) = position else { return };
        let person = wanted.remove(position);
        if person == present {
            out.copy(span.start..span.next);
        } else if (person.role, person.resource) == (present.role, present.resource) {
            out.push(&with_param(property, b"PARTSTAT", participation(person.participation)));
        } else {
            out.push(&write::attendee(&person).print());
        }
    }

    /// Whether a component inside stays; a wanted alarm is taken off the list.
    fn keeps(&self, alarm: Option<AlarmDraft>, wanted: &mut Vec<Alarm>) -> bool {
        let Some(alarm) = alarm.filter(|_| self.alarms) else { return true };
        // One that could not be read is not ours to drop.
        let Some(alarm) = alarm.finish() else { return true };
        let position = wanted.iter().position(|other| *other == alarm);
        position.map(|at| wanted.remove(at)).is_some()
    }
}

/// The property's line with one parameter set and all others as they were.
fn with_param(property: &Property<'_>, name: &[u8], value: &str) -> String {
    let mut line = decode(property.written).into_owned();
    let key = decode(name);
    let mut done = false;
    for param in property.params() {
        let same = split_param(param).is_some_and(|(key, _)| key.eq_ignore_ascii_case(name));
        line.push(';');
        if same {
            line.push_str(&format!("{key}={value}"));
            done = true;
        } else {
            line.push_str(&decode(param));
        }
    }
    if !done {
        line.push_str(&format!(";{key}={value}"));
    }
    fold(&format!("{line}:{}", decode(property.value)))
}

fn logical<'a>(raw: &'a [u8], span: Span, scratch: &'a mut Vec<u8>) -> &'a [u8] {
    let line = raw.get(span.start..span.end).unwrap_or_default();
    if !span.folded {
        return line;
    }
    unfold_into(line, scratch);
    scratch
}

struct Output<'a> {
    raw: &'a [u8],
    line_break: &'static str,
    bytes: Vec<u8>,
}

impl<'a> Output<'a> {
    fn new(raw: &'a [u8]) -> Self {
        let has = |text: &str| memchr::memmem::find(raw, text.as_bytes()).is_some();
        let line_break = if has("\r\n") || !has("\n") && !has("\r") {
            "\r\n"
        } else if has("\n") {
            "\n"
        } else {
            "\r"
        };
        Self { raw, line_break, bytes: Vec::with_capacity(raw.len() + 200) }
    }

    fn copy(&mut self, range: std::ops::Range<usize>) {
        self.bytes.extend_from_slice(self.raw.get(range).unwrap_or_default());
    }

    /// Adds lines of ours with the text's own line breaks.
    fn push(&mut self, lines: &str) {
        self.bytes.extend_from_slice(lines.replace("\r\n", self.line_break).as_bytes());
    }
}
