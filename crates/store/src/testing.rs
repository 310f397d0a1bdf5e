//! What the tests of this crate build on: a store in a temporary folder and small events.

use std::ops::Deref;

use jiff::Timestamp;
use kalends_calendar::{
    Event, Recurrence, RecurrenceId, Status, Transparency, Visibility, When, Zone,
};
use uuid::Uuid;

use crate::{
    Account, AccountId, AccountKind, Calendar, CalendarId, ContentHash, EventId, EventWrite, Store,
    accounts, calendars, events,
};

/// 2026-11-20T12:00Z.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_795_176_000).unwrap()
}

/// An open store with one calendar; its folder goes when it is dropped.
pub(crate) struct TestStore {
    pub(crate) folder: tempfile::TempDir,
    store: Store,
    pub(crate) calendar: CalendarId,
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl TestStore {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), now()).await.unwrap();
        let mut write = store.begin().await.unwrap();
        let account = account();
        accounts::insert(&mut write, &account).await.unwrap();
        let calendar = calendar(account.id, "Work");
        calendars::insert(&mut write, &calendar).await.unwrap();
        write.commit().await.unwrap();
        Self { folder, store, calendar: calendar.id }
    }

    /// Another handle of the same store.
    pub(crate) fn handle(&self) -> Store {
        self.store.clone()
    }

    /// Closes the store and leaves its folder.
    pub(crate) async fn shut(&self) {
        self.handle().close().await;
    }

    /// Writes events and gives their ids.
    pub(crate) async fn put(&self, events: &[Event]) -> Vec<EventId> {
        let ids: Vec<EventId> = events.iter().map(|_| EventId(Uuid::now_v7())).collect();
        self.put_as(&ids, events).await;
        ids
    }

    pub(crate) async fn put_as(&self, ids: &[EventId], events: &[Event]) {
        let writes: Vec<EventWrite<'_>> =
            ids.iter().zip(events).map(|(id, event)| write(*id, self.calendar, event)).collect();
        let mut tx = self.begin().await.unwrap();
        events::write(&mut tx, &writes).await.unwrap();
        tx.commit().await.unwrap();
    }
}

pub(crate) fn write(id: EventId, calendar_id: CalendarId, event: &Event) -> EventWrite<'_> {
    EventWrite {
        id,
        calendar_id,
        event,
        source: b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        content_hash: ContentHash([1; 16]),
        my_response: None,
        occurs: event.status != Status::Cancelled,
        span: None,
        remote: crate::Remote::NONE,
        arrived_at: None,
    }
}

pub(crate) fn account() -> Account {
    let id = AccountId(Uuid::now_v7());
    Account { created_at: Some(now()), ..Account::new(id, AccountKind::Feed, "Links".into()) }
}

pub(crate) fn calendar(account_id: AccountId, name: &str) -> Calendar {
    Calendar {
        hue: "teal".into(),
        color_original: "#008080".into(),
        zone: "Europe/Berlin".into(),
        created_at: Some(now()),
        ..Calendar::new(CalendarId(Uuid::now_v7()), account_id, name.into())
    }
}

/// `20261120`, `20261120T101500` or `20261120T101500;Europe/Berlin`.
pub(crate) fn when(text: &str) -> When {
    crate::columns::to_when(text, &mut crate::columns::Zones::default()).unwrap()
}

/// A single event.
pub(crate) fn event(uid: &str, start: &str, end: &str) -> Event {
    Event {
        uid: uid.into(),
        recurrence_id: None,
        sequence: 0,
        last_modified: None,
        created: None,
        start: when(start),
        end: when(end),
        recurrence: Recurrence::default(),
        summary: uid.into(),
        description: String::new(),
        description_html: None,
        location: String::new(),
        url: None,
        categories: Vec::new(),
        color: None,
        status: Status::Confirmed,
        transparency: Transparency::Opaque,
        visibility: Visibility::Default,
        organizer: None,
        attendees: Vec::new(),
        alarms: Vec::new(),
        conferences: Vec::new(),
        join_url: None,
        flags: Vec::new(),
        shared: kalends_calendar::Shared::default(),
    }
}

pub(crate) fn series(uid: &str, start: &str, end: &str, rule: &str) -> Event {
    let recurrence = Recurrence { rules: vec![rule.into()], ..Recurrence::default() };
    Event { recurrence, ..event(uid, start, end) }
}

pub(crate) fn change(uid: &str, original: &str, start: &str, end: &str) -> Event {
    let recurrence_id = Some(RecurrenceId { original: when(original), this_and_future: false });
    Event { recurrence_id, ..event(uid, start, end) }
}

/// Seconds of an instant.
pub(crate) fn at(start: &str) -> i64 {
    when(start).seconds()
}

/// The zone that tests read in.
pub(crate) fn berlin() -> jiff::tz::TimeZone {
    Zone::named("Europe/Berlin").unwrap().time_zone().clone()
}

/// From midnight to midnight in Berlin.
pub(crate) fn days(from: &str, to: &str) -> kalends_calendar::Window {
    kalends_calendar::Window {
        start: when(from).resolve(&berlin()),
        end: when(to).resolve(&berlin()),
        zone: berlin(),
    }
}
