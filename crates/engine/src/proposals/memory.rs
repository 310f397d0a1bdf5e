//! What this process knows of the proposals it approved.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::ProposalId;

/// The number of the edit that each became, to undo it by.
#[derive(Default)]
pub(crate) struct Approvals(Mutex<HashMap<ProposalId, u64>>);

impl Approvals {
    pub(super) fn note(&self, id: ProposalId, undo: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, undo);
    }

    pub(super) fn undo_of(&self, id: ProposalId) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied()
    }

    pub(super) fn of_undo(&self, undo: u64) -> Option<ProposalId> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(_, one)| **one == undo).map(|(id, _)| *id)
    }

    pub(super) fn forget(&self, id: ProposalId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}
