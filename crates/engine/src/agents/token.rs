//! What an agent proves itself with: 256 random bits, of which the database has the hash alone.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use blake3::Hash;
use kalends_remote::{SecretString, Secrets};

use crate::{AgentId, Error, Problem};

const PREFIX: &str = "kal_";

/// A new token.
pub(super) fn make() -> Result<SecretString, Error> {
    let text = format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(random::<32>()?));
    Ok(text.into())
}

/// A number that was never used before.
pub(super) fn nonce() -> Result<[u8; 8], Error> {
    random()
}

/// Bits from the operating system: what guards the user's data is no matter of replay.
pub(super) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::Refused(Problem::new(
            "random",
            format!("could not make a token: the system gave no random numbers ({error})"),
            "Try again; restart the computer if it lasts.",
        ))
    })?;
    Ok(bytes)
}

/// What the database keeps of a token. Compared in constant time, as [`Hash`] is.
pub(super) fn hash(token: &str) -> Hash {
    blake3::hash(token.as_bytes())
}

/// The token of an agent, so that its configuration can be written out again; none where the
/// secrets do not have it.
pub(super) async fn get(secrets: &Secrets, id: AgentId) -> Result<Option<SecretString>, Error> {
    Ok(secrets.get(&key(id)).await?)
}

/// Keeps the token of an agent.
pub(super) async fn set(secrets: &Secrets, id: AgentId, token: &SecretString) -> Result<(), Error> {
    Ok(secrets.set(&key(id), token).await?)
}

/// Forgets the token of an agent.
pub(super) async fn delete(secrets: &Secrets, id: AgentId) -> Result<(), Error> {
    Ok(secrets.delete(&key(id)).await?)
}

fn key(id: AgentId) -> String {
    format!("agent:{id}")
}

#[cfg(test)]
mod tests {
    use kalends_remote::ExposeSecret as _;

    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (make().unwrap(), make().unwrap());
        assert_eq!(one.expose_secret().len(), PREFIX.len() + 43);
        assert_ne!(hash(one.expose_secret()), hash(other.expose_secret()));
    }
}
