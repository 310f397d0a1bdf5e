//! Start and end of an event, as the arguments give them and as it has them.

use jiff::{
    SignedDuration, Timestamp, ToSpan as _,
    civil::{Date, Time},
    tz::TimeZone,
};
use kalends_engine::calendar::{When, Zone};

use crate::{
    failure::Failure,
    time::{self, Written},
};

/// The zone in which local times are meant, and whether the user named it: then it becomes the
/// event's own.
pub(super) struct Reading {
    pub(super) zone: TimeZone,
    pub(super) named: bool,
}

/// What the arguments say of start and end.
#[derive(Debug, Default)]
pub(super) struct Asked<'a> {
    pub(super) start: Option<&'a str>,
    pub(super) end: Option<&'a str>,
    pub(super) all_day: bool,
}

/// Start and end of a new event.
pub(super) fn new_span(
    start: &str,
    end: &str,
    all_day: bool,
    reading: &Reading,
) -> Result<(When, When), Failure> {
    let (start, end) = (time::read(start)?, time::read(end)?);
    let span = match (&start, &end) {
        (Written::Date(start), Written::Date(end)) => (When::Date(*start), When::Date(*end)),
        (Written::Local(_) | Written::Instant(_), Written::Local(_) | Written::Instant(_))
            if !all_day =>
        {
            let span = (timed(&start, reading, None)?, timed(&end, reading, None)?);
            exact(span, (instant(&start), instant(&end)), reading)
        }
        (Written::Date(_) | Written::Local(_) | Written::Instant(_), _) => return Err(mixed()),
    };
    in_order(span)
}

/// Start and end of an event that has `now`; none when nothing is asked. What is left out stays,
/// or keeps the length.
pub(super) fn changed_span(
    now: (&When, &When),
    asked: &Asked<'_>,
    reading: &Reading,
) -> Result<Option<(When, When)>, Failure> {
    let start = asked.start.map(time::read).transpose()?;
    let end = asked.end.map(time::read).transpose()?;
    if start.is_none() && end.is_none() && (!asked.all_day || now.0.is_date()) {
        return Ok(None);
    }
    let is_time = |written: &Option<Written>| {
        matches!(written, Some(Written::Local(_) | Written::Instant(_)))
    };
    let times = is_time(&start) || is_time(&end);
    let dates = [&start, &end].into_iter().any(|one| matches!(one, Some(Written::Date(_))));
    let whole_days = match (times, dates) {
        (true, true) => return Err(mixed()),
        (true, false) if asked.all_day => return Err(mixed()),
        (times, _) => !times,
    };
    let both = start.is_some() && end.is_some();
    if whole_days != now.0.is_date() && !both && !asked.all_day {
        let (is, to) = if whole_days {
            ("has times of day", "Give times, or --all-day, or both --start and --end as dates.")
        } else {
            ("takes whole days", "Give dates, or both --start and --end as times.")
        };
        return Err(Failure::usage(format!("the event {is}"), to));
    }
    let length = Length::of(now, whole_days);
    let from = match &start {
        Some(Written::Date(date)) => When::Date(*date),
        Some(written) => timed(written, reading, Some(now.0))?,
        None if whole_days => When::Date(now.0.local().date()),
        None => now.0.clone(),
    };
    let to = match &end {
        Some(Written::Date(date)) => When::Date(*date),
        Some(written) => timed(written, reading, Some(now.1))?,
        // A new start keeps the length; without one the end stays where it is.
        None => length.after(&from)?,
    };
    let starts_at = start.as_ref().and_then(instant);
    let ends_at = match &end {
        Some(end) => instant(end),
        None => length.end_of(&from, starts_at)?,
    };
    in_order(exact((from, to), (starts_at, ends_at), reading)).map(Some)
}

/// Start and end of an event that has `now` and is moved to begin at `to`.
pub(super) fn moved_span(
    now: (&When, &When),
    to: &str,
    reading: &Reading,
) -> Result<(When, When), Failure> {
    let written = time::read(to)?;
    let start = match (&written, now.0) {
        (Written::Date(date), When::Date(_)) => When::Date(*date),
        (Written::Date(date), When::Floating(local)) => {
            When::Floating(date.to_datetime(local.time()))
        }
        (Written::Date(date), When::Zoned(local, zone)) => {
            When::Zoned(date.to_datetime(local.time()), zone.clone())
        }
        (Written::Local(_) | Written::Instant(_), When::Date(_)) => {
            return Err(Failure::usage(
                "the event takes whole days",
                "Give a date, or give it times with `kalends event edit`.",
            ));
        }
        (Written::Local(_) | Written::Instant(_), When::Floating(_) | When::Zoned(..)) => {
            timed(&written, reading, Some(now.0))?
        }
    };
    let length = Length::of(now, start.is_date());
    let end = length.after(&start)?;
    let starts_at = instant(&written);
    let ends_at = length.end_of(&start, starts_at)?;
    Ok(exact((start, end), (starts_at, ends_at), reading))
}

/// The instant that was written, if one was.
const fn instant(written: &Written) -> Option<Timestamp> {
    match written {
        Written::Instant(at) => Some(*at),
        Written::Date(_) | Written::Local(_) => None,
    }
}

