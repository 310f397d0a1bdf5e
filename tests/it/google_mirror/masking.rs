//! Tokens are in the keychain and in memory, and nowhere else.

use kalends_engine::{Clock, Trigger};
use kalends_remote::ExposeSecret;
use support::{
    desk::{NOON, instant},
    google::{CLIENT_SECRET, Consent, Fault, MIA, Matcher},
};

use super::desk::{Place, sign_in, sync};
use crate::leaks::{files, logged};

#[test]
fn no_token_is_in_the_data_the_log_or_an_error() {
    let ((shown, secrets), log) = logged(work());
    assert!(log.contains("Google answered"), "the log was written");
    assert!(secrets.len() >= 3, "{}", secrets.len());
    for secret in &secrets {
        assert!(secret.len() > 8, "too short to be searched for");
        for (what, text) in [("the log", &log), ("an answer", &shown)] {
            if let Some(at) = text.find(secret.as_str()) {
                panic!("{what} has a secret: …{}…", &text[at.saturating_sub(200)..at]);
            }
        }
    }
    // What secrets look like, in case the test knows only some of them.
    for (what, text) in [("the log", &log), ("an answer", &shown)] {
        for sign in ["Bearer ", "1//0", "ya29.", "code_verifier=", "refresh_token="] {
            if let Some(at) = text.find(sign) {
                let end = (at + 80).min(text.len());
                panic!("{what} has {sign}: …{}…", &text[at.saturating_sub(200)..end]);
            }
        }
    }
}

/// Everything that can be shown, and every secret there was.
async fn work() -> (String, Vec<String>) {
    let mut place = Place::new();
    let mut secrets = vec![CLIENT_SECRET.to_owned()];
    let engine = place.desk.open().await.unwrap();
    let mut shown = format!("{:?}", place.desk.config.secrets);
    place.server.control().consent = Consent::Refuse;
    let denied = sign_in(&engine, MIA).await.unwrap_err();
    shown.push_str(&format!("{denied} {denied:?}"));
    place.server.control().consent = Consent::Give { user: None, scopes: None };
    place.server.control().fail(
        Matcher::of("POST", "/token"),
        Fault::Oauth(400, "invalid_grant".into()),
        1,
    );
    let refused = sign_in(&engine, MIA).await.unwrap_err();
    shown.push_str(&format!("{refused} {refused:?}"));
    let account = sign_in(&engine, MIA).await.unwrap();
    let kept = place.desk.secrets.get(&format!("google:{}", account.id)).await.unwrap().unwrap();
    let kept: serde_json::Value = serde_json::from_str(kept.expose_secret()).unwrap();
    secrets.push(kept["refresh_token"].as_str().unwrap().to_owned());
    engine.close().await;

    place.desk.config.clock = Clock::skipping(instant(NOON));
    let engine = place.desk.open().await.unwrap();
    let (access, refresh) = place.server.control().sign_in(MIA, &["calendar"]);
    secrets.extend([access, refresh]);
    for fault in [
        Fault::ExpiredAccess,
        Fault::DropAmid,
        Fault::CaptivePage,
        Fault::Status(500),
        Fault::Truncate(20),
    ] {
        place.server.control().fail(Matcher::any(), fault, 3);
        shown.push_str(&format!("{:?}", sync(&engine).await));
        place.server.control().heal();
    }
    place.add(MIA, "Dentist", "2026-11-17T15:00:00");
    shown.push_str(&format!("{:?}", sync(&engine).await));
    place.server.control().revoke_user(MIA);
    shown.push_str(&format!("{:?}", engine.sync(None, Trigger::Manual, true).await.unwrap()));
    shown.push_str(&format!("{:?}", engine.list_accounts().await.unwrap()));
    shown.push_str(&format!("{:?}", engine.list_calendars().await.unwrap()));
    shown.push_str(&format!("{:?}", engine.list_runs(None, 1000).await.unwrap()));
    shown.push_str(&format!("{:?}", engine.google_client().await.unwrap()));
    engine.back_up().await.unwrap();
    for path in files(place.desk.folder.path()) {
        let bytes = std::fs::read(&path).unwrap();
        for secret in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{} has a secret", path.display());
        }
    }
    (shown, secrets)
}
