//! The keys that open quick add from anywhere, where the desktop lets programs have such keys.

use std::sync::OnceLock;

use tauri::{AppHandle, Manager as _};
use tauri_plugin_global_shortcut::{
    Code, GlobalShortcutExt as _, Modifiers, Shortcut, ShortcutState,
};

use crate::window;

/// How it came out.
#[derive(Default)]
pub(crate) struct Keys(OnceLock<Result<(), String>>);

impl Keys {
    /// The keys for people to read, or why there are none.
    pub(crate) fn told(&self) -> Result<&'static str, String> {
        let words = if cfg!(target_os = "macos") { "⌘⇧Space" } else { "Ctrl+Shift+Space" };
        match self.0.get() {
            Some(Ok(())) => Ok(words),
            Some(Err(reason)) => Err(reason.clone()),
            None => Err("The keys are not asked for yet.".into()),
        }
    }
}

/// Asks for the keys; a refusal is kept for whoever looks at the settings.
pub(crate) fn register(app: &AppHandle) {
    let came = if is_wayland() {
        Err("On Wayland no program can take keys for itself.".into())
    } else {
        ask(app).map_err(|error| format!("Another program has the keys: {error}."))
    };
    if let Err(reason) = &came {
        tracing::info!(%reason, "no keys from anywhere");
    }
    let _ = app.state::<Keys>().0.set(came);
}

fn ask(app: &AppHandle) -> Result<(), Box<dyn std::error::Error>> {
    let main = if cfg!(target_os = "macos") { Modifiers::SUPER } else { Modifiers::CONTROL };
    let keys = Shortcut::new(Some(main | Modifiers::SHIFT), Code::Space);
    let plugin = tauri_plugin_global_shortcut::Builder::new().with_handler(|app, _, event| {
        if event.state() == ShortcutState::Pressed {
            window::show_quick(app);
        }
    });
    app.plugin(plugin.build())?;
    Ok(app.global_shortcut().register(keys)?)
}

fn is_wayland() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "linux") && is_set("WAYLAND_DISPLAY")
}
