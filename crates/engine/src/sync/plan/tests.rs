use std::fmt::Write as _;

use super::*;

fn hash(text: &str) -> Hash {
    let mut hash = [0; 16];
    hash.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
    hash
}

fn uid(key: &str) -> Hash {
    hash(key.split('/').next().unwrap_or_default())
}

fn original(key: &str) -> Option<i64> {
    key.split('/').nth(1).map(|seconds| seconds.parse().unwrap())
}

/// Plans with the first letter of a content as its likeness. Rows are key and content, then how a
/// stored event lies in time, or the SEQUENCE of a fetched one.
fn planned(local: &[(&str, &str, Life)], remote: &[(&str, &str, i64)]) -> String {
    let likeness = |content: &str| hash(content.get(..1).unwrap());
    let stored: Vec<Stored> = local
        .iter()
        .map(|(key, content, life)| Stored {
            key: super::key(uid(key), original(key)),
            uid: uid(key),
            content: hash(content),
            life: *life,
        })
        .collect();
    let sights: Vec<Sight> = remote
        .iter()
        .map(|(key, content, sequence)| Sight {
            content: hash(content),
            uid: uid(key),
            version: (*sequence, 0),
        })
        .collect();
    let mut planner = Planner::new(stored, sights);
    for index in planner.list_lost() {
        planner.add_likeness(index, likeness(local[index].1));
    }
    let mut text = String::new();
    for (place, (key, content, _)) in remote.iter().enumerate() {
        if planner.is_same(place) {
            text.push_str("Same ");
            continue;
        }
        let seen = Seen { uid: uid(key), original: original(key), likeness: likeness(content) };
        write!(text, "{:?} ", planner.place(place, &seen)).unwrap();
    }
    let left = planner.finish();
    write!(text, "delete {:?} end {:?}", left.delete, left.end).unwrap();
    text
}

#[test]
fn the_whole_policy_fits_on_one_screen() {
    let mut table = String::new();
    let locals =
        [None, Some(Life::Past), Some(Life::Running), Some(Life::Coming), Some(Life::Deleted)];
    for local in locals {
        let name = local.map_or_else(|| "Missing".into(), |life| format!("{life:?}"));
        write!(table, "{name:8}").unwrap();
        for remote in [Remote::Same, Remote::Changed, Remote::Gone] {
            let cell = format!("{remote:?}: {:?}", act(local, remote));
            write!(table, " | {cell:15}").unwrap();
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    insta::assert_snapshot!(table, @r"
    Missing  | Same: Create    | Changed: Create | Gone: Keep
    Past     | Same: Keep      | Changed: Update | Gone: Keep
    Running  | Same: Keep      | Changed: Update | Gone: End
    Coming   | Same: Keep      | Changed: Update | Gone: Delete
    Deleted  | Same: Update    | Changed: Update | Gone: Keep
    ");
}

#[test]
fn feeds_are_compared_with_what_is_stored() {
    use Life::{Coming, Deleted, Past, Running};
    let cases: [(&str, String); 14] = [
        ("nothing stored", planned(&[], &[("a", "x1", 0), ("b", "y1", 0)])),
        ("nothing new", planned(&[("a", "x1", Coming)], &[("a", "x1", 0)])),
        (
            "one changed",
            planned(&[("a", "x1", Coming), ("b", "y1", Past)], &[("b", "y2", 0), ("a", "x1", 0)]),
        ),
        (
            "all gone",
            planned(
                &[
                    ("a", "x1", Past),
                    ("b", "y1", Running),
                    ("c", "z1", Coming),
                    ("d", "w1", Deleted),
                ],
                &[],
            ),
        ),
        ("back again", planned(&[("a", "x1", Deleted)], &[("a", "x1", 0)])),
        (
            "the highest SEQUENCE wins",
            planned(&[], &[("a", "x1", 1), ("a", "x2", 3), ("a", "x3", 2)]),
        ),
        (
            "an older version beside the stored one",
            planned(&[("a", "x3", Coming)], &[("a", "x1", 1), ("a", "x3", 3)]),
        ),
        (
            "a newer version beside the stored one",
            planned(&[("a", "x3", Coming)], &[("a", "x3", 3), ("a", "x4", 4)]),
        ),
        (
            "of equals the first wins",
            planned(&[("a", "x1", Coming)], &[("a", "x1", 0), ("a", "x2", 0)]),
        ),
        (
            "new UIDs, same content",
            planned(&[("a", "x1", Coming), ("b", "y1", Past)], &[("c", "y1", 0), ("d", "x1", 0)]),
        ),
        (
            "new UIDs, one changed",
            planned(&[("a", "x1", Coming), ("b", "y1", Past)], &[("c", "x2", 0), ("d", "y1", 0)]),
        ),
        (
            "new UIDs, equal twins",
            planned(&[("a", "x1", Coming), ("b", "x1", Coming)], &[("c", "x1", 0), ("d", "x1", 0)]),
        ),
        (
            "new UIDs, a twin left",
            planned(&[("a", "x1", Coming), ("b", "x1", Coming)], &[("c", "x1", 0)]),
        ),
        (
            "a series takes its new UID as a whole",
            planned(
                &[("a", "m1", Running), ("a/1", "o1", Coming)],
                &[("b", "m1", 0), ("b/1", "o2", 0)],
            ),
        ),
    ];
    let mut table = String::new();
    for (name, plan) in cases {
        writeln!(table, "{name:38} {plan}").unwrap();
    }
    insta::assert_snapshot!(table, @r"
    nothing stored                         Create Create delete [] end []
    nothing new                            Same delete [] end []
    one changed                            Over(1) Same delete [] end []
    all gone                               delete [2] end [1]
    back again                             Over(0) delete [] end []
    the highest SEQUENCE wins              Create Again(0) Skip delete [] end []
    an older version beside the stored one Skip Same delete [] end []
    a newer version beside the stored one  Same Over(0) delete [] end []
    of equals the first wins               Same Skip delete [] end []
    new UIDs, same content                 Same Same delete [] end []
    new UIDs, one changed                  Over(0) Same delete [] end []
    new UIDs, equal twins                  Same Same delete [] end []
    new UIDs, a twin left                  Same delete [1] end []
    a series takes its new UID as a whole  Over(0) Over(1) delete [] end []
    ");
}

#[test]
fn a_feed_that_changes_all_uids_each_time_neither_grows_nor_writes() {
    let contents = ["a", "b", "c", "d"];
    let local: Vec<_> = contents.iter().map(|c| (*c, *c, Life::Past)).collect();
    for round in 0..3 {
        let uids: Vec<String> = contents.iter().map(|c| format!("{c}{round}")).collect();
        let remote: Vec<_> =
            uids.iter().zip(contents).map(|(uid, content)| (uid.as_str(), content, 0)).collect();
        assert_eq!(planned(&local, &remote), "Same Same Same Same delete [] end []");
    }
}
