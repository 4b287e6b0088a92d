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
        Language::Japanese => "、",
        Language::Chinese if !is_chinese(first.last().and_then(|part| part.chars().last())) => {
            if is_chinese(last.chars().next()) {
                " 和"
            } else {
                " 和 "
            }
        }
        Language::Chinese => "和",
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

/// Whether it is a Chinese character, which has no space between it and the next one.
fn is_chinese(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| matches!(letter, '\u{3400}'..='\u{9fff}'))
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
        check(&["a", "b"], ["a and b", "a und b", "a et b", "a y b", "a、b", "a 和 b"]);
        check(
            &["a", "b", "imágenes"],
            [
                "a, b and imágenes",
                "a, b und imágenes",
                "a, b et imágenes",
                "a, b e imágenes",
                "a、b、imágenes",
                "a、b 和 imágenes",
            ],
        );
        let two = |last: &str| list(Language::Spanish, &["a".to_owned(), last.to_owned()]);
        assert_eq!(two("**historia**"), "a e **historia**");
        assert_eq!(two("hielo"), "a y hielo");
        let two = |parts: [&str; 2]| list(Language::Chinese, &parts.map(str::to_owned));
        assert_eq!(two(["周一", "周五"]), "周一和周五");
        assert_eq!(two(["1日", "15日"]), "1日和15日");
        assert_eq!(two(["09:00", "18:00"]), "09:00 和 18:00");
        assert_eq!(two(["09:00", "每周四"]), "09:00 和每周四");
    }
}
