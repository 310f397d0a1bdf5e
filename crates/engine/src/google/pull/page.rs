//! Reading a page of events: the costly part of a pull, done off the runtime.

use kalends_calendar::google::{Cancelled, Context, Item, read_item};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::google::live::Prepared;

/// Pages of more items are read on a thread of their own.
const FEW: usize = 25;
/// How much of an item that cannot be read is kept for people.
const EXCERPT: usize = 120;

/// One item of a page.
#[derive(Debug)]
pub(super) enum Read {
    /// An event.
    Live(Box<Prepared>),
    /// A tombstone or a cancelled occurrence, with its text.
    Cancelled(Cancelled, Vec<u8>),
    /// What could not be read.
    Unreadable(Odd),
}

/// An item that could not be read.
#[derive(Debug)]
pub(super) struct Odd {
    /// Its id, or empty.
    pub(super) id: String,
    /// Why.
    pub(super) reason: String,
    /// Its title, or its beginning.
    pub(super) excerpt: String,
}

impl Read {
    /// The id at the server, or empty.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Live(live) => &live.live.id,
            Self::Cancelled(cancelled, _) => &cancelled.id,
            Self::Unreadable(odd) => &odd.id,
        }
    }
}

/// Reads all items. One that cannot be read is told, and stops none of the others. None when the
/// runtime is shutting down.
pub(super) async fn read_page(items: Vec<Box<RawValue>>, context: Context) -> Option<Vec<Read>> {
    let few = items.len() <= FEW;
    let read = move || items.into_iter().map(|item| read_one(item, &context)).collect::<Vec<_>>();
    if few { Some(read()) } else { tokio::task::spawn_blocking(read).await.ok() }
}

fn read_one(item: Box<RawValue>, context: &Context) -> Read {
    let source = Box::<str>::from(item).into_string().into_bytes();
    match read_item(&source, context) {
        Ok(Item::Live(live)) => Read::Live(Box::new(Prepared::live(*live, source))),
        Ok(Item::Cancelled(cancelled)) => Read::Cancelled(cancelled, source),
        Err(unreadable) => Read::Unreadable(Odd {
            id: unreadable.id.unwrap_or_default(),
            reason: unreadable.reason,
            excerpt: excerpt(&source),
        }),
    }
}

/// The title, else the beginning of the text.
fn excerpt(source: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Titled {
        summary: String,
    }
    let title = serde_json::from_slice::<Titled>(source).ok().map(|titled| titled.summary);
    let text = title.unwrap_or_else(|| String::from_utf8_lossy(source).into_owned());
    text.chars().take(EXCERPT).collect()
}
