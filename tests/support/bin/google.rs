//! A stand-in of Google on this computer, for window tests, benchmarks and demonstrations:
//! `kalends-google [--port N] [--consent give|ask] [--delay 50ms] [--events N] [--calendars N]`.
//! Without a number of events there are two colleagues with a week around today.
//!
//! Prints one line of JSON with the address for `KALENDS_GOOGLE_URL`, that of the control port and
//! the OAuth client, and serves until its standard input ends.

use std::io::{self, Read, Write};
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use support::google::{CLIENT_ID, CLIENT_SECRET, Consent, Google, GoogleServer, MIA, Plenty};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (mut port, mut delay, mut consent) = (0, Duration::ZERO, Consent::Ask);
    let (mut events, mut calendars) = (None, 0);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| io::Error::other(format!("{name} what?")))?;
        match name.as_str() {
            "--port" => port = value.parse().map_err(io::Error::other)?,
            "--delay" => {
                let number = value.trim_end_matches("ms").parse().map_err(io::Error::other)?;
                delay = Duration::from_millis(number);
            }
            "--events" => events = Some(value.parse().map_err(io::Error::other)?),
            "--calendars" => calendars = value.parse().map_err(io::Error::other)?,
            "--consent" if value == "give" => consent = Consent::Give { user: None, scopes: None },
            "--consent" if value == "ask" => consent = Consent::Ask,
            _ => return Err(io::Error::other(format!("{name} {value} is not known"))),
        }
    }
    let now = Timestamp::now();
    let mut google = match events {
        None => {
            let mut google = Google::sample(now, 1);
            let today = now.to_zoned(jiff::tz::TimeZone::system()).date();
            let since = i64::from(today.weekday().to_monday_zero_offset());
            google.fill_week(today.checked_sub(since.days()).unwrap_or(today));
            google
        }
        Some(events) => {
            let mut google = Google::new(now, 1);
            google.add_user(MIA, "Mia Berg", "Europe/Berlin");
            google.generate(MIA, Plenty { calendars, events });
            google
        }
    };
    google.consent = consent;
    let server = GoogleServer::start_on(google, port)?;
    server.set_delay(delay);
    let ready = serde_json::json!({
        "url": server.url(),
        "control": format!("http://{}/control", server.start_control()?),
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    });
    let mut out = io::stdout();
    writeln!(out, "{ready}")?;
    out.flush()?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
