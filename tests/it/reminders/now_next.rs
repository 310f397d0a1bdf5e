//! The meetings around a moment.

use kalends_engine::{Meeting, NowNext};
use support::event::EventBuilder;

use super::{Board, meeting};

fn told(found: &NowNext, board: &Board) -> String {
    let titles = |all: &[Meeting]| {
        let line = |one: &Meeting| format!("{}{}", one.title, if one.can_join { "*" } else { "" });
        all.iter().map(line).collect::<Vec<_>>().join(" ")
    };
    let turns = found.changes_at.to_zoned(board.desk.config.zone.get()).strftime("%H:%M");
    let (now, next) = (titles(&found.now), titles(&found.next));
    format!("now [{now}] next [{next}] recent [{}] until {turns}", titles(&found.recent))
}

/// `A*` can be joined. B and C begin together; D follows on A and is another meeting.
#[tokio::test]
async fn now_and_next_through_an_afternoon() {
    let link = "CONFERENCE;VALUE=URI:https://meet.example/a";
    let events = [
        meeting("A", "14:00", &[]).line(link),
        meeting("B", "14:30", &[]).minutes(15),
        meeting("C", "14:30", &[]).line(link),
        meeting("D", "15:00", &[]).minutes(30),
        meeting("Free", "14:00", &[]).line("TRANSP:TRANSPARENT"),
        meeting("Off", "14:00", &[]).line("STATUS:CANCELLED"),
        EventBuilder::new("Day", "2026-11-20"),
    ];
    let board = Board::new(&events).await;
    let mut table = String::new();
    for time in [
        "12:00", "13:30", "13:45", "14:00", "14:15", "14:30", "14:45", "15:00", "15:15", "15:45",
        "16:00",
    ] {
        board.set(time);
        let found = board.engine.now_and_next().await.unwrap();
        table.push_str(&format!("{time} {}\n", told(&found, &board)));
    }
    assert_eq!(
        table,
        "\
12:00 now [] next [] recent [] until 13:30
13:30 now [] next [A] recent [] until 13:45
13:45 now [] next [A*] recent [] until 14:00
14:00 now [A*] next [C B] recent [] until 14:15
14:15 now [A*] next [C* B] recent [] until 14:30
14:30 now [A* C* B] next [D] recent [] until 14:45
14:45 now [A* C*] next [D] recent [B] until 15:00
15:00 now [C* D] next [] recent [A*] until 15:15
15:15 now [C* D] next [] recent [] until 15:30
15:45 now [] next [] recent [] until 15:45
16:00 now [] next [] recent [] until 16:00
"
    );
}
