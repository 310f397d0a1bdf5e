//! Signing in and out.

use kalends_engine::{AccountState, Permission};
use support::google::{ANA, MIA};

use super::desk::{Place, sign_in};

#[tokio::test]
async fn signing_in_lists_the_calendars_with_their_rights_and_colours() {
    let place = Place::new();
    let engine = place.desk.open().await.unwrap();
    let account = sign_in(&engine, MIA).await.unwrap();
    assert_eq!((account.state, account.email.as_str()), (AccountState::Ok, MIA));
    let lines: Vec<String> = engine
        .list_calendars()
        .await
        .unwrap()
        .into_iter()
        .map(|one| {
            let mirror = one.mirror.unwrap();
            format!("{} {:?} selected {} hidden {} read-only {}", one.name, mirror.role, one.selected, one.hidden, one.read_only)
        })
        .collect();
    assert_eq!(lines, [""; 0]);
    let _ = (ANA, Permission::FreeBusy);
}
