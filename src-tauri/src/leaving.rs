//! The end of the program: the page first makes final what could still be taken back, and whoever
//! starts the program meanwhile gets a new one.

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;
use tokio::sync::Notify;

use crate::{again, openings::Openings, window, wire::QuitRequested};

/// How long quitting waits for the page.
pub(crate) const LATEST: Duration = Duration::from_secs(2);

/// How far quitting is.
#[derive(Default)]
pub(crate) struct Leaving {
    begun: AtomicBool,
    settled: Notify,
    next: Mutex<Option<Start>>,
}

struct Start {
    arguments: Vec<String>,
    folder: PathBuf,
}

impl Leaving {
    /// Begins to quit; false where that was begun before.
    pub(crate) fn begin(&self) -> bool {
        !self.begun.swap(true, Ordering::SeqCst)
    }

    /// The page has nothing left to write.
    pub(crate) fn note_settled(&self) {
        self.settled.notify_one();
    }

    /// Keeps another start until this one has ended; of several the last. False where this one stays.
    pub(crate) fn start_after(&self, arguments: Vec<String>, folder: &Path) -> bool {
        let leaves = self.begun.load(Ordering::SeqCst);
        if leaves {
            let start = Start { arguments, folder: folder.to_owned() };
            *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(start);
        }
        leaves
    }

    /// Begins what was to start after this. Returns where nothing was.
    pub(crate) fn follow(&self) {
        let next = self.next.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Start { arguments, folder }) = next {
            again::start_with(arguments, &folder);
        }
    }
}

/// Whether an end with this code is one that somebody asked for: that the last window is gone, which
/// has none, is no reason to end a program that reminds.
pub(crate) const fn is_wanted(code: Option<i32>) -> bool {
    code.is_some()
}

/// Resolves once the page made final what could still be taken back, and after [`LATEST`] at last.
pub(crate) async fn settle(app: &AppHandle) {
    if !app.state::<Openings>().is_heard() {
        return;
    }
    if let Err(error) = (QuitRequested {}).emit_to(app, window::MAIN) {
        tracing::warn!(%error, "could not tell the page that the program ends");
        return;
    }
    if tokio::time::timeout(LATEST, app.state::<Leaving>().settled.notified()).await.is_err() {
        tracing::warn!("the page took too long to end");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_window_gone_is_no_end_and_a_code_is_one() {
        assert!(!is_wanted(None));
        assert!(is_wanted(Some(0)));
    }

    #[test]
    fn a_start_while_it_ends_is_kept_and_one_before_is_not() {
        let leaving = Leaving::default();
        let folder = Path::new("/home/ada");
        assert!(!leaving.start_after(vec!["a.ics".into()], folder));
        assert!(leaving.next.lock().unwrap().is_none());
        assert!(leaving.begin());
        assert!(!leaving.begin(), "it ends once");
        for name in ["a.ics", "b.ics"] {
            assert!(leaving.start_after(vec![name.into()], folder));
        }
        let next = leaving.next.lock().unwrap().take().unwrap();
        assert_eq!((next.arguments, next.folder), (vec!["b.ics".to_owned()], folder.to_owned()));
    }
}
