//! Calendars full of made-up events, always the same for the same seed.

use jiff::{ToSpan, civil};
use serde_json::{Value, json};

use super::{Google, message::Request};

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Plenty {
    /// Further calendars.
    pub calendars: usize,
    /// Items of a full list altogether: single events, series and exceptions.
    pub events: usize,
}

const TITLES: [&str; 12] = [
    "Stand-up",
    "Review",
    "Lunch with Jo",
    "Dentist",
    "1:1",
    "Planning",
    "Focus",
    "Call with Lisbon",
    "Gym",
    "School run",
    "Retrospective",
    "Flight to Oslo",
];

impl Google {
    /// Gives `user` calendars with events: of twenty items fifteen are single, two are all-day, one
    /// is a series with two exceptions.
    pub fn generate(&mut self, user: &str, plenty: Plenty) {
        let mut ids = Vec::new();
        for at in 0..plenty.calendars {
            let id = format!("made{at}@group.calendar.google.com");
            self.add_calendar(&id, user, &format!("Made {at}"), "Europe/Berlin");
            ids.push(id);
        }
        if ids.is_empty() {
            ids.push(user.to_owned());
        }
        let checks = std::mem::replace(&mut self.checks_answers, false);
        let each = plenty.events / ids.len();
        for (at, id) in ids.iter().enumerate() {
            let rest = if at == 0 { plenty.events % ids.len() } else { 0 };
            self.fill(user, id, each + rest);
        }
        self.checks_answers = checks;
    }

    fn fill(&mut self, user: &str, calendar: &str, events: usize) {
        let today = self.now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let path = format!("/calendar/v3/calendars/{}/events", encoded(calendar));
        let mut made = 0;
        while made < events {
            let kind = made % 20;
            let date = |days: usize| -> civil::Date {
                let days = i64::try_from(days).unwrap_or_default() - 500;
                today.checked_add(days.days()).unwrap_or(today)
            };
            let day = date(made * 7919 % 1000);
            let title = TITLES.get(made % TITLES.len()).copied().unwrap_or_default();
            let hour = 7 + made % 11;
            let at = |day: civil::Date, hour: usize, minute: usize| json!({"dateTime": format!("{day}T{hour:02}:{minute:02}:00"), "timeZone": "Europe/Berlin"});
            let mut body = json!({
                "summary": format!("{title} {made}"),
                "start": at(day, hour, 0),
                "end": at(day, hour, 45),
            });
            let put = |body: &mut Value, name: &str, value: Value| {
                if let Some(body) = body.as_object_mut() {
                    body.insert(name.to_owned(), value);
                }
            };
            if kind % 3 == 0 {
                put(&mut body, "description", format!("Notes of {title}, number {made}.").into());
            }
            if kind % 5 == 0 {
                put(&mut body, "location", format!("Room {}", made % 17).into());
            }
            if kind == 7 || kind == 13 {
                put(&mut body, "start", json!({"date": day.to_string()}));
                let end = day.checked_add((1 + kind % 3).to_string().parse().unwrap_or(1).days());
                put(&mut body, "end", json!({"date": end.unwrap_or(day).to_string()}));
            }
            let series = kind == 17 && made + 3 <= events;
            if series {
                put(&mut body, "recurrence", json!(["RRULE:FREQ=WEEKLY;COUNT=30"]));
            }
            let answer = self.act(user, &Request::new("POST", &path).json(&body)).value();
            made += 1;
            if !series {
                continue;
            }
            let id = answer.get("id").and_then(Value::as_str).unwrap_or_default();
            for week in [2, 5] {
                let day = day.checked_add((week * 7).days()).unwrap_or(day);
                let moved = json!({
                    "summary": format!("{title} moved"),
                    "start": at(day, hour + 2, 0),
                    "end": at(day, hour + 2, 45),
                });
                let original = day.at(i8::try_from(hour).unwrap_or(9), 0, 0, 0);
                let original = original.in_tz("Europe/Berlin").map(|at| at.timestamp());
                let stamp = original.unwrap_or_default().strftime("%Y%m%dT%H%M%SZ");
                let target = format!("{path}/{id}_{stamp}");
                self.act(user, &Request::new("PATCH", &target).json(&moved));
                made += 1;
            }
        }
    }
}

/// A part of a path, percent-encoded.
pub fn encoded(part: &str) -> String {
    url::form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>().replace('+', "%20")
}
