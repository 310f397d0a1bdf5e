//! The first answer, and the settings in it.

use jiff::tz::TimeZone;
use tauri::{AppHandle, Manager as _, WebviewWindow};

use super::{Answer, Given};
use crate::{
    day, locale,
    near::Near,
    openings, timing, window,
    wire::{Settings, StartUp},
};

/// Everything the first picture needs. A database that cannot be opened is told in it, so that the
/// window has something to show.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_up(shell: Given<'_>) -> Answer<StartUp> {
    let engine = match shell.engine().await {
        Ok(engine) => engine,
        Err(problem) => {
            return Ok(StartUp {
                problem: Some(problem),
                ..at(kalends_engine::Clock::system(), &shell.zone())
            });
        }
    };
    let (settings, first_run, calendars) =
        tokio::join!(engine.get_settings(), engine.is_first_run(), engine.list_calendars());
    Ok(StartUp {
        settings: settings?.into(),
        first_run: first_run?,
        calendars: calendars?.into_iter().map(Into::into).collect(),
        problem: shell.start_problem().await,
        ..at(engine.config().clock.clone(), &shell.zone())
    })
}

/// Keeps the settings, and turns the window to their theme.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_settings(
    app: AppHandle,
    shell: Given<'_>,
    settings: Settings,
) -> Answer<()> {
    window::set_theme(&app, &shell.paths, settings.theme);
    shell.engine().await?.set_settings(&settings.into()).await?;
    // The tray writes times as the window does.
    app.state::<Near>().look();
    Ok(())
}

/// The page painted its first week: now there is time for the network.
#[tauri::command]
#[specta::specta]
pub(crate) async fn painted(window: WebviewWindow, shell: Given<'_>) -> Answer<()> {
    if window.label() != window::MAIN {
        return Ok(());
    }
    timing::painted();
    shell.begin_schedule();
    openings::note_painted(window.app_handle());
    Ok(())
}

/// Place and time, with nothing in the calendar.
fn at(clock: kalends_engine::Clock, zone: &TimeZone) -> StartUp {
    let (today, now_minute) = day::point(clock.now().to_zoned(zone.clone()).datetime());
    StartUp {
        settings: kalends_engine::Settings::default().into(),
        locale: locale::system(),
        zone: day::zone_name(zone),
        today,
        now_minute,
        first_run: false,
        calendars: Vec::new(),
        problem: None,
    }
}
