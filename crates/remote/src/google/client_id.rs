//! Which program asks: the OAuth client of a Google Cloud project, of the type "Desktop app".

use secrecy::{ExposeSecret, SecretString};

const ID_VARIABLE: &str = "KALENDS_GOOGLE_CLIENT_ID";
const SECRET_VARIABLE: &str = "KALENDS_GOOGLE_CLIENT_SECRET";

/// An OAuth client. Its secret is not confidential in Google's eyes, since it ships with a desktop
/// program, but the token address asks for it; it is treated as a secret here all the same.
#[derive(Clone, Debug)]
pub struct GoogleClientId {
    /// Ends in `.apps.googleusercontent.com`.
    pub id: String,
    /// Belongs to the id; empty when the client has none.
    pub secret: SecretString,
}

impl GoogleClientId {
    /// What somebody typed or pasted, blanks around it removed; `None` when the id is empty or
    /// has blanks within.
    pub fn given(id: &str, secret: &str) -> Option<Self> {
        let id = id.trim();
        if id.is_empty() || id.contains(char::is_whitespace) {
            return None;
        }
        Some(Self { id: id.to_owned(), secret: SecretString::from(secret.trim()) })
    }

    /// From `KALENDS_GOOGLE_CLIENT_ID` and `KALENDS_GOOGLE_CLIENT_SECRET` at run time; `None` when
    /// the first is unset or empty.
    pub fn from_environment() -> Option<Self> {
        let id = std::env::var(ID_VARIABLE).ok()?;
        Self::given(&id, &std::env::var(SECRET_VARIABLE).unwrap_or_default())
    }

    /// From the same two variables at compile time; `None` in a build without them.
    pub fn built_in() -> Option<Self> {
        Self::given(
            option_env!("KALENDS_GOOGLE_CLIENT_ID")?,
            option_env!("KALENDS_GOOGLE_CLIENT_SECRET").unwrap_or_default(),
        )
    }
}

impl PartialEq for GoogleClientId {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.secret.expose_secret() == other.secret.expose_secret()
    }
}

impl Eq for GoogleClientId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_pasted_text_and_refuses_nothing() {
        let client = GoogleClientId::given(" id.example\n", "\tsecret ").unwrap();
        assert_eq!((client.id.as_str(), client.secret.expose_secret()), ("id.example", "secret"));
        assert!(GoogleClientId::given("id", "").is_some());
        assert_eq!(GoogleClientId::given("  ", "secret"), None);
        assert_eq!(GoogleClientId::given("id secret", ""), None);
        assert!(!format!("{client:?}").contains("secret\""), "{client:?}");
    }
}
