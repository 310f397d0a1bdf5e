//! Sync and page tokens: opaque, tied to one list and its parameters, ending in `=` as real ones.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::{Engine as _, engine::general_purpose::URL_SAFE};

use super::{message::Request, refusal::Refusal};

const LENGTH: usize = 38;

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Whether it continues a list or begins the next one.
    pub(super) kind: Kind,
    /// What list, with which parameters.
    pub(super) list: u64,
    /// The changes after this one are wanted.
    pub(super) since: u64,
    /// Pages: the last change that was told.
    pub(super) at: u64,
    /// Pages: what the next sync token will say.
    pub(super) until: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sync = 5,
    Page = 6,
}

impl Token {
    pub(super) fn write(self) -> String {
        let mut bytes = vec![0x08, self.kind as u8];
        for number in [self.since, self.at, self.until, self.list] {
            bytes.extend(number.to_be_bytes());
        }
        let check = digest(&bytes);
        bytes.extend(check.to_be_bytes().iter().take(LENGTH - bytes.len()));
        URL_SAFE.encode(bytes)
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE.decode(text).ok().filter(|bytes| bytes.len() == LENGTH)?;
        let check = bytes.get(34..)?;
        if digest(bytes.get(..34)?).to_be_bytes().get(..4)? != check {
            return None;
        }
        let number = |at: usize| {
            let eight: [u8; 8] = bytes.get(2 + at * 8..10 + at * 8)?.try_into().ok()?;
            Some(u64::from_be_bytes(eight))
        };
        let kind = match bytes.get(1)? {
            5 => Kind::Sync,
            6 => Kind::Page,
            _ => return None,
        };
        let (since, at, until, list) = (number(0)?, number(1)?, number(2)?, number(3)?);
        Some(Self { kind, list, since, at, until })
    }

    /// Reads what came as a parameter, for this list.
    pub(super) fn accept(
        name: &str,
        given: &str,
        kind: Kind,
        list: u64,
    ) -> Result<Self, TokenRefused> {
        let token = Self::read(given).filter(|token| token.kind == kind);
        let Some(token) = token else {
            let message = match kind {
                Kind::Sync => "Invalid sync token value.",
                Kind::Page => "Invalid page token value.",
            };
            return Err(TokenRefused::Malformed(Refusal::invalid(message)));
        };
        if token.list != list {
            let message =
                format!("{name} was given with other parameters than the list began with.");
            return Err(TokenRefused::OtherList(Refusal::invalid(&message)));
        }
        Ok(token)
    }
}

/// Why a token was not taken.
pub(super) enum TokenRefused {
    /// It is none of ours.
    Malformed(Refusal),
    /// It belongs to another list, or the same one with other parameters.
    OtherList(Refusal),
}

/// The identity of a list: what is listed, and every parameter but tokens and those of the system.
pub(super) fn list_identity(what: &str, request: &Request) -> u64 {
    const SYSTEM: [&str; 7] =
        ["pageToken", "syncToken", "fields", "alt", "prettyPrint", "quotaUser", "key"];
    let mut pairs: Vec<_> =
        request.query.iter().filter(|(name, _)| !SYSTEM.contains(&name.as_str())).collect();
    pairs.sort();
    // Not to delete is what a list does by itself with a sync token.
    pairs.retain(|(name, value)| !(name == "showDeleted" && value == "true"));
    let mut hasher = DefaultHasher::new();
    (what, pairs).hash(&mut hasher);
    hasher.finish()
}

pub(super) fn digest(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
