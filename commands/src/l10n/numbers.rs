//! Formats numbers with thousands separators.

use domain::Language;
use fluent_bundle::FluentValue;

/// A number as the language writes it: `1,200`.
pub fn number(language: Language, number: u64) -> String {
    let (separator, least_digits) = match language {
        Language::English | Language::Japanese | Language::Chinese => (',', 4),
        Language::German => ('.', 4),
        // Spanish doesn't separate four digits, and French uses a narrow space.
        Language::French => ('\u{202f}', 4),
        Language::Spanish => ('\u{202f}', 5),
    };
    let digits = number.to_string();
    if digits.len() < least_digits {
        return digits;
    }
    let mut shown = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    shown
}

/// The function that formats values in a language's messages. The memoizer doesn't know the
/// language, so each has its own function.
pub(super) fn formatter<M>(language: Language) -> fn(&FluentValue, &M) -> Option<String> {
    match language {
        Language::English => |value, _| shown(Language::English, value),
        Language::German => |value, _| shown(Language::German, value),
        Language::French => |value, _| shown(Language::French, value),
        Language::Spanish => |value, _| shown(Language::Spanish, value),
        Language::Japanese => |value, _| shown(Language::Japanese, value),
        Language::Chinese => |value, _| shown(Language::Chinese, value),
    }
}

/// Arguments are non-negative integers below 2^53.
fn shown(language: Language, value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(value) => Some(number(language, value.value as u64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_uses_its_separator() {
        let check = |one: u64, expected: [&str; 6]| {
            assert_eq!(Language::ALL.map(|language| number(language, one)), expected);
        };
        check(0, ["0"; 6]);
        check(999, ["999"; 6]);
        check(1_200, ["1,200", "1.200", "1\u{202f}200", "1200", "1,200", "1,200"]);
        check(
            1_234_567,
            [
                "1,234,567",
                "1.234.567",
                "1\u{202f}234\u{202f}567",
                "1\u{202f}234\u{202f}567",
                "1,234,567",
                "1,234,567",
            ],
        );
    }
}
