//! Invitations cross over to the guests' calendars, answers cross back, rights hold, mail is
//! written down.

use serde_json::{Value, json};
use support::google::{ANA, AWAY, Google, MIA, OFFICE, PROJECTS, ROOMS, Request, TEAM, encoded};

use crate::google_standin::{by, get, google, meeting, mia, reason};

fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn invite(google: &mut Google, more: Value) -> String {
    let guests = json!({"attendees": [
        {"email": MIA, "responseStatus": "accepted"},
        {"email": ANA},
        {"email": "jo@southwind.example"},
    ]});
    let body = with(with(meeting("Plan"), guests), more);
    let made = mia(google, "POST", "calendars/primary/events?sendUpdates=all", body);
    assert_eq!(made.status, 200, "{}", made.value());
    made.value().get("id").and_then(Value::as_str).unwrap().to_owned()
}

fn event(id: &str) -> String {
    format!("calendars/primary/events/{id}")
}

fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

fn ana_sees(google: &mut Google, id: &str) -> Value {
    by(google, ANA, "GET", &event(id), Value::Null).value()
}

fn answer(of: &Value, email: &str) -> String {
    let list = of.get("attendees").and_then(Value::as_array).unwrap();
    let one = list.iter().find(|one| at(one, "/email") == email).unwrap();
    at(one, "/responseStatus").as_str().unwrap().to_owned()
}

fn accepted(of: &Value) -> Value {
    let mut list = of.get("attendees").cloned().unwrap();
    for one in list.as_array_mut().unwrap() {
        if at(one, "/self") == true {
            one.as_object_mut().unwrap().insert("responseStatus".into(), "accepted".into());
        }
    }
    json!({"attendees": list})
}

#[test]
fn an_invitation_is_a_copy_with_the_same_uid_whose_organizer_is_not_self() {
    let mut google = google();
    let id = invite(&mut google, json!({"colorId": "3"}));
    let mine = get(&mut google, &event(&id));
    let copy = ana_sees(&mut google, &id);
    assert_eq!(at(&copy, "/iCalUID"), at(&mine, "/iCalUID"));
    assert_eq!(at(&copy, "/organizer"), &json!({"email": MIA}));
    assert_eq!(at(&mine, "/organizer/self"), true);
    assert_eq!(at(&copy, "/attendees/1/self"), true);
    assert_eq!(at(&copy, "/colorId"), &Value::Null, "each copy has its own colour");
    let mails = google.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails.first().unwrap().recipients, [ANA, "jo@southwind.example"]);
}

#[test]
fn rule_24_a_guest_answers_and_changes_nothing_else() {
    let mut google = google();
    let id = invite(&mut google, json!({}));
    let answered = accepted(&ana_sees(&mut google, &id));
    let done = by(&mut google, ANA, "PATCH", &event(&id), answered);
    assert_eq!(done.status, 200, "{}", done.value());
    assert_eq!(answer(&get(&mut google, &event(&id)), ANA), "accepted");
    assert_eq!(answer(&ana_sees(&mut google, &id), ANA), "accepted");

    let renamed = by(&mut google, ANA, "PATCH", &event(&id), json!({"summary": "Mine now"}));
    assert_eq!(reason(&renamed), (403, "forbiddenForNonOrganizer".into()));
    let own = json!({"colorId": "4", "reminders": {"useDefault": false}});
    assert_eq!(by(&mut google, ANA, "PATCH", &event(&id), own).status, 200);
    assert_eq!(at(&get(&mut google, &event(&id)), "/colorId"), &Value::Null);

    mia(&mut google, "PATCH", &event(&id), json!({"guestsCanModify": true, "location": "Elbe"}));
    let copy = ana_sees(&mut google, &id);
    assert_eq!((at(&copy, "/location"), at(&copy, "/colorId")), (&json!("Elbe"), &json!("4")));
    let renamed = by(&mut google, ANA, "PATCH", &event(&id), json!({"summary": "Ours"}));
    assert_eq!(renamed.status, 200, "{}", renamed.value());
    assert_eq!(at(&get(&mut google, &event(&id)), "/summary"), "Ours");
}

