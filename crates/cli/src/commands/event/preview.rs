//! What an edit brings about besides itself, asked before it is made and told afterwards.

use kalends_engine::{
    AccountState, CalendarView, Consequences, Direction, EditScope, Edited, Engine, Error,
    EventChange, Notify, Problem, Role, Target,
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
    let preview = engine
        .preview_edit(target, change, scope)
        .await
        .map_err(|error| unfit(with_option(error.problem(), calendar)))?;
    let Consequences { resets, ref problem, .. } = preview;
    if let Some(problem) = problem {
        return Err(unfit(with_option(problem.clone(), calendar)));
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

/// A calendar that is only read because the user chose so is told by the option that chose it.
fn with_option(problem: Problem, calendar: &CalendarView) -> Problem {
    let may_write = calendar
        .mirror
        .as_ref()
        .is_some_and(|mirror| !matches!(mirror.role, Role::FreeBusyReader | Role::Reader));
    if problem.kind != "read_only" || calendar.direction != Direction::Read || !may_write {
        return problem;
    }
    let id = calendar.id;
    let remedy = format!("Let edits go to it with `kalends calendar set {id} --direction both`.");
    Problem { remedy, ..problem }
}

fn unfit(problem: Problem) -> Failure {
    if problem.kind == "invalid" {
        Failure::usage(problem.message, problem.remedy)
    } else {
        problem.into()
    }
}