/// The span at these instants. A local time in the hour that the change to winter time repeats
/// means the first of the two: where that is not the instant, both ends are in UTC.
fn exact(
    (start, end): (When, When),
    (starts_at, ends_at): (Option<Timestamp>, Option<Timestamp>),
    reading: &Reading,
) -> (When, When) {
    let start_is = start.resolve(&reading.zone);
    let end_is = end.resolve(&reading.zone);
    let (starts_at, ends_at) = (starts_at.unwrap_or(start_is), ends_at.unwrap_or(end_is));
    if (starts_at, ends_at) == (start_is, end_is) {
        return (start, end);
    }
    let utc = |at| When::Zoned(TimeZone::UTC.to_datetime(at), Zone::utc());
    (utc(starts_at), utc(ends_at))
}

/// The seconds that name an occurrence, on the line of its series, whose starts are like `like`.
pub(super) fn original(text: &str, like: &When, zone: &TimeZone) -> Result<i64, Failure> {
    let at = time::parse(text, zone)?;
    Ok(match like {
        When::Zoned(..) => at.timestamp().as_second(),
        When::Date(_) => When::Date(at.date()).seconds(),
        When::Floating(_) => When::Floating(at.datetime()).seconds(),
    })
}

/// How long an event lasts.
enum Length {
    Days(i64),
    Exactly(SignedDuration),
}

impl Length {
    /// Of an event with times that is to take whole days: all days that it touches.
    fn of((start, end): (&When, &When), whole_days: bool) -> Self {
        if !whole_days {
            let instant = |when: &When| when.resolve(&TimeZone::UTC);
            return Self::Exactly(instant(end).duration_since(instant(start)));
        }
        let first = start.local().date();
        let end = end.local();
        let touched = i64::from(end.time() != Time::midnight());
        let days = i64::from(days_between(first, end.date()));
        Self::Days((days + touched).max(1))
    }

    /// The instant at which ends what starts at `start`, in a zone, or exactly at `at`. None for
    /// whole days and floating times, whose ends are on the calendar and on the wall clock.
    fn end_of(&self, start: &When, at: Option<Timestamp>) -> Result<Option<Timestamp>, Failure> {
        match (self, start) {
            (Self::Exactly(length), When::Zoned(..)) => at
                .unwrap_or_else(|| start.resolve(&TimeZone::UTC))
                .checked_add(*length)
                .map(Some)
                .map_err(|_| Failure::usage("that is outside the years known here", "")),
            (Self::Exactly(_), When::Date(_) | When::Floating(_)) | (Self::Days(_), _) => Ok(None),
        }
    }

    fn after(&self, start: &When) -> Result<When, Failure> {
        let outside = |_| Failure::usage("that is outside the years known here", "");
        Ok(match (self, start) {
            (Self::Days(days), start) => {
                When::Date(start.local().date().checked_add(days.days()).map_err(outside)?)
            }
            (Self::Exactly(length), When::Zoned(_, zone)) => {
                let end = start.resolve(&TimeZone::UTC).checked_add(*length).map_err(outside)?;
                When::Zoned(zone.time_zone().to_datetime(end), zone.clone())
            }
            (Self::Exactly(length), When::Floating(_) | When::Date(_)) => {
                When::Floating(start.local().checked_add(*length).map_err(outside)?)
            }
        })
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// A time of day. The event keeps its own zone, or its lack of one, unless the user named another.
fn timed(written: &Written, reading: &Reading, like: Option<&When>) -> Result<When, Failure> {
    let outside = |_| Failure::usage("that is outside the years known here", "");
    let own = match like {
        Some(When::Zoned(_, zone)) if !reading.named => Some(zone.clone()),
        Some(When::Zoned(..) | When::Floating(_) | When::Date(_)) | None => None,
    };
    let floats = matches!(like, Some(When::Floating(_))) && !reading.named;
    let read_in = Zone::from(reading.zone.clone());
    let at = match written {
        Written::Local(local) if floats => return Ok(When::Floating(*local)),
        Written::Local(local) if own.as_ref().is_none_or(|own| *own == read_in) => {
            return Ok(When::Zoned(*local, read_in));
        }
        Written::Local(local) => {
            reading.zone.to_ambiguous_timestamp(*local).compatible().map_err(outside)?
        }
        Written::Date(date) => {
            let midnight = date.to_datetime(Time::midnight());
            reading.zone.to_ambiguous_timestamp(midnight).compatible().map_err(outside)?
        }
        Written::Instant(at) => *at,
    };
    if floats {
        return Ok(When::Floating(reading.zone.to_datetime(at)));
    }
    let zone = own.unwrap_or(read_in);
    Ok(When::Zoned(zone.time_zone().to_datetime(at), zone))
}

fn in_order((start, end): (When, When)) -> Result<(When, When), Failure> {
    let instant = |when: &When| when.resolve(&TimeZone::UTC);
    let right = if start.is_date() {
        instant(&start) < instant(&end)
    } else {
        instant(&start) <= instant(&end)
    };
    if right {
        return Ok((start, end));
    }
    Err(Failure::usage(
        "the end is not after the start",
        "--end is exclusive: for one whole day give the day after it.",
    ))
}

fn mixed() -> Failure {
    Failure::usage(
        "whole days and times of day cannot be mixed",
        "Give dates for whole days, or times for both --start and --end.",
    )
}

#[cfg(test)]
mod tests;