#[test]
fn a_guest_invites_others_only_where_that_is_allowed() {
    let mut google = google();
    for (may, status) in [(true, 200), (false, 403)] {
        let id = invite(&mut google, json!({"guestsCanInviteOthers": may}));
        let mut list = ana_sees(&mut google, &id).get("attendees").cloned().unwrap();
        list.as_array_mut().unwrap().push(json!({"email": "kim@southwind.example"}));
        let done = by(&mut google, ANA, "PATCH", &event(&id), json!({"attendees": list}));
        assert_eq!(done.status, status);
    }
}

#[test]
fn rule_25_a_shortened_list_written_back_removes_guests_unless_it_says_so() {
    let mut google = google();
    let id = invite(&mut google, json!({"guestsCanSeeOtherGuests": false}));
    let copy = ana_sees(&mut google, &id);
    assert_eq!(at(&copy, "/attendeesOmitted"), true);
    assert_eq!(copy.get("attendees").and_then(Value::as_array).unwrap().len(), 1);
    let bare = accepted(&copy);
    let refused = by(&mut google, ANA, "PATCH", &event(&id), bare.clone());
    assert_eq!(reason(&refused), (403, "forbiddenForNonOrganizer".into()));
    let omitted = with(bare, json!({"attendeesOmitted": true}));
    assert_eq!(by(&mut google, ANA, "PATCH", &event(&id), omitted).status, 200);
    let mine = get(&mut google, &event(&id));
    assert_eq!(mine.get("attendees").and_then(Value::as_array).unwrap().len(), 3);
    assert_eq!(answer(&mine, ANA), "accepted");

    let short = get(&mut google, &format!("{}?maxAttendees=1", event(&id)));
    assert_eq!(at(&short, "/attendeesOmitted"), true);
    let list = json!({"attendees": at(&short, "/attendees")});
    mia(&mut google, "PATCH", &event(&id), list);
    let mine = get(&mut google, &event(&id));
    assert_eq!(mine.get("attendees").and_then(Value::as_array).unwrap().len(), 1, "gone");
}

#[test]
fn what_the_organizer_deletes_is_cancelled_for_guests_and_who_leaves_declines() {
    let mut google = google();
    let id = invite(&mut google, json!({}));
    assert_eq!(by(&mut google, ANA, "DELETE", &event(&id), Value::Null).status, 204);
    assert_eq!(answer(&get(&mut google, &event(&id)), ANA), "declined");
    mia(&mut google, "PATCH", &event(&id), json!({"summary": "Again"}));
    assert_eq!(at(&ana_sees(&mut google, &id), "/status"), "cancelled", "she has left");

    let id = invite(&mut google, json!({}));
    assert_eq!(mia(&mut google, "DELETE", &event(&id), Value::Null).status, 204);
    assert_eq!(at(&ana_sees(&mut google, &id), "/status"), "cancelled");
}

#[test]
fn rule_15_who_is_invited_to_one_occurrence_sees_no_series() {
    let mut google = google();
    let zoned = |text: &str| json!({"dateTime": text, "timeZone": "Europe/Berlin"});
    let body = json!({
        "summary": "Daily",
        "start": zoned("2025-03-24T09:00:00"),
        "end": zoned("2025-03-24T10:00:00"),
        "recurrence": ["RRULE:FREQ=DAILY;COUNT=5"],
    });
    let series = mia(&mut google, "POST", "calendars/primary/events", body).value();
    let series = at(&series, "/id").as_str().unwrap().to_owned();
    let one = format!("{series}_20250326T080000Z");
    let guests = json!({"attendees": [{"email": ANA}]});
    assert_eq!(mia(&mut google, "PATCH", &event(&one), guests).status, 200);
    let list = by(&mut google, ANA, "GET", "calendars/primary/events", Value::Null).value();
    let items = list.get("items").and_then(Value::as_array).unwrap();
    let ids: Vec<&Value> = items.iter().map(|item| at(item, "/id")).collect();
    assert_eq!(ids, [&json!(one)]);
    assert_eq!(mia(&mut google, "DELETE", &event(&series), Value::Null).status, 204);
    assert_eq!(at(&ana_sees(&mut google, &one), "/status"), "cancelled");
}

