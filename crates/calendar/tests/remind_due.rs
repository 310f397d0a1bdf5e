//! When alarms of occurrences are due, as tables.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use jiff::{SignedDuration, civil::Time, tz::TimeZone};
use kalends_calendar::{
    Alarm, AlarmAction, AlarmTrigger, When, Zone,
    remind::{self, AllDayReminder, MOST_ALARMS, MOST_REACH, reminders_of},
};

fn when(text: &str) -> When {
    let (local, zone) = match text.split_once(' ') {
        Some((local, zone)) => (local, Some(zone)),
        None => (text, None),
    };
    match (local.contains('T'), zone) {
        (false, _) => When::Date(local.parse().unwrap()),
        (true, None) => When::Floating(local.parse().unwrap()),
        (true, Some(zone)) => When::Zoned(local.parse().unwrap(), Zone::named(zone).unwrap()),
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn alarm(trigger: AlarmTrigger) -> Alarm {
    Alarm { action: AlarmAction::Display, trigger, repeat: 0, interval: None }
}

fn start(minutes: i64) -> Alarm {
    alarm(AlarmTrigger::FromStart(SignedDuration::from_mins(minutes)))
}

fn end(minutes: i64) -> Alarm {
    alarm(AlarmTrigger::FromEnd(SignedDuration::from_mins(minutes)))
}

fn at(instant: &str) -> Alarm {
    alarm(AlarmTrigger::At(instant.parse().unwrap()))
}

fn repeated(alarm: Alarm, repeat: u32, minutes: i64) -> Alarm {
    Alarm { repeat, interval: Some(SignedDuration::from_mins(minutes)), ..alarm }
}

/// One line: what it is, then when it is due in Berlin, or in the zone named.
fn line(name: &str, alarms: &[Alarm], from: &str, to: &str, reader: &str) -> String {
    let reader = zone(reader);
    let due: Vec<String> = reminders_of(alarms, &when(from), &when(to), "a@example.com", &reader)
        .iter()
        .map(|one| {
            reader.to_datetime(one.due).strftime("%m-%d %H:%M").to_string()
                + if reader.to_offset_info(one.due).dst().is_dst() { "d" } else { "" }
        })
        .collect();
    format!("{name:<36} {}\n", if due.is_empty() { "none".into() } else { due.join(", ") })
}

#[test]
fn triggers_of_a_meeting() {
    let (from, to) = ("2026-11-20T10:00:00 Europe/Berlin", "2026-11-20T11:30:00 Europe/Berlin");
    let of = |name: &str, alarms: &[Alarm]| line(name, alarms, from, to, "Europe/Berlin");
    let mail = Alarm { action: AlarmAction::Email, ..start(-20) };
    let sound = Alarm { action: AlarmAction::Audio, ..start(-20) };
    let table = [
        of("before the start", &[start(-15)]),
        of("at the start", &[start(0)]),
        of("after the start", &[start(5)]),
        of("before the end", &[end(-10)]),
        of("at the end", &[end(0)]),
        of("after the end", &[end(15)]),
        of("at an instant", &[at("2026-11-19T17:00:00Z")]),
        of("a week before", &[start(-7 * 1440)]),
        of("28 days before", &[start(-28 * 1440)]),
        of("a mail", std::slice::from_ref(&mail)),
        of("a sound", std::slice::from_ref(&sound)),
        of("a sound, a mail, a note at once", &[sound, mail, start(-20)]),
        of("the same from start and end", &[start(-15), end(-105)]),
        of("the same instant, absolutely", &[start(-15), at("2026-11-20T08:45:00Z")]),
        of("twice more, every 5 min", &[repeated(start(-15), 2, 5)]),
        of("a repeat without an interval", &[Alarm { repeat: 3, ..start(-15) }]),
        of("repeats backwards", &[repeated(start(-15), 3, -5)]),
        of("repeats of no length", &[repeated(start(-15), 3, 0)]),
        of("repeats that meet another", &[repeated(start(-15), 2, 5), start(-5)]),
        of("in order", &[start(0), start(-60), start(-15)]),
        of("none", &[]),
    ];
    insta::assert_snapshot!(table.concat(), @r"
    before the start                     11-20 09:45
    at the start                         11-20 10:00
    after the start                      11-20 10:05
    before the end                       11-20 11:20
    at the end                           11-20 11:30
    after the end                        11-20 11:45
    at an instant                        11-19 18:00
    a week before                        11-13 10:00
    28 days before                       10-23 11:00d
    a mail                               none
    a sound                              11-20 09:40
    a sound, a mail, a note at once      11-20 09:40
    the same from start and end          11-20 09:45
    the same instant, absolutely         11-20 09:45
    twice more, every 5 min              11-20 09:45, 11-20 09:50, 11-20 09:55
    a repeat without an interval         11-20 09:45
    repeats backwards                    11-20 09:45
    repeats of no length                 11-20 09:45
    repeats that meet another            11-20 09:45, 11-20 09:50, 11-20 09:55
    in order                             11-20 09:00, 11-20 09:45, 11-20 10:00
    none                                 none
    ");
}

/// The clocks of Berlin go forward on 2026-03-29 at 2:00 and back on 2026-10-25 at 3:00; `d` marks
/// summer time.
#[test]
fn all_day_reminders_keep_their_local_time_where_clocks_change() {
    let of = |name: &str, minutes: i64, day: &str, next: &str, reader: &str| {
        line(name, &[start(minutes)], day, next, reader)
    };
    let berlin = "Europe/Berlin";
    let table = [
        of("the day before at 18:00", -360, "2026-11-20", "2026-11-21", berlin),
        of("on the day at 9:00", 540, "2026-11-20", "2026-11-21", berlin),
        of("forward, the day before at 18:00", -360, "2026-03-29", "2026-03-30", berlin),
        of("forward, the day after, -6 h", -360, "2026-03-30", "2026-03-31", berlin),
        of("forward, on the day at 9:00", 540, "2026-03-29", "2026-03-30", berlin),
        of("forward, a week before at 9:00", -6 * 1440 - 900, "2026-04-01", "2026-04-02", berlin),
        of("back, on the day at 9:00", 540, "2026-10-25", "2026-10-26", berlin),
        of("back, the day after, -6 h", -360, "2026-10-26", "2026-10-27", berlin),
        of("back, a week before at 9:00", -6 * 1440 - 900, "2026-10-28", "2026-10-29", berlin),
        of("skipped 2:30", 150, "2026-03-29", "2026-03-30", berlin),
        of("ambiguous 2:30", 150, "2026-10-25", "2026-10-26", berlin),
        of("a day that Samoa skipped", -360, "2011-12-31", "2012-01-01", "Pacific/Apia"),
        of("midnight that Beirut skips", 0, "2026-03-29", "2026-03-30", "Asia/Beirut"),
        line("the end of three days", &[end(-360)], "2026-03-28", "2026-03-31", berlin),
        line("at an instant", &[at("2026-11-19T17:00:00Z")], "2026-11-20", "2026-11-21", berlin),
    ];
    insta::assert_snapshot!(table.concat(), @r"
    the day before at 18:00              11-19 18:00
    on the day at 9:00                   11-20 09:00
    forward, the day before at 18:00     03-28 18:00
    forward, the day after, -6 h         03-29 18:00d
    forward, on the day at 9:00          03-29 09:00d
    forward, a week before at 9:00       03-25 09:00
    back, on the day at 9:00             10-25 09:00
    back, the day after, -6 h            10-25 18:00
    back, a week before at 9:00          10-21 09:00d
    skipped 2:30                         03-29 03:30d
    ambiguous 2:30                       10-25 02:30d
    a day that Samoa skipped             12-31 18:00d
    midnight that Beirut skips           03-29 01:00d
    the end of three days                03-30 18:00d
    at an instant                        11-19 18:00
    ");
}

#[test]
fn floating_times_are_the_reader_s_and_zoned_ones_are_instants() {
    let mut table = String::new();
    for reader in ["Europe/Berlin", "America/New_York", "Asia/Kolkata"] {
        for (name, from, to) in [
            ("floating", "2026-11-20T10:00:00", "2026-11-20T11:00:00"),
            ("Tokyo", "2026-11-20T10:00:00 Asia/Tokyo", "2026-11-20T11:00:00 Asia/Tokyo"),
            ("floating, skipped", "2026-03-29T02:40:00", "2026-03-29T03:00:00"),
            ("floating, twice", "2026-10-25T02:40:00", "2026-10-25T03:00:00"),
        ] {
            table += &line(&format!("{reader}, {name}"), &[start(-10)], from, to, reader);
        }
    }
    // Exact: 24 hours before, not the same time of the day before.
    for day in ["2026-03-29", "2026-10-25"] {
        let (from, to) = (format!("{day}T09:00:00 Europe/Berlin"), format!("{day}T10:00:00"));
        table +=
            &line(&format!("24 h before {day} 9:00"), &[start(-1440)], &from, &to, "Europe/Berlin");
    }
    insta::assert_snapshot!(table, @r"
    Europe/Berlin, floating              11-20 09:50
    Europe/Berlin, Tokyo                 11-20 01:50
    Europe/Berlin, floating, skipped     03-29 03:30d
    Europe/Berlin, floating, twice       10-25 02:30d
    America/New_York, floating           11-20 09:50
    America/New_York, Tokyo              11-19 19:50
    America/New_York, floating, skipped  03-29 02:30d
    America/New_York, floating, twice    10-25 02:30d
    Asia/Kolkata, floating               11-20 09:50
    Asia/Kolkata, Tokyo                  11-20 06:20
    Asia/Kolkata, floating, skipped      03-29 02:30
    Asia/Kolkata, floating, twice        10-25 02:30
    24 h before 2026-03-29 9:00          03-28 08:00
    24 h before 2026-10-25 9:00          10-24 10:00d
    ");
}

#[test]
fn what_is_foreign_and_absurd_costs_nothing_and_is_left_out() {
    let (from, to) = ("2026-11-20T10:00:00 UTC", "2026-11-20T11:00:00 UTC");
    let of = |alarms: &[Alarm]| {
        [(from, to), ("2026-11-20", "2026-11-21"), ("2026-11-20T10:00:00", "2026-11-20T11:00:00")]
            .map(|(from, to)| {
                reminders_of(alarms, &when(from), &when(to), "a", &TimeZone::UTC).len()
            })
    };
    let far = |seconds: i64| {
        let offset = SignedDuration::from_secs(seconds);
        [alarm(AlarmTrigger::FromStart(offset)), alarm(AlarmTrigger::FromEnd(offset))]
    };
    for seconds in [i64::MIN, i64::MAX, -316_224_000_000, 316_224_000_000, MOST_REACH + 100_000] {
        assert_eq!(of(&far(seconds)), [0; 3], "{seconds}");
    }
    assert_eq!(of(&far(-MOST_REACH)[..1]), [1; 3], "{MOST_REACH} seconds are near enough");
    let endless = Alarm {
        repeat: u32::MAX,
        interval: Some(SignedDuration::from_secs(i64::MAX)),
        ..start(-10)
    };
    assert_eq!(of(&[endless]), [1; 3]);
    assert_eq!(of(&[repeated(start(-10), u32::MAX, 1)]), [11; 3]);
    assert_eq!(of(&[at("-009999-01-02T01:59:59Z"), at("9999-12-30T22:00:00Z")]), [0; 3]);
    assert_eq!(of(&[at("1976-04-01T00:55:45Z")]), [0; 3], "Apple's word for none");

    let many: Vec<Alarm> = (0..1000).map(start).collect();
    assert_eq!(of(&many), [MOST_ALARMS; 3]);
    let mut same = vec![start(-10); 1000];
    same.push(start(-20));
    assert_eq!(of(&same), [2; 3], "what is said twice counts once");
    for edge in ["-9999-01-01", "9999-12-31"] {
        let first = When::Date(edge.parse().unwrap_or(jiff::civil::Date::MIN));
        let alarms = [start(-2 * 1440), start(0), start(2 * 1440)];
        let found = reminders_of(&alarms, &first, &first, "a", &TimeZone::UTC);
        assert!(found.len() <= 3, "{edge}");
    }
}

#[test]
fn an_absolute_trigger_is_one_reminder_of_a_whole_series() {
    let alarms = [at("2026-11-19T17:00:00Z")];
    let of = |day: u8| {
        let from = when(&format!("2026-11-{day}T10:00:00 Europe/Berlin"));
        reminders_of(&alarms, &from, &from, "a", &zone("Europe/Berlin"))
    };
    assert_eq!(of(20), of(27));
    assert_eq!(of(20).len(), 1);
    assert_eq!((of(20)[0].key.start, of(20)[0].key.due), (1_795_107_600, 1_795_107_600));
}

#[test]
fn all_day_reminders_are_offsets_from_midnight() {
    let of = |days_before: u16, hour: i8, minute: i8| {
        AllDayReminder { days_before, at: Time::new(hour, minute, 0, 0).unwrap() }.alarm()
    };
    assert_eq!(of(1, 18, 0), start(-360));
    assert_eq!(of(0, 9, 0), start(540));
    assert_eq!(of(0, 0, 0), start(0));
    assert_eq!(of(28, 0, 0), start(-28 * 1440));
    let absurd = of(u16::MAX, 23, 59);
    let found = remind::reminders_of(
        &[absurd],
        &when("2026-11-20"),
        &when("2026-11-21"),
        "a",
        &TimeZone::UTC,
    );
    assert_eq!(found, []);
}
