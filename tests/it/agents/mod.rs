//! Agents: who gets in, what each is told, and what is kept of it.

mod access;
mod asked;
mod changes;
mod client;
mod collide;
mod command_line;
mod edited;
mod inside;
mod place;
mod property;
mod reads;
mod secrets;
mod sight;
mod watched;
