//! How fast events of Google's are read: 50,000 of about 1 KB each. Prints seconds and bytes, the
//! best of five.

use std::{hint::black_box, time::Instant};

use kalends_calendar::{
    Zone,
    google::{Context, read_item},
};

#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let items: Vec<String> = (0..50_000).map(item).collect();
    let bytes: usize = items.iter().map(String::len).sum();
    let zone = Zone::named("Europe/Berlin").ok_or("no zones on this computer")?;
    let context = Context { calendar_zone: zone, owner: "me@example.com".into() };
    let mut best = f64::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        for item in &items {
            black_box(read_item(item.as_bytes(), &context)?);
        }
        best = best.min(begun.elapsed().as_secs_f64());
    }
    println!("{{\"events\":{},\"bytes\":{bytes},\"seconds\":{best:.3}}}", items.len());
    Ok(())
}

/// Every tenth a series, every third with guests, some with HTML.
fn item(at: usize) -> String {
    let (day, hour) = (1 + at % 28, at % 20);
    let zone = if at.is_multiple_of(4) { "America/New_York" } else { "Europe/Berlin" };
    let time = |hour: usize| {
        format!(
            "{{\n   \"dateTime\": \"2026-11-{day:02}T{hour:02}:30:00+01:00\",\n   \"timeZone\": \"{zone}\"\n  }}"
        )
    };
    let recurrence = if at.is_multiple_of(10) {
        "\"recurrence\": [\"RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20271231T225959Z\", \"EXDATE;TZID=Europe/Berlin:20261202T103000\"],"
    } else {
        ""
    };
    let attendees = if at.is_multiple_of(3) {
        "\"attendees\": [{\"email\": \"me@example.com\", \"self\": true, \"organizer\": true, \"responseStatus\": \"accepted\"}, {\"email\": \"jane.doe@example.com\", \"displayName\": \"Jane Doe\", \"responseStatus\": \"needsAction\"}, {\"email\": \"room-4@resource.example.com\", \"resource\": true, \"responseStatus\": \"accepted\"}],"
    } else {
        ""
    };
    let bold = if at.is_multiple_of(7) { "<b>Agenda</b><br>" } else { "" };
    format!(
        "{{\n  \"kind\": \"calendar#event\",\n  \"etag\": \"\\\"34854{at:011}\\\"\",\n  \"id\": \"68k0p6ackplecqs9fuvb{at:06}\",\n  \"status\": \"confirmed\",\n  \"htmlLink\": \"https://www.google.com/calendar/event?eid=Njhrb3A2YWNrcGxlY3FzOWZ1dmJzMWZqdTAgdGVzdA{at}\",\n  \"created\": \"2025-03-23T10:41:35.000Z\",\n  \"updated\": \"2025-03-23T10:52:14.082Z\",\n  \"summary\": \"Weekly review number {at}\",\n  \"description\": \"{bold}What was done, what comes next, and what stands in the way.\\nNotes are in the shared folder.\",\n  \"location\": \"Example Street 4, 10115 Berlin\",\n  \"colorId\": \"{color}\",\n  \"creator\": {{\"email\": \"me@example.com\", \"self\": true}},\n  \"organizer\": {{\"email\": \"me@example.com\", \"self\": true}},\n  \"start\": {start},\n  \"end\": {end},\n  {recurrence}\n  {attendees}\n  \"iCalUID\": \"68k0p6ackplecqs9fuvb{at:06}@google.com\",\n  \"sequence\": 0,\n  \"reminders\": {{\"useDefault\": false, \"overrides\": [{{\"method\": \"popup\", \"minutes\": 30}}]}},\n  \"eventType\": \"default\"\n }}",
        color = 1 + at % 11,
        start = time(hour),
        end = time(hour + 1),
    )
}
