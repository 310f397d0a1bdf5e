//! The engine from outside: through its face, a real database, and servers on real sockets.

mod faults;
mod feeds;
mod files;
mod masking;
mod pull;
mod schedule;
mod window;
