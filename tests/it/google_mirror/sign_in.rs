//! Signing in, again, with less, and out.

use jiff::SignedDuration;
use kalends_engine::{
    AccountState, Engine, GoogleClientSource, Health, Permission, RunResult, SecretsMode,
};
use kalends_remote::Secrets;
use support::{
    desk::week_lines,
    google::{ANA, CLIENT_ID, CLIENT_SECRET, Consent, Fault, MIA, Matcher, TEAM},
};

use super::desk::{Place, answer, browse, calendar, sign_in, sync};

const EVENTS: &str = "https://www.googleapis.com/auth/calendar.events";
const LIST: &str = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";

async fn lines(engine: &Engine) -> Vec<String> {
    let all = engine.list_calendars().await.unwrap().into_iter();
    let word = |is: bool, word: &str| if is { format!(" {word}") } else { String::new() };
    all.map(|one| {
        let mirror = one.mirror.unwrap();
        format!(
            "{} {:?}{}{}{}{}",
            one.name,
            mirror.role,
            word(mirror.primary, "primary"),
            word(one.selected, "synced"),
            word(one.hidden, "hidden"),
            word(one.read_only, "read-only"),
        )
    })
    .collect()
}

#[tokio::test]
async fn signing_in_lists_the_calendars_with_their_rights() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let account = sign_in(&engine, MIA).await.unwrap();
    assert_eq!((account.state, account.email.as_str()), (AccountState::Ok, MIA));
    assert_eq!((account.calendars, account.unsent, account.missing), (9, 0, vec![]));
    assert_eq!(
        lines(&engine).await,
        [
            "mia@northwind.example Owner primary synced",
            "Old things Owner hidden",
            "Sport Owner",
            "Team Owner synced",
            "Ana away FreeBusyReader synced read-only",
            "Feiertage Reader synced read-only",
            "Office WriterWithoutPrivateAccess synced",
            "Projects Writer synced",
            "Rooms Reader synced read-only",
        ]
    );
    let own = calendar(&engine, MIA).await;
    assert_eq!((own.default_alarms, own.zone.as_str()), (vec![30], "Europe/Berlin"));
    assert_eq!(place.server.control().violations(), [""; 0]);
}

#[tokio::test]
async fn rule_40_a_sign_in_that_comes_to_nothing_says_why_and_changes_nothing() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let clock = &place.desk.config.clock;
    let later = SignedDuration::from_mins(6);

    place.server.control().consent = Consent::Refuse;
    assert_eq!(sign_in(&engine, MIA).await.unwrap_err().kind(), "denied");

    let started = engine.begin_sign_in(None, None).await.unwrap();
    let nobody = async { clock.advance(later) };
    let (done, ()) = tokio::join!(engine.finish_sign_in(started.id), nobody);
    assert_eq!(done.unwrap_err().kind(), "timed_out");

    let started = engine.begin_sign_in(None, None).await.unwrap();
    let url: url::Url = started.url.parse().unwrap();
    let back = url.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
    let stranger = async {
        browse(&format!("{back}favicon.ico")).await;
        browse(&format!("{back}?code=stolen&state=made-up")).await;
        clock.advance(later);
    };
    let (done, ()) = tokio::join!(engine.finish_sign_in(started.id), stranger);
    assert_eq!(done.unwrap_err().kind(), "wrong_state");

    let started = engine.begin_sign_in(None, None).await.unwrap();
    let closed = async { engine.cancel_sign_in(started.id) };
    let (done, ()) = tokio::join!(engine.finish_sign_in(started.id), closed);
    assert_eq!(done.unwrap_err().kind(), "cancelled");
    // Whoever begins again has given up the one before.
    let before = engine.begin_sign_in(None, None).await.unwrap();
    engine.begin_sign_in(None, None).await.unwrap();
    assert_eq!(engine.finish_sign_in(before.id).await.unwrap_err().kind(), "cancelled");

    place.server.control().consent = Consent::Give { user: None, scopes: None };
    place.server.control().fail(Matcher::of("POST", "/token"), Fault::Status(503), 9);
    assert_eq!(sign_in(&engine, MIA).await.unwrap_err().kind(), "unavailable");
    place.server.control().heal();
    assert_eq!(engine.list_accounts().await.unwrap(), []);
    sign_in(&engine, MIA).await.unwrap();
}

