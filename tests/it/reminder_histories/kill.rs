//! Ends work before it is done.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use support::notes::Notes;

/// When work is dropped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kill {
    /// After so many steps of the notification service: before, between and after what is committed.
    Steps(usize),
    /// After so many polls, at whatever it waits for. How far that is depends on the machine.
    Polls(usize),
    /// Never.
    Spared,
}

impl Kill {
    /// Does some work until it is killed; none where it did not end.
    pub(crate) async fn over<F: Future>(self, notes: &Notes, work: F) -> Option<F::Output> {
        match self {
            Self::Steps(steps) => {
                notes.die_after(Some(steps));
                let ended = tokio::select! {
                    biased;
                    output = work => Some(output),
                    () = notes.died() => None,
                };
                notes.die_after(None);
                ended
            }
            Self::Polls(left) => Killed { inner: Box::pin(work), left }.await,
            Self::Spared => Some(work.await),
        }
    }
}

/// Polls a future so many times, then drops it.
struct Killed<F> {
    inner: Pin<Box<F>>,
    left: usize,
}

impl<F: Future> Future for Killed<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        self.inner.as_mut().poll(context).map(Some)
    }
}
