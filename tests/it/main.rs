//! Behaviour tests, one binary.

#[cfg(test)]
mod feed_fetch;
#[cfg(test)]
mod secrets;
