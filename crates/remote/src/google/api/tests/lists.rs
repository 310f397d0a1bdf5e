//! Lists: what is asked alike, what is read, and what is no list.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::google::fields;
use crate::google::transport::Request;

fn names(request: &Request) -> Vec<String> {
    request.url.query_pairs().map(|(name, _)| name.into_owned()).collect()
}

#[tokio::test]
async fn rules_2_and_3_all_requests_of_a_listing_are_alike_but_for_their_tokens() {
    let token = |text: &str| Some(text.to_owned());
    let without_tokens = |request: &Request| -> Vec<(String, String)> {
        let pairs = request.url.query_pairs().into_owned();
        pairs.filter(|(name, _)| !name.ends_with("Token")).collect()
    };
    let (script, session) = answering(empty_page());
    for (sync, page) in
        [(None, None), (None, token("p")), (token("s"), None), (token("s"), token("p"))]
    {
        let events =
            ListEvents { sync_token: sync.clone(), page_token: page.clone(), max_results: Some(7) };
        session.list_events("c", &events).await.unwrap();
        let calendars = ListCalendars { sync_token: sync, page_token: page };
        session.list_calendars(&calendars).await.unwrap();
    }
    let seen = script.seen();
    for path in ["/calendar/v3/calendars/c/events", "/calendar/v3/users/me/calendarList"] {
        let requests: Vec<&Request> =
            seen.iter().filter(|request| request.url.path() == path).collect();
        assert_eq!(requests.len(), 4);
        for request in &requests {
            assert_eq!(without_tokens(request), without_tokens(requests[0]));
            for forbidden in [
                "iCalUID",
                "orderBy",
                "privateExtendedProperty",
                "q",
                "sharedExtendedProperty",
                "timeMin",
                "timeMax",
                "updatedMin",
                "showDeleted",
                "minAccessRole",
                "showOwnOrganizationOnly",
            ] {
                assert!(!names(request).iter().any(|name| name == forbidden), "{forbidden}");
            }
        }
        let tokens = |request: &Request| -> Vec<(String, String)> {
            let pairs = request.url.query_pairs().into_owned();
            pairs.filter(|(name, _)| name.ends_with("Token")).collect()
        };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(tokens(requests[3]), [pair("syncToken", "s"), pair("pageToken", "p")]);
    }
}

proptest! {
    #[test]
    fn rule_5_tokens_and_ids_arrive_as_they_were(token in "[!-~ä]{1,40}", id in "[!-~ä]{1,20}") {
        prop_assume!(id != "." && id != "..");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (script, session) = answering(empty_page());
        let list = ListEvents { sync_token: Some(token.clone()), ..ListEvents::default() };
        runtime.block_on(session.list_events(&id, &list)).unwrap();
        let url = script.seen().pop().unwrap().url;
        // Read as a server reads it: cut first, then decoded.
        let raw: Vec<&str> = url.query().unwrap().split('&').collect();
        let sent = raw.iter().find_map(|pair| pair.strip_prefix("syncToken=")).unwrap();
        prop_assert!(!sent.contains(['=', '+', '#']), "{}", sent);
        let decoded = testing::parameter(url.query().unwrap().as_bytes(), "syncToken");
        prop_assert_eq!(decoded, Some(token));
        let segments: Vec<&str> = url.path_segments().unwrap().collect();
        prop_assert_eq!(segments.len(), 5);
        let segment = segments[3].replace('+', "%2B");
        let decoded = testing::parameter(format!("x={}", segment.replace('&', "%26")).as_bytes(), "x");
        prop_assert_eq!(decoded, Some(id));
    }
}

#[test]
fn rule_6_every_list_asks_for_its_tokens() {
    for mask in [fields::EVENTS, fields::CALENDARS, fields::SETTINGS] {
        assert!(mask.starts_with("nextPageToken,nextSyncToken,"), "{mask}");
        assert!(mask.is_ascii() && !mask.contains(' '), "{mask}");
    }
}

