//! From a call of a tool to the engine, and back: arguments to values, values to answers.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kalends_calendar::free::{Hours, WorkingHours};
use kalends_engine::{
    AgentSession, AgentSlotQuery, AgentWindow, CalendarId, ProposalId, ProposalNews, ProposalQuery,
    TargetId,
};
use rmcp::model::{CallToolResult, JsonObject};
use serde::Serialize;
use serde_json::Value;

use crate::{
    arguments::read,
    ask::{self, Taken},
    fault::{Fault, quoted},
    reply, request,
};

/// Longest answer to a call of a reading tool about a window, in days.
const EVENT_DAYS: i64 = 366;
const FREE_DAYS: i64 = 93;

/// Calls the tool of this name; none where there is no such tool.
pub(crate) async fn call(
    session: &AgentSession,
    name: &str,
    arguments: Option<JsonObject>,
) -> Option<CallToolResult> {
    let answered = match name {
        "get_context" => get_context(session, arguments).await,
        "list_calendars" => list_calendars(session, arguments).await,
        "list_events" => list_events(session, arguments).await,
        "get_event" => get_event(session, arguments).await,
        "search_events" => search_events(session, arguments).await,
        "list_changes" => list_changes(session, arguments).await,
        "free_busy" => free_busy(session, arguments).await,
        "find_free_slots" => find_free_slots(session, arguments).await,
        "propose_create" => propose(session, read(arguments).map(ask::BatchItem::Create)).await,
        "propose_update" => propose(session, read(arguments).map(ask::BatchItem::Update)).await,
        "propose_delete" => propose(session, read(arguments).map(ask::BatchItem::Delete)).await,
        "propose_respond" => propose(session, read(arguments).map(ask::BatchItem::Respond)).await,
        "propose_batch" => propose_batch(session, arguments).await,
        "proposal_status" => proposal_status(session, arguments).await,
        "withdraw_proposal" => withdraw_proposal(session, arguments).await,
        _ => return None,
    };
    Some(answered.map_or_else(Fault::into_result, CallToolResult::structured))
}

/// What every call comes to: the value of its structured answer.
type Answered = Result<Value, Fault>;

async fn get_context(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let ask::Nothing {} = read(arguments)?;
    answer(&reply::ContextReply::from(session.get_context().await?))
}

async fn list_calendars(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let ask::Nothing {} = read(arguments)?;
    answer(&calendars(session).await?)
}

/// The calendars, as the tool and the resource tell them.
pub(crate) async fn calendars(session: &AgentSession) -> Result<reply::CalendarsReply, Fault> {
    Ok(session.list_calendars().await?.into())
}

/// One proposal, as the resource tells it.
pub(crate) async fn proposal(
    session: &AgentSession,
    id: ProposalId,
) -> Result<reply::ProposalReply, Fault> {
    let mut found = session.proposal_status(ProposalQuery::One(id)).await?;
    let one = found.pop().ok_or_else(|| Fault::from(no_proposal(&id.to_string())))?;
    Ok(reply::ProposalReply::new(one, Vec::new()))
}

async fn list_events(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::Events = read(arguments)?;
    let zone = ask::zone(&asked.time_zone)?;
    let window = window(&asked.start, &asked.end, &zone, EVENT_DAYS)?;
    let page = session
        .list_events(&AgentWindow {
            from: window.from,
            to: window.to,
            zone,
            calendars: calendar_ids(asked.calendars)?,
            cursor: asked.cursor,
        })
        .await?;
    answer(&reply::EventsReply::new(page, window.from, window.to, window.notes))
}

async fn get_event(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::GetEvent = read(arguments)?;
    let id = target(&asked.event_id)?;
    let zone = zone_or_own(session, asked.time_zone.as_deref()).await?;
    answer(&reply::EventReply::from(session.get_event(id, &zone).await?))
}

async fn search_events(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::Search = read(arguments)?;
    if asked.query.trim().is_empty() {
        return Err(Fault::invalid("`query` is empty: give the words to look for."));
    }
    let limit = within("limit", asked.limit, 50)?;
    let zone = zone_or_own(session, asked.time_zone.as_deref()).await?;
    let ids = calendar_ids(asked.calendars)?;
    let hits = session.search_events(&asked.query, ids.as_deref(), &zone, limit).await?;
    answer(&reply::SearchReply::from(hits))
}

async fn list_changes(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::ListChanges = read(arguments)?;
    answer(&reply::ChangesReply::from(session.list_changes(asked.cursor.as_deref()).await?))
}

async fn free_busy(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::FreeBusy = read(arguments)?;
    let zone = zone_or_own(session, asked.time_zone.as_deref()).await?;
    let Window { from, to, notes } = window(&asked.start, &asked.end, &zone, FREE_DAYS)?;
    let ids = calendar_ids(asked.calendars)?;
    let found = session.free_busy(from, to, ids.as_deref(), &zone).await?;
    answer(&reply::FreeBusyReply::new(found, local(from, &zone), local(to, &zone), notes))
}

async fn find_free_slots(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::FindFree = read(arguments)?;
    let zone = ask::zone(&asked.time_zone)?;
    let Window { from, to, notes } = window(&asked.start, &asked.end, &zone, FREE_DAYS)?;
    let hours = asked.working_hours.map(|all| hours(&all)).transpose()?;
    let buffer = asked.buffer.map(|length| ask::minutes("buffer", &length, true)).transpose()?;
    let query = AgentSlotQuery {
        duration: ask::minutes("duration", &asked.duration, false)?,
        from,
        to,
        zone,
        hours,
        buffer,
        limit: within("limit", asked.limit, 100)? as usize,
    };
    answer(&reply::SlotsReply::new(session.find_free_slots(&query).await?, notes))
}

