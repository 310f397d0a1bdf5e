//! Agents: who gets in, what each is told, and what is kept of it.

mod access;
mod changes;
mod command_line;
mod place;
mod property;
mod reads;
mod secrets;
mod sight;
