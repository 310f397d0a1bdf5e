//! Series: which instances a master has, and what becomes of exceptions when it changes.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan, civil, tz::TimeZone};
use kalends_calendar::{Recurrence, RecurrenceDate, Series, When, Zone};
use serde_json::Value;

use super::{
    Google, body,
    message::{Object, list, text},
    time::{Point, zone},
    world::{State, Stored},
};

/// What exceptions never take from their master.
const OWN_TO_EACH: [&str; 8] = [
    "id",
    "start",
    "end",
    "recurrence",
    "recurringEventId",
    "originalStartTime",
    "created",
    "sequence",
];

/// The id of the instance with this original start.
pub(super) fn instance_id(series: &str, original: &Point) -> String {
    match original {
        Point::Date(date) => format!("{series}_{}", date.strftime("%Y%m%d")),
        Point::At(at, _) => format!("{series}_{}", at.strftime("%Y%m%dT%H%M%SZ")),
    }
}

/// The series and the original start an instance id speaks of.
pub(super) fn split_id(id: &str) -> Option<(&str, Point)> {
    let (series, original) = id.rsplit_once('_')?;
    if original.len() == 8 {
        let date = civil::Date::strptime("%Y%m%d", original).ok()?;
        return Some((series, Point::Date(date)));
    }
    let local = civil::DateTime::strptime("%Y%m%dT%H%M%SZ", original).ok()?;
    let at = TimeZone::UTC.to_ambiguous_timestamp(local).compatible().ok()?;
    Some((series, Point::At(at, TimeZone::UTC)))
}

/// A body's series, ready to be asked for instances. Times without a zone are in `calendar`'s.
pub(super) struct Rules {
    series: Series,
    start: Point,
    length: Length,
    zone: TimeZone,
}

#[derive(Clone, Copy)]
enum Length {
    Days(i64),
    Seconds(i64),
}

impl Rules {
    pub(super) fn of(master: &Object, calendar: &TimeZone) -> Option<Self> {
        if list(master, "recurrence").is_empty() {
            return None;
        }
        let (start, end) = body::times(master, calendar).ok()?;
        let length = match (&start, &end) {
            (Point::Date(a), Point::Date(b)) => Length::Days(i64::from((*b - *a).get_days())),
            _ => Length::Seconds(
                end.instant(calendar).as_second() - start.instant(calendar).as_second(),
            ),
        };
        let own = match &start {
            Point::Date(_) => TimeZone::UTC,
            Point::At(_, own) => own.clone(),
        };
        let (from, to) = (when(&start), when(&end));
        let recurrence = recurrence(list(master, "recurrence"), &start);
        let series = Series::compile(&from, &to, &recurrence, &[]);
        Some(Self { series, start, length, zone: own })
    }

    /// Whether there is an instance with this original start.
    pub(super) fn has(&self, original: &Point) -> bool {
        if original.is_date() != self.start.is_date() {
            return false;
        }
        let at = original.instant(&TimeZone::UTC).as_second();
        let mut spans = Vec::new();
        self.series.spans(at - 1, at + 1, &mut spans);
        spans.iter().any(|span| span.original == at)
    }

    /// The original starts from one second to another, at most `most`.
    pub(super) fn originals(&self, from: i64, to: i64, most: usize) -> Vec<Point> {
        let mut spans = Vec::new();
        self.series.spans(from, to, &mut spans);
        spans.iter().take(most).map(|span| self.point(span.original)).collect()
    }

    fn point(&self, second: i64) -> Point {
        let at = Timestamp::from_second(second).unwrap_or_default();
        match self.start {
            Point::Date(_) => Point::Date(at.to_zoned(TimeZone::UTC).date()),
            Point::At(..) => Point::At(at, self.zone.clone()),
        }
    }

    /// Where the instance with this original start lies.
    pub(super) fn place(&self, original: &Point) -> (Point, Point) {
        let end = match (original, self.length) {
            (Point::Date(date), Length::Days(days)) => {
                Point::Date(date.checked_add(days.days()).unwrap_or(*date))
            }
            (Point::At(at, _), Length::Seconds(seconds)) => {
                Point::At(at.checked_add(seconds.seconds()).unwrap_or(*at), self.zone.clone())
            }
            (Point::Date(_), Length::Seconds(_)) | (Point::At(..), Length::Days(_)) => {
                original.clone()
            }
        };
        let start = match original {
            Point::Date(_) => original.clone(),
            Point::At(at, _) => Point::At(*at, self.zone.clone()),
        };
        (start, end)
    }
}

fn when(point: &Point) -> When {
    match point {
        Point::Date(date) => When::Date(*date),
        Point::At(at, own) => {
            When::Zoned(at.to_zoned(own.clone()).datetime(), Zone::from(own.clone()))
        }
    }
}

/// Reads `RRULE:…`, `EXDATE;TZID=…:…` and the like; lines that cannot be read count for nothing.
fn recurrence(lines: &[Value], start: &Point) -> Recurrence {
    let own = match start {
        Point::Date(_) => TimeZone::UTC,
        Point::At(_, own) => own.clone(),
    };
    let mut read = Recurrence::default();
    for line in lines.iter().filter_map(Value::as_str) {
        let Some((name, values)) = line.split_once(':') else { continue };
        let mut parts = name.split(';');
        let kind = parts.next().unwrap_or_default();
        let named = parts.find_map(|part| part.strip_prefix("TZID="));
        let given = named.map_or_else(|| own.clone(), zone);
        let dates = || values.split(',').filter_map(|text| date_of(text, &given));
        match kind {
            "RRULE" => read.rules.push(values.to_owned()),
            "EXRULE" => read.excluded_rules.push(values.to_owned()),
            "EXDATE" => read.excluded.extend(dates()),
            "RDATE" => {
                let added = dates().map(|start| RecurrenceDate { start, end: None });
                read.dates.extend(added);
            }
            _ => {}
        }
    }
    read
}

