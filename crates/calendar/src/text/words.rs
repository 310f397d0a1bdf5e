//! Property values that are a word, an address or a text.

use std::borrow::Cow;

use super::{
    property::Property,
    value::{decode, quoted_printable, text},
};
use crate::event::{Status, Transparency, Visibility};

/// A TEXT, quoted-printable undone where it is said to be.
pub(super) fn words(property: &Property<'_>) -> String {
    let value = if property.param_is(b"ENCODING", b"QUOTED-PRINTABLE") {
        Cow::Owned(quoted_printable(property.value))
    } else {
        Cow::Borrowed(property.value)
    };
    text(&value)
}

/// One word without blanks around it; none where it is empty.
pub(super) fn word(value: &[u8]) -> Option<String> {
    Some(text(value).trim().to_owned()).filter(|text| !text.is_empty())
}

/// A URI with one of the schemes that can be opened; none for any other.
pub(super) fn address(value: &[u8]) -> Option<String> {
    let written = decode(value);
    let written = written.trim();
    let url = url::Url::parse(written).ok()?;
    matches!(url.scheme(), "https" | "http" | "mailto" | "tel").then(|| written.to_owned())
}

/// A recurrence rule as written, without blanks around it; none where it is empty.
pub(super) fn rule(value: &[u8]) -> Option<String> {
    let text = decode(value);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a value is this word, in any letter case.
pub(super) fn is(value: &[u8], word: &[u8]) -> bool {
    value.trim_ascii().eq_ignore_ascii_case(word)
}

pub(super) fn status(value: &[u8]) -> Status {
    if is(value, b"CANCELLED") || is(value, b"CANCELED") {
        Status::Cancelled
    } else if is(value, b"TENTATIVE") {
        Status::Tentative
    } else {
        Status::Confirmed
    }
}

pub(super) fn transparency(value: &[u8]) -> Option<Transparency> {
    if is(value, b"TRANSPARENT") {
        Some(Transparency::Transparent)
    } else {
        is(value, b"OPAQUE").then_some(Transparency::Opaque)
    }
}

/// A class nobody knows is private (RFC 5545 §3.8.1.3).
pub(super) fn visibility(value: &[u8]) -> Visibility {
    if is(value, b"") {
        Visibility::Default
    } else if is(value, b"PUBLIC") {
        Visibility::Public
    } else if is(value, b"CONFIDENTIAL") {
        Visibility::Confidential
    } else {
        Visibility::Private
    }
}