#[tokio::test]
async fn without_a_client_nothing_begins_and_one_can_be_entered() {
    let mut place = Place::new();
    place.desk.config.google.environment_client = None;
    let engine = place.desk.open().await.unwrap();
    assert_eq!(engine.google_client().await.unwrap().source, GoogleClientSource::None);
    assert_eq!(sign_in(&engine, MIA).await.unwrap_err().kind(), "no_client");
    engine.set_google_client(&format!(" {CLIENT_ID}\n"), CLIENT_SECRET).await.unwrap();
    let client = engine.google_client().await.unwrap();
    assert_eq!(client.source, GoogleClientSource::Settings);
    assert!(CLIENT_ID.starts_with(&client.id) && client.id.len() < CLIENT_ID.len());
    sign_in(&engine, MIA).await.unwrap();

    // The account goes on with the client that it signed in with.
    engine.set_google_client("", "").await.unwrap();
    place.server.control().expire_access();
    place.desk.config.clock.advance(SignedDuration::from_hours(2));
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    assert_eq!(engine.set_google_client("a b", "").await.unwrap_err().kind(), "invalid");
}

#[tokio::test]
async fn a_keychain_that_does_not_answer_leaves_no_account_behind() {
    let mut place = Place::new();
    // A folder in the place of the file: nothing can be kept.
    let folder = place.desk.folder.path().join("secrets");
    std::fs::create_dir_all(folder.join("secrets.age")).unwrap();
    let secrets = Secrets::file(&folder, "x".into(), kalends_remote::WorkFactor::default());
    place.desk.config.secrets = SecretsMode::Given(secrets);
    let engine = place.desk.open().await.unwrap();
    assert!(sign_in(&engine, MIA).await.unwrap_err().kind().starts_with("secrets"));
    assert_eq!(engine.list_accounts().await.unwrap(), []);
}

#[tokio::test]
async fn rule_42_with_events_alone_the_own_calendar_works_and_more_can_be_allowed_later() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let some = |scopes: &[&str]| Consent::Give {
        user: None,
        scopes: Some(scopes.iter().map(|scope| (*scope).to_owned()).collect()),
    };
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    place.server.control().consent = some(&[EVENTS]);
    let account = sign_in(&engine, MIA).await.unwrap();
    assert_eq!(account.state, AccountState::Partial);
    assert_eq!(
        account.missing,
        [Permission::ListCalendars, Permission::FreeBusy, Permission::ReadSettings]
    );
    sync(&engine).await;
    assert_eq!(lines(&engine).await, ["mia@northwind.example Owner primary synced"]);
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);

    // What was allowed before stays allowed.
    place.server.control().consent = some(&[LIST]);
    let account = answer(&engine, Some(account.id), None).await.unwrap();
    assert_eq!(account.missing, [Permission::FreeBusy, Permission::ReadSettings]);
    assert_eq!(account.calendars, 9);

    place.server.control().consent = Consent::Give { user: None, scopes: None };
    let account = answer(&engine, Some(account.id), None).await.unwrap();
    assert_eq!(account.state, AccountState::Ok);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
}

#[tokio::test]
async fn rule_42_without_writing_calendars_are_read_and_refuse_edits() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    let all = kalends_remote::google::Scopes::wanted();
    let scopes = all.iter().filter(|scope| *scope != EVENTS).map(ToOwned::to_owned).collect();
    place.server.control().consent = Consent::Give { user: None, scopes: Some(scopes) };
    let account = sign_in(&engine, MIA).await.unwrap();
    assert_eq!((account.state, account.calendars), (AccountState::Partial, 9));
    assert_eq!(account.missing, [Permission::WriteEvents]);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    let calendars = engine.list_calendars().await.unwrap();
    assert!(calendars.iter().all(|one| one.read_only), "{calendars:?}");
    let change = kalends_engine::EventChange {
        calendar: Some(calendars[0].id),
        title: Some("Lunch".into()),
        ..kalends_engine::EventChange::default()
    };
    let refused = engine.create_event(change, kalends_engine::Notify::None).await.unwrap_err();
    assert_eq!(refused.kind(), "read_only", "{refused}");
}

