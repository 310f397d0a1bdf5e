//! Days as the page counts them, and the turn from one to the next.

use jiff::{
    Span, Timestamp,
    civil::{Date, DateTime, date},
    tz::TimeZone,
};
use kalends_engine::{Engine, EngineEvent};
use tauri::{AppHandle, async_runtime};
use tauri_specta::Event as _;
use tokio::sync::broadcast::error::RecvError;

use crate::wire::{DayChanged, Problem};

const FIRST_DAY: Date = date(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn number(date: Date) -> i32 {
    date.duration_since(FIRST_DAY).as_hours().div_euclid(24).try_into().unwrap_or(i32::MAX)
}

/// The date of a day's number; a number beyond the calendar's years is refused.
pub(crate) fn date_of(number: i32) -> Result<Date, Problem> {
    Span::new().try_days(number).and_then(|days| FIRST_DAY.checked_add(days)).map_err(|_| {
        Problem::new("invalid", format!("Day {number} lies outside the calendar's years."), "")
    })
}

/// The day and the minute of that day.
pub(crate) fn point(local: DateTime) -> (i32, i32) {
    (number(local.date()), i32::from(local.hour()) * 60 + i32::from(local.minute()))
}

/// The first instant after the local day that `now` lies in.
pub(crate) fn next_midnight(now: Timestamp, zone: &TimeZone) -> Timestamp {
    now.to_zoned(zone.clone())
        .tomorrow()
        .and_then(|tomorrow| tomorrow.start_of_day())
        .map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

/// The zone's name as the page asks its own clock for it.
pub(crate) fn zone_name(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").into()
}

/// Tells the page whenever another day begins, sleep and clock changes included. In another zone
/// the page begins anew, and its days end at other times.
pub(crate) fn watch(app: &AppHandle, engine: &Engine) {
    let (app, engine) = (app.clone(), engine.clone());
    let mut events = engine.subscribe();
    async_runtime::spawn(async move {
        let clock = engine.config().clock.clone();
        loop {
            let began = clock.now();
            let midnight = next_midnight(began, &engine.zone());
            let is_over = loop {
                tokio::select! {
                    () = clock.sleep_between(began, midnight) => break true,
                    event = events.recv() => match event {
                        Ok(EngineEvent::ZoneChanged) | Err(RecvError::Lagged(_)) => break false,
                        Err(RecvError::Closed) => return,
                        Ok(_) => {}
                    }
                }
            };
            if !is_over {
                continue;
            }
            let today = number(clock.now().to_zoned(engine.zone()).date());
            if let Err(error) = (DayChanged { today }).emit(&app) {
                tracing::warn!(%error, "could not tell the page of a new day");
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_both_ways() {
        let table = [
            (date(1970, 1, 1), 0),
            (date(1969, 12, 31), -1),
            (date(2026, 11, 20), 20777),
            (date(2000, 2, 29), 11016),
            (date(-9999, 1, 1), -4_371_587),
            (date(9999, 12, 31), 2_932_896),
        ];
        for (date, days) in table {
            assert_eq!(number(date), days, "{date}");
            assert_eq!(date_of(days).unwrap(), date, "{days}");
        }
        assert!(date_of(i32::MAX).is_err());
        assert!(date_of(i32::MIN).is_err());
    }

    #[test]
    fn a_day_ends_when_the_next_begins_even_without_a_midnight() {
        let table = [
            ("2026-11-20T12:00:00Z", "UTC", "2026-11-21T00:00:00Z"),
            ("2026-11-20T23:30:00Z", "Europe/Berlin", "2026-11-21T23:00:00Z"),
            // The clocks of Beirut skip the first hour of that Sunday.
            ("2026-03-28T12:00:00Z", "Asia/Beirut", "2026-03-28T22:00:00Z"),
            // A day of 25 hours.
            ("2026-10-25T00:00:00Z", "Europe/Berlin", "2026-10-25T23:00:00Z"),
        ];
        for (now, zone, midnight) in table {
            let zone = TimeZone::get(zone).unwrap();
            let next = next_midnight(now.parse().unwrap(), &zone);
            assert_eq!(next, midnight.parse().unwrap(), "{now}");
        }
    }
}
