//! One series cut in two: what was, and "this and following".
//!
//! The old series ends with UNTIL, as other clients write it: the last second before the day of
//! the cut, in UTC, as a date or as a local time as DTSTART asks for; one second before the cut
//! where a rule gives several occurrences a day. A COUNT stays one, divided between both. A rule
//! that ends before the cut stays as it is, and the new series does without it.
//!
//! A series with more than one rule cannot always be cut exactly: what a rule leaves to its start
//! is spelled out for the new series, yet the phase of an INTERVAL is that of the rule which gives
//! the new start.

use jiff::{ToSpan, civil::Time, tz::TimeZone};

use super::{Times, rule_text, times::lasting};
use crate::{
    event::{Recurrence, RecurrenceDate},
    recurrence::{Frequency, Series, Trace},
    when::When,
};

/// The two halves of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// How the old series repeats from now on: it ends before the cut.
    pub head: Recurrence,
    /// How the new series repeats; empty where one occurrence is left.
    pub tail: Recurrence,
    /// Start and end of the new series: the first occurrence that a rule gives from the cut on,
    /// which is the occurrence cut at, unless that is an RDATE.
    pub tail_times: Times,
    /// Indices into `overrides`: those of the new series. The others stay with the old one.
    pub tail_overrides: Vec<usize>,
}

/// Cuts a series before the occurrence whose original start is `at`. `overrides` are the original
/// starts of its overrides.
///
/// None where no occurrence comes before `at`, in which case the whole series is meant, and where
/// `at` is none of its occurrences.
#[must_use]
pub fn split(
    series: &Times,
    recurrence: &Recurrence,
    overrides: &[When],
    at: &When,
) -> Option<Split> {
    let whole = Series::compile(&series.start, &series.end, recurrence, &[]);
    let cut = whole.original(at);
    if !is_occurrence(series, recurrence, cut) || !has_earlier(&whole, cut) {
        return None;
    }
    let traces: Vec<_> =
        recurrence.rules.iter().map(|rule| Trace::new(rule, &series.start)).collect();
    let firsts: Vec<_> =
        traces.iter().map(|trace| trace.as_ref().and_then(|it| it.first_from(cut))).collect();
    let cut_local = local_of(at, &series.start);
    let tail_local = firsts.iter().flatten().min().copied();
    let start = match tail_local {
        Some(local) => like(&series.start, local),
        None => like(&series.start, cut_local),
    };
    let second_of = |when: &When| whole.original(&timed(when, &series.start));
    let mut split = Split {
        head: Recurrence::default(),
        tail: Recurrence::default(),
        tail_times: Times { end: lasting(series, &start), start: start.clone() },
        tail_overrides: overrides
            .iter()
            .enumerate()
            .filter_map(|(index, original)| (whole.original(original) >= cut).then_some(index))
            .collect(),
    };
    let several =
        recurrence.rules.len() > 1 || traces.iter().flatten().any(Trace::is_several_a_day);
    let until = until_before(&series.start, cut, tail_local.unwrap_or(cut_local), several);
    let alone = recurrence.rules.len() + recurrence.excluded_rules.len() == 1;
    for ((rule, trace), first) in recurrence.rules.iter().zip(&traces).zip(&firsts) {
        let (Some(trace), Some(first)) = (trace, first) else {
            split.head.rules.push(rule.clone());
            continue;
        };
        let spelled = if alone { rule.clone() } else { spell_out(rule, trace) };
        match trace.rule().count {
            None => {
                let ended = rule_text::with(&rule_text::without(rule, "COUNT"), "UNTIL", &until);
                split.head.rules.push(ended);
                split.tail.rules.push(spelled);
            }
            Some(count) => {
                let before = trace.count_before(cut)?;
                let beside = u32::from(Some(*first) != tail_local);
                let after = count.saturating_sub(before).saturating_add(beside);
                split.head.rules.push(rule_text::with(rule, "COUNT", &before.to_string()));
                split.tail.rules.push(rule_text::with(&spelled, "COUNT", &after.to_string()));
            }
        }
    }
    for rule in &recurrence.excluded_rules {
        let trace = Trace::new(rule, &series.start);
        split.head.excluded_rules.push(rule.clone());
        split.tail.excluded_rules.push(trace.map_or(rule.clone(), |it| spell_out(rule, &it)));
    }
    for date in &recurrence.dates {
        let half = if second_of(&date.start) < cut { &mut split.head } else { &mut split.tail };
        half.dates.push(date.clone());
    }
    // The start says so already.
    let restates = |date: &RecurrenceDate| {
        date.end.is_none() && second_of(&date.start) == whole.original(&start)
    };
    split.tail.dates.retain(|date| !restates(date));
    let cut_day = cut_local.date();
    for excluded in &recurrence.excluded {
        let (head, tail) = if excluded.is_date() && !series.start.is_date() {
            let day = excluded.local().date();
            (day <= cut_day, day >= cut_day)
        } else {
            let earlier = whole.original(excluded) < cut;
            (earlier, !earlier)
        };
        if head {
            split.head.excluded.push(excluded.clone());
        }
        if tail {
            split.tail.excluded.push(excluded.clone());
        }
    }
    Some(split)
}

