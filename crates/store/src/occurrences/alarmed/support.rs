//! What the tests of reminders build on.

use jiff::SignedDuration;
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, When,
    remind::{alarms_of, meeting_uid, reminders_of},
};
use uuid::Uuid;

use super::*;
use crate::{
    Account, AccountId, AccountKind, Calendar, OccurrenceSpan, Write, accounts, calendars,
    testing::{TestStore, calendar},
};

pub(super) fn before(minutes: i64) -> Alarm {
    Alarm {
        action: AlarmAction::Display,
        trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-minutes)),
        repeat: 0,
        interval: None,
    }
}

pub(super) async fn google_calendar(store: &TestStore, minutes: &[i64]) -> CalendarId {
    let mut tx = store.begin().await.unwrap();
    let account =
        Account::new(AccountId(Uuid::now_v7()), AccountKind::Google, "me@example.com".into());
    accounts::insert(&mut tx, &account).await.unwrap();
    let defaults =
        minutes.iter().map(|minutes| DefaultAlarm { method: "popup".into(), minutes: *minutes });
    let mails = [DefaultAlarm { method: "email".into(), minutes: 7 }];
    let one = Calendar {
        default_alarms: defaults.chain(mails).collect(),
        read_only: false,
        ..calendar(account.id, "Google")
    };
    calendars::insert(&mut tx, &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

/// Every reminder due in the span: "title due", sorted. As a caller would tell them.
pub(super) async fn due(
    store: &TestStore,
    span: &Window,
    otherwise: &[AllDayReminder],
) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let found = list_alarmed(&mut read, span, otherwise).await.unwrap();
    let mut lines = Vec::new();
    let mut tell = |drawn: &crate::occurrences::Drawn,
                    alarms: &EventAlarms,
                    original: i64,
                    (start, end): (&When, &When)| {
        let Some(calendar) = found.calendars.get(&drawn.calendar_id) else {
            panic!("{drawn:?} is of a calendar that does not remind")
        };
        let own: Vec<i64> = found
            .own
            .iter()
            .filter(|own| own.is_for(&meeting_uid(&drawn.uid), original))
            .map(|own| own.before_s)
            .collect();
        let alarms = alarms_of(alarms, calendar, start.is_date(), otherwise, &own);
        for one in reminders_of(&alarms, start, end, &drawn.uid, &span.zone) {
            if one.due >= span.start && one.due < span.end {
                let at = span.zone.to_datetime(one.due).strftime("%m-%d %H:%M");
                lines.push(format!("{} {at}", drawn.title));
            }
        }
    };
    for one in &found.occurrences {
        let it = &one.occurrence;
        tell(&it.drawn, &one.alarms, it.original, (&it.start, &it.end));
    }
    for one in &found.unfilled {
        let series = compile(&one.series);
        for it in series.expand(&one.window).occurrences {
            let change = it.override_index.map(|index| &one.series.overrides[index]);
            let original = |change: &crate::occurrences::SeriesOverride| {
                series.original(&change.recurrence_id.original)
            };
            if change.is_some_and(|change| original(change) == it.original) {
                // It has a row of its own.
                continue;
            }
            let drawn = change.map_or(&one.series.drawn, |change| &change.drawn);
            tell(drawn, &one.alarms[&drawn.id], it.original, (&it.start, &it.end));
        }
    }
    lines.sort();
    lines
}

/// A stored series, ready to be expanded.
fn compile(series: &Series) -> kalends_calendar::Series {
    let overrides: Vec<kalends_calendar::Override> = series
        .overrides
        .iter()
        .map(|change| kalends_calendar::Override {
            recurrence_id: change.recurrence_id.clone(),
            start: change.start.clone(),
            end: change.end.clone(),
            cancelled: change.cancelled,
        })
        .collect();
    kalends_calendar::Series::compile(&series.start, &series.end, &series.recurrence, &overrides)
}

/// Fills the rows of a whole series.
pub(super) async fn fill(tx: &mut Write, id: EventId) {
    let stored = crate::occurrences::get_series(tx, id).await.unwrap().unwrap();
    let series = compile(&stored);
    let mut spans = Vec::new();
    series.spans(i64::MIN / 4, i64::MAX / 4, &mut spans);
    let own: Vec<i64> = stored
        .overrides
        .iter()
        .map(|change| series.original(&change.recurrence_id.original))
        .collect();
    let expansion = crate::Expansion {
        series: id,
        from: i64::MIN,
        to: i64::MAX,
        spans: spans
            .iter()
            .filter(|span| !own.contains(&span.original))
            .map(|span| OccurrenceSpan {
                original: span.original,
                start: span.start,
                end: span.end,
                drawn_by: span.override_index.map(|index| stored.overrides[index].drawn.id),
            })
            .collect(),
        originals: Vec::new(),
    };
    crate::occurrences::write_expansions(tx, &[expansion]).await.unwrap();
}
