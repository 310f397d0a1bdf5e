//! Free time: when calendars are taken, when there is room, and taking it.

use jiff::Timestamp;

use crate::{
    Ask, CalendarId, Engine, Error, FreeBusy, FreeBusyQuery, FreeQuery, FreeSlots,
    FreeTimeSettings, Reservation, Reserved, SlotCheck,
};

impl Engine {
    /// What the user wants of free time and conflicts; the defaults before any choice.
    pub async fn free_time_settings(&self) -> Result<FreeTimeSettings, Error> {
        Err(Error::Invalid("free time is not available".into()))
    }

    /// Keeps what the user wants of free time and conflicts.
    pub async fn set_free_time_settings(&self, chosen: &FreeTimeSettings) -> Result<(), Error> {
        let _ = chosen;
        Err(Error::Invalid("free time is not available".into()))
    }

    /// When calendars are taken, from what is mirrored here and what Google says of the others.
    pub async fn free_busy(&self, query: &FreeBusyQuery) -> Result<FreeBusy, Error> {
        let _ = query;
        Err(Error::Invalid("free time is not available".into()))
    }

    /// When there is time.
    pub async fn find_free(&self, query: &FreeQuery) -> Result<FreeSlots, Error> {
        let _ = query;
        Err(Error::Invalid("free time is not available".into()))
    }

    /// Whether a span is free.
    pub async fn check_slot(
        &self,
        from: Timestamp,
        to: Timestamp,
        calendars: Option<&[CalendarId]>,
        ask: Ask,
    ) -> Result<SlotCheck, Error> {
        let _ = (from, to, calendars, ask);
        Err(Error::Invalid("free time is not available".into()))
    }

    /// Books a slot if it is free at the moment of writing: of two who want the same at once, in
    /// whatever processes, one gets it. Nothing is mailed.
    pub async fn reserve(&self, reservation: &Reservation) -> Result<Reserved, Error> {
        let _ = reservation;
        Err(Error::Invalid("free time is not available".into()))
    }
}
