//! Names of weekdays, and numbers in words: for days and for times alike. Numbers are in the six
//! languages of the bot, weekdays also in a few others.

use jiff::civil::Weekday;

use crate::without_accents;

/// Monday to Sunday, in lower case without accents. At least three letters of a name are enough; two
/// where a language writes two.
const WEEKDAYS: [&[&str]; 7] = [
    &[
        "monday",
        "montag",
        "lundi",
        "lunes",
        "mo",
        "月曜日",
        "周一",
        "星期一",
        "礼拜一",
        "lunedi",
        "segunda",
        "segunda-feira",
        "maandag",
        "월요일",
        "週一",
        "禮拜一",
    ],
    &[
        "tuesday",
        "dienstag",
        "mardi",
        "martes",
        "di",
        "tu",
        "火曜日",
        "周二",
        "星期二",
        "礼拜二",
        "martedi",
        "terca",
        "terca-feira",
        "dinsdag",
        "화요일",
        "週二",
        "禮拜二",
    ],
    &[
        "wednesday",
        "weds",
        "mittwoch",
        "mercredi",
        "miercoles",
        "mi",
        "we",
        "水曜日",
        "周三",
        "星期三",
        "礼拜三",
        "mercoledi",
        "quarta",
        "quarta-feira",
        "woensdag",
        "수요일",
        "週三",
        "禮拜三",
    ],
    &[
        "thursday",
        "donnerstag",
        "jeudi",
        "jueves",
        "do",
        "th",
        "木曜日",
        "周四",
        "星期四",
        "礼拜四",
        "giovedi",
        "quinta",
        "quinta-feira",
        "donderdag",
        "목요일",
        "週四",
        "禮拜四",
    ],
    &[
        "friday",
        "freitag",
        "vendredi",
        "viernes",
        "fr",
        "金曜日",
        "周五",
        "星期五",
        "礼拜五",
        "venerdi",
        "sexta",
        "sexta-feira",
        "vrijdag",
        "금요일",
        "週五",
        "禮拜五",
    ],
    &[
        "saturday",
        "samstag",
        "sonnabend",
        "samedi",
        "sabado",
        "sa",
        "土曜日",
        "周六",
        "星期六",
        "礼拜六",
        "sabato",
        "zaterdag",
        "토요일",
        "週六",
        "禮拜六",
    ],
    &[
        "sunday",
        "sonntag",
        "dimanche",
        "domingo",
        "so",
        "su",
        "日曜日",
        "周日",
        "周天",
        "星期日",
        "星期天",
        "礼拜日",
        "礼拜天",
        "domenica",
        "zondag",
        "일요일",
        "週日",
        "週天",
        "禮拜日",
        "禮拜天",
    ],
];

/// How the names of days begin in Russian, Ukrainian, Polish and Czech, from Monday, and how Russian
/// and Ukrainian shorten them. What follows depends on the case: `понедельникам`, `среду`.
const SLAVIC: [(&str, &str); 7] = [
    ("понедельник понедел понеділ poniedzial pondel", "пн"),
    ("вторник вівтор вівтір wtork wtorek uter", "вт"),
    ("сред серед srod stred", "ср"),
    ("четверг четвер czwart ctvrt", "чт"),
    ("пятниц п'ятниц piatek piatk patek patk", "пт"),
    ("суббот субот sobot", "сб"),
    ("воскресень неділ niedziel nedel", "вс нд"),
];

/// One to twelve, in lower case without accents. Spanish `once` is left out, because it is also an
/// English word, and so is `a` with its like: see [`is_article`].
const NUMBERS: [&[&str]; 12] = [
    &["one", "eins", "une", "una", "一"],
    &["two", "zwei", "deux", "dos", "二", "两"],
    &["three", "drei", "trois", "tres", "三"],
    &["four", "vier", "quatre", "cuatro", "四"],
    &["five", "funf", "cinq", "cinco", "五"],
    &["six", "sechs", "seis", "六"],
    &["seven", "sieben", "sept", "siete", "七"],
    &["eight", "acht", "huit", "ocho", "八"],
    &["nine", "neun", "neuf", "nueve", "九"],
    &["ten", "zehn", "dix", "diez", "十"],
    &["eleven", "elf", "onze", "十一"],
    &["twelve", "zwolf", "douze", "doce", "十二"],
];

