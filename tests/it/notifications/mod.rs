//! Reminders on a real session bus: a scripted notification service, dunst, and the processes that
//! show.

mod adapter;
mod approvals;
pub(crate) mod bus;
mod clock;
mod dunst;
mod processes;
pub(crate) mod service;
mod waking;
