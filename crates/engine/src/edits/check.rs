//! Whether what a user asks for makes sense. Says what is wrong in words for people.

use jiff::SignedDuration;
use kalends_calendar::{AlarmTrigger, Event, Recurrence, Rule, Series, When, Window};

use super::change::lasting;
use crate::{Error, EventChange, Guest, Reminders};

/// What Google keeps of a title or a place.
const TITLE_MOST: usize = 1_024;
/// What Google keeps of notes.
const NOTES_MOST: usize = 8_192;
const REMINDERS_MOST: usize = 5;
/// Four weeks, in minutes.
const REMINDER_FAR: i64 = 40_320;
const GUESTS_MOST: usize = 200;
const RULES_MOST: usize = 10;

/// Refuses a change that cannot be meant, whatever event it is for.
pub(crate) fn check(change: &EventChange) -> Result<(), Error> {
    let long = |text: &Option<String>, most: usize| {
        text.as_ref().is_some_and(|text| text.chars().count() > most)
    };
    if long(&change.title, TITLE_MOST) {
        return invalid(format!("a title has at most {TITLE_MOST} characters"));
    }
    if long(&change.location, TITLE_MOST) {
        return invalid(format!("a place has at most {TITLE_MOST} characters"));
    }
    if long(&change.notes, NOTES_MOST) {
        return invalid(format!("notes have at most {NOTES_MOST} characters"));
    }
    if let Some((start, end)) = &change.time {
        check_time(start, end)?;
    }
    if let Some(rules) = &change.rules {
        check_rules(rules)?;
    }
    if let Some(guests) = &change.guests {
        check_guests(guests)?;
    }
    if let Some(Reminders::Own(alarms)) = &change.reminders {
        if alarms.len() > REMINDERS_MOST {
            return invalid(format!("an event has at most {REMINDERS_MOST} reminders"));
        }
        for alarm in alarms {
            let AlarmTrigger::FromStart(offset) = alarm.trigger else {
                return invalid("a reminder is set by minutes before the start".into());
            };
            if !(0..=REMINDER_FAR).contains(&-offset.as_mins()) {
                return invalid(format!(
                    "a reminder comes 0 to {REMINDER_FAR} minutes (four weeks) before the start"
                ));
            }
        }
    }
    Ok(())
}

fn check_time(start: &When, end: &When) -> Result<(), Error> {
    if start.is_date() != end.is_date() {
        return invalid("start and end are both days or both times of day".into());
    }
    let years = 1..=9_000;
    if !years.contains(&start.local().year()) || !years.contains(&end.local().year()) {
        return invalid("the time lies outside of the years 1 to 9000".into());
    }
    let floating = jiff::tz::TimeZone::UTC;
    let (from, to) = (start.resolve(&floating), lasting(start, end.clone()).resolve(&floating));
    let same_zone = match (start, end) {
        (When::Zoned(_, zone), When::Zoned(_, there)) => zone == there,
        (When::Date(_) | When::Floating(_) | When::Zoned(..), _) => false,
    };
    if to < from || same_zone && end.local() < start.local() {
        return invalid("the end lies before the start".into());
    }
    if start.is_date() && to <= from {
        return invalid(
            "an event of whole days ends on a later day than it starts: its end is exclusive"
                .into(),
        );
    }
    if to.duration_since(from) > SignedDuration::from_hours(24 * 366 * 10) {
        return invalid("an event lasts ten years at most".into());
    }
    Ok(())
}

fn check_rules(rules: &[String]) -> Result<(), Error> {
    if rules.len() > RULES_MOST {
        return invalid(format!("an event has at most {RULES_MOST} rules"));
    }
    for rule in rules {
        if rule.contains(['\r', '\n']) || rule.len() > 1_000 {
            return invalid("a rule is one line".into());
        }
        if let Err(error) = Rule::parse(rule) {
            return invalid(format!("“{rule}” is no rule that can be read: {error}"));
        }
        if has_no_count(rule) {
            return invalid(format!("“{rule}” gives no occurrence at all: COUNT is 1 or more"));
        }
    }
    Ok(())
}

/// Whether a rule says that it happens no times.
fn has_no_count(rule: &str) -> bool {
    rule.split(';').filter_map(|part| part.split_once('=')).any(|(name, value)| {
        name.trim().eq_ignore_ascii_case("COUNT") && value.trim().parse() == Ok(0_u64)
    })
}

