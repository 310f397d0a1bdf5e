//! Stand-in servers and builders for behaviour tests.

pub mod command_line;
pub mod desk;
pub mod event;
pub mod feed_server;
pub mod gate;
pub mod google;
pub mod notes;
