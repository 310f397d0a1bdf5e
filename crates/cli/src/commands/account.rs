//! `kalends account`.

use std::{io::Write as _, time::Duration};

use kalends_engine::{
    AccountId, AccountKind, AccountState, AccountView, Engine, Permission, Problem,
};
use serde::Serialize;

use crate::{
    Outcome,
    args::{AccountAdd, AccountCommand},
    failure::Failure,
    output::{Output, table},
    question, time,
};

/// An account as `--json` shows it.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    kind: AccountKind,
    name: &'a str,
    email: &'a str,
    state: AccountState,
    missing: &'a [Permission],
    error: Option<&'a Problem>,
    last_good: Option<String>,
    calendars: u64,
    unsent: u64,
}

pub(super) async fn run(
    engine: &Engine,
    command: AccountCommand,
    output: &Output,
) -> Result<Outcome, Failure> {
    match command {
        AccountCommand::Add(AccountAdd::Google { login_hint, no_browser }) => {
            let account = Box::pin(sign_in(engine, login_hint.as_deref(), !no_browser, output));
            let account = account.await?;
            output.show(&row(engine, &account), || {
                let mut lines = vec![format!("Connected {} ({}).", account.name, account.id)];
                if !account.missing.is_empty() {
                    lines.push(format!("not allowed: {}", words(&account.missing)));
                }
                lines.push("`kalends sync` fetches its calendars.".into());
                lines.join("\n")
            })?;
        }
        AccountCommand::List => {
            let accounts = engine.list_accounts().await?;
            let rows: Vec<_> = accounts.iter().map(|account| row(engine, account)).collect();
            output.show(&rows, || {
                let zone = &engine.zone();
                let cells = accounts.iter().map(|account| {
                    [
                        account.id.to_string(),
                        account.name.clone(),
                        kind(account.kind).to_owned(),
                        state(account),
                        account.last_good.map(|at| time::local(Some(at), zone)).unwrap_or_default(),
                        account.calendars.to_string(),
                        account.unsent.to_string(),
                    ]
                });
                table(
                    ["id", "name", "kind", "state", "last good", "calendars", "unsent"],
                    cells,
                    "No accounts yet: connect one with `kalends account add google`.",
                )
            })?;
        }
        AccountCommand::Remove { id, keep_events, delete_events } => {
            remove(engine, id, keep_events, delete_events, output).await?;
        }
    }
    Ok(Outcome::Done)
}

/// Signs in, or gives up when the user presses Ctrl-C.
async fn sign_in(
    engine: &Engine,
    hint: Option<&str>,
    browser: bool,
    output: &Output,
) -> Result<AccountView, Failure> {
    let started = engine.begin_sign_in(None, hint).await?;
    let opened = browser && open(started.url.clone()).await;
    let mut interrupt = Box::pin(tokio::signal::ctrl_c());
    // Listened to from its first poll on: before anybody has read what to interrupt.
    tokio::select! {
        biased;
        _ = &mut interrupt => engine.cancel_sign_in(started.id),
        () = std::future::ready(()) => {}
    }
    invite(&started.url, browser, opened, output)?;
    let mut finish = Box::pin(engine.finish_sign_in(started.id));
    tokio::select! {
        account = &mut finish => Ok(account?),
        _ = &mut interrupt => {
            engine.cancel_sign_in(started.id);
            Ok(finish.await?)
        }
    }
}

/// Whether the system's browser took the address.
async fn open(url: String) -> bool {
    const LONG_ENOUGH: Duration = Duration::from_secs(2);
    let opening =
        tokio::task::spawn_blocking(move || open::that_detached_with_timeout(url, LONG_ENOUGH));
    matches!(opening.await, Ok(Ok(())))
}

