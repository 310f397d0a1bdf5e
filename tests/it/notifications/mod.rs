//! Reminders on a real session bus: a scripted notification service, dunst, and the processes that
//! show.

mod adapter;
mod bus;
mod clock;
mod dunst;
mod processes;
mod service;
mod waking;
