//! `kalends doctor`.

use anstyle::{AnsiColor, Style};
use kalends_engine::{Check, Config, Engine, Health};

use crate::{Outcome, failure::Failure, output::Output};

/// Fails when something does not work; the answer is printed all the same.
pub(super) async fn run(config: &Config, output: &Output) -> Result<Outcome, Failure> {
    let checks = Engine::doctor(config).await;
    output.show(&checks, || checks.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    if checks.iter().any(|check| check.health == Health::Bad) {
        return Err(Failure::new("something does not work", ""));
    }
    Ok(Outcome::Done)
}

fn line(check: &Check) -> String {
    let (sign, color) = match check.health {
        Health::Good => ("ok  ", AnsiColor::Green),
        Health::Warning => ("warn", AnsiColor::Yellow),
        Health::Bad => ("bad ", AnsiColor::Red),
    };
    let style = Style::new().fg_color(Some(color.into()));
    let mut line = format!("{style}{sign}{style:#}  {}: {}", check.name, check.message);
    if !check.remedy.is_empty() {
        line.push_str(&format!("\n      {}", check.remedy));
    }
    line
}
