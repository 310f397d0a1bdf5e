//! A sign of life on long work, on a terminal only.

use std::{io::IsTerminal as _, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};

use crate::output::Output;

/// Shows `message` and a turning sign on standard error until the work is done. Nothing is shown
/// with `--json` or where standard error is no terminal.
pub(crate) async fn during<T>(
    output: &Output,
    message: &'static str,
    work: impl Future<Output = T>,
) -> T {
    if output.is_json() || !std::io::stderr().is_terminal() {
        return work.await;
    }
    let bar = ProgressBar::new_spinner().with_message(message);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    let done = work.await;
    bar.finish_and_clear();
    done
}