#[test]
fn an_answer_to_one_occurrence_is_an_exception_for_both() {
    let mut google = google();
    let zoned = |text: &str| json!({"dateTime": text, "timeZone": "Europe/Berlin"});
    let id = invite(
        &mut google,
        json!({
            "start": zoned("2025-03-24T09:00:00"),
            "end": zoned("2025-03-24T10:00:00"),
            "recurrence": ["RRULE:FREQ=DAILY;COUNT=5"],
        }),
    );
    let one = format!("{id}_20250326T080000Z");
    let answered = accepted(&ana_sees(&mut google, &one));
    assert_eq!(by(&mut google, ANA, "PATCH", &event(&one), answered).status, 200);
    assert_eq!(answer(&get(&mut google, &event(&one)), ANA), "accepted");
    assert_eq!(answer(&ana_sees(&mut google, &one), ANA), "accepted");
    assert_eq!(answer(&get(&mut google, &event(&id)), ANA), "needsAction");
    mia(&mut google, "DELETE", &event(&one), Value::Null);
    assert_eq!(at(&ana_sees(&mut google, &one), "/status"), "cancelled");
}

#[test]
fn rule_23_mail_goes_to_whom_the_request_says_by_default_to_nobody() {
    let mut google = google();
    let id = invite(&mut google, json!({}));
    for (query, told) in [
        ("", vec![]),
        ("?sendUpdates=none", vec![]),
        ("?sendUpdates=externalOnly", vec!["jo@southwind.example"]),
        ("?sendUpdates=all", vec![ANA, "jo@southwind.example"]),
    ] {
        let target = format!("{}{query}", event(&id));
        mia(&mut google, "PATCH", &target, json!({"summary": format!("to {query}")}));
        assert_eq!(google.mails().last().unwrap().recipients, told, "{query}");
    }
    let count = google.mails().len();
    mia(&mut google, "PATCH", &format!("{}?sendUpdates=all", event(&id)), json!({"colorId": "2"}));
    assert_eq!(google.mails().len(), count, "nobody is told of a colour");
    let wrong = mia(&mut google, "PATCH", &format!("{}?sendUpdates=some", event(&id)), json!({}));
    assert_eq!(wrong.status, 400);
}

#[test]
fn rule_32_roles_see_and_write_what_they_may() {
    let mut google = google();
    for (calendar, status) in [(TEAM, 200), (OFFICE, 200), (ROOMS, 403), (AWAY, 403)] {
        let target = format!("calendars/{}/events", encoded(calendar));
        assert_eq!(mia(&mut google, "POST", &target, meeting("x")).status, status, "{calendar}");
        let private = with(meeting("Secret"), json!({"visibility": "private", "location": "L"}));
        let owner = if calendar == TEAM { MIA } else { ANA };
        let made = by(&mut google, owner, "POST", &target, private).value();
        let one = format!("{target}/{}", at(&made, "/id").as_str().unwrap());
        let seen = mia(&mut google, "GET", &one, Value::Null).value();
        let hidden = calendar != TEAM;
        assert_eq!(seen.get("summary").is_none() && seen.get("location").is_none(), hidden);
        assert!(seen.get("start").is_some());
        if calendar == OFFICE {
            let done = mia(&mut google, "PATCH", &one, json!({"summary": "y"}));
            assert_eq!(reason(&done), (403, "requiredAccessLevel".into()));
        }
        let open = by(&mut google, owner, "POST", &target, meeting("Open")).value();
        let one = format!("{target}/{}", at(&open, "/id").as_str().unwrap());
        let seen = mia(&mut google, "GET", &one, Value::Null).value();
        assert_eq!(seen.get("summary").is_none(), calendar == AWAY);
    }
}

