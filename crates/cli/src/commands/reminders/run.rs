//! `kalends reminders run`: shows what is due, where no window does.

use std::{
    env,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use kalends_engine::{Engine, Notifier as _, Opening, Trigger};
use kalends_notify::{DesktopNotifier, ResumeSignal};

use crate::{failure::Failure, output::Output};

pub(super) async fn run(engine: &Engine, output: &Output) -> Result<(), Failure> {
    let notifier = Arc::new(DesktopNotifier::new(open));
    // A service may still come: reminders wait for it.
    if let Err(error) = notifier.abilities().await {
        Failure::from(error.problem()).report();
    }
    let awake = engine.clone();
    let _resume = ResumeSignal::watch(move || awake.note_moment(Trigger::Wake));
    let mut stop = Box::pin(stopped());
    // Listened to from its first poll on: before anybody has read how to stop it.
    tokio::select! {
        biased;
        () = &mut stop => return Ok(()),
        () = std::future::ready(()) => {}
    }
    if !output.is_json() {
        // With standard error gone it works all the same.
        let _ = writeln!(anstream::stderr(), "Showing reminders; Ctrl-C ends it.");
    }
    Ok(Box::pin(engine.run_reminders(notifier, stop)).await?)
}

/// Ctrl-C, or the system asking to end.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut end = signal(SignalKind::terminate()).ok();
        let ended = async {
            match end.as_mut() {
                Some(end) => end.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = ended => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

/// Opens a link in the browser; anything else is the app's to show.
fn open(what: Opening) {
    let opened = match what {
        Opening::Link(link) if is_web(&link) => open::that_detached(link),
        Opening::Link(_) => return,
        Opening::Event { event_id, original } => {
            start_app(Some(&format!("--event={event_id}@{}", original.seconds())))
        }
        Opening::Reminders => start_app(Some("--reminders")),
        Opening::Approvals(_) => start_app(Some("--approvals")),
        Opening::Conflicts => start_app(None),
    };
    if let Err(error) = opened {
        let failure = Failure::new(
            format!("could not open what was chosen on a notification: {error}"),
            "Look for it with `kalends reminders` and `kalends agenda`.",
        );
        failure.report();
    }
}

/// Links come from other people: only what a browser opens as a page is opened.
fn is_web(link: &str) -> bool {
    let scheme = link.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("https" | "http"))
}

/// The app beside this program, or wherever programs are; a second start brings up the first and
/// tells it what to show.
fn start_app(show: Option<&str>) -> std::io::Result<()> {
    const APP: &str = "kalends-desktop";
    let beside = env::current_exe().ok();
    let beside = beside.as_deref().and_then(Path::parent).map(|folder| folder.join(APP));
    let app = beside.filter(|app| app.exists()).unwrap_or_else(|| PathBuf::from(APP));
    let mut child = Command::new(app)
        .args(show)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Waited for, so that nothing of it is left in the process table when it ends.
    std::thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_are_opened() {
        for link in ["https://meet.example/x", "HTTP://meet.example"] {
            assert!(is_web(link), "{link}");
        }
        for link in ["file:///etc/passwd", "javascript://x", "zoommtg://x", "/bin/sh", ""] {
            assert!(!is_web(link), "{link}");
        }
    }
}
