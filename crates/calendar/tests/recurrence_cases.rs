//! Recurrence sets by example: the cases 30 to 37 that a calendar must survive, and the corners
//! of the set around them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use jiff::{civil::DateTime, tz::TimeZone};
use kalends_calendar::{
    Expansion, Flag, Override, Recurrence, RecurrenceDate, RecurrenceId, Series, When, Window, Zone,
};

/// `20260105`, `20260105T0900`, `20260105T0900Z` or `20260105T0900 Europe/Berlin`.
fn at(text: &str) -> When {
    let (local, zone) = text.split_once(' ').map_or((text, None), |(a, b)| (a, Some(b)));
    if local.len() == 8 {
        return When::Date(jiff::civil::Date::strptime("%Y%m%d", local).unwrap());
    }
    let utc = local.ends_with('Z');
    let time = DateTime::strptime("%Y%m%dT%H%M", local.trim_end_matches('Z')).unwrap();
    match zone {
        Some(name) => When::Zoned(time, Zone::named(name).unwrap()),
        None if utc => When::Zoned(time, Zone::utc()),
        None => When::Floating(time),
    }
}

fn show(when: &When) -> String {
    match when {
        When::Date(date) => date.strftime("%Y%m%d").to_string(),
        When::Floating(time) | When::Zoned(time, _) => time.strftime("%Y%m%dT%H%M").to_string(),
    }
}

#[derive(Default)]
struct Set {
    rules: &'static [&'static str],
    excluded_rules: &'static [&'static str],
    dates: &'static [(&'static str, Option<&'static str>)],
    excluded: &'static [&'static str],
}

impl Set {
    fn compile(&self, start: &str, end: &str, overrides: &[Override]) -> Series {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let recurrence = Recurrence {
            rules: texts(self.rules),
            excluded_rules: texts(self.excluded_rules),
            dates: self
                .dates
                .iter()
                .map(|(start, end)| RecurrenceDate { start: at(start), end: end.map(at) })
                .collect(),
            excluded: self.excluded.iter().map(|text| at(text)).collect(),
        };
        Series::compile(&at(start), &at(end), &recurrence, overrides)
    }
}

fn window(start: &str, end: &str, zone: &str) -> Window {
    let zone = TimeZone::get(zone).unwrap();
    Window { start: at(start).resolve(&zone), end: at(end).resolve(&zone), zone }
}

/// `start-end` of each occurrence in 2025 to 2027.
fn spans(series: &Series) -> Vec<String> {
    listed(&series.expand(&window("20250101", "20280101", "Europe/Berlin")))
}

fn listed(expansion: &Expansion) -> Vec<String> {
    assert!(!expansion.cut);
    let span = |one: &kalends_calendar::Occurrence| {
        let (start, end) = (show(&one.start), show(&one.end));
        let end = end.strip_prefix(start.split('T').next().unwrap()).unwrap_or(&end);
        format!("{start}-{}", end.trim_start_matches('T'))
    };
    expansion.occurrences.iter().map(span).collect()
}

fn change(original: &str, start: &str, end: &str, this_and_future: bool) -> Override {
    Override {
        recurrence_id: RecurrenceId { original: at(original), this_and_future },
        start: at(start),
        end: at(end),
        cancelled: false,
    }
}

const NINE: &str = "20260105T0900 Europe/Berlin";
const TEN: &str = "20260105T1000 Europe/Berlin";

#[test]
fn case_30_until_as_a_date_includes_that_local_day() {
    // At 23:30 in New York the UTC day is the next one already.
    let set = Set { rules: &["FREQ=DAILY;UNTIL=20260107"], ..Set::default() };
    let (start, end) = ("20260105T2330 America/New_York", "20260105T2345 America/New_York");
    assert_eq!(
        spans(&set.compile(start, end, &[])),
        ["20260105T2330-2345", "20260106T2330-2345", "20260107T2330-2345"]
    );
}

#[test]
fn case_31_until_before_the_start_leaves_the_first_instance() {
    for until in ["20260104", "20251231T000000Z", "20260105T075959Z", "20260105T085959"] {
        let rule = format!("FREQ=DAILY;UNTIL={until}");
        let recurrence = Recurrence { rules: vec![rule], ..Recurrence::default() };
        let series = Series::compile(&at(NINE), &at(TEN), &recurrence, &[]);
        assert_eq!(spans(&series), ["20260105T0900-1000"], "{until}");
        assert!(series.ends().is_some());
    }
}

