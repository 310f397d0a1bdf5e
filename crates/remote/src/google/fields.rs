//! Which fields are asked for. Tokens are in every mask of a list: without them its end looks like
//! any other page.

/// Everything an event's reader and writer know; without what is only of use on Google's pages
/// (`kind`, `htmlLink`, `creator`, `gadget`, `anyoneCanAddSelf`).
macro_rules! event_fields {
    () => {
        "id,etag,status,eventType,created,updated,sequence,iCalUID,\
         recurringEventId,originalStartTime,recurrence,start,end,endTimeUnspecified,\
         summary,description,location,colorId,eventLabelId,transparency,visibility,\
         organizer,attendees,attendeesOmitted,guestsCanInviteOthers,guestsCanModify,\
         guestsCanSeeOtherGuests,privateCopy,locked,conferenceData,hangoutLink,reminders,\
         attachments,source,extendedProperties,birthdayProperties,focusTimeProperties,\
         outOfOfficeProperties,workingLocationProperties"
    };
}

/// For one event, as read or as written.
pub(crate) const EVENT: &str = event_fields!();

/// For events.list and events.instances.
pub(crate) const EVENTS: &str = concat!(
    "nextPageToken,nextSyncToken,timeZone,accessRole,defaultReminders,items(",
    event_fields!(),
    ")"
);

/// For calendarList.list.
pub(crate) const CALENDARS: &str = "nextPageToken,nextSyncToken,items(id,etag,summary,\
     summaryOverride,description,location,timeZone,colorId,backgroundColor,foregroundColor,\
     accessRole,primary,selected,hidden,deleted,defaultReminders,dataOwner)";

/// For settings.list.
pub(crate) const SETTINGS: &str = "nextPageToken,nextSyncToken,items(id,value)";

/// For freebusy.query.
pub(crate) const FREE_BUSY: &str = "calendars";
