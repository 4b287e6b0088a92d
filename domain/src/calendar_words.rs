//! Names of weekdays and months, and numbers in words, for days and for times alike: in the languages
//! of the bot and in those of its neighbors.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Weekday;

use crate::without_accents;

/// Monday to Sunday, in lower case without accents. At least three letters of a name are enough; two
/// where a language writes two. First English, then German, French, Spanish, Italian, Portuguese,
/// Dutch, the Scandinavian languages, Finnish, Turkish, Japanese, Chinese and Korean.
const WEEKDAYS: [&str; 7] = [
    "monday montag lundi lunes lunedi segunda segunda-feira segundas-feiras maandag mandag maanantai \
     pazartesi mo ma pzt 月曜日 周一 星期一 礼拜一 週一 禮拜一 월요일",
    "tuesday dienstag mardi martes martedi terca terca-feira tercas-feiras dinsdag tirsdag tisdag \
     tiistai sali di tu 火曜日 周二 星期二 礼拜二 週二 禮拜二 화요일",
    "wednesday weds mittwoch mercredi miercoles mercoledi quarta quarta-feira quartas-feiras \
     woensdag onsdag keskiviikko carsamba mi we wo 水曜日 周三 星期三 礼拜三 週三 禮拜三 수요일",
    "thursday donnerstag jeudi jueves giovedi quinta quinta-feira quintas-feiras donderdag torsdag \
     torstai persembe do th 木曜日 周四 星期四 礼拜四 週四 禮拜四 목요일",
    "friday freitag vendredi viernes venerdi sexta sexta-feira sextas-feiras vrijdag fredag \
     perjantai cuma cum fr vr 金曜日 周五 星期五 礼拜五 週五 禮拜五 금요일",
    "saturday samstag sonnabend samedi sabado sabato sabati zaterdag lordag lauantai cumartesi cmt \
     sa za 土曜日 周六 星期六 礼拜六 週六 禮拜六 토요일",
    "sunday sonntag dimanche domingo domenica domeniche zondag sondag sunnuntai pazar paz so su zo \
     日曜日 周日 周天 星期日 星期天 礼拜日 礼拜天 週日 週天 禮拜日 禮拜天 일요일",
];

/// What follows a name in the plural, or where a language has cases: `Freitags`, `måndagar`,
/// `cumartesileri`.
const ENDINGS: &str = "s e en er ar ene arna leri lari ye ya";
/// The same in Finnish, whose names are long: `maanantaisin`.
const FINNISH_ENDINGS: &str = "sin isin na ina hin ihin oon";

/// How the names of days begin in Russian, Ukrainian, Polish and Czech, from Monday, and how Russian
/// and Ukrainian shorten them. What follows depends on the case: `понедельникам`, `среду`.
const SLAVIC: [(&str, &str); 7] = [
    ("понедельник понедел понеділ poniedzial pondel", "пн pon pn"),
    ("вторник вівтор вівтір wtork wtorek uter", "вт wt"),
    ("сред серед srod stred", "ср sr"),
    ("четверг четвер czwart ctvrt", "чт czw"),
    ("пятниц п'ятниц piatek piatk patek patk", "пт"),
    ("суббот субот sobot", "сб sob"),
    ("воскресень неділ niedziel nedel", "вс нд nd ndz niedz"),
];

/// One to twelve, in lower case without accents. Left out are numbers that are other words where
/// these are read: Spanish `once`, Swedish `sex`, Danish `to`, Polish `jeden`, Turkish
/// `on`; and `a` and its like, see
/// [`is_article`].
const NUMBERS: [&str; 12] = [
    "one eins une una een ett yksi bir pierwszej 一",
    "two zwei deux dos due dois duas twee tva kaksi iki dwa drugiej 二 两",
    "three drei trois tres tre drie kolme uc trzy trzeciej 三",
    "four vier quatre cuatro quattro quatro fyra fire nelja dort cztery czwartej 四",
    "five funf cinq cinco cinque vijf fem viisi bes piec piatej 五",
    "six sechs seis sei zes seks kuusi alti szesc szostej 六",
    "seven sieben sept siete sette sete zeven sju syv seitseman yedi siedem siodmej 七",
    "eight acht huit ocho otto oito atta atte otte kahdeksan sekiz osiem osmej 八",
    "nine neun neuf nueve nove negen nio ni yhdeksan dokuz dziewiec dziewiatej 九",
    "ten zehn dix diez dieci dez tien tio kymmenen dziesiec dziesiatej 十",
    "eleven elf onze undici elva elleve yksitoista jedenascie jedenastej 十一",
    "twelve zwolf douze doce dodici doze twaalf tolv kaksitoista dwanascie dwunastej 十二",
];

