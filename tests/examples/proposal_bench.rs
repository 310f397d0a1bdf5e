//! Measures how soon a proposal is in the inbox: from the call of the tool in the agent server, a
//! process of its own, to the moment at which this process was told and has the card.
//!
//! `proposal_bench KALENDS [EVENTS] [PROPOSALS]` (the program; 100,000 and 20 unless told) prints one
//! line of JSON, in milliseconds.

use std::{
    error::Error,
    io::{BufRead as _, BufReader, Cursor, Write as _},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use kalends_engine::{
    Chance, Clock, Config, Engine, EngineEvent, GoogleConfig, ProposalFilter, SecretsMode, Sight,
    TOKEN_VARIABLE, calendar::Zone,
};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const TITLE: &str = "Proposed";

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().ok_or("the program is missing")?;
    let events: u32 = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let count: usize = arguments.next().map_or(Ok(20), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let config = Config {
        data_dir: folder.path().to_owned(),
        secrets: SecretsMode::File { passphrase: "bench".into() },
        clock: Clock::system(),
        chance: Chance::system(),
        zone: Zone::named("Europe/Berlin").ok_or("no zone")?.time_zone().clone().into(),
        extra_roots: Vec::new(),
        google: GoogleConfig::default(),
    };
    let engine = Engine::open(config).await?.engine;
    let calendar = engine.add_local_calendar("Bench", None).await?;
    engine.import(Cursor::new(feed(events)), calendar.id).await?;
    let added = engine.add_agent("Bench", &program).await?;
    engine.allow_agent(added.agent.id, calendar.id, Sight::Full).await?;
    engine.set_agent_caps(added.agent.id, 100, 200).await?;
    let token = added.config.env.get(TOKEN_VARIABLE).ok_or("no token")?.clone();

    let mut server = Command::new(&program)
        .args(["mcp", "--agent", "Bench"])
        .env("KALENDS_DATA_DIR", folder.path())
        .env("KALENDS_SECRETS", "file")
        .env(TOKEN_VARIABLE, token)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = server.stdin.take().ok_or("no input")?;
    let mut lines = BufReader::new(server.stdout.take().ok_or("no output")?).lines();
    let mut ask = |id: usize, method: &str, params: Value| -> Result<()> {
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        writeln!(input, "{request}")?;
        Ok(input.flush()?)
    };
    let mut answer = move |id: usize| -> Result<Value> {
        loop {
            let line = lines.next().ok_or("the server is gone")??;
            let value: Value = serde_json::from_str(&line)?;
            if value.get("id") == Some(&json!(id)) {
                return Ok(value);
            }
        }
    };
    let hello = json!({
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "bench", "version": "1"}
    });
    ask(0, "initialize", hello)?;
    answer(0)?;

    let watching = {
        let engine = engine.clone();
        tokio::spawn(async move { engine.watch_others().await })
    };
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut told = engine.subscribe();
    let (mut answered, mut arrived) = (Vec::new(), Vec::new());
    for number in 1..=count {
        let title = format!("{TITLE} {number}");
        let began = Instant::now();
        ask(number, "tools/call", proposal(&title, number))?;
        let response = answer(number)?;
        answered.push(began.elapsed());
        if response.pointer("/result/isError") == Some(&json!(true)) {
            return Err(response.to_string().into());
        }
        loop {
            let inbox = engine.list_proposals(&ProposalFilter::default()).await?;
            if inbox.iter().any(|one| one.title == title) {
                // Told of it, not stumbled over.
                loop {
                    let event = tokio::time::timeout(Duration::from_secs(5), told.recv()).await??;
                    if event == EngineEvent::ProposalsChanged {
                        break;
                    }
                }
                let _ = engine.list_proposals(&ProposalFilter::default()).await?;
                break;
            }
        }
        arrived.push(began.elapsed());
        // What was told twice is not taken for the next.
        tokio::time::sleep(Duration::from_millis(1_300)).await;
        while told.try_recv().is_ok() {}
    }
    watching.abort();
    drop(input);
    server.wait()?;
    answered.sort_unstable();
    arrived.sort_unstable();
    let milliseconds = |all: &[Duration], place: usize| {
        all.get(place).map_or(f64::NAN, |one| one.as_secs_f64() * 1e3)
    };
    let figures = json!({
        "answer_ms": milliseconds(&answered, count / 2),
        "inbox_ms": milliseconds(&arrived, count / 2),
        "inbox_ms_most": milliseconds(&arrived, count - 1),
    });
    writeln!(std::io::stdout(), "{figures}")?;
    Ok(())
}

/// Events of an hour each around now.
fn feed(events: u32) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//\r\n");
    for number in 0..events {
        let (day, hour) = (number / 24 % 28 + 1, number % 24);
        let (month, year) = (number / 672 % 12 + 1, 2020 + number / 8064);
        text.push_str(&format!(
            "BEGIN:VEVENT\r\nUID:{number}@bench\r\nDTSTAMP:20200101T000000Z\r\n\
             DTSTART:{year}{month:02}{day:02}T{hour:02}0000Z\r\nDURATION:PT1H\r\n\
             SUMMARY:Event {number}\r\nEND:VEVENT\r\n"
        ));
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

fn proposal(title: &str, number: usize) -> Value {
    let day = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 30 + number as i64);
    let start = day.strftime("%Y-%m-%dT%H:30:00Z").to_string();
    let end =
        (day + jiff::SignedDuration::from_hours(1)).strftime("%Y-%m-%dT%H:30:00Z").to_string();
    json!({"name": "propose_create", "arguments": {
        "title": title, "start": start, "end": end, "time_zone": "Europe/Berlin",
        "notify": "none", "reason": "Measured."
    }})
}