fn check_guests(guests: &[Guest]) -> Result<(), Error> {
    if guests.len() > GUESTS_MOST {
        return invalid(format!("an event has at most {GUESTS_MOST} guests"));
    }
    let mut seen = std::collections::HashSet::new();
    for guest in guests {
        if !is_mail(&guest.email) {
            return invalid(format!("“{}” is no mail address", guest.email));
        }
        if !seen.insert(guest.email.to_lowercase()) {
            return invalid(format!("“{}” is invited twice", guest.email));
        }
    }
    Ok(())
}

/// Whether a text can be a mail address: one `@`, no blanks, a domain with a dot.
fn is_mail(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"@".contains(c);
    !name.is_empty()
        && name.len() <= 64
        && domain.len() <= 253
        && !text.contains(odd_but_at(&odd))
        && !name.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
}

fn odd_but_at(odd: &impl Fn(char) -> bool) -> impl Fn(char) -> bool + '_ {
    move |c| c != '@' && odd(c)
}

/// Refuses an event that takes place never, because of its rules and what they leave out.
pub(crate) fn check_occurs(event: &Event) -> Result<(), Error> {
    if event.recurrence.is_empty() {
        return Ok(());
    }
    if first_of(&event.start, &event.end, &event.recurrence).is_none() {
        return invalid("the rule gives no occurrence at all".into());
    }
    Ok(())
}

/// The original start of the first occurrence, looked for within some years.
fn first_of(start: &When, end: &When, recurrence: &Recurrence) -> Option<i64> {
    let series = Series::compile(start, end, recurrence, &[]);
    let from = start.resolve(&jiff::tz::TimeZone::UTC);
    let day = SignedDuration::from_hours(24);
    [day * 40, day * 400, day * 366 * 41].into_iter().find_map(|reach| {
        let window = Window {
            start: from.checked_sub(day * 2).unwrap_or(jiff::Timestamp::MIN),
            end: from.checked_add(reach).unwrap_or(jiff::Timestamp::MAX),
            zone: jiff::tz::TimeZone::UTC,
        };
        series.expand(&window).occurrences.first().map(|one| one.original)
    })
}

