use std::fmt::Write as _;

use jiff::{Timestamp, civil::datetime};
use kalends_calendar::{RecurrenceId, When, Zone};
use kalends_store::EventId;

use super::*;

fn event(title: &str, place: &str) -> Event {
    let at = |hour| When::Zoned(datetime(2026, 11, 20, hour, 0, 0, 0), Zone::utc());
    Event {
        uid: "a".into(),
        summary: title.into(),
        location: place.into(),
        start: at(9),
        end: at(10),
        ..Event::empty()
    }
}

fn base() -> Event {
    event("Lunch", "Mensa")
}

fn pending(op: Op, base: Option<Event>) -> Pending {
    Pending::new(EventId(uuid::Uuid::nil()), op, base, Timestamp::UNIX_EPOCH)
}

fn said(verdict: &Verdict) -> String {
    let name = |event: &Event| format!("{}, {}", event.summary, event.location);
    let maybe =
        |event: &Option<Box<Event>>| event.as_ref().map_or("nothing".into(), |one| name(one));
    match verdict {
        Verdict::Keep => "keep".into(),
        Verdict::Settled(event) => format!("done: {}", maybe(event)),
        Verdict::Waiting { shown: Some(shown), base } => {
            format!("send: {} on {}", name(shown), name(base))
        }
        Verdict::Waiting { shown: None, base } => format!("delete on {}", name(base)),
        Verdict::Anew => "make anew".into(),
        Verdict::Conflict { shown, theirs, deletion, .. } => {
            let what = if *deletion { "my deletion" } else { "mine" };
            format!("CONFLICT: {what} or {}; shows {}", maybe(theirs), name(shown))
        }
        Verdict::Refused { shown, mine } => {
            format!("refused: shows {}, keeps {}", maybe(shown), maybe(mine))
        }
    }
}

