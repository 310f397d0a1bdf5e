//! Behaviour tests, one binary.

#[cfg(test)]
mod command_line;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod feed_fetch;
#[cfg(test)]
mod feed_fetch_stand_in;
#[cfg(test)]
mod google_mirror;
#[cfg(test)]
mod google_standin;
#[cfg(test)]
mod secrets;