/// The schema knows every field asked for; a field it does not know would be refused by Google.
#[test]
fn field_masks_name_fields_that_exist() {
    let Some(shared) = std::env::var_os("KALENDS_SHARED") else {
        eprintln!("skipped: KALENDS_SHARED is not set");
        return;
    };
    let path = std::path::Path::new(&shared).join("data/google/calendar.v3.jsonschema.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let known = |definition: &str, field: &str| {
        schema["$defs"][definition]["properties"].get(field).is_some()
    };
    for field in fields::EVENT.split(',') {
        assert!(known("Event", field), "{field}");
    }
    for (mask, list, item) in [
        (fields::EVENTS, "Events", "Event"),
        (fields::CALENDARS, "CalendarList", "CalendarListEntry"),
        (fields::SETTINGS, "Settings", "Setting"),
    ] {
        let (head, items) = mask.split_once("items(").unwrap();
        for field in head.split(',').filter(|field| !field.is_empty()) {
            assert!(known(list, field), "{field}");
        }
        for field in items.trim_end_matches(')').split(',') {
            assert!(known(item, field), "{field}");
        }
    }
    let left_out: Vec<&String> = schema["$defs"]["Event"]["properties"]
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| !fields::EVENT.split(',').any(|field| field == *name))
        .collect();
    assert_eq!(left_out, ["anyoneCanAddSelf", "creator", "gadget", "htmlLink", "kind"]);
}

