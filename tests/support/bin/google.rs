//! A stand-in of Google on this computer, for window tests, benchmarks and demonstrations:
//! `kalends-google [--port N] [--consent give|ask] [--delay 50ms]`.
//!
//! Prints one line of JSON with the address for `KALENDS_GOOGLE_URL`, that of the control port and
//! the OAuth client, and serves until its standard input ends.

use std::io::{self, Read, Write};
use std::time::Duration;

use jiff::Timestamp;
use support::google::{CLIENT_ID, CLIENT_SECRET, Consent, Google, GoogleServer};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (mut port, mut delay, mut consent) = (0, Duration::ZERO, Consent::Ask);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| io::Error::other(format!("{name} what?")))?;
        match name.as_str() {
            "--port" => port = value.parse().map_err(io::Error::other)?,
            "--delay" => {
                let number = value.trim_end_matches("ms").parse().map_err(io::Error::other)?;
                delay = Duration::from_millis(number);
            }
            "--consent" if value == "give" => consent = Consent::Give { user: None, scopes: None },
            "--consent" if value == "ask" => consent = Consent::Ask,
            _ => return Err(io::Error::other(format!("{name} {value} is not known"))),
        }
    }
    let mut google = Google::sample(Timestamp::now(), 1);
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
