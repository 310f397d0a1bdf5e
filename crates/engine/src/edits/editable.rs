//! An occurrence in the form of an editor.

use super::{change::has_conference, place::Place, row::my_response, subject::Subject};
use crate::{Editable, Hue, Reminders};

pub(super) fn of(subject: &Subject, place: &Place) -> Editable {
    let event = subject.shown().clone();
    let recurring = subject.is_series();
    Editable {
        target: subject.target(),
        calendar_id: subject.stored.calendar_id,
        rules: subject.rules().to_vec(),
        recurring,
        guests_hidden: event.shared.attendees_omitted,
        organizer: event.organizer.as_ref().map(|one| one.email.clone()).unwrap_or_default(),
        guest_rights: event.shared.guests,
        conference: has_conference(&event),
        reminders: if event.shared.default_alarms {
            Reminders::Default
        } else {
            Reminders::Own(event.alarms.clone())
        },
        color: event.color.as_deref().and_then(Hue::nearest),
        busy: event.transparency == kalends_calendar::Transparency::Opaque,
        visibility: event.visibility,
        tentative: event.status == kalends_calendar::Status::Tentative,
        kind: event.shared.kind,
        my_response: my_response(&event),
        rights: place.rights(&event),
        title: event.summary,
        start: event.start,
        end: event.end,
        location: event.location,
        notes: event.description,
        guests: event.attendees,
        attachments: event.shared.attachments,
    }
}
