//! Phrases that mean one word.

use crate::calendar_words::is_slavic_day;
use crate::without_accents;

/// Phrases and the words that they mean, with accents removed. The longest that fits counts.
const PHRASES: &[(&str, &str)] = &[
    ("every day of the week", "daily"),
    ("all days of the week", "daily"),
    ("todos los dias de la semana", "daily"),
    ("tous les jours de la semaine", "daily"),
    ("jeden tag der woche", "daily"),
    ("every week day", "every weekday"),
    ("week day", "weekday"),
    ("week days", "weekdays"),
    ("work day", "weekday"),
    ("work days", "weekdays"),
    ("working day", "weekday"),
    ("working days", "weekdays"),
    ("business day", "weekday"),
    ("business days", "weekdays"),
    ("school days", "weekdays"),
    ("unter der woche", "weekdays"),
    ("jours de semaine", "weekdays"),
    ("jours de la semaine", "weekdays"),
    ("jours ouvres", "weekdays"),
    ("jours ouvrables", "weekdays"),
    ("en semaine", "weekdays"),
    ("dias entre semana", "weekdays"),
    ("dias de semana", "weekdays"),
    ("dias laborables", "weekdays"),
    ("dias habiles", "weekdays"),
    ("dias uteis", "weekdays"),
    ("entre semana", "weekdays"),
    ("week end", "weekend"),
    ("week ends", "weekend"),
    ("fin de semana", "weekend"),
    ("fines de semana", "weekend"),
    ("fim de semana", "weekend"),
    ("fins de semana", "weekend"),
    ("fin de semaine", "weekend"),
    ("fine settimana", "weekend"),
    ("jour ouvrable", "weekday"),
    ("jour ouvre", "weekday"),
    ("di mattina", "morning"),
    ("di pomeriggio", "afternoon"),
    ("di sera", "evening"),
    ("di notte", "night"),
    ("let's do", "at"),
    ("lets do", "at"),
    ("thank you", ""),
    ("l-v", "weekdays"),
    ("m-th", "mon-thu"),
    ("mtwthf", "weekdays"),
    ("m-f", "weekdays"),
    ("m - f", "weekdays"),
    ("mwf", "mon wed fri"),
    ("m/w/f", "mon wed fri"),
    ("t/th", "tue thu"),
    ("tth", "tue thu"),
    ("tuth", "tue thu"),
    ("all week", "daily"),
    ("whole week", "daily"),
    ("all week long", "daily"),
    ("but not", "except"),
    ("aber nicht", "except"),
    ("mais pas", "except"),
    ("pero no", "except"),
    ("heure de", ""),
    ("hora de", ""),
    ("cada hora de", "cada hora von"),
    ("each and every", "every"),
    ("every single", "every"),
    ("tous les", "every"),
    ("toutes les", "every"),
    ("todos los", "every"),
    ("todas las", "every"),
    ("todos os", "every"),
    ("por la manana", "morning"),
    ("de la manana", "morning"),
    ("en la manana", "morning"),
    ("cada manana", "every morning"),
    ("todas las mananas", "every morning"),
    ("am morgen", "morning"),
    ("jeden morgen", "every morning"),
    ("apres midi", "afternoon"),
    ("medio dia", "noon"),
    ("meio dia", "noon"),
    ("mid day", "noon"),
    ("mid night", "midnight"),
    ("media noche", "midnight"),
    ("o clock", "o'clock"),
    ("a las", "at"),
    ("a la", "at"),
    ("local time", "local"),
    ("server time", "local"),
    ("bot time", "local"),
    ("a partir de", "starting"),
    ("una volta", "once"),
    ("uma vez", "once"),
    ("en gang", "once"),
    ("em ponto", ""),
    ("en punto", ""),
    ("in punto", ""),
    ("manana y noche", "morning and night"),
    ("tutti i", "every"),
    ("tutte le", "every"),
    ("meia noite", "midnight"),
    ("da tarde", "afternoon"),
    ("tot en met", "to"),
    ("om de", "every"),
    ("om de week", "every other week"),
    ("om de dag", "every other day"),
    ("de hora em hora", "hourly"),
    ("om het uur", "hourly"),
    ("elk uur", "hourly"),
    ("ieder uur", "hourly"),
    ("elke morgen", "every morning"),
    ("'s morgens", "morning"),
    ("hver morgen", "every morning"),
    ("om morgenen", "morning"),
    ("hver time", "hourly"),
    ("mitt pa dagen", "noon"),
    ("i morgon", "tomorrow"),
    ("i morgen", "tomorrow"),
    ("i dag", "today"),
    ("joka toinen", "every other"),
    ("hafta ici", "weekdays"),
    ("hafta sonu", "weekend"),
    ("hafta sonlari", "weekend"),
    ("gece yarisi", "midnight"),
    ("ogleden sonra", "afternoon"),
    ("her saat", "hourly"),
    ("saatte bir", "hours"),
    ("gunde bir", "daily"),
    ("haftada bir", "weekly"),
    ("ayda bir", "monthly"),
    ("dni robocze", "weekdays"),
    ("dni powszednie", "weekdays"),
    ("co dzien", "daily"),
    ("co tydzien", "weekly"),
    ("co miesiac", "monthly"),
    ("co godzine", "hourly"),
    ("co rano", "every morning"),
    ("co wieczor", "every evening"),
    ("co noc", "every night"),
    ("po poludniu", "afternoon"),
    ("w poludnie", "noon"),
];

/// The words in which each phrase is replaced.
pub(super) fn with_phrases(words: &[&str]) -> Vec<String> {
    let folded: Vec<String> = words.iter().map(|word| without_accents(word)).collect();
    let begins = |at: usize, phrase: &str| {
        let count = phrase.split(' ').count();
        let here = folded[at..].iter().map(String::as_str).take(count);
        here.eq(phrase.split(' ')).then_some(count)
    };
    let mut replaced = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let found = PHRASES.iter().filter_map(|(phrase, to)| Some((begins(at, phrase)?, *to)));
        match found.max_by_key(|(count, _)| *count) {
            // `co 6 godzin`, `co poniedziałek`; in capitals and before a time it is Colorado.
            None if folded[at] == "co"
                && (folded.get(at + 2).is_some_and(|unit| unit.starts_with("godz"))
                    || folded.get(at + 1).is_some_and(|day| is_slavic_day(day))) =>
            {
                replaced.push("every".to_owned());
                at += 1;
            }
            Some((count, to)) => {
                replaced.extend(to.split(' ').map(str::to_owned));
                at += count;
            }
            None => {
                replaced.push(words[at].to_owned());
                at += 1;
            }
        }
    }
    replaced
}
