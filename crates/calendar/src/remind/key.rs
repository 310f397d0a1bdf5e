//! What a reminder is known by.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// One reminder of one occurrence, whatever else becomes of its event.
///
/// A moved occurrence has other keys, one at the same time the same, on whichever calendar and
/// after any restore. Seconds are on the value's own line ([`crate::When::seconds`]), so that a
/// reader who travels keeps the keys of dates and floating times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlarmKey {
    /// [`meeting_uid`] of the event.
    pub meeting: String,
    /// Present start of the occurrence. Of an absolute trigger: the same as `due`.
    pub start: i64,
    /// When it is due.
    pub due: i64,
}

/// The UID without the mark that Google gives a split-off series: `a_R20261120T101500@google.com`
/// is `a@google.com`, so that "this and following" keeps what is known of its reminders.
///
/// A split made by Kalends has a UID of its own, which this does not undo.
#[must_use]
pub fn meeting_uid(uid: &str) -> Cow<'_, str> {
    let (local, host) = match uid.rsplit_once('@') {
        Some((local, host)) => (local, Some(host)),
        None => (uid, None),
    };
    let mut base = local;
    while let Some((before, stamp)) = base.rsplit_once("_R")
        && !before.is_empty()
        && is_stamp(stamp.as_bytes())
    {
        base = before;
    }
    match host {
        _ if base.len() == local.len() => Cow::Borrowed(uid),
        Some(host) => Cow::Owned(format!("{base}@{host}")),
        None => Cow::Borrowed(base),
    }
}

/// `20261120`, `20261120T101500` or `20261120T101500Z`.
fn is_stamp(stamp: &[u8]) -> bool {
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match stamp.split_at_checked(8) {
        Some((date, [])) => digits(date),
        Some((date, [b'T', time @ .., b'Z'])) if time.len() == 6 => digits(date) && digits(time),
        Some((date, [b'T', time @ ..])) if time.len() == 6 => digits(date) && digits(time),
        Some(_) | None => false,
    }
}
