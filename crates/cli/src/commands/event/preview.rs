//! What an edit brings about besides itself, asked before it is made and told afterwards.

use kalends_engine::{
    AccountState, CalendarView, Consequences, Direction, EditScope, Edited, Engine, Error,
    EventChange, Notify, Permission, Problem, Role, Target,
};

use super::mail;
use crate::{args::Mail, failure::Failure, question};

/// What the user agreed to.
pub(super) struct Agreed {
    pub(super) notify: Notify,
    /// How many changed occurrences fall back to their series.
    pub(super) resets: u64,
}

/// Asks on a terminal whether changed occurrences may be lost and whom to mail. A script is told
/// of the one and has to say the other.
pub(super) async fn agree(
    engine: &Engine,
    mail: Option<Mail>,
    target: Option<Target>,
    change: Option<&EventChange>,
    scope: EditScope,
    calendar: &CalendarView,
) -> Result<Agreed, Failure> {
    let preview = engine.preview_edit(target, change, scope).await.map_err(|error| error.problem());
    let preview = match preview {
        Ok(preview) => preview,
        Err(problem) => {
            return Err(read_only(engine, problem, (calendar, target.is_none()), change).await);
        }
    };
    let Consequences { resets, ref problem, .. } = preview;
    if let Some(problem) = problem {
        return Err(read_only(engine, problem.clone(), (calendar, target.is_none()), change).await);
    }
    if resets > 0 && question::can_ask() {
        let question = format!("{} Go on?", told(resets));
        if question::choose(&question, &["yes", "no"])? != 0 {
            return Err(Failure::new("nothing was changed", ""));
        }
    }
    Ok(Agreed { notify: mail::choose(mail, &preview)?, resets })
}

/// That changed occurrences are lost; empty when none is.
pub(super) fn told(resets: u64) -> String {
    match resets {
        0 => String::new(),
        1 => "1 changed occurrence falls back to the series.".into(),
        more => format!("{more} changed occurrences fall back to the series."),
    }
}

/// What becomes of an edit that waits; empty when it does not.
pub(super) async fn sending(engine: &Engine, edited: &Edited) -> Result<String, Failure> {
    if !edited.pending {
        return Ok(String::new());
    }
    let calendar = engine.get_calendar(edited.calendar_id).await?;
    let account = engine.get_account(calendar.account_id).await?;
    Ok(match account.state {
        AccountState::SignIn | AccountState::SignedOut => {
            format!("It waits until {} is signed in again.", account.name)
        }
        AccountState::Ok | AccountState::Partial => "`kalends sync` sends it.".into(),
    })
}

/// Values that cannot be meant, such as a rule that cannot be read, are wrong usage.
pub(super) fn refused(error: Error) -> Failure {
    unfit(error.problem())
}

/// A refusal in the words of the command line: what the window has in its settings is an option or a
/// command here.
pub(super) async fn read_only(
    engine: &Engine,
    problem: Problem,
    (calendar, is_new): (&CalendarView, bool),
    change: Option<&EventChange>,
) -> Failure {
    if problem.kind != "read_only" {
        return unfit(problem);
    }
    // Where the event is, and where it is to go.
    let mut calendars = vec![(calendar.clone(), is_new)];
    if let Some(other) = change.and_then(|change| change.calendar)
        && let Ok(other) = engine.get_calendar(other).await
    {
        calendars.push((other, true));
    }
    for (calendar, is_choice) in &calendars {
        if let Some(remedy) = remedy(engine, calendar, *is_choice).await {
            return unfit(Problem { remedy, ..problem });
        }
    }
    unfit(problem)
}

/// What makes a calendar take edits; none where it does, or where nothing here helps.
async fn remedy(engine: &Engine, calendar: &CalendarView, is_choice: bool) -> Option<String> {
    let Some(mirror) = &calendar.mirror else {
        return (calendar.read_only && is_choice).then(|| {
            "Name a calendar of your own with --calendar; `kalends calendar list` lists them."
                .into()
        });
    };
    if matches!(mirror.role, Role::FreeBusyReader | Role::Reader) {
        return None;
    }
    if calendar.direction == Direction::Read {
        let id = calendar.id;
        return Some(format!(
            "Let edits go to it with `kalends calendar set {id} --direction both`."
        ));
    }
    let account = engine.get_account(calendar.account_id).await.ok()?;
    account.missing.contains(&Permission::WriteEvents).then(|| {
        let email = &account.email;
        format!("Add the permission with `kalends account add google --login-hint {email}`.")
    })
}

fn unfit(problem: Problem) -> Failure {
    if problem.kind == "invalid" {
        Failure::usage(problem.message, problem.remedy)
    } else {
        problem.into()
    }
}
