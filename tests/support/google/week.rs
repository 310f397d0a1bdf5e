//! A week of two colleagues, to try the app with.

use jiff::{ToSpan, civil};
use serde_json::{Value, json};

use super::{ANA, Google, HOLIDAYS, MIA, PROJECTS, ROOMS, SPORT, TEAM, encoded, message::Request};

/// A timed event: the day of the week from Monday, `9:30`, minutes, title.
fn timed(monday: civil::Date, day: i64, start: (i8, i8), minutes: i64, title: &str) -> Value {
    let from = monday.checked_add(day.days()).unwrap_or(monday).at(start.0, start.1, 0, 0);
    let to = from.checked_add(minutes.minutes()).unwrap_or(from);
    let point = |at: civil::DateTime| json!({"dateTime": at.strftime("%Y-%m-%dT%H:%M:%S").to_string(), "timeZone": "Europe/Berlin"});
    json!({"summary": title, "start": point(from), "end": point(to)})
}

/// An all-day event of so many days.
fn whole(monday: civil::Date, day: i64, days: i64, title: &str) -> Value {
    let from = monday.checked_add(day.days()).unwrap_or(monday);
    let to = from.checked_add(days.days()).unwrap_or(from);
    let point = |at: civil::Date| json!({"date": at.to_string()});
    json!({"summary": title, "start": point(from), "end": point(to)})
}

fn with(mut event: Value, more: Value) -> Value {
    if let (Some(event), Value::Object(more)) = (event.as_object_mut(), more) {
        event.extend(more);
    }
    event
}

fn guest(email: &str) -> Value {
    json!({"email": email, "responseStatus": "needsAction"})
}

impl Google {
    /// Fills the sample's calendars around the week that begins on `monday`.
    pub fn fill_week(&mut self, monday: civil::Date) {
        let accepted = |email: &str| json!({"email": email, "responseStatus": "accepted"});
        let meet = |id: &str| {
            json!({"createRequest": {
                "requestId": id,
                "conferenceSolutionKey": {"type": "hangoutsMeet"},
            }})
        };
        let weekdays = json!(["RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"]);
        let weekly = json!(["RRULE:FREQ=WEEKLY"]);
        let long_ago = monday.checked_sub(28.days()).unwrap_or(monday);
        let events = [
            (
                MIA,
                TEAM,
                with(
                    timed(long_ago, 0, (9, 15), 15, "Stand-up"),
                    json!({
                        "recurrence": weekdays, "conferenceData": meet("standup"),
                    }),
                ),
            ),
            (
                MIA,
                MIA,
                with(
                    timed(monday, 0, (10, 0), 60, "Plan the quarter"),
                    json!({
                        "attendees": [accepted(MIA), guest(ANA), guest("jo@southwind.example")],
                        "conferenceData": meet("quarter"),
                        "description": "What we want to have done by March.",
                        "location": "Room Elbe",
                    }),
                ),
            ),
            (
                MIA,
                MIA,
                with(
                    timed(monday, 1, (12, 30), 45, "Lunch with Jo"),
                    json!({
                        "colorId": "5", "location": "Café Nord",
                    }),
                ),
            ),
            (
                MIA,
                MIA,
                with(
                    timed(monday, 2, (8, 0), 50, "Dentist"),
                    json!({
                        "visibility": "private",
                        "reminders": {"useDefault": false, "overrides": [{"method": "popup", "minutes": 60}]},
                    }),
                ),
            ),
            (
                MIA,
                MIA,
                with(
                    timed(long_ago, 3, (16, 0), 30, "1:1 with Ana"),
                    json!({
                        "recurrence": weekly, "attendees": [accepted(MIA), accepted(ANA)],
                    }),
                ),
            ),
            (
                MIA,
                SPORT,
                with(timed(long_ago, 1, (18, 30), 75, "Climbing"), json!({"recurrence": weekly})),
            ),
            (
                MIA,
                MIA,
                with(
                    whole(monday, 3, 2, "Conference in Hamburg"),
                    json!({"transparency": "opaque"}),
                ),
            ),
            (
                MIA,
                MIA,
                with(
                    whole(monday, 5, 1, "Grandma's birthday"),
                    json!({
                        "recurrence": ["RRULE:FREQ=YEARLY"], "transparency": "transparent",
                    }),
                ),
            ),
            (
                ANA,
                ANA,
                with(
                    timed(monday, 1, (15, 0), 60, "Design review"),
                    json!({
                        "attendees": [accepted(ANA), guest(MIA)], "conferenceData": meet("design"),
                    }),
                ),
            ),
            (
                ANA,
                ANA,
                with(
                    timed(monday, 4, (11, 0), 45, "Hand-over"),
                    json!({
                        "attendees": [accepted(ANA), guest(MIA)], "guestsCanModify": true,
                    }),
                ),
            ),
            (
                ANA,
                PROJECTS,
                with(timed(monday, 2, (13, 0), 120, "Workshop: offline first"), json!({})),
            ),
            (
                ANA,
                PROJECTS,
                with(whole(monday, 0, 5, "Release week"), json!({"transparency": "transparent"})),
            ),
            (ANA, ROOMS, with(timed(monday, 2, (13, 0), 120, "Elbe: workshop"), json!({}))),
            (
                "holidays@google.com",
                HOLIDAYS,
                with(
                    whole(monday, 6, 1, "First Sunday of Advent"),
                    json!({
                        "transparency": "transparent", "visibility": "public",
                    }),
                ),
            ),
        ];
        for (user, calendar, body) in events {
            let path = format!(
                "/calendar/v3/calendars/{}/events?conferenceDataVersion=1&sendUpdates=none",
                encoded(calendar)
            );
            self.act(user, &Request::new("POST", &path).json(&body));
        }
        // One stand-up later than the others.
        let path = format!("/calendar/v3/calendars/{}/events", encoded(TEAM));
        let list = self.act(MIA, &Request::new("GET", &path)).value();
        let series = list.pointer("/items/0/id").and_then(Value::as_str).unwrap_or_default();
        let day = monday.checked_add(2.days()).unwrap_or(monday);
        let original = day.at(9, 15, 0, 0).in_tz("Europe/Berlin");
        let original = original.map(|at| at.timestamp()).unwrap_or_default();
        let id = format!("{series}_{}", original.strftime("%Y%m%dT%H%M%SZ"));
        let moved = timed(monday, 2, (11, 15), 15, "Stand-up, late today");
        self.act(MIA, &Request::new("PATCH", &format!("{path}/{id}")).json(&moved));
    }
}
