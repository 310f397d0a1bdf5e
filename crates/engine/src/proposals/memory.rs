//! What this process knows of the proposals it approved.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::ProposalId;

#[derive(Default)]
pub(crate) struct Approvals {
    /// The number of the edit that each became, to undo it by.
    undo: Mutex<HashMap<ProposalId, u64>>,
    /// How often something became of one, in transactions that may not be over.
    moves: AtomicU64,
}

impl Approvals {
    pub(super) fn note(&self, id: ProposalId, undo: u64) {
        self.undo.lock().unwrap_or_else(PoisonError::into_inner).insert(id, undo);
    }

    pub(super) fn undo_of(&self, id: ProposalId) -> Option<u64> {
        self.undo.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied()
    }

    pub(super) fn of_undo(&self, undo: u64) -> Option<ProposalId> {
        let all = self.undo.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(_, one)| **one == undo).map(|(id, _)| *id)
    }

    /// Something became of one. Whoever commits the transaction tells so: see
    /// [`Engine::tell_moved_proposals`](crate::Engine::tell_moved_proposals).
    pub(super) fn note_move(&self) {
        self.moves.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn moves(&self) -> u64 {
        self.moves.load(Ordering::Relaxed)
    }

    pub(super) fn forget(&self, id: ProposalId) {
        self.undo.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}
