//! Publishes a folder, or one file, as calendar links on this computer, for window tests and
//! demonstrations: `kalends-feed-server PATH [PORT]`.
//!
//! Prints one line of JSON with the address of the feeds and that of the control port, and serves
//! until its standard input ends.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use support::feed_server::{Answer, FeedServer};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let path = arguments
        .next()
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("usage: kalends-feed-server PATH [PORT]"))?;
    let port = match arguments.next().map(|text| text.to_string_lossy().parse()) {
        Some(port) => port.map_err(io::Error::other)?,
        None => 0,
    };
    let server = FeedServer::start_on(port)?;
    let mut name = String::new();
    if path.is_dir() {
        server.serve_folder(path);
    } else {
        name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        server.serve(&format!("/{name}"), Answer::calendar(std::fs::read(&path)?));
    }
    let ready = serde_json::json!({
        "feed": server.url(&format!("/{name}")),
        "control": format!("http://{}/control", server.start_control()?),
    });
    let mut out = io::stdout();
    writeln!(out, "{ready}")?;
    out.flush()?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
