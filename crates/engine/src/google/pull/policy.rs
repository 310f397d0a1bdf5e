//! The whole pull policy for one event: the server is right about what was not edited here, and an
//! unsent edit is never lost to it.

/// What is here of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Local {
    /// Nothing.
    Missing,
    /// What the server last said.
    Clean,
    /// A trace of what the server deleted or stopped listing.
    Dropped,
    /// An edit that waits, or needs the user.
    Edited,
    /// A deletion that waits, or needs the user.
    Deleting,
}

/// What the server says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remote {
    /// The version that is here.
    Same,
    /// Another version.
    Changed,
    /// A tombstone.
    Gone,
    /// This occurrence of a series does not take place.
    CancelledOccurrence,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Nothing but to note that it was seen.
    Keep,
    /// Write what the server says.
    Write,
    /// Write that the occurrence does not take place.
    Cancel,
    /// Take it out; of a series also its changed occurrences.
    Remove,
    /// Nothing at all.
    Forget,
    /// Merge what both sides want.
    Reconcile,
}

/// Decides from the two states alone.
pub(super) const fn plan(local: Local, remote: Remote) -> Action {
    use {Action as A, Local as L, Remote as R};
    match (local, remote) {
        (L::Clean | L::Edited | L::Deleting, R::Same) => A::Keep,
        (L::Missing | L::Dropped, R::Same) | (L::Missing | L::Clean | L::Dropped, R::Changed) => {
            A::Write
        }
        (L::Missing | L::Clean | L::Dropped, R::CancelledOccurrence) => A::Cancel,
        (L::Clean, R::Gone) => A::Remove,
        (L::Missing | L::Dropped, R::Gone) => A::Forget,
        (L::Edited | L::Deleting, R::Changed | R::Gone | R::CancelledOccurrence) => A::Reconcile,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn rules_4_11_16_the_pull_policy_fits_on_one_screen() {
        let locals = [Local::Missing, Local::Clean, Local::Dropped, Local::Edited, Local::Deleting];
        let remotes = [Remote::Same, Remote::Changed, Remote::Gone, Remote::CancelledOccurrence];
        let mut table = format!("{:10}", "");
        for remote in remotes {
            write!(table, " {:10}", format!("{remote:?}")).unwrap();
        }
        for local in locals {
            write!(table, "\n{:10}", format!("{local:?}")).unwrap();
            for remote in remotes {
                write!(table, " {:10}", format!("{:?}", plan(local, remote))).unwrap();
            }
        }
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        insta::assert_snapshot!(table.join("\n"), @r"
                   Same       Changed    Gone       CancelledOccurrence
        Missing    Write      Write      Forget     Cancel
        Clean      Keep       Write      Remove     Cancel
        Dropped    Write      Write      Forget     Cancel
        Edited     Keep       Reconcile  Reconcile  Reconcile
        Deleting   Keep       Reconcile  Reconcile  Reconcile
        ");
    }
}