/// Whether the rules, the dates or the start give this original, excluded or not.
fn is_occurrence(series: &Times, recurrence: &Recurrence, original: i64) -> bool {
    let all = Recurrence { excluded: Vec::new(), excluded_rules: Vec::new(), ..recurrence.clone() };
    let all = Series::compile(&series.start, &series.end, &all, &[]);
    let mut spans = Vec::new();
    all.spans(original, original.saturating_add(1), &mut spans);
    spans.iter().any(|span| span.original == original)
}

fn has_earlier(whole: &Series, cut: i64) -> bool {
    let mut spans = Vec::new();
    whole.spans(i64::MIN / 4, cut, &mut spans);
    spans.iter().any(|span| span.original < cut)
}

/// UNTIL for a series that shall give nothing from `cut` on, which is `local` on its wall clock.
fn until_before(start: &When, cut: i64, local: jiff::civil::DateTime, several: bool) -> String {
    let midnight = local.date().to_datetime(Time::midnight());
    match start {
        When::Date(_) => {
            let before = local.date().yesterday().unwrap_or(local.date());
            before.strftime("%Y%m%d").to_string()
        }
        When::Floating(_) => {
            let from = if several { local } else { midnight };
            let before = from.checked_sub(1.second()).unwrap_or(from);
            before.strftime("%Y%m%dT%H%M%S").to_string()
        }
        When::Zoned(_, zone) => {
            let from = if several { cut } else { When::Zoned(midnight, zone.clone()).seconds() };
            let before = jiff::Timestamp::from_second(from - 1).unwrap_or(jiff::Timestamp::MIN);
            TimeZone::UTC.to_datetime(before).strftime("%Y%m%dT%H%M%SZ").to_string()
        }
    }
}

/// The wall-clock time of a point where the series is.
fn local_of(when: &When, start: &When) -> jiff::civil::DateTime {
    match (when, start) {
        (When::Zoned(..), When::Zoned(_, zone)) => {
            zone.time_zone().to_datetime(when.resolve(&TimeZone::UTC))
        }
        (When::Date(_) | When::Floating(_) | When::Zoned(..), _) => when.local(),
    }
}

/// A wall-clock time as the same kind of point as the start.
fn like(start: &When, local: jiff::civil::DateTime) -> When {
    match start {
        When::Date(_) => When::Date(local.date()),
        When::Floating(_) => When::Floating(local),
        When::Zoned(_, zone) => When::Zoned(local, zone.clone()),
    }
}

/// An added date of a timed series has the time of day of its start.
fn timed(when: &When, start: &When) -> When {
    match (when, start) {
        (When::Date(date), When::Floating(_) | When::Zoned(..)) => {
            like(start, date.to_datetime(start.local().time()))
        }
        (When::Date(_) | When::Floating(_) | When::Zoned(..), _) => when.clone(),
    }
}

/// The rule with what it leaves to its start said: it means the same with another start.
fn spell_out(rule: &str, trace: &Trace) -> String {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let (read, full) = (trace.rule(), trace.settled());
    let mut text = rule.to_owned();
    let bits = |set: u64| {
        (0..64)
            .filter(|bit| set >> bit & 1 == 1)
            .map(|bit: u64| bit.to_string())
            .collect::<Vec<_>>()
            .join(",")
    };
    let mut say = |name: &str, read: u64, full: u64| {
        if read == 0 && full != 0 {
            text = rule_text::with(&text, name, &bits(full));
        }
    };
    say("BYMONTH", read.months.into(), full.months.into());
    say("BYMONTHDAY", read.month_days.into(), full.month_days.into());
    if read.frequency >= Frequency::Daily {
        say("BYHOUR", read.hours.into(), full.hours.into());
    }
    say("BYMINUTE", read.minutes, full.minutes);
    say("BYSECOND", read.seconds, full.seconds);
    if read.weekdays == 0 && read.nth_weekdays.is_empty() && full.weekdays != 0 {
        let days = DAYS.iter().zip(0..).filter(|(_, bit)| full.weekdays >> bit & 1 == 1);
        let days: Vec<&str> = days.map(|(day, _): (&&str, u8)| *day).collect();
        text = rule_text::with(&text, "BYDAY", &days.join(","));
    }
    text
}
