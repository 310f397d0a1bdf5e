//! Files and links into calendars: into one of this computer as they are, into one of an account
//! through the queue.

mod copied;
mod queued;

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    time::Instant,
};

use jiff::Timestamp;
use kalends_calendar::Zone;
use kalends_remote::FeedAddress;
use kalends_store::{NewRun, RunResult as StoredResult, Write, accounts, calendars, sync_runs};

use crate::{
    CalendarId, Engine, EngineEvent, Error, ImportReport, Trigger,
    edits::place::Place,
    runs::trigger_word,
    sync::{
        apply::{Missing, Target, apply},
        survey::{Surveyed, survey},
    },
};

impl Engine {
    /// Reads iCalendar text into a calendar. Nothing changes unless the text is whole.
    ///
    /// On this computer, events already there are brought up to date and no event is removed. Of an
    /// account, events go through the queue like edits, without their guests and online meetings:
    /// nobody is mailed, and nobody gets them in their own calendar. Those that an earlier import
    /// brought there are left as they are.
    pub async fn import(
        &self,
        text: impl Read + Send + 'static,
        calendar: CalendarId,
    ) -> Result<ImportReport, Error> {
        let begun = (self.now(), Instant::now());
        self.check_import(calendar).await?;
        let folder = self.inner.config.data_dir.clone();
        let spooling = tokio::task::spawn_blocking(move || {
            let failed =
                |source| Error::File { action: "spool into", path: folder.clone(), source };
            let mut text = text;
            let mut file = tempfile::tempfile_in(&folder).map_err(failed)?;
            std::io::copy(&mut text, &mut file).map_err(failed)?;
            file.seek(SeekFrom::Start(0)).map_err(failed)?;
            let surveyed = survey(&file)?;
            Ok::<_, Error>((surveyed, file))
        });
        let (surveyed, file) = spooling.await.map_err(|_| Error::Cancelled("read the file"))??;
        Box::pin(self.take_in(surveyed, file, calendar, begun)).await
    }

    /// Fetches a link once and reads what it gives as [`Engine::import`] reads a file. The link is
    /// not followed and not kept. A path is read as a file.
    pub async fn import_link(
        &self,
        address: &str,
        calendar: CalendarId,
    ) -> Result<ImportReport, Error> {
        let begun = (self.now(), Instant::now());
        self.check_import(calendar).await?;
        let address = FeedAddress::parse(address)?;
        let (surveyed, body) = self.gather(&address).await?;
        let failed = |error: std::io::Error| Error::Text(error.into());
        let file = body.spool.file().try_clone().map_err(failed)?;
        Box::pin(self.take_in(surveyed, file, calendar, begun)).await
    }

    /// Refuses a calendar that takes no events, before anything is read for it.
    async fn check_import(&self, calendar: CalendarId) -> Result<(), Error> {
        self.get_calendar(calendar).await?;
        let mut read = self.inner.store.read().await?;
        let place = Place::load(&mut read, calendar).await?;
        place.refusal().map_or(Ok(()), |problem| Err(Error::Refused(problem)))
    }

    async fn take_in(
        &self,
        surveyed: Surveyed,
        file: File,
        calendar: CalendarId,
        begun: (Timestamp, Instant),
    ) -> Result<ImportReport, Error> {
        let mut write = self.inner.store.begin().await?;
        let place = Place::load(&mut write, calendar).await?;
        let report = if place.is_remote() {
            let (write, report) =
                Box::pin(queued::import(self, write, &place, surveyed, file)).await?;
            self.log_import(write, &place, &report, begun).await?;
            self.know_conflicts().await;
            if report.created > 0 {
                self.tell_edited(vec![calendar]);
            }
            report
        } else {
            let report = Box::pin(self.merge(&mut write, calendar, surveyed, file)).await?;
            self.log_import(write, &place, &report, begun).await?;
            self.know_conflicts().await;
            if report.created + report.updated > 0 {
                self.tell(EngineEvent::DataChanged(vec![calendar]));
            }
            report
        };
        self.inner.due.notify_one();
        Ok(report)
    }

    /// Into a calendar of this computer.
    async fn merge(
        &self,
        write: &mut Write,
        calendar: CalendarId,
        surveyed: Surveyed,
        file: File,
    ) -> Result<ImportReport, Error> {
        let row = calendars::get(write, calendar).await?;
        let all = accounts::list(write).await?;
        let owner = all.into_iter().filter(|account| account.id == row.account_id);
        let target = Target {
            calendar,
            zone: Zone::named(&row.zone),
            missing: Missing::Stay,
            owner: owner.map(|account| account.email).filter(|email| !email.is_empty()).collect(),
        };
        let applied = apply(self, write, target, surveyed, file).await?;
        Ok(ImportReport {
            read: applied.read as u64,
            created: applied.created as u64,
            updated: applied.updated as u64,
            set_aside: applied.set_aside_count as u64,
            ..ImportReport::default()
        })
    }

    /// Commits an import with the line that tells of it.
    async fn log_import(
        &self,
        mut write: Write,
        place: &Place,
        report: &ImportReport,
        begun: (Timestamp, Instant),
    ) -> Result<(), Error> {
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let is_change = report.created + report.updated > 0;
        let run = NewRun {
            calendar_id: Some(place.calendar.id),
            calendar_name: place.calendar.name.clone(),
            trigger: trigger_word(Trigger::Import).into(),
            result: if is_change { StoredResult::Ok } else { StoredResult::Unchanged },
            started_at: begun.0,
            duration_ms: i64::try_from(begun.1.elapsed().as_millis()).unwrap_or(i64::MAX),
            pulled: count(report.read),
            created: count(report.created),
            updated: count(report.updated),
            deleted: 0,
            pushed: 0,
            conflicts: 0,
            set_aside: count(report.set_aside),
            problem: None,
        };
        sync_runs::insert(&mut write, &run).await?;
        Ok(write.commit().await?)
    }
}