fn invalid<T>(message: String) -> Result<T, Error> {
    Err(Error::Invalid(message))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use jiff::civil::{date, datetime};
    use kalends_calendar::{Alarm, AlarmAction, Zone};

    use super::*;

    fn popup(minutes: i64) -> Alarm {
        Alarm {
            action: AlarmAction::Display,
            trigger: AlarmTrigger::FromStart(SignedDuration::from_mins(-minutes)),
            repeat: 0,
            interval: None,
        }
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        let at = |hour| When::Zoned(datetime(2026, 11, 20, hour, 0, 0, 0), Zone::utc());
        let day = |day| When::Date(date(2026, 11, day));
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let leap =
            |hour, minute| When::Zoned(date(2026, 3, 29).at(hour, minute, 0, 0), berlin.clone());
        let time = |start, end| EventChange { time: Some((start, end)), ..EventChange::default() };
        let rule =
            |rule: &str| EventChange { rules: Some(vec![rule.into()]), ..EventChange::default() };
        let guests = |mails: &[&str]| EventChange {
            guests: Some(
                mails
                    .iter()
                    .map(|mail| Guest { email: (*mail).into(), ..Guest::default() })
                    .collect(),
            ),
            ..EventChange::default()
        };
        let own = |minutes: &[i64]| EventChange {
            reminders: Some(Reminders::Own(minutes.iter().map(|one| popup(*one)).collect())),
            ..EventChange::default()
        };
        let table = [
            ("nothing", EventChange::default()),
            ("an hour", time(at(9), at(10))),
            ("no length", time(at(9), at(9))),
            ("end before start", time(at(10), at(9))),
            ("one day", time(day(20), day(21))),
            ("no day", time(day(20), day(20))),
            ("leaping clocks", time(leap(2, 45), leap(3, 15))),
            ("leap, reversed", time(leap(3, 15), leap(2, 45))),
            ("day to time", time(day(20), at(9))),
            ("weekly", rule("FREQ=WEEKLY;BYDAY=MO")),
            ("no times", rule("FREQ=DAILY;COUNT=0")),
            ("rubbish rule", rule("every week")),
            ("two lines", rule("FREQ=DAILY\nX:1")),
            ("a guest", guests(&["ann@x.example"])),
            ("no mail", guests(&["ann"])),
            ("no domain", guests(&["ann@localhost"])),
            ("blank in mail", guests(&["ann b@x.example"])),
            ("two at", guests(&["a@b@x.example"])),
            ("line break", guests(&["ann@x.example\nbcc:all@x.example"])),
            ("twice", guests(&["ann@x.example", "Ann@X.example"])),
            ("five reminders", own(&[0, 5, 10, 60, 40_320])),
            ("six reminders", own(&[0, 5, 10, 60, 120, 240])),
            ("too early", own(&[40_321])),
            ("after the start", own(&[-1])),
            (
                "long title",
                EventChange { title: Some("x".repeat(1_025)), ..EventChange::default() },
            ),
        ];
        let mut text = String::new();
        for (name, change) in table {
            let said = check(&change).map_or_else(|error| error.to_string(), |()| "ok".into());
            writeln!(text, "{name:17} {said}").unwrap();
        }
        insta::assert_snapshot!(text, @r"
        nothing           ok
        an hour           ok
        no length         ok
        end before start  the end lies before the start
        one day           ok
        no day            an event of whole days ends on a later day than it starts: its end is exclusive
        leaping clocks    ok
        leap, reversed    the end lies before the start
        day to time       start and end are both days or both times of day
        weekly            ok
        no times          “FREQ=DAILY;COUNT=0” gives no occurrence at all: COUNT is 1 or more
        rubbish rule      “every week” is no rule that can be read: the rule has no frequency that is known
        two lines         a rule is one line
        a guest           ok
        no mail           “ann” is no mail address
        no domain         “ann@localhost” is no mail address
        blank in mail     “ann b@x.example” is no mail address
        two at            “a@b@x.example” is no mail address
        line break        “ann@x.example
        bcc:all@x.example” is no mail address
        twice             “Ann@X.example” is invited twice
        five reminders    ok
        six reminders     an event has at most 5 reminders
        too early         a reminder comes 0 to 40320 minutes (four weeks) before the start
        after the start   a reminder comes 0 to 40320 minutes (four weeks) before the start
        long title        a title has at most 1024 characters
        ");
    }

    #[test]
    fn an_event_keeps_its_length_where_clocks_leap() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let mut text = String::new();
        for (from, to) in
            [((2, 30), (3, 30)), ((2, 45), (3, 15)), ((1, 30), (2, 30)), ((1, 0), (4, 0))]
        {
            let at = |(hour, minute)| date(2026, 3, 29).at(hour, minute, 0, 0);
            let start = When::Zoned(at(from), zone.clone());
            let end = lasting(&start, When::Zoned(at(to), zone.clone()));
            let utc = jiff::tz::TimeZone::UTC;
            let length = end.resolve(&utc).duration_since(start.resolve(&utc));
            writeln!(text, "{} to {}: until {}, {length:#}", at(from), at(to), end.local())
                .unwrap();
        }
        insta::assert_snapshot!(text, @r"
        2026-03-29T02:30:00 to 2026-03-29T03:30:00: until 2026-03-29T04:30:00, 1h
        2026-03-29T02:45:00 to 2026-03-29T03:15:00: until 2026-03-29T04:15:00, 30m
        2026-03-29T01:30:00 to 2026-03-29T02:30:00: until 2026-03-29T02:30:00, 1h
        2026-03-29T01:00:00 to 2026-03-29T04:00:00: until 2026-03-29T04:00:00, 2h
        ");
    }

    #[test]
    fn a_rule_that_never_happens_is_refused() {
        let start = When::Zoned(datetime(2026, 11, 20, 9, 0, 0, 0), Zone::utc());
        let mut event = Event { start: start.clone(), end: start.clone(), ..Event::empty() };
        event.recurrence.rules = vec!["FREQ=DAILY;COUNT=1".into()];
        assert!(check_occurs(&event).is_ok());
        event.recurrence.excluded = vec![start];
        assert!(check_occurs(&event).is_err());
    }
}