#[tokio::test]
async fn rule_42_with_the_list_alone_calendars_are_seen_and_cannot_be_read() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let scopes = Some(vec![LIST.to_owned()]);
    place.server.control().consent = Consent::Give { user: None, scopes };
    let account = sign_in(&engine, MIA).await.unwrap();
    assert_eq!(account.missing.first(), Some(&Permission::ReadEvents));
    let runs = sync(&engine).await;
    let kinds: Vec<&str> =
        runs.iter().filter_map(|run| run.problem.as_ref()).map(|it| it.kind.as_str()).collect();
    assert_eq!(kinds, vec!["missing_scope"; 7], "{runs:?}");
    assert!(engine.list_calendars().await.unwrap().iter().all(|one| one.read_only));

    place.server.control().consent = Consent::Give { user: None, scopes: None };
    let account = answer(&engine, Some(account.id), None).await.unwrap();
    assert_eq!((account.state, account.calendars), (AccountState::Ok, 9));
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    assert!(!calendar(&engine, "Team").await.read_only);
}

#[tokio::test]
async fn the_same_address_is_the_same_account_and_another_one_is_refused_for_it() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let mia = sign_in(&engine, MIA).await.unwrap();
    let again = sign_in(&engine, &MIA.to_uppercase()).await;
    // The stand-in knows no such address; its first user answers.
    let again = match again {
        Ok(account) if account.email == MIA => account,
        _ => sign_in(&engine, MIA).await.unwrap(),
    };
    assert_eq!(again.id, mia.id);

    place.server.control().consent = Consent::Give { user: Some(ANA.into()), scopes: None };
    let before = engine.list_accounts().await.unwrap();
    let wrong = answer(&engine, Some(mia.id), None).await.unwrap_err();
    assert_eq!(wrong.kind(), "wrong_account");
    assert!(wrong.to_string().contains(ANA) && wrong.to_string().contains(MIA), "{wrong}");
    let after: Vec<_> = engine.list_accounts().await.unwrap();
    assert_eq!(
        after.iter().map(|one| (one.id, one.state)).collect::<Vec<_>>(),
        before.iter().map(|one| (one.id, one.state)).collect::<Vec<_>>()
    );
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
}

#[tokio::test]
async fn two_accounts_have_their_own_calendars_even_of_what_they_share() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    sign_in(&engine, MIA).await.unwrap();
    place.server.control().consent = Consent::Give { user: Some(ANA.into()), scopes: None };
    let ana = answer(&engine, None, Some(ANA)).await.unwrap();
    assert_eq!(engine.list_accounts().await.unwrap().len(), 2);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    let calendars = engine.list_calendars().await.unwrap();
    let rooms: Vec<_> = calendars.iter().filter(|one| one.name == "Rooms").collect();
    assert_eq!(rooms.len(), 2);
    assert_eq!(rooms.iter().filter(|one| one.read_only).count(), 1);

    engine.remove_account(ana.id, false).await.unwrap();
    assert_eq!(engine.list_accounts().await.unwrap().len(), 1);
    assert_eq!(engine.list_calendars().await.unwrap().len(), 9);
    assert_eq!(place.server.control().count_grants(ANA), 0);
    assert_eq!(place.server.control().count_grants(MIA), 1);
}

