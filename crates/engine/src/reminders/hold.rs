//! Pauses and quiet hours: what falls due in them waits for their end.

use jiff::{Timestamp, civil::Time, tz::TimeZone};

use super::plan::Hold;
use crate::{QuietHours, ReminderSettings};

/// Whether anything may be shown at `now`.
pub(super) fn hold(settings: &ReminderSettings, now: Timestamp, zone: &TimeZone) -> Hold {
    if !settings.on {
        return Hold::Off;
    }
    let paused = settings.paused_until.filter(|until| *until > now);
    let quiet = settings.quiet.and_then(|quiet| quiet_until(quiet, now, zone));
    match paused.max(quiet) {
        Some(until) => Hold::Until(until),
        None => Hold::No,
    }
}

/// When the quiet hours end in which `now` is; none outside of them.
fn quiet_until(quiet: QuietHours, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let local = now.to_zoned(zone.clone());
    let time: Time = local.time();
    let (from, to) = (quiet.from, quiet.to);
    let is_quiet = if from < to { from <= time && time < to } else { from <= time || time < to };
    if !is_quiet || from == to {
        return None;
    }
    let day = if time < to { local.date() } else { local.date().tomorrow().ok()? };
    let end = zone.to_ambiguous_timestamp(day.to_datetime(to)).compatible().ok()?;
    // A clock change can put the end before now.
    (end > now).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_hold_until_they_end_on_the_wall_clock() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let hours = |text: &str| {
            let (from, to) = text.split_once('-').unwrap();
            QuietHours { from: from.parse().unwrap(), to: to.parse().unwrap() }
        };
        let table = [
            ("22:00-07:00", "2026-11-20T21:59:59", ""),
            ("22:00-07:00", "2026-11-20T22:00:00", "2026-11-21T07:00:00"),
            ("22:00-07:00", "2026-11-21T06:59:59", "2026-11-21T07:00:00"),
            ("22:00-07:00", "2026-11-21T07:00:00", ""),
            ("12:00-13:00", "2026-11-21T12:30:00", "2026-11-21T13:00:00"),
            ("12:00-13:00", "2026-11-21T13:00:00", ""),
            ("12:00-12:00", "2026-11-21T12:00:00", ""),
            // The clocks go forward at two, so that half past two is half past three.
            ("22:00-02:30", "2026-03-28T23:00:00", "2026-03-29T03:30:00"),
        ];
        for (quiet, now, expected) in table {
            let at = |local: &str| {
                let local: jiff::civil::DateTime = local.parse().unwrap();
                local.to_zoned(berlin.clone()).unwrap().timestamp()
            };
            let expected = (!expected.is_empty()).then(|| at(expected));
            assert_eq!(quiet_until(hours(quiet), at(now), &berlin), expected, "{quiet} {now}");
        }
    }

    #[test]
    fn a_pause_and_quiet_hours_hold_until_both_end() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut settings = ReminderSettings::default();
        let now = at("2026-11-20T23:00Z");
        assert_eq!(hold(&settings, now, &TimeZone::UTC), Hold::No);
        settings.paused_until = Some(at("2026-11-20T22:00Z"));
        assert_eq!(hold(&settings, now, &TimeZone::UTC), Hold::No);
        settings.paused_until = Some(at("2026-11-21T00:00Z"));
        assert_eq!(hold(&settings, now, &TimeZone::UTC), Hold::Until(at("2026-11-21T00:00Z")));
        let (from, to) = ("22:00".parse().unwrap(), "07:00".parse().unwrap());
        settings.quiet = Some(QuietHours { from, to });
        assert_eq!(hold(&settings, now, &TimeZone::UTC), Hold::Until(at("2026-11-21T07:00Z")));
        settings.on = false;
        assert_eq!(hold(&settings, now, &TimeZone::UTC), Hold::Off);
    }
}
