//! The engine behind the window: opened beside it, so that the window need not wait.

use std::{sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use jiff::tz::TimeZone;
use kalends_engine::{
    Config, Engine, EventId, Notifier, Opened, SecretsMode, Trigger, calendar::When,
};
use kalends_notify::ResumeSignal;
use tauri::{AppHandle, Manager as _, async_runtime};
use tokio::sync::watch;

use crate::{
    background::Life,
    day,
    leaving::{self, Leaving},
    near, notes, openings,
    paths::Paths,
    push,
    wire::{Problem, Seconds},
};

/// How long the schedule waits for a first picture.
const LATEST_START: Duration = Duration::from_secs(10);

/// How long quitting waits for what is being written and sent.
const LATEST_END: Duration = Duration::from_secs(4);

/// What every command is given.
pub(crate) struct Shell {
    pub paths: Paths,
    opening: watch::Receiver<Opening>,
    closing: watch::Sender<bool>,
    painted: watch::Sender<bool>,
    in_front: watch::Sender<bool>,
    notifier: Arc<dyn Notifier>,
    /// Ends with the engine.
    ended: watch::Receiver<()>,
}

#[derive(Clone)]
enum Opening {
    Going,
    Done { engine: Engine, problem: Option<Problem> },
    Failed(Problem),
}

impl Shell {
    /// Starts to open the engine and, once it is open, its schedule.
    pub(crate) fn open(app: &AppHandle, paths: &Paths) -> Self {
        let (opened, opening) = watch::channel(Opening::Going);
        let (closing, closed) = watch::channel(false);
        let (painted, first_picture) = watch::channel(false);
        let (in_front, front) = watch::channel(false);
        let (end, ended) = watch::channel(());
        let notifier = notes::notifier(app);
        let shown_through = Arc::clone(&notifier);
        let (app, data) = (app.clone(), paths.data().to_owned());
        async_runtime::spawn(async move {
            let opening = async { Ok(Engine::open(Config::system(data, secrets_mode()?)).await?) };
            match opening.await {
                Ok(Opened { engine, problem }) => {
                    push::forward(&app, &engine);
                    near::watch(&app, &engine);
                    async_runtime::spawn(watch_front(engine.clone(), front));
                    day::watch(&app, &engine);
                    let problem = problem.map(Problem::from);
                    opened.send_replace(Opening::Done { engine: engine.clone(), problem });
                    follow_settings(&app, &engine).await;
                    let woken = engine.clone();
                    let _signal = ResumeSignal::watch(move || woken.note_moment(Trigger::Wake));
                    let reminders = run_reminders(engine.clone(), shown_through, closed.clone());
                    let reminders = async_runtime::spawn(reminders);
                    run_schedule(engine.clone(), first_picture, closed).await;
                    // An error means that it panicked, which ends it as well.
                    let _ = reminders.await;
                    engine.close().await;
                }
                Err(problem) => {
                    let Problem { message, .. } = &problem;
                    tracing::error!(%message, "could not open the data folder");
                    opened.send_replace(Opening::Failed(problem));
                    // A start without a window has something to show after all.
                    openings::open(&app, None);
                }
            }
            drop(end);
        });
        let paths = paths.clone();
        Self { paths, opening, closing, painted, in_front, notifier, ended }
    }

    /// The engine, once it is open; else why it is not.
    pub(crate) async fn engine(&self) -> Result<Engine, Problem> {
        match self.opened().await {
            Opening::Done { engine, .. } => Ok(engine),
            Opening::Failed(problem) => Err(problem),
            Opening::Going => Err(gave_up()),
        }
    }

    /// The display zone at this moment: the engine's, which tells when it is another one; the
    /// system's without an engine.
    pub(crate) fn zone(&self) -> TimeZone {
        match &*self.opening.borrow() {
            Opening::Done { engine, .. } => engine.zone(),
            Opening::Going | Opening::Failed(_) => TimeZone::system(),
        }
    }

    /// What the user should hear about an engine that opened all the same.
    pub(crate) async fn start_problem(&self) -> Option<Problem> {
        match self.opened().await {
            Opening::Done { problem, .. } => problem,
            Opening::Failed(_) | Opening::Going => None,
        }
    }

    /// The page has painted: what needs the network may begin.
    pub(crate) fn begin_schedule(&self) {
        self.painted.send_replace(true);
    }

    /// The window came to the front or left it: whoever looks at a calendar wants it fresh.
    pub(crate) fn tell_front(&self, in_front: bool) {
        self.in_front.send_replace(in_front);
    }

    /// Shows notes on this desktop.
    pub(crate) fn notifier(&self) -> Arc<dyn Notifier> {
        Arc::clone(&self.notifier)
    }

    /// The original start of an occurrence in the form its series has it.
    pub(crate) async fn original(
        &self,
        id: EventId,
        original: Option<Seconds>,
    ) -> Result<Option<When>, Problem> {
        let Some(Seconds(original)) = original else { return Ok(None) };
        let details = self.engine().await?.get_event(id, Some(original), &self.zone()).await?;
        Ok(Some(details.occurrence.original))
    }

    /// Ends the schedule and the reminders; what they were writing is finished or undone by the
    /// database.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Ends the program once the page made final what could still be taken back and what is being
    /// written is written; after [`leaving::LATEST`] and [`LATEST_END`] all the same.
    pub(crate) fn quit(&self, app: &AppHandle) {
        if !app.state::<Leaving>().begin() {
            return;
        }
        let (app, mut ended) = (app.clone(), self.ended.clone());
        async_runtime::spawn(async move {
            leaving::settle(&app).await;
            app.state::<Shell>().close();
            // An error means that the engine has ended.
            let over = async { while ended.changed().await.is_ok() {} };
            if tokio::time::timeout(LATEST_END, over).await.is_err() {
                tracing::warn!("the engine took too long to end");
            }
            app.exit(0);
        });
    }

    async fn opened(&self) -> Opening {
        let mut opening = self.opening.clone();
        opening
            .wait_for(|opening| !matches!(opening, Opening::Going))
            .await
            .map_or(Opening::Going, |opening| opening.clone())
    }
}

/// Tells the engine whether the window is in front, what it was before the engine opened included.
async fn watch_front(engine: Engine, mut front: watch::Receiver<bool>) {
    loop {
        let in_front = *front.borrow_and_update();
        engine.set_in_front(in_front);
        if in_front {
            engine.note_moment(Trigger::Focus);
        }
        if front.changed().await.is_err() {
            return;
        }
    }
}

/// Runs the schedule from the first picture on, which must not wait for the network, or from
/// [`LATEST_START`] on where none comes.
async fn run_schedule(
    engine: Engine,
    mut painted: watch::Receiver<bool>,
    mut closed: watch::Receiver<bool>,
) {
    // An error of either means that the window is gone, and that is the same.
    tokio::select! {
        _ = painted.wait_for(|painted| *painted) => {}
        _ = closed.wait_for(|closed| *closed) => {}
        () = tokio::time::sleep(LATEST_START) => {}
    }
    let shutdown = async move {
        let _ = closed.wait_for(|closed| *closed).await;
    };
    if let Err(error) = engine.run_schedule(shutdown).await {
        tracing::error!(%error, "the schedule ended");
    }
}

/// Shows what is due, from the moment the engine is open.
async fn run_reminders(
    engine: Engine,
    notifier: Arc<dyn Notifier>,
    mut closed: watch::Receiver<bool>,
) {
    let shutdown = async move {
        let _ = closed.wait_for(|closed| *closed).await;
    };
    // Named, so that the compiler sees that it may change threads.
    let running: BoxFuture<'_, _> = Box::pin(engine.run_reminders(notifier, shutdown));
    if let Err(error) = running.await {
        tracing::error!(%error, "the reminders ended");
    }
}

/// What closing the window does is known before anybody closes it.
async fn follow_settings(app: &AppHandle, engine: &Engine) {
    match engine.reminder_settings().await {
        Ok(settings) => app.state::<Life>().follow(&settings),
        Err(error) => tracing::warn!(%error, "could not read how the user wants to be reminded"),
    }
}

/// `KALENDS_SECRETS`: the keychain, or the encrypted file where it says so.
fn secrets_mode() -> Result<SecretsMode, Problem> {
    if std::env::var("KALENDS_SECRETS").as_deref() != Ok("file") {
        return Ok(SecretsMode::Keychain);
    }
    let passphrase = std::env::var("KALENDS_PASSPHRASE").map_err(|_| {
        Problem::new(
            "passphrase",
            "The secrets are kept in a file, and its passphrase is not known.",
            "Set KALENDS_PASSPHRASE, or unset KALENDS_SECRETS to use the keychain.",
        )
    })?;
    Ok(SecretsMode::File { passphrase })
}

fn gave_up() -> Problem {
    Problem::new(
        "cancelled",
        "The data folder was being opened when the window closed.",
        "Start Kalends again.",
    )
}