#[tokio::test]
async fn signing_out_revokes_keeps_what_was_asked_for_and_signing_in_finds_it_again() {
    let (place, engine) = Place::with_mia().await;
    place.add(TEAM, "Standup", "2026-11-18T09:15:00");
    sync(&engine).await;
    let team = calendar(&engine, "Team").await;
    let id = engine.list_accounts().await.unwrap()[0].id;
    engine.remove_account(id, true).await.unwrap();
    assert_eq!(place.server.control().count_grants(MIA), 0);
    let account = engine.list_accounts().await.unwrap().remove(0);
    assert_eq!((account.id, account.state), (id, AccountState::SignedOut));
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    assert_eq!(sync(&engine).await, [], "nothing is asked for it");
    assert!(place.desk.secrets.get(&format!("google:{id}")).await.unwrap().is_none());

    engine.close().await;
    let mut desk = place.desk;
    desk.config.clock = kalends_engine::Clock::manual(desk.config.clock.now());
    let engine = desk.open().await.unwrap();
    let again = sign_in(&engine, MIA).await.unwrap();
    assert_eq!((again.id, again.state), (id, AccountState::Ok));
    assert_eq!(calendar(&engine, "Team").await.id, team.id);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    assert!(runs.iter().all(|run| run.created == 0), "{runs:?}");

    // Google cannot be told: the account goes all the same, and the user hears what is left to do.
    place.server.close().unwrap();
    let told = engine.remove_account(id, false).await.unwrap_err();
    assert_eq!(told.kind(), "not_revoked");
    assert!(told.remedy().contains("myaccount.google.com"), "{}", told.remedy());
    assert_eq!(engine.list_accounts().await.unwrap(), []);
    assert_eq!(engine.list_calendars().await.unwrap(), []);
}

#[tokio::test]
async fn rule_44_a_dead_token_keeps_everything_and_asks_once() {
    let (place, engine) = Place::with_mia().await;
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    sync(&engine).await;
    place.server.control().revoke_user(MIA);
    let mut events = engine.subscribe();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result == RunResult::Failed), "{runs:?}");
    let account = engine.list_accounts().await.unwrap().remove(0);
    assert_eq!(account.state, AccountState::SignIn);
    assert_eq!(account.problem.as_ref().unwrap().kind, "signed_out");
    assert_eq!(week_lines(&engine).await.unwrap().len(), 1);
    assert_eq!(engine.sync_state().await.unwrap().needs_user, 1);
    sync(&engine).await;
    let mut asked = 0;
    while let Ok(event) = events.try_recv() {
        asked += usize::from(event == kalends_engine::EngineEvent::AccountsChanged);
    }
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn rule_45_an_access_token_that_died_is_renewed_once_and_5xx_there_is_no_sign_out() {
    let (place, engine) = Place::with_mia().await;
    sync(&engine).await;
    place.server.control().expire_access();
    place.server.control().take_log();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    let log = place.server.control().take_log();
    assert_eq!(log.iter().filter(|seen| seen.path == "/token").count(), 1);

    place.server.control().expire_access();
    place.server.control().fail(Matcher::of("POST", "/token"), Fault::Status(503), 100);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result == RunResult::Failed), "{runs:?}");
    let account = engine.list_accounts().await.unwrap().remove(0);
    assert_eq!(account.state, AccountState::Ok);
    assert_eq!(account.problem.unwrap().kind, "unavailable");
    place.server.control().heal();
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
}

#[tokio::test]
async fn a_sign_in_by_another_process_is_taken_up_without_asking() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let mia = sign_in(&engine, MIA).await.unwrap();
    sync(&engine).await;
    place.server.control().revoke_user(MIA);
    let other = place.desk.open().await.unwrap();
    assert_eq!(sign_in(&other, MIA).await.unwrap().id, mia.id);
    let runs = sync(&engine).await;
    assert!(runs.iter().all(|run| run.result != RunResult::Failed), "{runs:?}");
    assert_eq!(engine.list_accounts().await.unwrap()[0].state, AccountState::Ok);
}

#[tokio::test]
async fn the_doctor_looks_after_accounts_without_asking_google() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let account = sign_in(&engine, MIA).await.unwrap();
    let check = async || {
        let checks = Engine::doctor(&place.desk.config).await;
        checks.into_iter().find(|check| check.name.contains(MIA)).unwrap()
    };
    place.server.control().take_log();
    assert_eq!(check().await.health, Health::Good);
    place.desk.secrets.delete(&format!("google:{}", account.id)).await.unwrap();
    let lost = check().await;
    assert_eq!(lost.health, Health::Warning);
    assert!(lost.message.contains("token") && !lost.remedy.is_empty(), "{lost:?}");
    assert_eq!(place.server.control().take_log(), []);
}