#[test]
fn case_32_a_date_in_exdate_removes_that_day_of_a_timed_series() {
    let set = Set {
        rules: &["FREQ=DAILY;BYHOUR=9,23;COUNT=6"],
        excluded: &["20260106"],
        ..Set::default()
    };
    assert_eq!(
        spans(&set.compile(NINE, TEN, &[])),
        [
            "20260105T0900-1000",
            "20260105T2300-20260106T0000",
            "20260107T0900-1000",
            "20260107T2300-20260108T0000"
        ]
    );
}

#[test]
fn case_33_an_exdate_in_utc_is_compared_as_an_instant() {
    let set = Set {
        rules: &["FREQ=MONTHLY;COUNT=4"],
        // 09:00 in Berlin is 08:00 UTC in winter, 07:00 in summer.
        excluded: &["20260205T0800Z", "20260305T0700Z", "20260405T0700Z"],
        ..Set::default()
    };
    assert_eq!(spans(&set.compile(NINE, TEN, &[])), ["20260105T0900-1000", "20260305T0900-1000"]);
}

#[test]
fn case_34_an_ordinal_in_a_weekly_rule_means_every_week() {
    for rule in ["FREQ=WEEKLY;BYDAY=1MO;COUNT=3", "freq=weekly;byday=+1mo;count=3;X-NOTE=a"] {
        let recurrence = Recurrence { rules: vec![rule.into()], ..Recurrence::default() };
        let series = Series::compile(&at(NINE), &at(TEN), &recurrence, &[]);
        assert_eq!(
            spans(&series),
            ["20260105T0900-1000", "20260112T0900-1000", "20260119T0900-1000"]
        );
    }
}

#[test]
fn case_35_an_override_without_a_series_stands_alone() {
    // What has no rule is one occurrence: the override itself, at its own time.
    let series = Set::default().compile(NINE, TEN, &[]);
    assert_eq!(spans(&series), ["20260105T0900-1000"]);
    assert_eq!((series.starts(), series.ends()), (1_767_600_000, Some(1_767_603_600)));
    // Beside a series that does not have its original, it is shown as well.
    let set = Set { rules: &["FREQ=DAILY;COUNT=1"], ..Set::default() };
    let lone = change(
        "20260220T0900 Europe/Berlin",
        "20260220T1100 Europe/Berlin",
        "20260220T1200 Europe/Berlin",
        false,
    );
    assert_eq!(
        spans(&set.compile(NINE, TEN, &[lone])),
        ["20260105T0900-1000", "20260220T1100-1200"]
    );
}

#[test]
fn case_36_an_override_is_found_by_its_own_time() {
    let set = Set { rules: &["FREQ=WEEKLY"], ..Set::default() };
    let out = change(
        "20260112T0900 Europe/Berlin",
        "20260601T0900 Europe/Berlin",
        "20260601T1000 Europe/Berlin",
        false,
    );
    // The original is given in UTC here.
    let moved_in = change(
        "20260706T0700Z",
        "20260114T1500 Europe/Berlin",
        "20260114T1530 Europe/Berlin",
        false,
    );
    let mut gone = change("20260119T0900 Europe/Berlin", NINE, TEN, false);
    gone.cancelled = true;
    let series = set.compile(NINE, TEN, &[out, moved_in, gone]);
    let january = series.expand(&window("20260105", "20260202", "Europe/Berlin"));
    assert_eq!(
        listed(&january),
        ["20260105T0900-1000", "20260114T1500-1530", "20260126T0900-1000"]
    );
    assert_eq!(january.occurrences[1].override_index, Some(1));
    assert_eq!(january.occurrences[1].original, at("20260706T0700Z").seconds());
    // The 1st of June has both the occurrence that is due and the one moved there.
    let june = series.expand(&window("20260601", "20260602", "Europe/Berlin"));
    assert_eq!(june.occurrences.len(), 2);
    assert_eq!(series.expand(&window("20260706", "20260707", "UTC")).occurrences, []);
    // Overrides have rows of their own; the bare spans leave them out.
    let mut bare = Vec::new();
    let (lo, hi) = (at("20260105").seconds(), at("20260202").seconds());
    assert!(!series.spans(lo, hi, &mut bare));
    let originals: Vec<i64> = bare.iter().map(|span| span.original).collect();
    assert_eq!(originals, [at("20260105T0800Z").seconds(), at("20260126T0800Z").seconds()]);
}

