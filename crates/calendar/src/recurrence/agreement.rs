//! The ways of expansion must agree: arithmetic, search and `rrule`, from afar and from nearby.

#[path = "../../tests/recurrence/random.rs"]
mod random;

use random::{Random, any, usual};

use super::{
    bridge,
    civil::{DAY, day_of},
    line::Line,
    pattern::Pattern,
    plain::Plain,
    rule::Rule,
    search::Search,
    settle::settle,
};

const RULES: usize = 10_000;

fn start(random: &mut Random) -> i64 {
    let (year, month, day, hour, minute) = random::start(random);
    let day = day_of(year.into(), month.into(), day.into());
    day * DAY + i64::from(hour) * 3_600 + i64::from(minute) * 60
}

/// A window of up to `days` days that begins at most `away` days after `start`.
fn window(random: &mut Random, start: i64, away: i64, days: i64) -> (i64, i64) {
    let lo = start + random.below(away * DAY);
    (lo, lo + DAY + random.below(days * DAY))
}

fn collected(walk: impl FnOnce(&mut dyn FnMut(i64) -> bool)) -> Vec<i64> {
    let mut all = Vec::new();
    walk(&mut |at| {
        all.push(at);
        all.len() < 30_000
    });
    all
}

fn by_search(rule: &Rule, start: i64, window: (i64, i64)) -> Vec<i64> {
    collected(|give| {
        Search::new(rule).walk(rule, start, window, &mut |at| give(at));
    })
}

/// None where `rrule` refuses the rule.
fn by_rrule(rule: &Rule, start: i64, window: (i64, i64)) -> Option<Vec<i64>> {
    let mut cut = None;
    let given = collected(|give| cut = bridge::walk(rule, start, window, &mut |at| give(at)));
    assert_ne!(cut, Some(true), "{rule:?}");
    cut.map(|_| given)
}

#[test]
fn arithmetic_equals_search_and_rrule() {
    let mut random = Random(1);
    let (mut plain_rules, mut bridged, mut found) = (0, 0, 0);
    while plain_rules < RULES {
        let (text, start) = (usual(&mut random), start(&mut random));
        let rule = settle(&Rule::parse(&text).unwrap(), start, false);
        let Some(plain) = Plain::of(&rule, start) else { continue };
        plain_rules += 1;
        let (lo, hi) = window(&mut random, start, 3_000, 200);
        let given = collected(|give| plain.walk(&rule, lo, hi, &mut |at| give(at)));
        assert_eq!(given, by_search(&rule, start, (lo, hi)), "{text} from {start} in {lo}..{hi}");
        found += given.len();
        // What has nothing here may have nothing anywhere, and `rrule` would look for it long.
        if !given.is_empty()
            && let Some(there) = by_rrule(&rule, start, (lo, hi))
        {
            bridged += 1;
            assert_eq!(given, there, "{text} from {start} in {lo}..{hi}");
        }
    }
    assert!(bridged > RULES / 2 && found > 10 * RULES, "{bridged} {found}");
}

#[test]
fn rrule_equals_search_where_it_is_asked() {
    let mut random = Random(2);
    let (mut rules, mut found) = (0, 0);
    while rules < 2_000 {
        let (text, start) = (any(&mut random), start(&mut random));
        let rule = settle(&Rule::parse(&text).unwrap(), start, false);
        if Plain::of(&rule, start).is_some() || !bridge::answers(&rule) {
            continue;
        }
        let (lo, hi) = window(&mut random, start, 3_000, 200);
        let Some(given) = by_rrule(&rule, start, (lo, hi)) else { continue };
        rules += 1;
        assert_eq!(given, by_search(&rule, start, (lo, hi)), "{text} from {start} in {lo}..{hi}");
        found += given.len();
    }
    assert!(found > rules, "{found}");
}

#[test]
fn from_nearby_equals_from_afar() {
    let mut random = Random(3);
    for turn in 0..RULES {
        let text = if turn % 2 == 0 { usual(&mut random) } else { any(&mut random) };
        let start = start(&mut random);
        let pattern = Pattern::new(&Rule::parse(&text).unwrap(), start, &Line::Floating);
        let (lo, hi) = window(&mut random, start, 500, 100);
        let near = collected(|give| {
            pattern.walk(&Line::Floating, (lo, hi), give);
        });
        // A rule within a day yields too much to be followed from its start.
        let afar = if text.contains("ECONDLY") || text.contains("UTELY") || text.contains("HOURLY")
        {
            lo - 5 * DAY
        } else {
            start
        };
        let mut whole = collected(|give| {
            pattern.walk(&Line::Floating, (afar, hi), give);
        });
        whole.retain(|at| *at >= lo);
        assert_eq!(near, whole, "{text} from {start} in {lo}..{hi}");
    }
}
