//! Time and chance, as arguments.

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

/// What time it is, how to wait, and a little chance. Whoever builds the engine decides.
pub trait Pace: Send + Sync {
    /// The present instant. It may jump, in both directions.
    fn now(&self) -> Timestamp;

    /// Returns once `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// A number from 0 (included) to 1 (excluded), to spread what would happen at once.
    fn fraction(&self) -> f64;
}
