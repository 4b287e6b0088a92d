//! Words for times and days. Those of weekdays are in `calendar_words`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::clock::{DayPart, Half};
use super::numbers::ordinal_word;
use crate::calendar_words::{from_today, weekday};
use crate::without_accents;

/// Complete expressions.
pub(super) const MACROS: [(&str, &str); 7] = [
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
];

/// What a word means in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A weekday, 0 for Sunday.
    Day(u8),
    /// Monday to Friday.
    Workdays,
    /// Saturday and Sunday.
    Weekend,
    /// All days.
    Daily,
    /// A named part of the day.
    Part(DayPart),
    /// `am` and `pm`, after a time.
    Half(Half),
    /// The same before a time, as in Japanese and Chinese.
    HalfBefore(Half),
    /// Between the first and the last.
    To,
    /// Before the first, with `and` before the last.
    Between,
    And,
    /// The days after it are left out.
    Except,
    /// The days before it are left out, as in Japanese: `日曜日以外`.
    ExceptBefore,
    /// Once a week or month, on a default day if none is named.
    Weekly,
    Monthly,
    /// A day of the month, or one of several.
    Ordinal(u8),
    /// A unit after a number: `every 6 hours`.
    Hours,
    /// A unit: `every day`, `twice a day`.
    DayUnit,
    /// Several weeks or months, or another unit that cron can't express.
    Uncountable,
    /// What comes next is repeated.
    Every,
    /// How many times: `twice`.
    Count(u8),
    /// A unit after a number of times: `3 times`.
    Times,
    /// A day that comes only once: `tomorrow`.
    Single,
    /// What comes next happens only once or first: `in 2 hours`, `starting monday`.
    From,
    /// The article before a day of the month: `le 15`.
    Article,
    /// A time comes next: `at 9`.
    At,
    /// A word without meaning of its own.
    Filler,
}

use Word::{Filler, Part};

/// Words by meaning, in lower case without accents. A word with two meanings has the first.
const WORDS: &[(Word, &str)] = &[
    (
        Word::Workdays,
        "weekday weekdays week-day week-days workday workdays werktag werktags werktage werktagen \
         wochentags wochentag wochentagen werktaglich doordeweeks werkdag werkdagen feriali \
         vardag vardagar vardagarna hverdag hverdage hverdager ukedag ukedager \
         arkisin arkipaivisin arkipaiva haftaici будни будням",
    ),
    (
        Word::Weekend,
        "weekend weekends wochenende wochenenden week-end week-ends weekenden weekender weekendy \
         helg helger helgen helgene helgerna viikonloppu viikonloppuna viikonloppuisin \
         haftasonu haftasonlari выходные выходным",
    ),
    (
        Word::Daily,
        "daily everyday taglich alltaglich diario diariamente quotidien quotidiennement \
         quotidiano quotidianamente giornaliero giornalmente dagelijks dagligen dagligt daglig \
         paivittain hergun gunluk codziennie dziennie denne ежедневно щодня",
    ),
    (
        Part(DayPart::Morning),
        "morning mornings morgens vormittag vormittags matin matins matinee mananas manha manhas \
         mattina mattino mattine ochtend ochtends voormiddag morgon morgonen morgnar morgenen \
         formiddag formiddagen aamu aamuna aamulla aamuisin aamupaivalla sabah sabahi sabahlari \
         rano ranek ranka утра утром fruh mat",
    ),
    (
        Part(DayPart::Noon),
        "noon midday mid-day mittag mittags midi mediodia meio-dia mezzogiorno middag \
         keskipaiva keskipaivalla ogle oglen ogleyin poludnie полдень",
    ),
    (
        Part(DayPart::Afternoon),
        "afternoon afternoons nachmittag nachmittags apres-midi l'apres-midi tarde tardes \
         pomeriggio namiddag middags eftermiddag eftermiddagen ettermiddag ettermiddagen \
         iltapaiva iltapaivalla дня",
    ),
    (
        Part(DayPart::Evening),
        "evening evenings abend abends soir soirs soiree sera avond avonds kvall kvallen kvallar \
         aften aftenen kveld kvelden ilta iltana illalla iltaisin aksam aksami aksamlari \
         wieczor wieczorem wieczory wieczoru вечера вечером",
    ),
    (
        Part(DayPart::Night),
        "night nights nacht nachts nuit nuits noche noches noite noites notte madrugada natten \
         natt yolla oisin gece gecesi geceleri noc nocy ночи",
    ),
    (
        Part(DayPart::Midnight),
        "midnight mid-night mitternacht minuit medianoche meia-noite mezzanotte middernacht \
         midnatt midnat keskiyo keskiyolla polnoc polnocy полночь",
    ),
    (Word::Half(Half::Am), "am"),
    (Word::Half(Half::Pm), "pm"),
    (Word::HalfBefore(Half::Am), "before:am"),
    (Word::HalfBefore(Half::Pm), "before:pm"),
    (Word::To, "to til till until through thru bis - au jusqu'au hasta ate tot t/m по"),
    (Word::Between, "between zwischen entre tra tussen"),
    (Word::And, "and & + then plus und sowie et y e ed i en och og ja ve и"),
    (
        Word::Except,
        "except excepting excluding skip skipping without not no minus ausser ohne sauf excepte \
         excepto salvo menos tranne eccetto exceto behalve utom undtagen unntatt paitsi oprocz \
         кроме",
    ),
    (Word::ExceptBefore, "excluded haric disinda"),
    (
        Word::Weekly,
        "weekly week wochentlich woche semaine semana hebdomadaire semanal semanalmente \
         settimana settimanale settimanalmente wekelijks vecka veckan uge ugen uke uken viikko \
         viikoittain hafta haftalik haftada tydzien tygodniowo tygodniu viikossa неделю неделя недели",
    ),
    (
        Word::Monthly,
        "monthly month monatlich monat monats mois mes mensuel mensuellement mensual mensualmente \
         mensal mensile mese maandelijks maand manad manaden maned maneden kuukausi \
         kuukausittain ay ayin ayda aylik miesiac miesiaca miesiecznie месяц месяца",
    ),
    (
        Word::Hours,
        "hour hours hourly stunde stunden stundlich std heure heures hora horas hrs hr ora timme \
         timmen timmar timer tunti tunnin tuntia saatte saatlik godzin godziny godzine час часа часов",
    ),
    (
        Word::DayUnit,
        "day days tag tage tagen jour jours dia dias giorno giorni dag dagen dagar dage dager paiva paivassa gun \
         gunde dzien dnia день",
    ),
    (
        Word::Uncountable,
        "fortnightly fortnight biweekly bi-weekly bimonthly bi-monthly semimonthly quarterly quarter \
         yearly annually year years half other alternate alternating minute minutes min mins minuten \
         minutos weeks wochen semaines semanas months monate meses last letzten dernier ultimo \
         varannan annenhver joka-toinen toinen drugi druga",
    ),
    (
        Word::Every,
        "every each per alle jeden jede jedes jedem pro cada chaque toutes tous todos todas par \
         por ogni elke elk iedere ieder a alla varje var hver hvert joka her каждый каждую каждое каждые \
         кожен кожного кожну kazdy kazda kazdego kazde kazdou tutti tutte todo toda",
    ),
    (Word::Count(1), "once einmal kerran raz раз"),
    (Word::Count(2), "twice zweimal"),
    (Word::Count(3), "thrice dreimal"),
    (Word::Times, "x times time mal fois vez vezes veces volte keer ganger kertaa kez kere razy"),
    (
        Word::Single,
        "tomorow tommorow tommorrow tmrw tmr tonight next this now later nachsten nachste prochain \
         prochaine proximo proxima prossimo volgende nasta naste neste seuraava gelecek nastepny",
    ),
    (Word::From, "starting beginning ab des-le"),
    (Word::Article, "on the le el den il"),
    (
        Word::At,
        "at ore um gegen a las alas as vers kl klo klockan klokken kello alle om around about approx \
         approximately ca circa exactly precisely by sobre rond saat godz godzina godzinie o в о",
    ),
    (
        Filler,
        "of all any dal dalle from von uur hs single in o'clock oclock o uhr im les du de del des der la los os un une \
         eine einen einem einer die an mit zu zur al h please pls sharp only just post \
         posts posting send deliver papers notify remind me us it want we would could should can you be bot them get like \
         der dem das ich bitte immer s'il vous plait por-favor local ish на с w v ve od aos da s for everyone hey hi hello thanks thx ty cheers maybe perhaps set change make works say lets let \
         i'd het op van nei nel nella nelle nos nas na gunu gunleri kadar lutfen punkt pile tapant em ao aos valein fran fra",
    ),
];