/// January to December, in lower case without accents, first in English.
const MONTHS: [&str; 12] = [
    "january januar janner janvier enero januari gennaio janeiro tammikuu ocak styczen",
    "february februar fevrier febrero februari febbraio fevereiro helmikuu subat luty",
    "march marz maerz mars marzo maart marco maaliskuu mart marzec",
    "april avril abril aprile huhtikuu nisan kwiecien",
    "may mai mayo mei maj maggio maio toukokuu mayis",
    "june juni juin junio giugno junho kesakuu haziran czerwiec",
    "july juli juillet julio luglio julho heinakuu temmuz lipiec",
    "august aout agosto augustus augusti elokuu agustos sierpien",
    "september septembre septiembre settembre setembro syyskuu eylul wrzesien",
    "october oktober octobre octubre ottobre outubro lokakuu ekim pazdziernik",
    "november novembre noviembre novembro marraskuu kasim listopad",
    "december dezember decembre diciembre dicembre dezembro desember joulukuu aralik grudzien",
];

/// Days by their distance from today, in lower case without accents.
const FROM_TODAY: [(i32, &str); 5] = [
    (-2, "vorgestern avant-hier anteayer antier eergisteren forgars 一昨日 おととい 前天 그저께"),
    (
        -1,
        "yesterday gestern hier ayer ieri ontem gisteren igar eilen dun wczoraj вчера 昨日 きのう 昨天 어제",
    ),
    (
        0,
        "today heute aujourd'hui hoy oggi hoje vandaag idag tanaan bugun dzisiaj dzis сегодня сьогодні \
         今日 きょう 本日 今天 오늘",
    ),
    (
        1,
        "tomorrow morgen demain manana domani amanha imorgon imorgen huomenna yarin jutro завтра \
         明日 あした 明天 내일",
    ),
    (2, "ubermorgen apres-demain overmorgen dopodomani ylihuomenna 明後日 あさって 后天 모레"),
];

/// A weekday by its name, also shortened or in the plural: `friday`, `fri`, `Freitags`, `mié`, `金曜`.
/// `None` if it could be two.
pub fn weekday(word: &str) -> Option<Weekday> {
    // Danish and Norwegian `søn`, Swedish `sön`.
    let sunday = matches!(word.to_lowercase().as_str(), "søn" | "sön");
    let word = if sunday { "sondag".to_owned() } else { without_accents(word) };
    let from_monday = named(&word, |name, word| name == word)
        .or_else(|| named(&word, is_form))
        .or_else(|| slavic(&word))?;
    Weekday::from_monday_zero_offset(i8::try_from(from_monday).ok()?).ok()
}

/// Each name of a weekday without accents, which takes Hangul apart, and the day from Monday.
static NAMES: LazyLock<Vec<(String, usize)>> = LazyLock::new(|| {
    let days = WEEKDAYS.iter().enumerate();
    days.flat_map(|(at, names)| names.split(' ').map(move |name| (without_accents(name), at)))
        .collect()
});

/// The only day with such a name.
fn named(word: &str, is_one: fn(&str, &str) -> bool) -> Option<usize> {
    let mut found = NAMES.iter().filter(|(name, _)| is_one(name, word)).map(|(_, day)| *day);
    let day = found.next()?;
    found.all(|other| other == day).then_some(day)
}

