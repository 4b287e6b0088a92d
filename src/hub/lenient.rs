//! JSON values that are parsed leniently: neither kind nor length is assumed.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A value of the expected kind; `None` if there is another kind or none.
pub(super) struct Lenient<T>(pub(super) Option<T>);

/// The first `MOST` characters of a text.
pub(super) struct Text<const MOST: usize> {
    pub(super) text: String,
    /// Whether it was longer.
    pub(super) is_cut: bool,
}

/// The first `MOST` items of an array.
pub(super) struct Many<T, const MOST: usize> {
    pub(super) items: Vec<Lenient<T>>,
    /// How many more there were.
    pub(super) more: usize,
}

/// A count. The hub's numbers can be fractions; negative ones become zero.
#[derive(Clone, Copy)]
pub(super) struct Count(pub(super) u32);

impl<T> Default for Lenient<T> {
    fn default() -> Lenient<T> {
        Lenient(None)
    }
}

/// How a kind of value is made from each kind of JSON; by default not at all.
pub(super) trait Kind: Sized {
    fn text(_: &str) -> Option<Self> {
        None
    }

    fn number(_: f64) -> Option<Self> {
        None
    }

    fn flag(_: bool) -> Option<Self> {
        None
    }

    fn array<'de, A: SeqAccess<'de>>(mut array: A) -> Result<Option<Self>, A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn object<'de, A: MapAccess<'de>>(mut object: A) -> Result<Option<Self>, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

impl<const MOST: usize> Kind for Text<MOST> {
    fn text(text: &str) -> Option<Text<MOST>> {
        let end = text.char_indices().nth(MOST).map(|(at, _)| at);
        let kept = &text[..end.unwrap_or(text.len())];
        Some(Text { text: kept.to_owned(), is_cut: end.is_some() })
    }
}

impl<T: Kind, const MOST: usize> Kind for Many<T, MOST> {
    fn array<'de, A: SeqAccess<'de>>(mut array: A) -> Result<Option<Self>, A::Error> {
        let mut many = Many { items: Vec::new(), more: 0 };
        while many.items.len() < MOST {
            match array.next_element()? {
                Some(item) => many.items.push(item),
                None => return Ok(Some(many)),
            }
        }
        while array.next_element::<IgnoredAny>()?.is_some() {
            many.more += 1;
        }
        Ok(Some(many))
    }
}

impl Kind for Count {
    fn number(number: f64) -> Option<Count> {
        // `as` saturates at both ends.
        Some(Count(number as u32))
    }
}

impl Kind for bool {
    fn flag(flag: bool) -> Option<bool> {
        Some(flag)
    }
}

/// A struct with lenient fields.
pub(super) trait Object: DeserializeOwned {}

impl<T: Object> Kind for T {
    fn object<'de, A: MapAccess<'de>>(object: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(Some)
    }
}

impl<'de, T: Kind> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lenient<T>, D::Error> {
        deserializer.deserialize_any(Any(PhantomData)).map(Lenient)
    }
}

struct Any<T>(PhantomData<T>);

impl<'de, T: Kind> Visitor<'de> for Any<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Option<T>, E> {
        Ok(T::flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<T>, E> {
        Ok(T::number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Option<T>, E> {
        Ok(T::number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Option<T>, E> {
        Ok(T::number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<T>, E> {
        Ok(T::text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Option<T>, A::Error> {
        T::array(array)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Option<T>, A::Error> {
        T::object(object)
    }
}
