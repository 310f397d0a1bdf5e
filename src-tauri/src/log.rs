//! The shell's log: on stderr where `KALENDS_LOG` asks for one, else a few small files.
//!
//! Only Kalends' own lines are kept: what libraries log may hold a feed's address.

use std::path::Path;

use tracing_subscriber::{
    EnvFilter, Layer as _, filter::filter_fn, fmt, layer::SubscriberExt as _, registry,
};

use crate::paths::Paths;

/// Days of log that are kept.
const KEPT_FILES: usize = 7;

/// Starts logging. Without a place to write to, nothing is logged.
pub(crate) fn start(paths: &Paths) {
    let own = filter_fn(|line| line.target().starts_with("kalends"));
    if let Ok(filter) = EnvFilter::try_from_env("KALENDS_LOG") {
        let lines = fmt::layer().with_writer(std::io::stderr).with_filter(own);
        let _ = tracing::subscriber::set_global_default(registry().with(filter).with(lines));
        return;
    }
    if make_folder(&paths.logs()).is_err() {
        return;
    }
    let files = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("kalends-desktop")
        .filename_suffix("log")
        .max_log_files(KEPT_FILES)
        .build(paths.logs());
    if let Ok(files) = files {
        let lines = fmt::layer().with_ansi(false).with_writer(files).with_filter(own);
        let filter = EnvFilter::new("info");
        let _ = tracing::subscriber::set_global_default(registry().with(filter).with(lines));
    }
}

/// The data folder may not be there yet, and is nobody else's business.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}
