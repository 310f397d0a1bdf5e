//! What becomes of the calendars here when the server's list is read. Decides from values alone.

use kalends_remote::google::CalendarEntry;
use kalends_store::{Account, Calendar, DefaultAlarm, Direction};

use crate::{Hue, google::allowed};

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// Not here yet: the account's own calendar first, then the user's others, by name.
    pub(super) add: Vec<&'a CalendarEntry>,
    /// Here, and to be compared field by field.
    pub(super) update: Vec<(&'a Calendar, &'a CalendarEntry)>,
    /// Not listed any more.
    pub(super) vanish: Vec<&'a Calendar>,
}

/// Compares the list with what is here. `full` lists name every calendar, others what changed.
pub(super) fn plan<'a>(
    known: &'a [Calendar],
    entries: &'a [CalendarEntry],
    full: bool,
) -> Plan<'a> {
    let mut plan = Plan::default();
    for entry in entries {
        let here = known.iter().find(|calendar| is_of(calendar, entry));
        match (here, entry.deleted) {
            (Some(calendar), false) => plan.update.push((calendar, entry)),
            (Some(calendar), true) => plan.vanish.push(calendar),
            (None, false) => plan.add.push(entry),
            (None, true) => {}
        }
    }
    let listed = |calendar: &Calendar| entries.iter().any(|entry| is_of(calendar, entry));
    // What is gone and was kept for its edits is looked at again each time.
    let left = known.iter().filter(|calendar| (full || calendar.gone) && !listed(calendar));
    plan.vanish.extend(left);
    plan.add.sort_by_cached_key(|entry| {
        (!entry.primary, entry.access_role != "owner", entry.name().to_lowercase())
    });
    plan
}

/// The account's own calendar is found by that alone: its id may have been guessed.
fn is_of(calendar: &Calendar, entry: &CalendarEntry) -> bool {
    calendar.remote_id == entry.id || (calendar.is_primary && entry.primary)
}

/// Takes over what the server says of a calendar, except for what the user chose here.
pub(super) fn fill(calendar: &mut Calendar, entry: &CalendarEntry, account: &Account) {
    calendar.remote_id.clone_from(&entry.id);
    calendar.is_primary = entry.primary;
    calendar.gone = false;
    if !calendar.name_chosen {
        calendar.name = name_of(entry);
    }
    if !calendar.hue_chosen && entry.background_color != calendar.color_original {
        if let Some(hue) = hue_of(entry) {
            calendar.hue = hue.name().into();
        }
        calendar.color_original.clone_from(&entry.background_color);
    }
    if !entry.time_zone.is_empty() {
        calendar.zone.clone_from(&entry.time_zone);
    }
    calendar.default_alarms = entry
        .default_reminders
        .iter()
        .map(|one| DefaultAlarm { method: one.method.clone(), minutes: i64::from(one.minutes) })
        .collect();
    derive_rights(calendar, &entry.access_role, account);
}

/// What is synced and shown of a calendar that is new here: what the user shows at Google, and
/// always their own.
pub(super) fn select(calendar: &mut Calendar, entry: &CalendarEntry) {
    let shown = entry.primary || (entry.selected && !entry.hidden);
    calendar.selected = shown;
    calendar.visible = shown;
    calendar.hidden = entry.hidden && !entry.primary;
}

pub(super) fn name_of(entry: &CalendarEntry) -> String {
    entry.name().trim().chars().filter(|letter| !letter.is_control()).take(200).collect()
}

pub(super) fn hue_of(entry: &CalendarEntry) -> Option<Hue> {
    Hue::nearest(&entry.background_color)
}

/// What the account may do with a calendar, and which way it therefore syncs. The way that the user
/// chose stays for as long as the account may write; an account that may write for the first time
/// syncs both ways.
pub(crate) fn derive_rights(calendar: &mut Calendar, role: &str, account: &Account) {
    let (could, can) = (can_write(&calendar.role), can_write(role));
    calendar.role = role.to_owned();
    if !can {
        calendar.direction = Direction::Read;
    } else if !could {
        calendar.direction = Direction::Both;
    }
    calendar.read_only =
        calendar.direction == Direction::Read || !allowed::scopes(account).can_write_events();
}

/// Whether a role (CalendarList, `accessRole`) allows changes.
pub(crate) fn can_write(role: &str) -> bool {
    matches!(role, "writerWithoutPrivateAccess" | "writer" | "owner")
}

#[cfg(test)]
mod tests;