/// Says what to do now. The address itself goes to standard output, as an answer does, unless that
/// is for JSON.
fn invite(url: &str, browser: bool, opened: bool, output: &Output) -> Result<(), Failure> {
    let words = match (browser, opened) {
        (true, true) => "Answer Google in your browser. If no page opened, open this address:",
        (true, false) => "No browser could be opened. Open this address in one on this computer:",
        (false, _) => "Open this address in a browser on this computer:",
    };
    // With standard error gone the address below still says it.
    let _ = writeln!(anstream::stderr(), "{words}");
    if output.is_json() {
        let _ = writeln!(anstream::stderr(), "{url}");
    } else {
        output.raw(format!("{url}\n").as_bytes())?;
    }
    let _ = writeln!(anstream::stderr(), "Waiting for five minutes; Ctrl-C gives up.");
    Ok(())
}

async fn remove(
    engine: &Engine,
    id: AccountId,
    keep: bool,
    delete: bool,
    output: &Output,
) -> Result<(), Failure> {
    let account = get(engine, id).await?;
    let keep = match (keep, delete) {
        (true, _) => true,
        (false, true) => false,
        (false, false) => ask(&account)?,
    };
    engine.remove_account(id, keep).await?;
    let value = serde_json::json!({ "id": id.to_string(), "kept_events": keep });
    output.show(&value, || {
        if keep {
            format!("Signed out of {}; its events stay to be read.", account.name)
        } else {
            format!("Signed out of {}; its events are gone from this computer.", account.name)
        }
    })
}

/// Whether the events are to stay.
fn ask(account: &AccountView) -> Result<bool, Failure> {
    let unsent = match account.unsent {
        0 => String::new(),
        1 => " 1 edit was not sent yet.".to_owned(),
        many => format!(" {many} edits were not sent yet."),
    };
    if !question::can_ask() {
        return Err(Failure::usage(
            format!("it is not said what becomes of the events of {}.{unsent}", account.name),
            "Give --keep-events or --delete-events.",
        ));
    }
    let question = format!(
        "Signing out of {}.{unsent} Keep its events and unsent edits on this computer, or delete \
         them?",
        account.name
    );
    match question::choose(&question, &["keep", "delete", "cancel"])? {
        0 => Ok(true),
        1 => Ok(false),
        _ => Err(Failure::new("nothing was changed", "")),
    }
}

async fn get(engine: &Engine, id: AccountId) -> Result<AccountView, Failure> {
    let all = engine.list_accounts().await?;
    all.into_iter().find(|account| account.id == id).ok_or_else(|| {
        Failure::new(
            format!("account {id} does not exist"),
            "List the accounts with `kalends account list`.",
        )
    })
}

fn row<'a>(engine: &Engine, account: &'a AccountView) -> Row<'a> {
    let zone = &engine.zone();
    Row {
        id: account.id.to_string(),
        kind: account.kind,
        name: &account.name,
        email: &account.email,
        state: account.state,
        missing: &account.missing,
        error: account.problem.as_ref(),
        last_good: account.last_good.map(|at| time::instant(at, zone)),
        calendars: account.calendars,
        unsent: account.unsent,
    }
}

const fn kind(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Google => "Google",
        AccountKind::Feed => "calendar links",
        AccountKind::Local => "this computer",
        AccountKind::Sample => "samples",
    }
}

fn state(account: &AccountView) -> String {
    let problem = account.problem.as_ref().map(|problem| problem.message.as_str());
    match (account.state, problem) {
        (AccountState::Ok, None) => "ok".into(),
        (AccountState::Ok, Some(problem)) => format!("failing: {problem}"),
        (AccountState::Partial, _) => format!("not allowed: {}", words(&account.missing)),
        (AccountState::SignIn, _) => "sign in again with `kalends account add google`".into(),
        (AccountState::SignedOut, _) => "signed out".into(),
    }
}

/// What is missing, in words.
fn words(missing: &[Permission]) -> String {
    let word = |permission: &Permission| match permission {
        Permission::ReadEvents => "reading events",
        Permission::WriteEvents => "changing events",
        Permission::ListCalendars => "listing calendars",
        Permission::FreeBusy => "asking when others are busy",
        Permission::ReadSettings => "reading settings",
    };
    missing.iter().map(word).collect::<Vec<_>>().join(", ")
}
