//! Asking Google when calendars are taken (freebusy.query), and keeping what it said.

use std::{collections::HashMap, time::Duration};

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use kalends_calendar::free::Span;
use kalends_remote::google::FreeBusyCalendar;
use kalends_store::{FreeBusy as Kept, accounts, free_busy};

use super::sources::{Line, Source, Way};
use crate::{
    AccountId, Ask, CalendarId, Engine, Error, Problem,
    google::{allowed, session},
};

/// What Google said this long ago is asked again.
pub(super) const FRESH: SignedDuration = SignedDuration::from_mins(5);
/// More than was asked for is asked in the same request, for the questions that follow.
const MORE: SignedDuration = SignedDuration::from_hours(28 * 24);
/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came of asking.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// What is known of calendars by their sources' own words, asked now or before.
    pub(super) kept: HashMap<CalendarId, Kept>,
    /// Calendars that were asked for now, and answered.
    pub(super) now: Vec<CalendarId>,
    /// Why some were not.
    pub(super) problem: Option<Problem>,
}

impl Engine {
    /// Asks where `ask` says so, one request for each account, and keeps the answers.
    pub(super) async fn ask_google(
        &self,
        sources: &[Source],
        span: Span,
        ask: Ask,
    ) -> Result<Answers, Error> {
        let now = self.now();
        let kept = {
            let mut read = self.inner.store.read().await?;
            free_busy::list(&mut read).await?
        };
        let kept: HashMap<CalendarId, Kept> =
            kept.into_iter().map(|row| (row.calendar_id, row)).collect();
        let mut answers = Answers { kept, ..Answers::default() };
        let mut asked: HashMap<AccountId, Vec<(CalendarId, String)>> = HashMap::new();
        for source in sources {
            let is_known = answers.kept.get(&source.id).is_some_and(|row| is_fresh(row, span, now));
            if let Some(line) = line_to_ask(&source.way, ask, is_known) {
                let calendars = asked.entry(line.account).or_default();
                calendars.push((source.id, line.remote_id.clone()));
            }
        }
        if asked.is_empty() {
            return Ok(answers);
        }
        let span = Span { start: span.start, end: span.end.max(span.start + MORE.as_secs()) };
        let asking = asked.into_iter().map(|(account, calendars)| async move {
            let answer = Box::pin(self.ask_account(account, &calendars, span)).await;
            (calendars, answer)
        });
        let mut rows = Vec::new();
        for (calendars, answer) in join_all(asking).await {
            match answer {
                Ok(answer) => {
                    rows.extend(calendars.iter().zip(answer).map(|((id, _), said)| Kept {
                        calendar_id: *id,
                        asked: span,
                        asked_at: now,
                        spans: said.busy.iter().map(|one| seconds(one.start, one.end)).collect(),
                        reason: said.errors.join(", "),
                    }))
                }
                Err(error @ (Error::Store(_) | Error::Cancelled(_))) => return Err(error),
                Err(error) => answers.problem = Some(error.problem()),
            }
        }
        if !rows.is_empty() {
            let mut write = self.inner.store.begin().await?;
            for row in &rows {
                free_busy::put(&mut write, row).await?;
            }
            write.commit().await?;
        }
        answers.now = rows.iter().map(|row| row.calendar_id).collect();
        answers.kept.extend(rows.into_iter().map(|row| (row.calendar_id, row)));
        Ok(answers)
    }

