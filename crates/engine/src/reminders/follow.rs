//! What is known of reminders goes along when an edit makes an event go on under another UID: the
//! later part of a cut series, or a copy in another account.

use jiff::Timestamp;
use kalends_calendar::remind::{AlarmKey, meeting_uid};
use kalends_store::{HandledAlarm, Write, alarms, own_alarms};

use crate::{
    Error,
    edits::want::{Origin, Touched, Wanted},
};

/// After an edit: the new event knows what the old one knew.
pub(crate) async fn follow(write: &mut Write, touched: &[Touched]) -> Result<(), Error> {
    let Some((old, new)) = meetings(touched) else { return Ok(()) };
    alarms::copy(write, &old, &new, i64::MIN).await?;
    Ok(own_alarms::copy(write, &old, &new).await?)
}

/// After an edit was taken back: the old event knows what became of the new one's reminders.
pub(crate) async fn follow_back(write: &mut Write, touched: &[Touched]) -> Result<(), Error> {
    let Some((old, new)) = meetings(touched) else { return Ok(()) };
    let rows = alarms::list(write, Timestamp::MIN).await?;
    for row in rows.into_iter().filter(|row| row.key.meeting == new) {
        let row = HandledAlarm { key: AlarmKey { meeting: old.clone(), ..row.key }, ..row };
        let known = alarms::get(write, row.kind, &row.key).await?;
        if known.is_none_or(|known| known.handled_at <= row.handled_at) {
            alarms::put(write, &row).await?;
        }
    }
    Ok(own_alarms::copy(write, &new, &old).await?)
}

/// The old and the new meeting; none where no event goes on as another.
fn meetings(touched: &[Touched]) -> Option<(String, String)> {
    let old = touched.iter().find_map(|one| one.before.as_ref())?;
    let new = touched.iter().find_map(|one| match (&one.want.origin, &one.want.wanted) {
        (Origin::New, Wanted::Event(event)) => Some(&event.uid),
        (Origin::New, Wanted::Deleted | Wanted::Dropped)
        | (Origin::Row | Origin::Instance { .. }, _) => None,
    })?;
    let (old, new) = (meeting_uid(&old.event.uid), meeting_uid(new));
    (old != new).then(|| (old.into_owned(), new.into_owned()))
}