/// The meaning of each word; that of the first list that has it.
static KNOWN: LazyLock<HashMap<&str, Word>> = LazyLock::new(|| {
    let words = WORDS.iter().rev();
    let pairs = words.flat_map(|(word, names)| names.split_whitespace().map(|name| (name, *word)));
    pairs.collect()
});

/// The meaning of a word; `None` if it is not about time.
pub(super) fn word(text: &str) -> Option<Word> {
    let german = text.strip_suffix('.').and_then(|date| date.parse().ok());
    if let Some(date) = german.filter(|date| (1..=31).contains(date)) {
        return Some(Word::Ordinal(date));
    }
    let text = text.strip_suffix('.').filter(|rest| !rest.is_empty()).unwrap_or(text);
    let known = |text: &str| KNOWN.get(text).copied();
    let folded = without_accents(text);
    // Without its accent, `a` is an article in three languages, and `pa` is Pennsylvania.
    match folded.as_str() {
        "a" if text != "a" => return Some(Word::At),
        "pa" if text != "pa" => return Some(Filler),
        _ => {}
    }
    // These begin the names of days.
    if let Some(day) =
        weekday(text).filter(|_| !matches!(&*folded, "die" | "mit" | "quart" | "per" | "maand"))
    {
        return Some(Word::Day(day.to_sunday_zero_offset().unsigned_abs()));
    }
    // `月・水・金`
    for days in ["日月火水木金土", "일월화수목금토"] {
        let mut alone = days.chars().map(|day| day.to_string());
        if let Some(day) = alone.position(|day| day == text) {
            return u8::try_from(day).ok().map(Word::Day);
        }
    }
    if let Some(word) = known(&folded).or_else(|| known(text)) {
        return Some(word);
    }
    if from_today(&folded).is_some_and(|days| days >= 0) {
        return Some(Word::Single);
    }
    let digits: &str = folded.trim_start_matches(|c: char| c.is_ascii_digit());
    if !digits.is_empty() && digits.len() < folded.len() {
        let ends = [
            "st", "nd", "rd", "th", "er", ".", "e", "eme", "ste", "de", "o", ":a", ":e", "'i",
            "'inde", "'u", "'unde", "'unda",
        ];
        let number = folded[..folded.len() - digits.len()].parse().ok();
        let date = number.filter(|date| (1..=31).contains(date));
        return date.filter(|_| ends.contains(&digits)).map(Word::Ordinal);
    }
    ordinal_word(&folded).map(Word::Ordinal)
}
