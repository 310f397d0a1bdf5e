//! What is kept among the secrets for an account, and for the program itself. The database has
//! neither.

use kalends_remote::{ExposeSecret as _, SecretString, Secrets, google::GoogleClientId};
use serde::{Deserialize, Serialize};

use crate::{AccountId, Error};

/// Where the client that the user entered is kept.
const CLIENT_KEY: &str = "google-client";

/// A refresh token, and the client that it was issued to: no other can use it.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) refresh: SecretString,
    pub(crate) client: GoogleClientId,
}

#[derive(Serialize, Deserialize)]
struct KeptText {
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

#[derive(Serialize, Deserialize)]
struct ClientText {
    id: String,
    secret: String,
}

/// The token of an account; none when there is none, or none that can be read.
pub(crate) async fn get(secrets: &Secrets, account: AccountId) -> Result<Option<Kept>, Error> {
    let Some(text) = secrets.get(&key(account)).await? else { return Ok(None) };
    let Ok(kept) = serde_json::from_str::<KeptText>(text.expose_secret()) else {
        return Ok(None);
    };
    let client = GoogleClientId::given(&kept.client_id, &kept.client_secret);
    Ok(client.map(|client| Kept { refresh: kept.refresh_token.into(), client }))
}

/// Keeps the token of an account in the place of the one before.
pub(crate) async fn set(secrets: &Secrets, account: AccountId, kept: &Kept) -> Result<(), Error> {
    let text = to_text(&KeptText {
        client_id: kept.client.id.clone(),
        client_secret: kept.client.secret.expose_secret().to_owned(),
        refresh_token: kept.refresh.expose_secret().to_owned(),
    })?;
    Ok(secrets.set(&key(account), &text).await?)
}

/// Forgets the token of an account.
pub(crate) async fn delete(secrets: &Secrets, account: AccountId) -> Result<(), Error> {
    Ok(secrets.delete(&key(account)).await?)
}

/// The client that the user entered.
pub(crate) async fn get_client(secrets: &Secrets) -> Result<Option<GoogleClientId>, Error> {
    let Some(text) = secrets.get(CLIENT_KEY).await? else { return Ok(None) };
    let client = serde_json::from_str::<ClientText>(text.expose_secret()).ok();
    Ok(client.and_then(|client| GoogleClientId::given(&client.id, &client.secret)))
}

/// Keeps the client that the user entered; none forgets it.
pub(crate) async fn set_client(
    secrets: &Secrets,
    client: Option<&GoogleClientId>,
) -> Result<(), Error> {
    let Some(client) = client else { return Ok(secrets.delete(CLIENT_KEY).await?) };
    let text = to_text(&ClientText {
        id: client.id.clone(),
        secret: client.secret.expose_secret().to_owned(),
    })?;
    Ok(secrets.set(CLIENT_KEY, &text).await?)
}

fn to_text(value: &impl Serialize) -> Result<SecretString, Error> {
    let text = serde_json::to_string(value);
    Ok(text.map_err(|_| Error::Cancelled("write down a secret"))?.into())
}

fn key(account: AccountId) -> String {
    format!("google:{account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_token_comes_back_with_its_client_and_damage_reads_as_none() {
        let secrets = Secrets::memory_for_tests();
        let account = AccountId(uuid::Uuid::nil());
        assert!(get(&secrets, account).await.unwrap().is_none());
        let client = GoogleClientId::given("id", "secret").unwrap();
        let kept = Kept { refresh: "token".into(), client: client.clone() };
        set(&secrets, account, &kept).await.unwrap();
        let back = get(&secrets, account).await.unwrap().unwrap();
        assert_eq!(back.refresh.expose_secret(), "token");
        assert_eq!(back.client, client);
        secrets.set(&key(account), &"{}".into()).await.unwrap();
        assert!(get(&secrets, account).await.unwrap().is_none());
    }
}