/// Whether the word is the beginning of a name, or a form of it.
fn is_form(name: &str, word: &str) -> bool {
    if !name.is_ascii() {
        return short(name) == Some(word);
    }
    let Some(ending) = word.strip_prefix(name) else {
        return word.len() >= 3 && name.starts_with(word);
    };
    let ends = |endings: &str| endings.split(' ').any(|known| known == ending);
    name.len() > 3 && ends(ENDINGS) || name.len() > 6 && ends(FINNISH_ENDINGS)
}

/// Whether it is the name of a day in a Slavic language, where `do` means "to".
pub(crate) fn is_slavic_day(word: &str) -> bool {
    let word = without_accents(word);
    word.chars().count() > 3 && slavic(&word).is_some()
}

/// The day from Monday that a Slavic language calls so.
fn slavic(word: &str) -> Option<usize> {
    /// Each stem, the day, and whether it is short, so that no case follows it.
    static STEMS: LazyLock<Vec<(String, usize, bool)>> = LazyLock::new(|| {
        let days = SLAVIC.iter().enumerate();
        days.flat_map(|(at, (stems, short))| {
            let long = stems.split(' ').map(move |stem| (without_accents(stem), at, false));
            long.chain(short.split(' ').map(move |short| (short.to_owned(), at, true)))
        })
        .collect()
    });
    let is_one = |stem: &str, short: bool| match word.strip_prefix(stem) {
        Some(case) => case.is_empty() || !short && case.chars().count() <= 3,
        None => false,
    };
    STEMS.iter().find(|(stem, _, short)| is_one(stem, *short)).map(|(_, day, _)| *day)
}

/// `月曜` for `月曜日`.
fn short(name: &str) -> Option<&str> {
    name.strip_suffix('日').filter(|short| short.ends_with('曜'))
}

/// The Japanese, Chinese and Korean names of weekdays, longer ones first.
pub(crate) fn spaceless_weekdays() -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = || {
        WEEKDAYS.iter().flat_map(|names| {
            let english = names.split(' ').next().unwrap_or_default();
            let spaceless = |name: &&str| name.starts_with(|c| c > '\u{2e80}');
            names.split(' ').filter(spaceless).map(move |name| (name, english))
        })
    };
    names().chain(names().filter_map(|(name, english)| Some((short(name)?, english))))
}

/// A number from one to twelve in words.
pub fn number_word(word: &str) -> Option<u8> {
    let word = without_accents(word);
    let at = NUMBERS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    u8::try_from(at + 1).ok()
}

/// A month from 1 by its name, also shortened to three letters or more. `None` if it could be two.
pub fn month(word: &str) -> Option<i8> {
    let word = without_accents(word);
    let whole = |name: &str| name == word;
    let begins = |name: &str| word.len() >= 3 && name.starts_with(&word);
    let all = |is_one: &dyn Fn(&str) -> bool| {
        let months = MONTHS.iter().enumerate();
        let found = months.filter(|(_, names)| names.split(' ').any(is_one));
        found.map(|(at, _)| at).collect::<Vec<_>>()
    };
    let exact = all(&whole);
    let found = if exact.is_empty() { all(&begins) } else { exact };
    let [at] = found.as_slice() else { return None };
    i8::try_from(at + 1).ok()
}

/// The English names of the months.
pub(crate) fn english_months() -> impl Iterator<Item = &'static str> {
    MONTHS.iter().map(|names| names.split(' ').next().unwrap_or_default())
}

/// A day by its distance from today: `yesterday`, `morgen`, `今日`.
pub fn from_today(word: &str) -> Option<i32> {
    static DAYS: LazyLock<HashMap<String, i32>> = LazyLock::new(|| {
        let each = FROM_TODAY.iter().flat_map(|(days, names)| {
            names.split_whitespace().map(|name| (without_accents(name), *days))
        });
        each.collect()
    });
    DAYS.get(&without_accents(word)).copied()
}

/// Whether it is the English word for a number from one to twelve.
pub fn is_english_number(word: &str) -> bool {
    NUMBERS.iter().any(|names| names.split(' ').next() == Some(word))
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
