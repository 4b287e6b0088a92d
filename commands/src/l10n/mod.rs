//! Localization: the bot's messages in six languages.
//!
//! Every text is a message in `commands/locales`, one file per language. [`text!`](crate::text)
//! creates a [`Text`], a message with its arguments that is not yet in any language;
//! [`say!`](crate::say) renders one directly. Ids are literals, so that a test can find them: each
//! message exists in all six languages, with the same arguments, and is used.
//!
//! Numbers are formatted with the language's thousands separators and select its plural forms.
//! Right-to-left text written by users is isolated, so that it doesn't affect its surroundings.

mod dates;
mod lists;
mod numbers;

use std::borrow::Cow;
use std::sync::LazyLock;

use domain::{Language, SubscriptionId};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::Date;

pub(crate) use dates::month_year;
pub use dates::{day_month_year, long_date};
pub(crate) use lists::{comma, list};
pub use numbers::number;

/// A message with its arguments, not yet in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    id: Cow<'static, str>,
    args: Vec<(&'static str, Arg)>,
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Text that is the same in all languages.
    Plain(String),
    /// A number.
    Number(u64),
    /// Another message.
    Text(Text),
    /// Several texts, listed: `a, b and c`.
    List(Vec<Arg>),
    /// Several texts joined by dots: `a · b · c`.
    Facts(Vec<Text>),
}

/// A message with its arguments: `text!("papers-posted", count = 3)`.
#[macro_export]
macro_rules! text {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::l10n::Text::new($id)$(.with(stringify!($name), $value))*
    };
}

/// A message in a language: `say!(language, "papers-posted", count = 3)`.
#[macro_export]
macro_rules! say {
    ($language:expr, $id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text!($id $(, $name = $value)*).to($language)
    };
}

impl Text {
    /// A message without arguments, normally created with [`text!`](crate::text).
    pub fn new(id: impl Into<Cow<'static, str>>) -> Text {
        Text { id: id.into(), args: Vec::new() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Text {
        self.args.push((name, value.into()));
        self
    }

    /// The message in a language; in English if there is no translation, which a test prevents.
    pub fn to(&self, language: Language) -> String {
        let found = pattern(language, &self.id, None, &self.args);
        found.or_else(|| pattern(Language::English, &self.id, None, &self.args)).unwrap_or_default()
    }
}

/// The message with this computed id; `None` if there is none.
pub(crate) fn message(language: Language, id: &str) -> Option<String> {
    pattern(language, id, None, &[])
}

/// An attribute of the message with this id; `None` if there is none.
pub(crate) fn attribute(language: Language, id: &str, name: &str) -> Option<String> {
    pattern(language, id, Some(name), &[])
}

fn pattern(
    language: Language,
    id: &str,
    attribute: Option<&str>,
    args: &[(&'static str, Arg)],
) -> Option<String> {
    let bundle = &BUNDLES[language as usize];
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        values.set(*name, arg.value(language));
    }
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned())
}

impl Arg {
    fn value(&self, language: Language) -> FluentValue<'static> {
        match self {
            Arg::Number(number) => FluentValue::from(*number),
            other => FluentValue::from(other.shown(language)),
        }
    }

    /// The argument in a language.
    pub(crate) fn shown(&self, language: Language) -> String {
        match self {
            Arg::Plain(text) => isolated(text),
            Arg::Number(one) => number(language, *one),
            Arg::Text(text) => text.to(language),
            Arg::List(args) => {
                let shown: Vec<String> = args.iter().map(|arg| arg.shown(language)).collect();
                list(language, &shown)
            }
            Arg::Facts(facts) => {
                facts.iter().map(|fact| fact.to(language)).collect::<Vec<_>>().join(" · ")
            }
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Plain(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::Plain(text.clone())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Plain(text)
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Arg {
        Arg::Number(number)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Arg {
        Arg::Number(number.into())
    }
}

impl From<u8> for Arg {
    fn from(number: u8) -> Arg {
        Arg::Number(number.into())
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Arg {
        Arg::Number(number as u64)
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Arg {
        Arg::Text(text)
    }
}

/// A number used as a name, without thousands separators.
impl From<SubscriptionId> for Arg {
    fn from(id: SubscriptionId) -> Arg {
        Arg::Plain(id.to_string())
    }
}

/// Written out: `January 31, 2026`.
impl From<Date> for Arg {
    fn from(date: Date) -> Arg {
        Arg::Text(dates::written(date))
    }
}

impl<T: Into<Arg>> From<Vec<T>> for Arg {
    fn from(all: Vec<T>) -> Arg {
        Arg::List(all.into_iter().map(Into::into).collect())
    }
}

/// Wraps text that contains right-to-left letters in invisible isolates, so that it doesn't affect
/// its surroundings. Other text is unchanged.
fn isolated(text: &str) -> String {
    const FIRST_STRONG_ISOLATE: char = '\u{2068}';
    const POP_ISOLATE: char = '\u{2069}';
    let right_to_left = |c: char| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    match text.contains(right_to_left) {
        true => format!("{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"),
        false => text.to_owned(),
    }
}

/// The message files, in the order of [`Language::ALL`].
const FILES: [&str; 6] = [
    include_str!("../../locales/en.ftl"),
    include_str!("../../locales/de.ftl"),
    include_str!("../../locales/fr.ftl"),
    include_str!("../../locales/es.ftl"),
    include_str!("../../locales/ja.ftl"),
    include_str!("../../locales/zh-CN.ftl"),
];

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 6]> =
    LazyLock::new(|| Language::ALL.map(bundle));

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let locale = language.as_str().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Only right-to-left text needs isolates, and `Arg` adds those.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(numbers::formatter(language)));
    // Use whatever can be parsed; a test finds errors.
    let resource = FluentResource::try_new(FILES[language as usize].to_owned());
    let resource = resource.unwrap_or_else(|(readable, _)| readable);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod l10n_tests;
