//! What a start does: the first one, and each one after it, which the first takes over.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tauri::{AppHandle, Manager as _, async_runtime};

use crate::{
    arguments::{self, Arguments, Show},
    background::Life,
    leaving::Leaving,
    near::Near,
    opened::Opened,
    openings::{self, Openings},
    paths::Paths,
    push::Missed,
    shell::Shell,
    shortcut::{self, Keys},
    tray::Tray,
    window,
    wire::OpenTarget,
};

/// What other starts asked for while this one began; none once it has begun.
pub(crate) struct Early(Mutex<Option<Vec<Arguments>>>);

impl Default for Early {
    fn default() -> Self {
        Self(Mutex::new(Some(Vec::new())))
    }
}

/// Sets up the program, and shows what its arguments ask for. On the main thread.
pub(crate) fn first(app: &AppHandle, paths: &Paths) {
    app.manage(Openings::default());
    app.manage(Opened::default());
    app.manage(Missed::default());
    app.manage(Life::default());
    app.manage(Leaving::default());
    app.manage(Near::default());
    app.manage(Keys::default());
    app.manage(Tray::create(app));
    app.manage(Shell::open(app, paths));
    let folder = std::env::current_dir().unwrap_or_default();
    follow(app, arguments::parse(std::env::args().skip(1), &folder));
    shortcut::register(app);
    end_on_signals(app);
    let early = lock(&app.state::<Early>().0).take();
    for asked in early.into_iter().flatten() {
        follow(app, asked);
    }
}

/// Takes over the arguments of another start, which ends. It may come while this one begins, and
/// while it ends.
pub(crate) fn again(app: &AppHandle, arguments: Vec<String>, folder: &str) {
    let arguments: Vec<_> = arguments.into_iter().skip(1).collect();
    let folder = Path::new(folder);
    let asked = arguments::parse(arguments.iter().cloned(), folder);
    {
        let state = app.state::<Early>();
        let mut early = lock(&state.0);
        if let Some(early) = early.as_mut() {
            early.push(asked);
            return;
        }
    }
    if !app.state::<Leaving>().start_after(arguments, folder) {
        follow(app, asked);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn follow(app: &AppHandle, asked: Arguments) {
    let Arguments { hidden, quick_add, show, sources } = asked;
    if quick_add {
        window::show_quick(app);
    }
    match show {
        Some(Show::Event(id, original)) => openings::open_event(app, id, original),
        Some(Show::Reminders) => openings::open(app, Some(OpenTarget::Reminders)),
        Some(Show::Approvals) => {
            openings::open(app, Some(OpenTarget::Approvals { proposal: None }))
        }
        None if !quick_add && !hidden && sources.is_empty() => openings::open(app, None),
        None => {}
    }
    for source in sources {
        let token = app.state::<Opened>().keep(source);
        openings::open(app, Some(OpenTarget::Import { token }));
    }
}

/// The end of a session is an end in order.
fn end_on_signals(app: &AppHandle) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
            let app = app.clone();
            async_runtime::spawn(async move {
                if let Ok(mut signals) = signal(kind)
                    && signals.recv().await.is_some()
                {
                    app.state::<Shell>().quit(&app);
                }
            });
        }
    }
    #[cfg(not(unix))]
    let _ = (app, async_runtime::spawn(async {}));
}
