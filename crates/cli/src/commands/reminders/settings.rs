//! `kalends reminders settings`.

use jiff::tz::TimeZone;
use kalends_engine::{Engine, ReminderSettings};
use serde::Serialize;

use crate::{
    args::{Quiet, SettingsArgs, YesNo},
    commands::reminding::all_day as all_day_of,
    failure::Failure,
    output::Output,
    time, words,
};

/// The settings as `--json` shows them; what `all_day` and `quiet` say can be given back.
#[derive(Serialize)]
struct Shown {
    on: bool,
    quiet: Option<String>,
    persistent: bool,
    hide_titles: bool,
    tentative: bool,
    invitations: bool,
    all_day: Vec<String>,
    paused_until: Option<String>,
}

pub(super) async fn run(
    engine: &Engine,
    args: &SettingsArgs,
    zone: &TimeZone,
    output: &Output,
) -> Result<(), Failure> {
    let before = engine.reminder_settings().await?;
    let after = changed(&before, args)?;
    if after != before {
        engine.set_reminder_settings(&after).await?;
    }
    let now = engine.config().clock.now();
    let shown = Shown {
        on: after.on,
        quiet: after.quiet.map(|hours| {
            format!("{}-{}", hours.from.strftime("%H:%M"), hours.to.strftime("%H:%M"))
        }),
        persistent: after.persistent,
        hide_titles: after.hide_titles,
        tentative: after.tentative,
        invitations: after.invitations,
        all_day: after.all_day.iter().copied().map(words::all_day_word).collect(),
        paused_until: after
            .paused_until
            .filter(|until| *until > now)
            .map(|until| time::instant(until, zone)),
    };
    output.show(&shown, || text(&shown))
}

fn changed(before: &ReminderSettings, args: &SettingsArgs) -> Result<ReminderSettings, Failure> {
    let SettingsArgs { on, quiet, persistent, hide_titles, tentative, invitations, all_day } = args;
    let chosen = |word: &Option<YesNo>, now: bool| word.map_or(now, YesNo::is_yes);
    let quiet = match quiet {
        None => before.quiet,
        Some(Quiet::Off) => None,
        Some(Quiet::Hours(hours)) => Some(*hours),
    };
    let all_day = match all_day_of(all_day)? {
        Some(Some(chosen)) => chosen,
        Some(None) => {
            return Err(Failure::usage(
                "--all-day: there is no source to ask here",
                "Give a time such as 1d@18:00, or none.",
            ));
        }
        None => before.all_day.clone(),
    };
    Ok(ReminderSettings {
        on: chosen(on, before.on),
        persistent: chosen(persistent, before.persistent),
        hide_titles: chosen(hide_titles, before.hide_titles),
        quiet,
        tentative: chosen(tentative, before.tentative),
        invitations: chosen(invitations, before.invitations),
        all_day,
        ..before.clone()
    })
}

fn text(shown: &Shown) -> String {
    let word = |yes: bool| if yes { "yes" } else { "no" };
    let all_day = if shown.all_day.is_empty() { "none".into() } else { shown.all_day.join(", ") };
    let mut lines = vec![
        format!("on           {}", word(shown.on)),
        format!("quiet        {}", shown.quiet.as_deref().unwrap_or("off")),
        format!("persistent   {}", word(shown.persistent)),
        format!("hide titles  {}", word(shown.hide_titles)),
        format!("tentative    {}", word(shown.tentative)),
        format!("invitations  {}", word(shown.invitations)),
        format!("all-day      {all_day}"),
    ];
    if let Some(until) = &shown.paused_until {
        lines.push(format!("paused       until {until}"));
    }
    lines.join("\n")
}