#[test]
fn rule_26_a_conference_comes_only_with_the_version_and_after_a_while() {
    let mut google = google();
    let ask = json!({"conferenceData": {"createRequest": {
        "requestId": "r1", "conferenceSolutionKey": {"type": "hangoutsMeet"},
    }}});
    let body = with(meeting("Call"), ask);
    let without = mia(&mut google, "POST", "calendars/primary/events", body.clone()).value();
    assert_eq!(without.get("conferenceData"), None);
    let target = "calendars/primary/events?conferenceDataVersion=1";
    let made = mia(&mut google, "POST", target, body).value();
    let status = "/conferenceData/createRequest/status/statusCode";
    assert_eq!(at(&made, status), "pending");
    let id = at(&made, "/id").as_str().unwrap().to_owned();
    let ready = get(&mut google, &event(&id));
    assert_eq!(at(&ready, status), "success");
    assert_eq!(at(&ready, "/hangoutLink"), at(&ready, "/conferenceData/entryPoints/0/uri"));
    assert_ne!(at(&ready, "/etag"), at(&made, "/etag"));
    // Without the version a write leaves the conference alone.
    let kept = mia(&mut google, "PATCH", &event(&id), json!({"conferenceData": null})).value();
    assert!(kept.get("conferenceData").is_some());
    let target = format!("{}?conferenceDataVersion=1", event(&id));
    let gone = mia(&mut google, "PATCH", &target, json!({"conferenceData": null})).value();
    assert_eq!((gone.get("conferenceData"), gone.get("hangoutLink")), (None, None));
}

#[test]
fn rule_19_reminders_change_the_etag_and_not_the_time_of_change() {
    let mut google = google();
    let made = mia(&mut google, "POST", "calendars/primary/events", meeting("x")).value();
    let id = at(&made, "/id").as_str().unwrap().to_owned();
    google.now += jiff::SignedDuration::from_secs(60);
    let overrides = json!({"reminders": {"useDefault": false, "overrides": [{"method": "popup", "minutes": 5}]}});
    let changed = mia(&mut google, "PATCH", &event(&id), overrides).value();
    assert_eq!(at(&changed, "/updated"), at(&made, "/updated"));
    assert_ne!(at(&changed, "/etag"), at(&made, "/etag"));
}

#[test]
fn what_google_refuses_in_a_body_is_refused_here() {
    let mut google = google();
    let made = mia(&mut google, "POST", "calendars/primary/events", meeting("x")).value();
    let id = at(&made, "/id").as_str().unwrap().to_owned();
    let six: Vec<Value> = (0..6).map(|n| json!({"method": "popup", "minutes": n})).collect();
    let bodies = [
        json!({"reminders": {"useDefault": false, "overrides": six}}),
        json!({"reminders": {"useDefault": true, "overrides": [{"method": "popup", "minutes": 1}]}}),
        json!({"reminders": {"useDefault": false, "overrides": [{"method": "popup", "minutes": 40321}]}}),
        json!({"start": {"date": "2025-03-24"}, "end": {"date": "2025-03-25"}}),
        json!({"end": {"dateTime": "2025-03-20T10:00:00Z"}}),
        json!({"recurrence": ["RRULE:FREQ=OFTEN"]}),
        json!({"eventType": "focusTime"}),
        json!({"colorId": "99"}),
        json!({"sequence": -1}),
    ];
    for body in bodies {
        assert_eq!(mia(&mut google, "PATCH", &event(&id), body.clone()).status, 400, "{body}");
    }
    assert_eq!(google.violations(), [] as [&str; 0]);
    let all_day = json!({
        "start": {"date": "2025-03-24", "dateTime": null, "timeZone": null},
        "end": {"date": "2025-03-25", "dateTime": null, "timeZone": null},
    });
    assert_eq!(mia(&mut google, "PATCH", &event(&id), all_day).status, 200);
    if support::google::schema::is_there() {
        mia(&mut google, "PATCH", &event(&id), json!({"sumary": "typo"}));
        assert_eq!(google.violations().len(), 1);
    }
}

