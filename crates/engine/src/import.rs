//! Files into calendars of this computer.

use std::{
    io::{Read, Seek, SeekFrom},
    time::Instant,
};

use kalends_calendar::Zone;
use kalends_store::{NewRun, RunResult as StoredResult, accounts, calendars, sync_runs};

use crate::{
    CalendarId, Engine, EngineEvent, Error, ImportReport, Trigger,
    runs::trigger_word,
    sync::{
        apply::{Missing, Target, apply},
        survey::survey,
    },
};

impl Engine {
    /// Reads iCalendar text into a calendar of this computer. Events already there are brought up
    /// to date, no event is removed. Nothing changes unless the text is whole.
    pub async fn import(
        &self,
        text: impl Read + Send + 'static,
        calendar: CalendarId,
    ) -> Result<ImportReport, Error> {
        let begun = (self.now(), Instant::now());
        let view = self.get_calendar(calendar).await?;
        if view.read_only {
            return Err(Error::ReadOnly(view.name));
        }
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

        let mut write = self.inner.store.begin().await?;
        let row = calendars::get(&mut write, calendar).await?;
        let all = accounts::list(&mut write).await?;
        let owner = all.into_iter().filter(|account| account.id == row.account_id);
        let target = Target {
            calendar,
            zone: Zone::named(&row.zone),
            missing: Missing::Stay,
            owner: owner.map(|account| account.email).filter(|email| !email.is_empty()).collect(),
        };
        let applied = apply(self, &mut write, target, surveyed, file).await?;
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let run = NewRun {
            calendar_id: Some(calendar),
            calendar_name: view.name,
            trigger: trigger_word(Trigger::Import).into(),
            result: if applied.is_change() { StoredResult::Ok } else { StoredResult::Unchanged },
            started_at: begun.0,
            duration_ms: i64::try_from(begun.1.elapsed().as_millis()).unwrap_or(i64::MAX),
            pulled: count(applied.read),
            created: count(applied.created),
            updated: count(applied.updated),
            deleted: 0,
            pushed: 0,
            conflicts: 0,
            set_aside: count(applied.set_aside_count),
            problem: None,
        };
        sync_runs::insert(&mut write, &run).await?;
        write.commit().await?;
        if applied.is_change() {
            self.tell(EngineEvent::DataChanged(vec![calendar]));
        }
        self.inner.due.notify_one();
        Ok(ImportReport {
            read: applied.read as u64,
            created: applied.created as u64,
            updated: applied.updated as u64,
            set_aside: applied.set_aside_count as u64,
        })
    }
}
