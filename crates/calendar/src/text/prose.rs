//! Tells a property from a line of text that an unescaped line break cut off.

use super::property::Property;

/// Whether a line after a text property is more of that text, though it has a colon.
///
/// Names that nobody registered are prose when they are not in capitals (`http://…`) or a blank
/// follows their colon (`NOTE: bring …`); known ones only when capitalised as in a sentence.
pub(super) fn is_prose(property: &Property<'_>) -> bool {
    let name = property.name.as_bytes();
    if name.starts_with(b"X-") || matches!(name, b"BEGIN" | b"END") {
        return false;
    }
    let has = |test: fn(&u8) -> bool| property.written.iter().any(test);
    let lower = has(u8::is_ascii_lowercase);
    let spaced = matches!(property.value.first(), Some(b' ') | None);
    if KNOWN.contains(&name) {
        lower && has(u8::is_ascii_uppercase) && spaced
    } else {
        lower || spaced
    }
}

/// What may stand in an event: RFC 5545, 7265, 7953, 7986, 9073, 9253 and vCalendar 1.0.
const KNOWN: &[&[u8]] = &[
    b"ACKNOWLEDGED",
    b"ACTION",
    b"ATTACH",
    b"ATTENDEE",
    b"AALARM",
    b"BUSYTYPE",
    b"CATEGORIES",
    b"CLASS",
    b"COLOR",
    b"COMMENT",
    b"CONCEPT",
    b"CONFERENCE",
    b"CONTACT",
    b"CREATED",
    b"DALARM",
    b"DCREATED",
    b"DESCRIPTION",
    b"DTEND",
    b"DTSTAMP",
    b"DTSTART",
    b"DUE",
    b"DURATION",
    b"EXDATE",
    b"EXRULE",
    b"GEO",
    b"IMAGE",
    b"LAST-MODIFIED",
    b"LINK",
    b"LOCATION",
    b"ORGANIZER",
    b"PERCENT-COMPLETE",
    b"PRIORITY",
    b"PROXIMITY",
    b"RDATE",
    b"RECURRENCE-ID",
    b"REFID",
    b"RELATED-TO",
    b"REQUEST-STATUS",
    b"RESOURCES",
    b"RRULE",
    b"SEQUENCE",
    b"SOURCE",
    b"STATUS",
    b"STRUCTURED-DATA",
    b"STYLED-DESCRIPTION",
    b"SUMMARY",
    b"TRANSP",
    b"TRIGGER",
    b"UID",
    b"URL",
];
