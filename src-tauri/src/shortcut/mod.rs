//! The keys that open quick add from anywhere, where the desktop lets programs have such keys.

#[cfg(target_os = "linux")]
mod keymap;
#[cfg(target_os = "linux")]
mod x11;

use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager as _};

use crate::window;

/// How it came out.
#[derive(Default)]
pub(crate) struct Keys(Mutex<Option<Result<(), String>>>);

impl Keys {
    /// The keys for people to read, or why there are none.
    pub(crate) fn told(&self) -> Result<&'static str, String> {
        let words = if cfg!(target_os = "macos") { "⌘⇧Space" } else { "Ctrl+Shift+Space" };
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(Ok(())) => Ok(words),
            Some(Err(reason)) => Err(reason.clone()),
            None => Err("The keys are not asked for yet.".into()),
        }
    }

    /// Keeps how it came out, for whoever looks at the settings.
    fn keep(&self, came: Result<(), String>) {
        if let Err(reason) = &came {
            tracing::info!(%reason, "no keys from anywhere");
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(came);
    }
}

/// Asks for the keys. A refusal is kept and stops nothing.
pub(crate) fn register(app: &AppHandle) {
    app.state::<Keys>().keep(ask(app));
}

#[cfg(target_os = "linux")]
fn ask(app: &AppHandle) -> Result<(), String> {
    use crate::background;

    if std::env::var_os("WAYLAND_DISPLAY").is_some_and(|value| !value.is_empty()) {
        return Err("On Wayland no program can take keys for itself.".into());
    }
    let (grab, mut watch) = x11::grab().map_err(|error| error.to_string())?;
    let handle = app.clone();
    std::thread::Builder::new()
        .name("keys".into())
        .spawn(move || {
            loop {
                match watch.next() {
                    Ok(x11::Told::Pressed) => window::show_quick(&handle),
                    Ok(x11::Told::Moved(came)) => {
                        handle.state::<Keys>().keep(came.map_err(|error| error.to_string()));
                        background::tell(&handle);
                    }
                    Ok(x11::Told::Ended) => break,
                    Err(error) => {
                        handle.state::<Keys>().keep(Err(error.to_string()));
                        break;
                    }
                }
            }
        })
        .map_err(|error| format!("The system gave no thread for the keys: {error}."))?;
    // Not waited for: the thread itself waits for the main one while it shows the window.
    let ends = tauri::plugin::Builder::<_, ()>::new("keys").on_event(move |_, event| {
        if matches!(event, tauri::RunEvent::Exit) {
            grab.end();
        }
    });
    app.plugin(ends.build()).map_err(|error| error.to_string())
}

#[cfg(not(target_os = "linux"))]
fn ask(app: &AppHandle) -> Result<(), String> {
    use tauri_plugin_global_shortcut::{
        Builder, Code, GlobalShortcutExt as _, Modifiers, Shortcut, ShortcutState,
    };

    let main = if cfg!(target_os = "macos") { Modifiers::SUPER } else { Modifiers::CONTROL };
    let keys = Shortcut::new(Some(main | Modifiers::SHIFT), Code::Space);
    let plugin = Builder::new().with_handler(|app, _, event| {
        if event.state() == ShortcutState::Pressed {
            window::show_quick(app);
        }
    });
    let taken = |error: &dyn std::fmt::Display| format!("Another program has the keys: {error}.");
    app.plugin(plugin.build()).map_err(|error| taken(&error))?;
    app.global_shortcut().register(keys).map_err(|error| taken(&error))
}
