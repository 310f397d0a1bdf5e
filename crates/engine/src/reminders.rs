//! Reminders: what is due is shown through the desktop's notifications, at least once and never
//! again once the user has seen to it.

mod list;
mod now_next;
mod settings;
mod work;