/// Every state of an edit against every state of the server's side.
#[test]
fn the_policy_fits_on_one_screen() {
    let edited = event("Dinner", "Mensa");
    let sent = |op, base, mine: Option<Event>, gone| Pending {
        mine,
        theirs_gone: gone,
        ..pending(op, base)
    };
    let foreign = |mut event: Event| {
        event.shared.foreign = true;
        event
    };
    let locals: Vec<(&str, Pending, Event, bool)> = vec![
        ("created", pending(Op::Create, None), edited.clone(), false),
        (
            "created, answer lost",
            sent(Op::Create, None, Some(edited.clone()), false),
            edited.clone(),
            false,
        ),
        (
            "created, lost, edited on",
            sent(Op::Create, None, Some(base()), false),
            edited.clone(),
            false,
        ),
        ("edited", pending(Op::Update, Some(base())), edited.clone(), false),
        (
            "edited, answer lost",
            sent(Op::Update, Some(base()), Some(edited.clone()), false),
            edited.clone(),
            false,
        ),
        (
            "edited, lost, taken back",
            sent(Op::Update, Some(base()), Some(edited.clone()), false),
            base(),
            false,
        ),
        (
            "edited, somebody else's",
            pending(Op::Update, Some(base())),
            foreign(edited.clone()),
            false,
        ),
        ("deleted", pending(Op::Delete, Some(base())), base(), true),
        (
            "deleted, lost, taken back",
            sent(Op::Delete, Some(base()), Some(base()), true),
            base(),
            false,
        ),
        (
            "refused",
            Pending {
                state: State::Refused,
                mine: Some(edited.clone()),
                ..pending(Op::Update, Some(base()))
            },
            base(),
            false,
        ),
        (
            "conflict over the title",
            Pending {
                state: State::Conflict,
                theirs: Some(event("Brunch", "Mensa")),
                ..pending(Op::Update, Some(base()))
            },
            edited.clone(),
            false,
        ),
        (
            "conflict: deleted there",
            Pending {
                state: State::Conflict,
                theirs_gone: true,
                ..pending(Op::Update, Some(base()))
            },
            edited.clone(),
            false,
        ),
        (
            "conflict: deleted here",
            Pending {
                state: State::Conflict,
                theirs: Some(event("Brunch", "Mensa")),
                ..pending(Op::Delete, Some(base()))
            },
            event("Brunch", "Mensa"),
            false,
        ),
    ];
    let theirs: [(&str, Option<Event>); 5] = [
        ("same", Some(base())),
        ("has mine", Some(edited)),
        ("other field", Some(event("Lunch", "Roof"))),
        ("same field", Some(event("Brunch", "Mensa"))),
        ("gone", None),
    ];
    let mut table = String::new();
    for (name, pending, mine, deleted) in &locals {
        for (side, theirs) in &theirs {
            let verdict = decide(pending, mine, *deleted, theirs.as_ref());
            writeln!(table, "{name:25} × {side:11} {}", said(&verdict)).unwrap();
        }
    }
    insta::assert_snapshot!(table, @r"
    created                   × same        send: Dinner, Mensa on Lunch, Mensa
    created                   × has mine    done: Dinner, Mensa
    created                   × other field send: Dinner, Mensa on Lunch, Roof
    created                   × same field  send: Dinner, Mensa on Brunch, Mensa
    created                   × gone        keep
    created, answer lost      × same        done: Lunch, Mensa
    created, answer lost      × has mine    done: Dinner, Mensa
    created, answer lost      × other field done: Lunch, Roof
    created, answer lost      × same field  done: Brunch, Mensa
    created, answer lost      × gone        CONFLICT: mine or nothing; shows Dinner, Mensa
    created, lost, edited on  × same        send: Dinner, Mensa on Lunch, Mensa
    created, lost, edited on  × has mine    done: Dinner, Mensa
    created, lost, edited on  × other field send: Dinner, Roof on Lunch, Roof
    created, lost, edited on  × same field  CONFLICT: mine or Brunch, Mensa; shows Dinner, Mensa
    created, lost, edited on  × gone        CONFLICT: mine or nothing; shows Dinner, Mensa
    edited                    × same        send: Dinner, Mensa on Lunch, Mensa
    edited                    × has mine    done: Dinner, Mensa
    edited                    × other field send: Dinner, Roof on Lunch, Roof
    edited                    × same field  CONFLICT: mine or Brunch, Mensa; shows Dinner, Mensa
    edited                    × gone        CONFLICT: mine or nothing; shows Dinner, Mensa
    edited, answer lost       × same        send: Dinner, Mensa on Lunch, Mensa
    edited, answer lost       × has mine    done: Dinner, Mensa
    edited, answer lost       × other field send: Dinner, Roof on Lunch, Roof
    edited, answer lost       × same field  CONFLICT: mine or Brunch, Mensa; shows Dinner, Mensa
    edited, answer lost       × gone        CONFLICT: mine or nothing; shows Dinner, Mensa
    edited, lost, taken back  × same        done: Lunch, Mensa
    edited, lost, taken back  × has mine    send: Lunch, Mensa on Dinner, Mensa
    edited, lost, taken back  × other field done: Lunch, Roof
    edited, lost, taken back  × same field  done: Brunch, Mensa
    edited, lost, taken back  × gone        done: nothing
    edited, somebody else's   × same        send: Dinner, Mensa on Lunch, Mensa
    edited, somebody else's   × has mine    done: Dinner, Mensa
    edited, somebody else's   × other field send: Dinner, Roof on Lunch, Roof
    edited, somebody else's   × same field  CONFLICT: mine or Brunch, Mensa; shows Dinner, Mensa
    edited, somebody else's   × gone        refused: shows nothing, keeps Dinner, Mensa
    deleted                   × same        delete on Lunch, Mensa
    deleted                   × has mine    CONFLICT: my deletion or Dinner, Mensa; shows Dinner, Mensa
    deleted                   × other field CONFLICT: my deletion or Lunch, Roof; shows Lunch, Roof
    deleted                   × same field  CONFLICT: my deletion or Brunch, Mensa; shows Brunch, Mensa
    deleted                   × gone        done: nothing
    deleted, lost, taken back × same        done: Lunch, Mensa
    deleted, lost, taken back × has mine    done: Dinner, Mensa
    deleted, lost, taken back × other field done: Lunch, Roof
    deleted, lost, taken back × same field  done: Brunch, Mensa
    deleted, lost, taken back × gone        make anew
    refused                   × same        refused: shows Lunch, Mensa, keeps Dinner, Mensa
    refused                   × has mine    done: Dinner, Mensa
    refused                   × other field refused: shows Lunch, Roof, keeps Dinner, Mensa
    refused                   × same field  refused: shows Brunch, Mensa, keeps Dinner, Mensa
    refused                   × gone        refused: shows nothing, keeps Dinner, Mensa
    conflict over the title   × same        send: Dinner, Mensa on Lunch, Mensa
    conflict over the title   × has mine    done: Dinner, Mensa
    conflict over the title   × other field send: Dinner, Roof on Lunch, Roof
    conflict over the title   × same field  CONFLICT: mine or Brunch, Mensa; shows Dinner, Mensa
    conflict over the title   × gone        CONFLICT: mine or nothing; shows Dinner, Mensa
    conflict: deleted there   × same        send: Dinner, Mensa on Lunch, Mensa
    conflict: deleted there   × has mine    done: Dinner, Mensa
    conflict: deleted there   × other field send: Dinner, Roof on Lunch, Roof
    conflict: deleted there   × same field  CONFLICT: mine or Brunch, Mensa; shows Dinner, Mensa
    conflict: deleted there   × gone        keep
    conflict: deleted here    × same        CONFLICT: my deletion or Lunch, Mensa; shows Lunch, Mensa
    conflict: deleted here    × has mine    CONFLICT: my deletion or Dinner, Mensa; shows Dinner, Mensa
    conflict: deleted here    × other field CONFLICT: my deletion or Lunch, Roof; shows Lunch, Roof
    conflict: deleted here    × same field  CONFLICT: my deletion or Brunch, Mensa; shows Brunch, Mensa
    conflict: deleted here    × gone        done: nothing
    ");
}

#[test]
fn an_occurrence_that_is_cancelled_on_one_side_and_changed_on_the_other_is_a_conflict() {
    let original = When::Zoned(datetime(2026, 11, 20, 9, 0, 0, 0), Zone::utc());
    let of_series = |title: &str, status| Event {
        status,
        recurrence_id: Some(RecurrenceId { original: original.clone(), this_and_future: false }),
        ..event(title, "Mensa")
    };
    let plain = of_series("Lunch", Status::Confirmed);
    let cancelled = of_series("Lunch", Status::Cancelled);
    let changed = of_series("Dinner", Status::Confirmed);
    let edit = |base: &Event| pending(Op::Update, Some(base.clone()));
    let table = [
        ("cancelled here, same there", edit(&plain), &cancelled, Some(&plain)),
        ("cancelled here, changed there", edit(&plain), &cancelled, Some(&changed)),
        ("cancelled on both sides", edit(&plain), &cancelled, None),
        ("changed here, cancelled there", edit(&plain), &changed, None),
        ("brought back here, cancelled there", edit(&cancelled), &plain, None),
        ("brought back on both sides", edit(&cancelled), &plain, Some(&plain)),
    ];
    let mut text = String::new();
    for (name, pending, mine, theirs) in table {
        writeln!(text, "{name:35} {}", said(&decide(&pending, mine, false, theirs))).unwrap();
    }
    insta::assert_snapshot!(text, @r"
    cancelled here, same there          delete on Lunch, Mensa
    cancelled here, changed there       CONFLICT: my deletion or Dinner, Mensa; shows Dinner, Mensa
    cancelled on both sides             done: nothing
    changed here, cancelled there       CONFLICT: mine or nothing; shows Dinner, Mensa
    brought back here, cancelled there  keep
    brought back on both sides          done: Lunch, Mensa
    ");
}

/// A retry after a lost answer is no conflict with oneself.
#[test]
fn what_a_lost_try_sent_is_known_to_be_ours() {
    let sent = event("Dinner", "Mensa");
    let pending = Pending { mine: Some(sent.clone()), ..pending(Op::Update, Some(base())) };
    let mine = event("Supper", "Mensa");
    let verdict = decide(&pending, &mine, false, Some(&sent));
    assert_eq!(said(&verdict), "send: Supper, Mensa on Dinner, Mensa");
}