/// A weekday by its name, also shortened or in the plural: `friday`, `fri`, `Freitags`, `mié`, `金曜`.
/// `None` if it could be two.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = without_accents(word);
    let is_one = |name: &&str| match name.is_ascii() {
        true => {
            *name == word
                || (word.len() >= 3 && (name.starts_with(&word) || is_plural(&word, name)))
        }
        false => *name == word || short(name) == Some(&word),
    };
    let mut found = WEEKDAYS.iter().enumerate().filter(|(_, names)| names.iter().any(&is_one));
    let from_monday = match found.next() {
        Some(_) if found.next().is_some() => return None,
        Some((from_monday, _)) => from_monday,
        None => SLAVIC.iter().position(|(stems, short)| is_slavic(&word, stems, short))?,
    };
    Weekday::from_monday_zero_offset(i8::try_from(from_monday).ok()?).ok()
}

/// Whether it is the name of a day in a Slavic language, where `do` means "to".
pub(crate) fn is_slavic_day(word: &str) -> bool {
    let word = without_accents(word);
    word.chars().count() > 3 && SLAVIC.iter().any(|(stems, short)| is_slavic(&word, stems, short))
}

fn is_slavic(word: &str, stems: &str, short: &str) -> bool {
    let begins = |stem: &str| {
        word.strip_prefix(&without_accents(stem)).is_some_and(|case| case.chars().count() <= 3)
    };
    short.split(' ').any(|short| short == word) || stems.split(' ').any(begins)
}

fn is_plural(word: &str, name: &str) -> bool {
    word.strip_suffix('s') == Some(name)
}

/// `月曜` for `月曜日`.
fn short(name: &str) -> Option<&str> {
    name.strip_suffix('日').filter(|short| short.ends_with('曜'))
}

/// The Japanese and Chinese names of weekdays, longer ones first.
pub(crate) fn spaceless_weekdays() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = || WEEKDAYS.iter().filter_map(|names| Some((*names, *names.first()?)));
    let full = rows().flat_map(|(names, english)| {
        names
            .iter()
            .filter(|name| name.starts_with(|c| c > '\u{2e80}'))
            .map(move |name| (*name, english))
    });
    let shortened = rows().flat_map(|(names, english)| {
        names.iter().filter_map(move |name| Some((short(name)?, english)))
    });
    full.chain(shortened)
}

/// A number from one to twelve in words.
pub fn number_word(word: &str) -> Option<u8> {
    let word = without_accents(word);
    let at = NUMBERS.iter().position(|names| names.contains(&word.as_str()))?;
    u8::try_from(at + 1).ok()
}

/// Whether it is an article that also means one: `a week`, `einer Woche`.
pub fn is_article(word: &str) -> bool {
    matches!(word, "a" | "ein" | "eine" | "einem" | "einer" | "un" | "une" | "una")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_read_shortened_and_in_the_plural() {
        for (day, words) in [
            (Weekday::Sunday, "sun sunday sundays so su sonntag sonntags dimanche dim domingo dom"),
            (Weekday::Monday, "mon monday mondays mo montags lundi lundis lun lunes 月曜 周一"),
            (Weekday::Tuesday, "tue tues tuesdays tu di dienstags mardis mar martes 火曜日"),
            (Weekday::Wednesday, "wed weds mi we mittwochs mer miércoles mié mie Mié 礼拜三"),
            (Weekday::Thursday, "thu thur thurs th do donnerstags jeudis jeu jueves jue 星期四"),
            (Weekday::Friday, "fri Fridays fr freitags vendredis ven viernes vie 金曜"),
            (
                Weekday::Saturday,
                "sat sa samstags sonnabend samedis sam sábados sabado sáb sab 周六",
            ),
        ] {
            for word in words.split(' ') {
                assert_eq!(weekday(word), Some(day), "{word}");
            }
        }
        for word in ["", "m", "son", "mars", "month", "second", "曜日", "日", "samoa", "s"] {
            assert_eq!(weekday(word), None, "{word}");
        }
    }

    #[test]
    fn numbers_are_read_with_and_without_accents() {
        for (word, number) in
            [("one", 1), ("fünf", 5), ("funf", 5), ("Zwölf", 12), ("doce", 12), ("两", 2)]
        {
            assert_eq!(number_word(word), Some(number), "{word}");
        }
        for word in ["a", "once", "zero", "thirteen", ""] {
            assert_eq!(number_word(word), None, "{word}");
        }
        assert!(is_article("einer") && !is_article("one"));
    }
}
