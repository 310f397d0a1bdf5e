//! When calendars are taken: in parts, and never free because unknown.

use serde_json::Value;

use super::*;

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn rule_34_free_busy_goes_in_parts_of_50_calendars_and_90_days() {
    // Busy all the time, except for calendars that are not there.
    let script = Script::google(|request| {
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        let items = asked["items"].as_array().unwrap();
        assert!(items.len() <= 50, "{}", items.len());
        let (from, to) = (&asked["timeMin"], &asked["timeMax"]);
        let days = instant(to.as_str().unwrap()).duration_since(instant(from.as_str().unwrap()));
        assert!(days.as_hours() <= 90 * 24, "{days}");
        let calendars: serde_json::Map<String, Value> = items
            .iter()
            .map(|item| item["id"].as_str().unwrap())
            .filter(|id| *id != "c3")
            .map(|id| match id {
                "c7" => (
                    id.to_owned(),
                    json!({ "errors": [{ "domain": "global", "reason": "notFound" }], "busy": [] }),
                ),
                _ => (id.to_owned(), json!({ "busy": [{ "start": from, "end": to }] })),
            })
            .collect();
        Ok(testing::json(200, &json!({ "calendars": calendars })))
    });
    let session = testing::session(&script, &Hand::still());
    let ids: Vec<String> = (0..120).map(|n| format!("c{n}")).collect();
    let (from, to) = (instant("2026-01-01T00:00:00Z"), instant("2026-08-01T00:00:00Z"));
    let answer = session.free_busy(&ids, from, to).await.unwrap();
    assert_eq!(script.count("/calendar/v3/freeBusy"), 3 * 3);
    assert!(answer.iter().map(|calendar| &calendar.id).eq(&ids));
    assert_eq!(answer[0].busy, [Busy { start: from, end: to }]);
    assert_eq!(
        (answer[3].errors.as_slice(), answer[3].busy.len()),
        (&["missing".to_owned()][..], 0)
    );
    assert_eq!(answer[7].errors, ["notFound"]);
    assert!(answer.iter().filter(|calendar| !calendar.errors.is_empty()).count() == 2);
}

#[tokio::test]
async fn rule_34_an_answer_about_nobody_is_no_answer() {
    let (_, session) = answering(response(200, "{}"));
    let ids = ["c".to_owned()];
    let (from, to) = (instant("2026-01-01T00:00:00Z"), instant("2026-01-02T00:00:00Z"));
    assert_eq!(session.free_busy(&ids, from, to).await, Err(GoogleError::Unreadable));
    // Nobody asked about, or no time: nothing is sent.
    let (script, session) = answering(response(200, "{}"));
    assert_eq!(session.free_busy(&[], from, to).await, Ok(Vec::new()));
    assert!(session.free_busy(&ids, to, from).await.unwrap()[0].busy.is_empty());
    assert!(script.seen().is_empty());
}
