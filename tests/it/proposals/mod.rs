//! What agents propose: shown as of now, done only after an approval of exactly what was shown, once.
//! How it goes on at a server is told beside the edits of Google.

mod adversary;
pub(crate) mod hands;
mod histories;
mod life;
mod time;
