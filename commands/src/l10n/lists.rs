//! Formats lists: `a, b and c`.

use domain::Language;

/// The parts as a list in the language.
pub(crate) fn list(language: Language, parts: &[String]) -> String {
    let [first @ .., last] = parts else { return String::new() };
    if first.is_empty() {
        return last.clone();
    }
    let and = match language {
        Language::English => " and ",
        Language::German => " und ",
        Language::French => " et ",
        // Before an "i" sound, `y` becomes `e`.
        Language::Spanish if begins_with_i(last) => " e ",
        Language::Spanish => " y ",
        Language::Japanese | Language::Chinese => "、",
    };
    format!("{}{and}{last}", first.join(comma(language)))
}

/// What separates the parts of a list, except the last two.
pub(crate) fn comma(language: Language) -> &'static str {
    match language {
        Language::Japanese | Language::Chinese => "、",
        _ => ", ",
    }
}

fn begins_with_i(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    let start: String = letters.take(3).flat_map(char::to_lowercase).collect();
    let start = start.strip_prefix('h').unwrap_or(&start);
    // But not before a diphthong, as in `hielo`.
    let diphthong = start.starts_with("ie") || start.starts_with("ia") || start.starts_with("io");
    start.starts_with(['i', 'í']) && !diphthong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_follow_each_languages_rules() {
        let check = |parts: &[&str], expected: [&str; 6]| {
            let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            assert_eq!(Language::ALL.map(|language| list(language, &parts)), expected);
        };
        check(&[], [""; 6]);
        check(&["a"], ["a"; 6]);
        check(&["a", "b"], ["a and b", "a und b", "a et b", "a y b", "a、b", "a、b"]);
        check(
            &["a", "b", "imágenes"],
            [
                "a, b and imágenes",
                "a, b und imágenes",
                "a, b et imágenes",
                "a, b e imágenes",
                "a、b、imágenes",
                "a、b、imágenes",
            ],
        );
        let two = |last: &str| list(Language::Spanish, &["a".to_owned(), last.to_owned()]);
        assert_eq!(two("**historia**"), "a e **historia**");
        assert_eq!(two("hielo"), "a y hielo");
    }
}