#[test]
fn case_37_this_and_future_moves_what_follows() {
    let set = Set { rules: &["FREQ=WEEKLY;COUNT=6"], ..Set::default() };
    let onward = change(
        "20260119T0900 Europe/Berlin",
        "20260120T1400 Europe/Berlin",
        "20260120T1600 Europe/Berlin",
        true,
    );
    let single = change(
        "20260202T0900 Europe/Berlin",
        "20260202T1000 Europe/Berlin",
        "20260202T1030 Europe/Berlin",
        false,
    );
    let series = set.compile(NINE, TEN, &[onward.clone(), single]);
    assert_eq!(
        spans(&series),
        [
            "20260105T0900-1000",
            "20260112T0900-1000",
            "20260120T1400-1600",
            "20260127T1400-1600",
            "20260202T1000-1030",
            "20260210T1400-1600"
        ]
    );
    let all = series.expand(&window("20260101", "20270101", "UTC"));
    let by: Vec<_> = all.occurrences.iter().map(|one| one.override_index).collect();
    assert_eq!(by, [None, None, Some(0), Some(0), Some(1), Some(0)]);
    assert_eq!(all.occurrences[5].original, at("20260209T0900 Europe/Berlin").seconds());
    assert_eq!(series.ends(), Some(at("20260210T1600 Europe/Berlin").seconds()));
    // In UTC the change still follows the series' clock, over the end of winter time.
    let set = Set { rules: &["FREQ=WEEKLY;COUNT=13"], ..Set::default() };
    let utc = change("20260316T0800Z", "20260316T0900Z", "20260316T1000Z", true);
    let last = spans(&set.compile(NINE, TEN, &[utc])).split_off(10);
    // The override itself is shown as it is written.
    assert_eq!(last, ["20260316T0900-1000", "20260323T1000-1100", "20260330T1000-1100"]);
    // A cancelled one ends the series.
    let stop = Override { cancelled: true, ..onward };
    assert_eq!(
        spans(&set.compile(NINE, TEN, &[stop])),
        ["20260105T0900-1000", "20260112T0900-1000"]
    );
}

#[test]
fn a_start_beside_its_rule_counts_once_as_the_first() {
    let set = Set { rules: &["FREQ=WEEKLY;BYDAY=WE;COUNT=3"], ..Set::default() };
    assert_eq!(
        spans(&set.compile(NINE, TEN, &[])),
        ["20260105T0900-1000", "20260107T0900-1000", "20260114T0900-1000"]
    );
}

#[test]
fn the_set_is_a_union_without_doubles() {
    let set = Set {
        rules: &["FREQ=DAILY;COUNT=3", "FREQ=DAILY;INTERVAL=2;COUNT=3"],
        excluded_rules: &["FREQ=DAILY;INTERVAL=4;COUNT=2"],
        dates: &[
            ("20260106T0800Z", Some("20260106T1130Z")),
            ("20260104T0900 Europe/Berlin", None),
            ("20260110", None),
        ],
        ..Set::default()
    };
    let series = set.compile(NINE, TEN, &[]);
    assert_eq!(
        spans(&series),
        ["20260104T0900-1000", "20260106T0900-1230", "20260107T0900-1000", "20260110T0900-1000"]
    );
    assert_eq!(series.starts(), at("20260104T0800Z").seconds());
    assert_eq!(series.ends(), Some(at("20260110T0900Z").seconds()));
}

#[test]
fn midnight_that_a_zone_skips_or_repeats_keeps_its_day() {
    // (zone, the day whose midnight is skipped or repeated)
    for (zone, day) in [
        ("Asia/Tehran", "20210322"),
        ("America/Sao_Paulo", "20181104"),
        ("Africa/Cairo", "20260424"),
        ("Asia/Beirut", "20260329"),
        ("America/Havana", "20260308"),
        ("America/Santiago", "20260906"),
        ("America/Havana", "20261101"),
    ] {
        let named =
            |date: jiff::civil::Date| When::Zoned(date.at(0, 0, 0, 0), Zone::named(zone).unwrap());
        let When::Date(change) = at(day) else { panic!() };
        let first = change.saturating_sub(jiff::ToSpan::days(3));
        let rule = "FREQ=DAILY;COUNT=6".to_owned();
        let recurrence = Recurrence { rules: vec![rule], ..Recurrence::default() };
        let series = Series::compile(&named(first), &named(first), &recurrence, &[]);
        let mut given = Vec::new();
        series.spans(i64::MIN / 4, i64::MAX / 4, &mut given);
        let expected: Vec<i64> =
            (0..6).map(|n| named(first.saturating_add(jiff::ToSpan::days(n))).seconds()).collect();
        assert_eq!(given.iter().map(|span| span.start).collect::<Vec<_>>(), expected, "{zone}");
    }
}