    async fn ask_account(
        &self,
        id: AccountId,
        calendars: &[(CalendarId, String)],
        span: Span,
    ) -> Result<Vec<FreeBusyCalendar>, Error> {
        let account = {
            let mut read = self.inner.store.read().await?;
            accounts::get(&mut read, id).await?
        };
        if !allowed::can_talk(&account) {
            return Err(Error::Refused(Problem::new(
                "signed_out",
                format!("{} is signed out", account.name),
                "Sign in again.",
            )));
        }
        if !allowed::scopes(&account).can_query_free_busy() {
            return Err(Error::Refused(Problem::new(
                "missing_scope",
                format!("{} does not allow to ask when calendars are taken", account.name),
                "Add the permission to the account in the settings.",
            )));
        }
        let session = session(self, id).await?;
        let ids: Vec<String> = calendars.iter().map(|(_, remote)| remote.clone()).collect();
        let instant = |second: i64| Timestamp::from_second(second).unwrap_or_default();
        let asking = session.free_busy(&ids, instant(span.start), instant(span.end));
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(Error::Refused(Problem::new(
                "timeout",
                format!(
                    "Google did not say within {} s when calendars are taken",
                    PATIENCE.as_secs()
                ),
                "Try again later; what is known here is shown.",
            ))),
        }
    }
}

/// Whom to ask about a calendar, if anybody. `is_known`: the answer is here already.
fn line_to_ask(way: &Way, ask: Ask, is_known: bool) -> Option<&Line> {
    let wanted = match (ask, way) {
        (Ask::Never, _) | (_, Way::Here | Way::Nowhere(_)) => false,
        (Ask::Now, Way::There(_) | Way::Mirror { .. }) => true,
        (Ask::WhenStale, Way::There(_)) => !is_known,
        (Ask::WhenStale, Way::Mirror { is_old, .. }) => *is_old && !is_known,
    };
    match way {
        Way::There(line) | Way::Mirror { asked: Some(line), .. } if wanted => Some(line),
        Way::There(_) | Way::Mirror { .. } | Way::Here | Way::Nowhere(_) => None,
    }
}

/// Whether a kept answer is for all of this span.
pub(super) const fn covers(row: &Kept, span: Span) -> bool {
    row.asked.start <= span.start && span.end <= row.asked.end
}

/// Whether a kept answer is for all of this span, and young.
fn is_fresh(row: &Kept, span: Span, now: Timestamp) -> bool {
    covers(row, span) && !is_old(row, now)
}

/// Whether a kept answer is to be asked for again; one from the future is.
pub(super) fn is_old(row: &Kept, now: Timestamp) -> bool {
    let age = now.duration_since(row.asked_at);
    age > FRESH || age < -FRESH
}

fn seconds(start: Timestamp, end: Timestamp) -> Span {
    Span { start: start.as_second(), end: end.as_second() }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn google_is_asked_where_nothing_here_says_it() {
        let line =
            || Line { account: AccountId(uuid::Uuid::nil()), remote_id: "x@example.com".into() };
        let as_of = Timestamp::UNIX_EPOCH;
        let ways = [
            ("here", Way::Here),
            ("feed", Way::Mirror { as_of, is_old: true, asked: None }),
            ("mirror", Way::Mirror { as_of, is_old: false, asked: Some(line()) }),
            ("old mirror", Way::Mirror { as_of, is_old: true, asked: Some(line()) }),
            ("there", Way::There(line())),
            ("nowhere", Way::Nowhere("gone")),
        ];
        let mut table = String::new();
        for (name, way) in &ways {
            write!(table, "{name:10}").unwrap();
            for ask in [Ask::Never, Ask::WhenStale, Ask::Now] {
                for is_known in [false, true] {
                    let is_asked = line_to_ask(way, ask, is_known).is_some();
                    write!(
                        table,
                        "  {ask:?}{} {}",
                        if is_known { " known" } else { "" },
                        if is_asked { "asks" } else { "-" }
                    )
                    .unwrap();
                }
            }
            table.push('\n');
        }
        insta::assert_snapshot!(table, @r"
        here        Never -  Never known -  WhenStale -  WhenStale known -  Now -  Now known -
        feed        Never -  Never known -  WhenStale -  WhenStale known -  Now -  Now known -
        mirror      Never -  Never known -  WhenStale -  WhenStale known -  Now asks  Now known asks
        old mirror  Never -  Never known -  WhenStale asks  WhenStale known -  Now asks  Now known asks
        there       Never -  Never known -  WhenStale asks  WhenStale known -  Now asks  Now known asks
        nowhere     Never -  Never known -  WhenStale -  WhenStale known -  Now -  Now known -
        ");
    }
}
