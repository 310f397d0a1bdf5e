//! Accounts of Google through the engine's face, against the stand-in on a real socket.

mod desk;
mod mirror;
mod sign_in;
