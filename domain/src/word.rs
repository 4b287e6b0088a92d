//! Enums that are typed and stored as words.

/// A word that is not one of the choices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is none of the choices")]
pub struct UnknownWord(pub(crate) String);

/// Defines an enum with words: `ALL`, `as_str`, `Display` and `FromStr`.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// All of them, in display order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// Its word, as typed and stored.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<$name, $crate::UnknownWord> {
                let text = text.trim();
                let named = |one: &&$name| text.eq_ignore_ascii_case(one.as_str());
                let found = $name::ALL.iter().find(named).copied();
                found.ok_or_else(|| $crate::UnknownWord(text.chars().take(30).collect()))
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use crate::{Form, PaperOrder, Source, UnknownWord};

    #[test]
    fn words_round_trip_and_others_are_refused() {
        for one in Source::ALL {
            assert_eq!(one.to_string().to_uppercase().parse(), Ok(*one));
        }
        for one in PaperOrder::ALL {
            assert_eq!(one.as_str().parse(), Ok(*one));
        }
        for one in Form::ALL {
            assert_eq!(one.as_str().parse(), Ok(*one));
        }
        assert_eq!("weekly".parse::<Source>(), Err(UnknownWord("weekly".to_owned())));
    }
}
