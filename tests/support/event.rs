//! Events as calendars write them, built line by line.

/// One VEVENT in the making. Times are local to Europe/Berlin unless said otherwise.
#[derive(Clone, Debug)]
pub struct EventBuilder {
    uid: String,
    zone: String,
    start: String,
    minutes: Option<i64>,
    days: Option<i64>,
    title: String,
    more: Vec<String>,
}

impl EventBuilder {
    /// A one-hour event; `start` is `2026-11-16T09:00` or, for a whole day, `2026-11-16`.
    pub fn new(uid: &str, start: &str) -> Self {
        let day = !start.contains('T');
        Self {
            uid: uid.into(),
            zone: "Europe/Berlin".into(),
            start: start.into(),
            minutes: (!day).then_some(60),
            days: day.then_some(1),
            title: uid.into(),
            more: Vec::new(),
        }
    }

    /// Another UID.
    #[must_use]
    pub fn uid(mut self, uid: &str) -> Self {
        self.uid = uid.into();
        self
    }

    /// SUMMARY; the UID without it.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.title = title.into();
        self
    }

    /// Its zone; empty for a floating time, `UTC` for UTC.
    #[must_use]
    pub fn zone(mut self, zone: &str) -> Self {
        self.zone = zone.into();
        self
    }

    /// Its length in minutes.
    #[must_use]
    pub fn minutes(mut self, minutes: i64) -> Self {
        self.minutes = Some(minutes);
        self
    }

    /// Its length in whole days.
    #[must_use]
    pub fn days(mut self, days: i64) -> Self {
        self.days = Some(days);
        self
    }

    /// RRULE.
    #[must_use]
    pub fn repeats(self, rule: &str) -> Self {
        self.line(&format!("RRULE:{rule}"))
    }

    /// RECURRENCE-ID, as `start` is given: it makes this an override.
    #[must_use]
    pub fn replaces(self, original: &str) -> Self {
        let point = self.point(original);
        self.line(&format!("RECURRENCE-ID{point}"))
    }

    /// SEQUENCE.
    #[must_use]
    pub fn sequence(self, sequence: i64) -> Self {
        self.line(&format!("SEQUENCE:{sequence}"))
    }

    /// Any other line.
    #[must_use]
    pub fn line(mut self, line: &str) -> Self {
        self.more.push(line.into());
        self
    }

    /// The VEVENT, with CRLF.
    pub fn build(&self) -> String {
        let mut lines = vec![
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", self.uid),
            format!("DTSTART{}", self.point(&self.start)),
        ];
        match (self.days, self.minutes) {
            (Some(days), _) => lines.push(format!("DURATION:P{days}D")),
            (None, Some(minutes)) => lines.push(format!("DURATION:PT{minutes}M")),
            (None, None) => {}
        }
        lines.push(format!("SUMMARY:{}", self.title));
        lines.extend(self.more.iter().cloned());
        lines.push("END:VEVENT\r\n".into());
        lines.join("\r\n")
    }

    fn point(&self, at: &str) -> String {
        let digits = at.replace(['-', ':'], "");
        match (digits.contains('T'), self.zone.as_str()) {
            (false, _) => format!(";VALUE=DATE:{digits}"),
            (true, "") => format!(":{digits}00"),
            (true, "UTC") => format!(":{digits}00Z"),
            (true, zone) => format!(";TZID={zone}:{digits}00"),
        }
    }
}

/// The events as a whole VCALENDAR.
pub fn calendar(events: &[EventBuilder]) -> String {
    calendar_with(&[], events)
}

/// As [`calendar`], with header lines.
pub fn calendar_with(header: &[&str], events: &[EventBuilder]) -> String {
    let header: String = header.iter().map(|line| format!("{line}\r\n")).collect();
    let events: String = events.iter().map(EventBuilder::build).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\n{header}{events}END:VCALENDAR\r\n")
}

/// The week of Monday, 16 November 2026: a series with a moved occurrence, single events, whole
/// days, another zone.
pub fn a_week() -> Vec<EventBuilder> {
    vec![
        EventBuilder::new("standup", "2026-10-05T09:15")
            .minutes(15)
            .title("Standup")
            .repeats("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        EventBuilder::new("standup", "2026-11-18T11:00")
            .minutes(15)
            .title("Standup, late")
            .replaces("2026-11-18T09:15"),
        EventBuilder::new("planning", "2026-11-16T10:00").minutes(90).title("Sprint planning"),
        EventBuilder::new("dentist", "2026-11-18T15:00")
            .title("Dentist")
            .line("LOCATION:Lindenstraße 4"),
        EventBuilder::new("offsite", "2026-11-19").days(3).title("Lisbon offsite"),
        EventBuilder::new("york", "2026-11-20T11:00")
            .zone("America/New_York")
            .minutes(30)
            .title("Check-in with New York"),
    ]
}
