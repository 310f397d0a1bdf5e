//! What changed since a cursor: each change once, in order, over restarts.

use kalends_engine::{AgentChange, Sight};

use super::place::{Place, text};

fn titles(changes: &[AgentChange]) -> Vec<String> {
    let line = |one: &AgentChange| {
        let title = one.title.as_ref().map_or("-", |title| title.as_str());
        format!("{}{title}", if one.deleted { "gone " } else { "" })
    };
    changes.iter().map(line).collect()
}

#[tokio::test]
async fn a_cursor_tells_what_changed_since_and_survives_a_restart() {
    let mut place = Place::with_each_sight().await;
    let session = place.session().await;
    let first = session.list_changes(None).await.unwrap();
    assert!(first.reset && first.changes.is_empty() && !first.more);
    place.rewrite(3, |text| text.replace("dromedary title", "dromedary renamed")).await;
    drop(session);
    place.engine.clone().close().await;
    place.engine = place.desk.open().await.unwrap();
    let session = place.session().await;
    let next = session.list_changes(Some(&first.cursor)).await.unwrap();
    assert!(!next.reset);
    assert_eq!(titles(&next.changes), ["dromedary renamed"]);
    let id = next.changes[0].event_id.unwrap();
    let read = session.get_event(id, &super::place::berlin()).await.unwrap();
    assert_eq!(read.base_version, next.changes[0].base_version);
    assert_eq!(
        session.list_changes(Some(&next.cursor)).await.unwrap().changes,
        Vec::new(),
        "each change once"
    );
    // The whole of an event that is gone from its feed, and not a word of it.
    place
        .rewrite(3, |text| {
            let at = text.find("BEGIN:VEVENT").unwrap();
            let end = text.find("END:VEVENT\r\n").unwrap() + "END:VEVENT\r\n".len();
            format!("{}{}", &text[..at], &text[end..])
        })
        .await;
    let gone = session.list_changes(Some(&next.cursor)).await.unwrap();
    assert_eq!(titles(&gone.changes), ["gone -"]);
    assert_eq!(gone.changes[0].event_id, Some(id));
}

#[tokio::test]
async fn a_changed_occurrence_is_told_as_its_series() {
    let place = Place::with_each_sight().await;
    let session = place.session().await;
    let cursor = session.list_changes(None).await.unwrap().cursor;
    place.rewrite(2, |text| text.replace("chinchilla moved", "chinchilla elsewhere")).await;
    let told = session.list_changes(Some(&cursor)).await.unwrap().changes;
    assert_eq!(titles(&told), ["chinchilla series"]);
}

/// That something happened where the agent may not look is not told: neither as a change, nor by
/// the cursor.
#[tokio::test]
async fn changes_of_hidden_calendars_leave_no_trace() {
    let place = Place::with_each_sight().await;
    let session = place.session().await;
    let cursor = session.list_changes(None).await.unwrap().cursor;
    place.rewrite(0, |text| text.replace("aardvark title", "aardvark renamed")).await;
    let told = session.list_changes(Some(&cursor)).await.unwrap();
    assert_eq!((told.changes.len(), told.more, told.reset), (0, false, false));
    assert_eq!(told.cursor.len(), cursor.len());
    // A cursor never looks the same, whether or not anything happened.
    let again = session.list_changes(Some(&told.cursor)).await.unwrap().cursor;
    assert_ne!(again, told.cursor);

    place.rewrite(1, |text| text.replace("bumblebee title", "bumblebee renamed")).await;
    let told = session.list_changes(Some(&again)).await.unwrap();
    let [busy] = told.changes.as_slice() else { panic!("{told:?}") };
    assert_eq!((busy.calendar_id, busy.event_id), (place.calendars[1], None));
    assert_eq!((&busy.title, &busy.base_version, busy.deleted), (&None, &None, false));
}

#[tokio::test]
async fn cursors_end_when_more_or_less_may_be_seen() {
    let place = Place::with_each_sight().await;
    let session = place.session().await;
    let cursor = session.list_changes(None).await.unwrap().cursor;
    place.engine.allow_agent(place.agent, place.calendars[0], Sight::Titles).await.unwrap();
    let told = session.list_changes(Some(&cursor)).await.unwrap();
    assert!(told.reset && told.changes.is_empty());
    assert!(!session.list_changes(Some(&told.cursor)).await.unwrap().reset);
}

#[tokio::test]
async fn a_cursor_cannot_be_made_up_or_borrowed() {
    let place = Place::with_each_sight().await;
    let session = place.session().await;
    let cursor = session.list_changes(None).await.unwrap().cursor;
    let other = place.engine.add_agent("other", "kalends").await.unwrap();
    let token = &other.config.env[kalends_engine::TOKEN_VARIABLE];
    let other = place.engine.as_agent("other", token, "").await.unwrap();
    let mut bent = cursor.clone().into_bytes();
    bent[20] = if bent[20] == b'A' { b'B' } else { b'A' };
    let bent = String::from_utf8(bent).unwrap();
    for (session, cursor) in
        [(&other, cursor.as_str()), (&session, &bent), (&session, ""), (&session, "AAAA")]
    {
        let answer = text(session.list_changes(Some(cursor)).await);
        assert!(answer.contains(" cursor "), "{answer}");
    }
}

/// What an event is can be told from what it was, and proves no guess at what may not be seen.
#[tokio::test]
async fn a_version_is_of_what_an_event_is_for_one_agent() {
    let place = Place::with_each_sight().await;
    let session = place.session().await;
    let berlin = super::place::berlin();
    let id = place.event(3, "title").await;
    let version = async || session.get_event(id, &berlin).await.unwrap().base_version.unwrap();
    let before = version().await;
    assert_eq!(before.len(), 16);
    place.rewrite(3, |text| text.replace("SUMMARY:dromedary day", "SUMMARY:dromedary night")).await;
    assert_eq!(version().await, before, "another event changed");
    place.rewrite(3, |text| text.replace("dromedary notes", "dromedary remarks")).await;
    assert_ne!(version().await, before);

    let other = place.engine.add_agent("other", "kalends").await.unwrap();
    place.engine.allow_agent(other.agent.id, place.calendars[3], Sight::Full).await.unwrap();
    let token = &other.config.env[kalends_engine::TOKEN_VARIABLE];
    let other = place.engine.as_agent("other", token, "").await.unwrap();
    assert_ne!(other.get_event(id, &berlin).await.unwrap().base_version, Some(version().await));
}
