//! The sweep, against every pair.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{sweep::is_worse, *};

const PLACES: [Option<&str>; 4] = [None, Some("Mitte"), Some("mitte "), Some("Airport")];

fn candidates() -> impl Strategy<Value = Vec<Candidate<'static>>> {
    let one = (0_i64..200, 0_i64..40, any::<bool>(), any::<bool>(), 0_u64..25, 0_usize..4);
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let candidate = |(id, (start, length, all_day, firm, meeting, place))| Candidate {
            id,
            start,
            end: start + length,
            all_day,
            firm,
            meeting,
            place: PLACES[place],
        };
        all.into_iter().enumerate().map(candidate).collect()
    })
}

/// Every pair, the one that begins first given first; of each two meetings the worst.
fn by_pairs(all: &[Candidate<'_>], rules: &Rules) -> Vec<Clash> {
    let mut worst: BTreeMap<(u64, u64), Clash> = BTreeMap::new();
    for a in all {
        for b in all {
            if (a.start, a.id) >= (b.start, b.id) {
                continue;
            }
            let Some(found) = clash(a, b, rules) else { continue };
            let pair = (a.meeting.min(b.meeting), a.meeting.max(b.meeting));
            worst
                .entry(pair)
                .and_modify(|known| {
                    if is_worse(&found, known) {
                        *known = found;
                    }
                })
                .or_insert(found);
        }
    }
    let mut found: Vec<Clash> = worst.into_values().collect();
    found.sort_unstable();
    found
}

proptest! {
    #[test]
    fn the_sweep_finds_what_every_pair_does(
        all in candidates(),
        buffer_s in 0_i64..20,
        travel_s in prop::option::of(0_i64..20),
    ) {
        let rules = Rules { buffer_s, travel_s, most: usize::MAX };
        prop_assert_eq!(clashes(&all, &rules), by_pairs(&all, &rules));
    }

    #[test]
    fn whatever_clashes_is_crowded(all in candidates(), reach in 0_i64..20) {
        let rules = Rules { buffer_s: reach, travel_s: Some(reach), most: usize::MAX };
        let spans: Vec<(i64, i64)> = all.iter().map(|one| (one.start, one.end)).collect();
        let found = crowded(&spans, reach);
        let crowd: BTreeSet<usize> = found.iter().copied().collect();
        prop_assert_eq!(crowd.len(), found.len(), "each once");
        for clash in clashes(&all, &rules) {
            prop_assert!(crowd.contains(&clash.a) && crowd.contains(&clash.b));
        }
    }
}
