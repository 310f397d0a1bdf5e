//! Partial answers: the parameter `fields`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::refusal::Refusal;

/// Which fields are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Mask {
    All,
    Some(BTreeMap<String, Mask>),
}

impl Mask {
    /// Reads `items(id,start/dateTime),nextSyncToken`; all without the parameter.
    pub(super) fn read(fields: Option<&str>) -> Result<Self, Refusal> {
        let Some(text) = fields else { return Ok(Self::All) };
        let mut rest = text;
        let mask = Self::group(&mut rest);
        match mask {
            Some(mask) if rest.is_empty() => Ok(mask),
            Some(_) | None => {
                let message = format!("Invalid field selection {text}");
                Err(Refusal::new(400, "invalidParameter", &message))
            }
        }
    }

    fn group(rest: &mut &str) -> Option<Self> {
        let mut mask = Self::Some(BTreeMap::new());
        loop {
            mask.add(Self::path(rest)?);
            match rest.strip_prefix(',') {
                Some(more) => *rest = more,
                None => return Some(mask),
            }
        }
    }

    fn path(rest: &mut &str) -> Option<Self> {
        let end = rest.find([',', '/', '(', ')']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        *rest = after;
        let inner = if let Some(more) = after.strip_prefix('/') {
            *rest = more;
            Self::path(rest)?
        } else if let Some(more) = after.strip_prefix('(') {
            *rest = more;
            let inner = Self::group(rest)?;
            *rest = rest.strip_prefix(')')?;
            inner
        } else {
            Self::All
        };
        match name {
            "*" => Some(inner),
            _ => Some(Self::Some(BTreeMap::from([(name.to_owned(), inner)]))),
        }
    }

    fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::All, _) => {}
            (Self::Some(_), Self::All) => *self = Self::All,
            (Self::Some(known), Self::Some(more)) => {
                for (name, inner) in more {
                    match known.get_mut(&name) {
                        Some(mask) => mask.add(inner),
                        None => {
                            known.insert(name, inner);
                        }
                    }
                }
            }
        }
    }

    /// What is wanted below a field; nothing when the field is not.
    pub(super) fn below(&self, name: &str) -> Option<&Self> {
        match self {
            Self::All => Some(&Self::All),
            Self::Some(fields) => fields.get(name),
        }
    }

    /// Drops what is not wanted.
    pub(super) fn keep(&self, value: &mut Value) {
        let Self::Some(fields) = self else { return };
        if let Some(list) = value.as_array_mut() {
            list.iter_mut().for_each(|one| self.keep(one));
        } else if let Some(object) = value.as_object_mut() {
            object.retain(|name, _| fields.contains_key(name));
            for (name, inner) in object {
                if let Some(mask) = fields.get(name) {
                    mask.keep(inner);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mask_keeps_what_it_names() {
        let mask = Mask::read(Some("nextSyncToken,items(id,start/date,a(b,c/*))")).unwrap();
        let mut value = json!({
            "kind": "x", "nextSyncToken": "t",
            "items": [{"id": 1, "start": {"date": 2, "timeZone": 3}, "a": {"b": 1, "c": {"d": 4}, "e": 5}, "f": 6}],
        });
        mask.keep(&mut value);
        let kept = json!({
            "nextSyncToken": "t",
            "items": [{"id": 1, "start": {"date": 2}, "a": {"b": 1, "c": {"d": 4}}}],
        });
        assert_eq!(value, kept);
    }

    #[test]
    fn what_is_no_mask_is_refused() {
        for text in ["", "items(", "items()", "a,,b", "a)b"] {
            assert!(Mask::read(Some(text)).is_err(), "{text}");
        }
    }
}
