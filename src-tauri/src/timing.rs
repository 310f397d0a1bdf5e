//! How long the window took, for whoever measures: `KALENDS_TIMING=1` asks for one line on stderr.

use std::{
    io::Write as _,
    sync::OnceLock,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

static START: OnceLock<Instant> = OnceLock::new();

/// Remembers when the program began.
pub(crate) fn start() {
    START.get_or_init(Instant::now);
}

/// Notes that the page painted its first week: JSON with the wall clock in milliseconds since the
/// Unix epoch, so that whoever started the process can add what came before `main`.
pub(crate) fn painted() {
    let since_main = START.get().map_or(0, |start| start.elapsed().as_millis());
    tracing::info!(since_main_ms = since_main, "first week painted");
    if std::env::var_os("KALENDS_TIMING").is_none() {
        return;
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let line = format!(r#"{{"painted_unix_ms":{now},"since_main_ms":{since_main}}}"#);
    let _ = writeln!(std::io::stderr(), "{line}");
}