fn date_of(text: &str, zone: &TimeZone) -> Option<When> {
    if text.len() == 8 {
        return civil::Date::strptime("%Y%m%d", text).ok().map(When::Date);
    }
    let (text, zone) = match text.strip_suffix('Z') {
        Some(text) => (text, TimeZone::UTC),
        None => (text, zone.clone()),
    };
    let local = civil::DateTime::strptime("%Y%m%dT%H%M%S", text).ok()?;
    Some(When::Zoned(local, Zone::from(zone)))
}

impl Google {
    /// The instance of a series that nobody has changed yet, as if it were stored.
    pub(super) fn virgin(&self, calendar: &str, id: &str) -> Option<Stored> {
        let known = self.calendars.get(calendar)?;
        let (series, original) = split_id(id)?;
        let master = known.live(series)?;
        let own = zone(&known.zone);
        let rules = Rules::of(&master.body, &own)?;
        if !rules.has(&original) {
            return None;
        }
        let (start, end) = rules.place(&original);
        let mut body = master.body.clone();
        body.remove("recurrence");
        body.insert("id".into(), id.into());
        body.insert("recurringEventId".into(), series.into());
        body.insert("originalStartTime".into(), start.write(&own));
        body.insert("start".into(), start.write(&own));
        body.insert("end".into(), end.write(&own));
        Some(Stored {
            body,
            state: State::Live,
            series: Some(series.to_owned()),
            left: BTreeSet::new(),
            own: BTreeSet::new(),
            told: None,
            ..master.clone()
        })
    }

    /// Lays a change of a master over its exceptions: fields that nobody wrote to an exception
    /// follow; an exception that the rules no longer yield goes (rule 13). Gives the ids of those that
    /// changed by it.
    pub(super) fn change_exceptions(
        &mut self,
        calendar: &str,
        series: &str,
        changed: &BTreeSet<String>,
    ) -> Vec<String> {
        let mut affected = Vec::new();
        let Some(known) = self.calendars.get_mut(calendar) else { return affected };
        let Some(master) = known.live(series).map(|master| master.body.clone()) else {
            return affected;
        };
        let own = zone(&known.zone);
        let rules = Rules::of(&master, &own);
        let reshaped = ["start", "end", "recurrence"].iter().any(|name| changed.contains(*name));
        for id in known.exceptions(series) {
            let Some(stored) = known.events.get_mut(&id) else { continue };
            let original = split_id(&id).map(|(_, original)| original);
            let yielded = original.zip(rules.as_ref()).is_some_and(|(at, rules)| rules.has(&at));
            if reshaped && !yielded && stored.state != State::Deleted {
                stored.state = State::Deleted;
                affected.push(id);
                continue;
            }
            let before = stored.body.clone();
            for name in changed {
                if OWN_TO_EACH.contains(&name.as_str()) || stored.own.contains(name) {
                    continue;
                }
                match master.get(name) {
                    Some(value) => stored.body.insert(name.clone(), value.clone()),
                    None => stored.body.remove(name),
                };
            }
            if stored.body != before && stored.state == State::Live {
                affected.push(id);
            }
        }
        affected
    }

    /// Gives an event a new etag, and with it all members of its series, and the `others` that changed with
    /// it.
    pub(super) fn touch(
        &mut self,
        calendar: &str,
        id: &str,
        others: &[String],
        keeps_updated: bool,
    ) {
        let Some(known) = self.calendars.get(calendar) else { return };
        let Some(stored) = known.events.get(id) else { return };
        let root = stored.series.clone().unwrap_or_else(|| id.to_owned());
        let mut ids = vec![id.to_owned()];
        if self.reports_series && stored.state != State::Deleted {
            ids = known.exceptions(&root);
            let stays = |one: &Stored| one.state != State::Deleted;
            ids.retain(|member| known.events.get(member).is_some_and(stays));
            if known.events.contains_key(&root) {
                ids.insert(0, root);
            }
        }
        let others: Vec<_> = others.iter().filter(|one| !ids.contains(one)).cloned().collect();
        ids.extend(others);
        let (_, micros) = self.tick();
        for id in ids {
            self.touch_one(calendar, &id, micros, keeps_updated);
        }
    }

    /// Gives one event the etag of this moment.
    pub(super) fn touch_one(&mut self, calendar: &str, id: &str, micros: i64, keeps_updated: bool) {
        self.change += 1;
        let change = self.change;
        let Some(known) = self.calendars.get_mut(calendar) else { return };
        known.micros = micros;
        let Some(stored) = known.events.get_mut(id) else { return };
        known.changes.remove(&stored.change);
        (stored.change, stored.micros, stored.told) = (change, micros, None);
        if !keeps_updated {
            stored.updated = micros;
        }
        known.changes.insert(change, id.to_owned());
    }
}

/// What a master and an exception share by name.
pub(super) fn is_instance(body: &Object) -> bool {
    !text(body, "recurringEventId").is_empty()
}