async fn propose(session: &AgentSession, asked: Result<ask::BatchItem, Fault>) -> Answered {
    let (request, notes) = request::of(session, asked?).await?;
    let proposal = Box::pin(session.propose(request)).await?;
    answer(&reply::ProposalReply::new(proposal, notes))
}

async fn propose_batch(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::Batch = read(arguments)?;
    if asked.proposals.is_empty() || asked.proposals.len() > ask::BATCH_MOST {
        return Err(Fault::invalid(format!(
            "`proposals` has {} entries: give 1 to {}.",
            asked.proposals.len(),
            ask::BATCH_MOST
        )));
    }
    let (mut requests, mut notes) = (Vec::new(), Vec::new());
    for (place, item) in asked.proposals.into_iter().enumerate() {
        let within =
            |fault: Fault| Fault { text: format!("proposals[{place}]: {}", fault.text), ..fault };
        let (request, some) = request::of(session, item).await.map_err(within)?;
        requests.push(request);
        notes.extend(some.into_iter().map(|note| format!("proposals[{place}]: {note}")));
    }
    let proposals = Box::pin(session.propose_batch(requests)).await?;
    answer(&reply::BatchReply::new(proposals, notes))
}

async fn proposal_status(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::Status = read(arguments)?;
    let news = match (asked.id, asked.since) {
        (Some(id), None) => {
            let query = ProposalQuery::One(proposal_id(&id)?);
            let proposals = session.proposal_status(query).await?;
            ProposalNews { proposals, next_since: None }
        }
        (None, Some(since)) => {
            let since = ask::instant("since", &since, &TimeZone::UTC)?;
            Box::pin(session.proposal_news(since.at)).await?
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(Fault::invalid(
                "give either `id`, of one proposal, or `since`, such as 2026-11-20T08:00:00Z.",
            ));
        }
    };
    answer(&reply::ProposalsReply::from(news))
}

async fn withdraw_proposal(session: &AgentSession, arguments: Option<JsonObject>) -> Answered {
    let asked: ask::Withdraw = read(arguments)?;
    let proposal = session.withdraw(proposal_id(&asked.id)?).await?;
    answer(&reply::ProposalReply::new(proposal, Vec::new()))
}

/// The value of a structured answer.
pub(crate) fn answer<T: Serialize>(reply: &T) -> Answered {
    serde_json::to_value(reply).map_err(|error| Fault {
        kind: "internal".into(),
        text: format!("the answer could not be written ({error}). Try again."),
    })
}

struct Window {
    from: Timestamp,
    to: Timestamp,
    notes: Vec<String>,
}

fn window(start: &str, end: &str, zone: &TimeZone, days: i64) -> Result<Window, Fault> {
    let Taken { at: from, note: first } = ask::instant("start", start, zone)?;
    let Taken { at: to, note: last } = ask::instant("end", end, zone)?;
    if from >= to {
        return Err(Fault::invalid(format!(
            "`start` {} is not before `end` {}: `end` is the first moment after, so for one day \
             give the day after it.",
            quoted(start),
            quoted(end)
        )));
    }
    if from.duration_until(to) > SignedDuration::from_hours(days * 24) {
        return Err(Fault::invalid(format!(
            "the window from `start` to `end` is longer than {days} days: ask for less at a time."
        )));
    }
    Ok(Window { from, to, notes: first.into_iter().chain(last).collect() })
}

/// The zone that was asked for, or the user's.
async fn zone_or_own(session: &AgentSession, name: Option<&str>) -> Result<TimeZone, Fault> {
    match name {
        Some(name) => ask::zone(name),
        None => Ok(ask::zone(&session.get_context().await?.time_zone).unwrap_or(TimeZone::UTC)),
    }
}

/// The hours that were given; any time where none were.
fn hours(asked: &[ask::Hours]) -> Result<WorkingHours, Fault> {
    if asked.is_empty() {
        return Ok(WorkingHours::always());
    }
    let mut hours = WorkingHours { days: Default::default() };
    for one in asked {
        let from = ask::time_of_day("working_hours.from", &one.from)?;
        let to = ask::time_of_day("working_hours.to", &one.to)?;
        if let Some(day) = hours.days.get_mut(one.weekday as usize) {
            day.push(Hours { from, to });
        }
    }
    Ok(hours)
}

fn calendar_ids(asked: Option<Vec<String>>) -> Result<Option<Vec<CalendarId>>, Fault> {
    asked.map(|all| all.iter().map(|id| calendar_id(id)).collect()).transpose()
}

/// An id of a calendar. What is none is answered as one that nobody has.
pub(crate) fn calendar_id(text: &str) -> Result<CalendarId, Fault> {
    id(text).ok_or_else(|| kalends_engine::Error::CalendarNotFound(shown(text)).into())
}

/// An id of an event. What is none is answered as one that nobody has.
pub(crate) fn target(text: &str) -> Result<TargetId, Fault> {
    id(text).ok_or_else(|| kalends_engine::Error::EventNotFound(shown(text)).into())
}

fn proposal_id(text: &str) -> Result<ProposalId, Fault> {
    id(text).ok_or_else(|| no_proposal(text).into())
}

fn no_proposal(text: &str) -> kalends_engine::Error {
    kalends_engine::Error::ProposalNotFound(shown(text))
}

fn id<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn shown(text: &str) -> String {
    quoted(text)
}

fn within(name: &str, value: u32, most: u32) -> Result<u32, Fault> {
    if (1..=most).contains(&value) {
        return Ok(value);
    }
    Err(Fault::invalid(format!("`{name}` is {value}: give 1 to {most}.")))
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
