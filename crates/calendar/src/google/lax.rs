//! JSON fields that may hold anything. A value of the wrong type is [`Lax::Odd`], never an error,
//! and costs the rest of the object nothing.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

/// A field that may be missing, as wanted, or something else.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Lax<T> {
    /// Missing or null.
    #[default]
    Absent,
    /// As wanted.
    Is(T),
    /// Of another type.
    Odd,
}

impl<T> Lax<T> {
    /// The value; none where it is missing or odd. Notes in `odd` that it was odd.
    pub(super) fn take(self, odd: &mut bool) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Is(value) => Some(value),
            Self::Odd => {
                *odd = true;
                None
            }
        }
    }
}

/// What a value of each JSON type means; none where it has no meaning.
pub(super) trait Take<'de>: Sized {
    fn text(_: Cow<'de, str>) -> Option<Self> {
        None
    }
    fn truth(_: bool) -> Option<Self> {
        None
    }
    fn number(_: i64) -> Option<Self> {
        None
    }
    fn object<A: MapAccess<'de>>(mut map: A) -> Result<Option<Self>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn array<A: SeqAccess<'de>>(mut items: A) -> Result<Option<Self>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// Text, borrowed from the JSON where it has no escapes.
pub(super) type Text<'de> = Cow<'de, str>;

impl<'de: 'a, 'a> Take<'de> for Text<'a> {
    fn text(text: Cow<'de, str>) -> Option<Self> {
        Some(text)
    }
}

/// Also the words for it, as some clients write them.
impl<'de> Take<'de> for bool {
    fn truth(truth: bool) -> Option<Self> {
        Some(truth)
    }
    fn text(text: Cow<'de, str>) -> Option<Self> {
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        is("true").then_some(true).or_else(|| is("false").then_some(false))
    }
}

/// Also its digits as text.
impl<'de> Take<'de> for i64 {
    fn number(number: i64) -> Option<Self> {
        Some(number)
    }
    fn text(text: Cow<'de, str>) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl<'de, T: Take<'de>> Take<'de> for Vec<Lax<T>> {
    fn array<A: SeqAccess<'de>>(mut items: A) -> Result<Option<Self>, A::Error> {
        let mut all = Self::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Some(all))
    }
}

/// A JSON object with fields of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Take<'de> for Object<T> {
    fn object<A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|it| Some(Self(it)))
    }
}

impl<'de, T: Take<'de>> Deserialize<'de> for Lax<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

struct Any<T>(PhantomData<T>);

fn lax<T>(value: Option<T>) -> Lax<T> {
    value.map_or(Lax::Odd, Lax::Is)
}

impl<'de, T: Take<'de>> Visitor<'de> for Any<T> {
    type Value = Lax<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Lax<T>, E> {
        Ok(lax(T::text(Cow::Borrowed(text))))
    }
    fn visit_str<E>(self, text: &str) -> Result<Lax<T>, E> {
        Ok(lax(T::text(Cow::Owned(text.to_owned()))))
    }
    fn visit_string<E>(self, text: String) -> Result<Lax<T>, E> {
        Ok(lax(T::text(Cow::Owned(text))))
    }
    fn visit_bool<E>(self, truth: bool) -> Result<Lax<T>, E> {
        Ok(lax(T::truth(truth)))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Lax<T>, E> {
        Ok(lax(T::number(number)))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Lax<T>, E> {
        Ok(lax(i64::try_from(number).ok().and_then(T::number)))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Lax<T>, E> {
        // A whole number written with a fraction, such as `30.0`.
        let whole = number.fract() == 0.0 && number.abs() < 1e15;
        Ok(lax(whole.then_some(number as i64).and_then(T::number)))
    }
    fn visit_unit<E>(self) -> Result<Lax<T>, E> {
        Ok(Lax::Absent)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Lax<T>, A::Error> {
        T::array(items).map(lax)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Lax<T>, A::Error> {
        T::object(map).map(lax)
    }
}
