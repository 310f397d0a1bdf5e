//! Stand-in servers and builders for behaviour tests.

pub mod feed_server;
