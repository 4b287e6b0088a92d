//! Suggests zones while a person types.

use jiff::Timestamp;

use super::Zone;
use super::places::{Kind, Places, fold, offered, zone};
use super::read::ZoneError;

/// What is known about the person who is typing.
#[derive(Clone, Debug)]
pub struct Hints {
    /// The time at which offsets apply.
    pub now: Timestamp,
    /// The person's locale, as reported by Discord: `de`, `pt-BR`.
    pub locale: Option<String>,
    /// The zone last used in this guild.
    pub guild: Option<Zone>,
}

impl Zone {
    /// At most `limit` zones for the text typed so far, most likely first: by IANA name, city,
    /// country, abbreviation or offset. For an empty text: the zones of the person's locale and of
    /// the guild, UTC, and the most populous zones.
    pub fn suggest(typed: &str, hints: &Hints, limit: usize) -> Vec<Zone> {
        let folded = fold(typed);
        let mut found: Vec<Zone> = Vec::new();
        let mut add = |zone: Option<Zone>| {
            if let Some(zone) = zone.filter(|zone| !found.contains(zone)) {
                found.push(zone);
            }
        };
        let says_nothing = folded.is_empty() && !typed.contains(['+', '-']);
        // A flag has no letters.
        if says_nothing && !Zone::is_named_by(typed) {
            add(hints.locale.as_deref().and_then(of_locale).and_then(zone));
            add(hints.guild.clone());
            add(Some(Zone::utc()));
            Places::popular().for_each(|name| add(zone(name)));
        } else {
            match Zone::read(typed, hints.now) {
                Ok(zone) => add(Some(zone)),
                Err(ZoneError::Ambiguous { choices, .. }) => {
                    choices.into_iter().for_each(|(zone, _)| add(Some(zone)));
                }
                Err(ZoneError::Unknown { .. }) => {}
            }
            // `de`: as a name, it only begins others.
            let country = Places::known().of_code(&folded.to_uppercase());
            country.iter().for_each(|(_, zones)| add(zones.first().copied().and_then(zone)));
            completions(&folded).into_iter().for_each(|name| add(zone(name)));
            if found.is_empty()
                && let Err(ZoneError::Unknown { choices, .. }) = Zone::read(typed, hints.now)
            {
                found.extend(choices.into_iter().map(|(zone, _)| zone));
            }
        }
        found.truncate(limit);
        found
    }
}

/// Zones with a name that starts with the text, then those that contain it.
fn completions(folded: &str) -> Vec<&'static str> {
    let places = Places::known();
    let mut found: Vec<((u8, Kind, usize), &str)> = Vec::new();
    for (name, kind, zones) in &places.names {
        let starts = match name.strip_prefix(folded) {
            Some("") => 0,
            Some(_) => 1,
            None if name.split(' ').any(|word| word.starts_with(folded)) => 2,
            None => continue,
        };
        let ranked = |(at, zone): (usize, &&'static str)| {
            // A country's zones keep their order.
            let rank = if *kind == Kind::City { places.rank(zone) } else { at };
            ((starts, *kind, rank), *zone)
        };
        found.extend(zones.iter().enumerate().map(ranked));
    }
    for name in offered() {
        let whole = fold(name);
        // `europe/l`
        let place = if whole.starts_with(folded) { 1 } else { 3 };
        if whole.contains(folded) {
            found.push(((place, Kind::City, places.rank(name)), name));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

/// The zone of most people who use one of Discord's locales.
fn of_locale(locale: &str) -> Option<&'static str> {
    let known = LOCALES.iter().find(|(name, _)| *name == locale);
    known.map(|(_, zone)| *zone)
}

const LOCALES: [(&str, &str); 32] = [
    ("id", "Asia/Jakarta"),
    ("da", "Europe/Copenhagen"),
    ("de", "Europe/Berlin"),
    ("en-GB", "Europe/London"),
    ("en-US", "America/New_York"),
    ("es-ES", "Europe/Madrid"),
    ("es-419", "America/Mexico_City"),
    ("fr", "Europe/Paris"),
    ("hr", "Europe/Zagreb"),
    ("it", "Europe/Rome"),
    ("lt", "Europe/Vilnius"),
    ("hu", "Europe/Budapest"),
    ("nl", "Europe/Amsterdam"),
    ("no", "Europe/Oslo"),
    ("pl", "Europe/Warsaw"),
    ("pt-BR", "America/Sao_Paulo"),
    ("ro", "Europe/Bucharest"),
    ("fi", "Europe/Helsinki"),
    ("sv-SE", "Europe/Stockholm"),
    ("vi", "Asia/Ho_Chi_Minh"),
    ("tr", "Europe/Istanbul"),
    ("cs", "Europe/Prague"),
    ("el", "Europe/Athens"),
    ("bg", "Europe/Sofia"),
    ("ru", "Europe/Moscow"),
    ("uk", "Europe/Kyiv"),
    ("hi", "Asia/Kolkata"),
    ("th", "Asia/Bangkok"),
    ("zh-CN", "Asia/Shanghai"),
    ("ja", "Asia/Tokyo"),
    ("zh-TW", "Asia/Taipei"),
    ("ko", "Asia/Seoul"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn hints() -> Hints {
        Hints {
            now: "2026-01-15T13:07:00Z".parse().expect("a time"),
            locale: Some("de".to_owned()),
            guild: Some("Asia/Tokyo".parse().expect("a zone")),
        }
    }

    fn first(typed: &str, count: usize) -> Vec<String> {
        let found = Zone::suggest(typed, &hints(), 25);
        found.iter().map(|zone| zone.name().to_owned()).take(count).collect()
    }

    #[test]
    fn the_most_likely_zones_come_first() {
        for (typed, expected) in [
            ("mumbai", "Asia/Kolkata"),
            ("germ", "Europe/Berlin"),
            ("est", "America/New_York"),
            ("pacific", "America/Los_Angeles"),
            ("münchen", "Europe/Berlin"),
            ("mün", "Europe/Berlin"),
            ("berl", "Europe/Berlin"),
            ("new york", "America/New_York"),
            ("new y", "America/New_York"),
            ("tok", "Asia/Tokyo"),
            ("san f", "America/Los_Angeles"),
            ("utc", "UTC"),
            ("united s", "America/New_York"),
            ("uk", "Europe/London"),
            ("gmt+1", "Europe/Berlin"),
            ("+5:30", "Asia/Kolkata"),
            ("Europe/B", "Europe/Berlin"),
            ("berlim", "Europe/Berlin"),
            ("de", "Europe/Berlin"),
            ("eur", "Europe/London"),
            ("europe/", "Europe/London"),
            ("asia/t", "Asia/Tokyo"),
            ("🇫🇷", "Europe/Paris"),
            ("dub", "Asia/Dubai"),
            ("ind", "Asia/Kolkata"),
        ] {
            let found = first(typed, 5);
            let known = found.iter().any(|name| name == expected);
            assert!(known, "{typed}: {found:?}");
        }
    }

    #[test]
    fn an_empty_text_suggests_the_locale_guild_and_popular_zones() {
        assert_eq!(first("", 4), ["Europe/Berlin", "Asia/Tokyo", "UTC", "America/New_York"]);
        assert_eq!(first("", 99).len(), 25);
        assert_eq!(first("  ", 1), ["Europe/Berlin"]);
    }
}