#[test]
fn moving_takes_an_event_its_exceptions_and_its_guests_along() {
    let mut google = google();
    let zoned = |text: &str| json!({"dateTime": text, "timeZone": "Europe/Berlin"});
    let id = invite(
        &mut google,
        json!({
            "start": zoned("2025-03-24T09:00:00"),
            "end": zoned("2025-03-24T10:00:00"),
            "recurrence": ["RRULE:FREQ=DAILY;COUNT=5"],
        }),
    );
    let one = format!("{id}_20250326T080000Z");
    mia(&mut google, "PATCH", &event(&one), json!({"summary": "one"}));
    let target = format!("{}/move?destination={}", event(&id), encoded(TEAM));
    let moved = mia(&mut google, "POST", &target, Value::Null);
    assert_eq!(moved.status, 200, "{}", moved.value());
    assert_eq!(at(&moved.value(), "/organizer/email"), TEAM);
    let there = format!("calendars/{}/events/{one}", encoded(TEAM));
    assert_eq!(at(&get(&mut google, &there), "/summary"), "one");
    assert_eq!(at(&get(&mut google, &event(&id)), "/organizer/email"), TEAM, "Mia is a guest now");
    let copy = ana_sees(&mut google, &id);
    assert_eq!(at(&copy, "/organizer/email"), TEAM);
    let target = format!("{}/move?destination={}", event(&id), encoded(PROJECTS));
    let hers = by(&mut google, ANA, "POST", &target, Value::Null);
    assert_eq!(reason(&hers), (403, "forbiddenForNonOrganizer".into()));
}

#[test]
fn free_busy_settings_colours_and_channels_answer() {
    let mut google = google();
    mia(&mut google, "POST", "calendars/primary/events", meeting("x"));
    let ask = json!({
        "timeMin": "2025-03-24T00:00:00Z", "timeMax": "2025-03-25T00:00:00Z",
        "items": [{"id": MIA}, {"id": "nobody@x.example"}],
    });
    let busy = mia(&mut google, "POST", "freeBusy", ask.clone()).value();
    let periods = busy.get("calendars").and_then(|all| all.get(MIA)).unwrap();
    assert_eq!(at(periods, "/busy/0/start"), "2025-03-24T08:00:00Z");
    let errors = busy.get("calendars").and_then(|all| all.get("nobody@x.example")).unwrap();
    assert_eq!(at(errors, "/errors/0/reason"), "notFound");
    let long = with(ask, json!({"timeMax": "2025-09-25T00:00:00Z"}));
    assert_eq!(mia(&mut google, "POST", "freeBusy", long).status, 400);
    assert_eq!(at(&get(&mut google, "users/me/settings/timezone"), "/value"), "Europe/Berlin");
    assert_eq!(at(&get(&mut google, "colors"), "/event/11/background"), "#dc2127");
    let channel = json!({"id": "c1", "type": "web_hook", "address": "https://x.example/hook"});
    let watch = mia(&mut google, "POST", "calendars/primary/events/watch", channel);
    assert_eq!(at(&watch.value(), "/kind"), "api#channel");
    let import = with(meeting("Feed"), json!({"iCalUID": "abc@elsewhere.example"}));
    let copy = mia(&mut google, "POST", "calendars/primary/events/import", import).value();
    assert_eq!(at(&copy, "/iCalUID"), "abc@elsewhere.example");
    let mut request =
        Request::new("GET", &format!("/calendar/v3/{}", event(at(&copy, "/id").as_str().unwrap())));
    request = request.header("If-None-Match", at(&copy, "/etag").as_str().unwrap());
    assert_eq!(google.act(MIA, &request).status, 304);
    assert_eq!(google.violations(), [] as [&str; 0]);
}