#[test]
fn lengths_are_kept_on_the_wall_clock() {
    // Clocks go forward in the night to 29 March 2026 and back in that to 25 October.
    let set = Set { rules: &["FREQ=DAILY;COUNT=2"], ..Set::default() };
    let (start, end) = ("20260327T2200 Europe/Berlin", "20260328T0600 Europe/Berlin");
    let series = set.compile(start, end, &[]);
    assert_eq!(spans(&series), ["20260327T2200-20260328T0600", "20260328T2200-20260329T0600"]);
    // Where the start itself is skipped, the length holds from where it is read.
    let set = Set { rules: &["FREQ=DAILY;COUNT=2"], ..Set::default() };
    let series = set.compile("20260328T0230 Europe/Berlin", "20260328T0330 Europe/Berlin", &[]);
    assert_eq!(spans(&series), ["20260328T0230-0330", "20260329T0330-0430"]);
    // Between two zones it is the elapsed time.
    let series = set.compile("20260328T2200 Europe/Berlin", "20260328T1800 America/New_York", &[]);
    let mut given = Vec::new();
    series.spans(i64::MIN / 4, i64::MAX / 4, &mut given);
    assert!(given.iter().all(|span| span.end - span.start == 3_600), "{given:?}");
    assert_eq!(spans(&series)[1], "20260329T2200-1700");
}

#[test]
fn days_and_floating_times_are_the_readers_own() {
    let set = Set { rules: &["FREQ=WEEKLY;COUNT=2"], ..Set::default() };
    let days = set.compile("20260105", "20260107", &[]);
    assert_eq!(spans(&days), ["20260105-20260107", "20260112-20260114"]);
    // Until the end of 6 January in the reader's zone, wherever that is.
    for zone in ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"] {
        assert_eq!(days.expand(&window("20260106", "20260112", zone)).occurrences.len(), 1);
        assert_eq!(days.expand(&window("20260107", "20260112", zone)).occurrences.len(), 0);
        assert_eq!(days.expand(&window("20260107", "20260113", zone)).occurrences.len(), 1);
    }
    let floating = set.compile("20260105T2300", "20260105T2330", &[]);
    assert_eq!(floating.expand(&window("20260105T2330", "20260106", "Asia/Tokyo")).occurrences, []);
    let evening = floating.expand(&window("20260105T2300", "20260106", "America/Havana"));
    assert_eq!(listed(&evening), ["20260105T2300-2330"]);
}

#[test]
fn dates_of_all_day_series_are_left_out_and_changed() {
    let set = Set {
        rules: &["FREQ=DAILY;UNTIL=20260109"],
        excluded: &["20260106", "20260107T0000"],
        ..Set::default()
    };
    let timed =
        change("20260108", "20260108T1200 Europe/Berlin", "20260108T1300 Europe/Berlin", false);
    assert_eq!(
        spans(&set.compile("20260105", "20260106", &[timed])),
        ["20260105-20260106", "20260108T1200-1300", "20260109-20260110"]
    );
}

#[test]
fn an_override_named_by_a_date_replaces_that_days_occurrence() {
    let set = Set { rules: &["FREQ=DAILY;COUNT=3"], ..Set::default() };
    let moved =
        change("20260106", "20260106T1200 Europe/Berlin", "20260106T1300 Europe/Berlin", false);
    let series = set.compile(NINE, TEN, &[moved]);
    assert_eq!(spans(&series), ["20260105T0900-1000", "20260106T1200-1300", "20260107T0900-1000"]);
    assert_eq!(series.original(&at("20260106")), at("20260106T0800Z").seconds());
}

#[test]
fn what_cannot_be_read_leaves_the_first_occurrence() {
    for rule in [
        "",
        "FREQ=FORTNIGHTLY",
        "INTERVAL=2",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=MONTHLY;BYMONTHDAY=45",
        "FREQ=DAILY;COUNT=few",
        "RSCALE=HEBREW;FREQ=YEARLY",
    ] {
        let recurrence = Recurrence { rules: vec![rule.into()], ..Recurrence::default() };
        let series = Series::compile(&at(NINE), &at(TEN), &recurrence, &[]);
        assert_eq!(spans(&series), ["20260105T0900-1000"], "{rule}");
        assert_eq!(series.flags(), [Flag::UnreadableRule], "{rule}");
    }
}

#[test]
fn too_much_and_nothing_for_too_long_are_cut() {
    let year = window("20260101", "20270101", "UTC");
    let set = Set { rules: &["FREQ=MINUTELY"], ..Set::default() };
    let expansion = set.compile(NINE, TEN, &[]).expand(&year);
    assert!(expansion.cut);
    assert_eq!(expansion.occurrences.len(), 20_000);
    // The 30th of February, looked for until COUNT is reached.
    let set =
        Set { rules: &["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYSETPOS=1;COUNT=2"], ..Set::default() };
    let expansion = set.compile(NINE, TEN, &[]).expand(&year);
    assert!(expansion.cut);
    assert_eq!(expansion.occurrences.len(), 1);
}
