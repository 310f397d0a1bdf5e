//! The desktop shell: its windows and the tray, the commands its pages may call, and what they are
//! told unasked.
//!
//! It converts and calls the engine; it decides nothing about calendars.

mod again;
mod arguments;
mod autostart;
mod background;
mod bindings;
mod commands;
mod day;
mod graphics;
mod leaving;
mod links;
mod locale;
mod log;
mod near;
mod notes;
mod opened;
mod openings;
mod paths;
mod push;
mod shell;
mod shortcut;
mod start;
mod timing;
mod tray;
mod window;
mod wire;

use std::process::ExitCode;

use tauri::{Manager, RunEvent};

use crate::{leaving::Leaving, paths::Paths, shell::Shell};

/// Opens the window, and returns when the program was quit.
#[must_use]
pub fn run() -> ExitCode {
    timing::start();
    graphics::avoid_known_faults();
    let paths = match Paths::find() {
        Ok(paths) => paths,
        Err(error) => return fail(&error),
    };
    log::start(&paths);
    match build(&paths) {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::ExitRequested { code, api, .. } = &event
                    && !leaving::is_wanted(*code)
                {
                    api.prevent_exit();
                }
                if matches!(event, RunEvent::Exit) {
                    app.state::<Shell>().close();
                    app.state::<Leaving>().follow();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            // An instance that was just ending was taken for a running one: the next look finds none.
            if matches!(&error, tauri::Error::PluginInitialization(name, _) if name == "single-instance")
            {
                again::start_once_more("KALENDS_SECOND_START");
            }
            fail(&error)
        }
    }
}

fn build(paths: &Paths) -> tauri::Result<tauri::App> {
    let bindings = bindings::builder();
    let window_paths = paths.clone();
    tauri::Builder::default()
        .manage(start::Early::default())
        // First of all plugins, so that a second start ends before it does anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
            start::again(app, arguments, &folder);
        }))
        .plugin(window::remember_place(paths))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(bindings.invoke_handler())
        .setup(move |app| {
            bindings.mount_events(app);
            start::first(app.handle(), &window_paths);
            Ok(())
        })
        .build(tauri::generate_context!())
}

/// Says on stderr why there is no window: nothing else is left to say it with.
fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    use std::io::Write as _;
    tracing::error!(%error, "could not open the window");
    let _ = writeln!(std::io::stderr(), "could not open the window: {error}");
    ExitCode::FAILURE
}