#[tokio::test]
async fn rule_1_and_2_a_page_is_read_as_it_came() {
    let body = r#"{"items":[ {"id":"a",  "x":[1,2]}, null, 7 ],"nextPageToken":"p=",
        "timeZone":"Europe/Vienna","accessRole":"owner",
        "defaultReminders":[{"method":"popup","minutes":30},{"method":"email"},7]}"#;
    let (_, session) = answering(response(200, body));
    let page = session.list_events("c", &ListEvents::default()).await.unwrap();
    let items: Vec<&str> = page.items.iter().map(|item| item.get()).collect();
    assert_eq!(items, [r#"{"id":"a",  "x":[1,2]}"#, "null", "7"]);
    assert_eq!((page.next_page.as_deref(), page.next_sync.as_deref()), (Some("p="), None));
    assert_eq!(page.time_zone.as_deref(), Some("Europe/Vienna"));
    assert_eq!(page.access_role.as_deref(), Some("owner"));
    let popup = DefaultReminder { method: "popup".to_owned(), minutes: 30 };
    assert_eq!(page.default_reminders, Some(vec![popup]));
    // An empty page that goes on, and a last page.
    let (_, session) = answering(response(200, r#"{"nextPageToken":"p"}"#));
    let page = session.list_events("c", &ListEvents::default()).await.unwrap();
    assert!(page.items.is_empty() && page.next_page.is_some() && page.next_sync.is_none());
    let (_, session) = answering(response(200, r#"{"nextSyncToken":"s","items":[]}"#));
    let page = session.list_events("c", &ListEvents::default()).await.unwrap();
    assert!(page.items.is_empty() && page.next_page.is_none() && page.next_sync.is_some());
}

#[tokio::test]
async fn rule_7_rubbish_is_never_an_empty_list() {
    let truncated = GoogleError::Network(NetworkFault::Truncated);
    for (body, expected) in [
        ("", GoogleError::Unreadable),
        ("{}", GoogleError::Unreadable),
        ("[]", GoogleError::Unreadable),
        (r#"{"ok":true}"#, GoogleError::Unreadable),
        (r#"{"items":{}}"#, GoogleError::Unreadable),
        (r#"{"nextPageToken":"","nextSyncToken":""}"#, GoogleError::Unreadable),
        (r#"{"items":[],"nextSyncToken":7}"#, GoogleError::Unreadable),
        (r#"{"items":[{"id":"a"},"#, truncated.clone()),
        (r#"{"items":[{"id":"a"}"#, truncated.clone()),
        (r#"{"items":[],"nextSyncTok"#, truncated.clone()),
        (r#"{"items":[]} <html>"#, GoogleError::Unreadable),
        ("<html></html>", GoogleError::Captive),
    ] {
        let (_, session) = answering(response(200, body));
        let list = session.list_events("c", &ListEvents::default()).await;
        assert_eq!(list.unwrap_err(), expected, "events: {body}");
        let list = session.list_calendars(&ListCalendars::default()).await;
        assert_eq!(list.unwrap_err(), expected, "calendars: {body}");
    }
}

#[tokio::test]
async fn rules_32_33_calendars_as_the_account_sees_them() {
    let body = json!({ "nextSyncToken": "s", "items": [
        { "id": "ann@h.example", "etag": "\"1\"", "summary": "Ann", "timeZone": "Europe/Vienna",
          "accessRole": "owner", "primary": true, "selected": true,
          "backgroundColor": "#9fe1e7", "foregroundColor": "#000000", "colorId": "14",
          "defaultReminders": [{ "method": "popup", "minutes": 10 }] },
        { "id": "team@h.example", "summary": "Team", "summaryOverride": "Us",
          "accessRole": "writerWithoutPrivateAccess", "dataOwner": "boss@h.example" },
        { "id": "old@h.example", "deleted": true },
        { "id": "odd@h.example", "summary": 7, "hidden": "yes", "accessRole": null },
        { "summary": "no id" }, null, [],
    ] });
    let (_, session) = answering(testing::json(200, &body));
    let page = session.list_calendars(&ListCalendars::default()).await.unwrap();
    assert_eq!(page.unreadable, 3);
    assert_eq!(page.next_sync.as_deref(), Some("s"));
    let names: Vec<&str> = page.items.iter().map(CalendarEntry::name).collect();
    assert_eq!(names, ["Ann", "Us", "old@h.example", "odd@h.example"]);
    let [ann, team, old, odd] = page.items.as_slice() else { panic!() };
    assert!(ann.primary && ann.selected && !ann.hidden && !ann.deleted);
    assert_eq!(
        ann.default_reminders,
        [DefaultReminder { method: "popup".to_owned(), minutes: 10 }]
    );
    assert_eq!((ann.background_color.as_str(), ann.color_id.as_str()), ("#9fe1e7", "14"));
    assert_eq!(team.access_role, "writerWithoutPrivateAccess");
    assert_eq!(team.data_owner, "boss@h.example");
    assert!(old.deleted && old.access_role.is_empty());
    assert_eq!(*odd, CalendarEntry { id: "odd@h.example".to_owned(), ..CalendarEntry::default() });
}

#[tokio::test]
async fn settings_are_read_over_all_pages() {
    let script = Script::google(|request| {
        let body = match testing::parameter(request.url.query().unwrap().as_bytes(), "pageToken") {
            None => json!({ "items": [{ "id": "weekStart", "value": "1" }], "nextPageToken": "p" }),
            Some(_) => json!({ "items": [{ "id": "odd" }, { "id": "timezone", "value": "UTC" }] }),
        };
        Ok(testing::json(200, &body))
    });
    let session = testing::session(&script, &Hand::still());
    let settings = session.list_settings().await.unwrap();
    let pairs: Vec<(&str, &str)> =
        settings.iter().map(|setting| (setting.id.as_str(), setting.value.as_str())).collect();
    assert_eq!(pairs, [("weekStart", "1"), ("timezone", "UTC")]);
    // A server that never ends does not keep us forever.
    let endless = json!({ "items": [{ "id": "x", "value": "y" }], "nextPageToken": "p" });
    let (_, session) = answering(testing::json(200, &endless));
    assert_eq!(session.list_settings().await.unwrap().len(), 20);
}
