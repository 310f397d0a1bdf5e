//! Where things lie: everything under the data folder.

use std::path::{Path, PathBuf};

/// The data folder and what the shell keeps in it.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    data: PathBuf,
}

impl Paths {
    /// `KALENDS_DATA_DIR`, else the platform's own place.
    pub(crate) fn find() -> Result<Self, &'static str> {
        kalends_engine::data_folder()
            .map(|data| Self { data })
            .ok_or("no data folder is known: set KALENDS_DATA_DIR")
    }

    /// The engine's folder.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Log files.
    pub(crate) fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    /// The web view's own cache.
    pub(crate) fn web_view(&self) -> PathBuf {
        self.data.join("webview")
    }

    /// Where the window was.
    pub(crate) fn window_place(&self) -> PathBuf {
        self.data.join("window.json")
    }

    /// The theme of the last run, known before the database is open.
    pub(crate) fn theme(&self) -> PathBuf {
        self.data.join("theme")
    }
}
