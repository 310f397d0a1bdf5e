//! All clashes of many occurrences, in one pass over time.

use std::collections::{HashMap, hash_map::Entry};

use super::{Candidate, Clash, Rules, clash};

/// Every pair that clashes, by time, each pair of meetings at one place in time once: of a meeting
/// that is on several calendars the copy counts that makes the worst of it.
///
/// Costs the sorting, and a step for each pair that is found.
#[must_use]
pub fn clashes(candidates: &[Candidate<'_>], rules: &Rules) -> Vec<Clash> {
    let mut order: Vec<&Candidate<'_>> =
        candidates.iter().filter(|one| one.start < one.end).collect();
    order.sort_unstable_by_key(|one| (one.start, one.id));
    let reach = rules.reach();
    let mut open: Vec<&Candidate<'_>> = Vec::new();
    let mut found: Vec<Clash> = Vec::new();
    let mut places: HashMap<(u64, u64), usize> = HashMap::new();
    for next in order {
        open.retain(|one| one.end.saturating_add(reach) > next.start);
        for one in &open {
            let Some(clash) = clash(one, next, rules) else { continue };
            let pair = (one.meeting.min(next.meeting), one.meeting.max(next.meeting));
            match places.entry(pair) {
                Entry::Vacant(place) => {
                    if found.len() < rules.most {
                        place.insert(found.len());
                        found.push(clash);
                    }
                }
                Entry::Occupied(place) => {
                    if let Some(known) = found.get_mut(*place.get())
                        && is_worse(&clash, known)
                    {
                        *known = clash;
                    }
                }
            }
        }
        if found.len() >= rules.most {
            break;
        }
        open.push(next);
    }
    found.sort_unstable();
    found
}

/// Of two clashes of the same meetings the worse, and of equally bad ones the earlier.
pub(super) fn is_worse(one: &Clash, other: &Clash) -> bool {
    let rank = |clash: &Clash| (std::cmp::Reverse(clash.severity), *clash);
    rank(one) < rank(other)
}

/// Places in `spans` of those that overlap another one or come within `reach` of it: all that could
/// clash. Spans without length are left out. Spans need no order.
#[must_use]
pub fn crowded(spans: &[(i64, i64)], reach: i64) -> Vec<usize> {
    let mut order: Vec<(i64, i64, usize)> = spans
        .iter()
        .enumerate()
        .filter(|(_, (start, end))| start < end)
        .map(|(place, (start, end))| (*start, *end, place))
        .collect();
    order.sort_unstable();
    let mut found = Vec::new();
    let mut last: Option<(i64, usize, bool)> = None;
    for (start, end, place) in order {
        match &mut last {
            Some((until, first, is_told)) if until.saturating_add(reach) > start => {
                if !*is_told {
                    found.push(*first);
                    *is_told = true;
                }
                found.push(place);
                *until = end.max(*until);
            }
            Some(_) | None => last = Some((end, place, false)),
        }
    }
    found
}
