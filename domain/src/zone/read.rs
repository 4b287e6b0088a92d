//! Interprets what people type for a time zone: an IANA name, a city, a country, an abbreviation,
//! an offset.
//!
//! A single match is accepted. If there are several, the person is asked: `EST` is New York's
//! winter time and Panama's time all year, and `GMT+1` says nothing about summer.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::Offset;

use super::Zone;
use super::offset::{Signed, offset, offset_of_etc};
use super::places::{Kind, Places, fold, offered, zone};
use super::wordings::wordings;
use crate::excerpt::excerpt;

/// The number of zones offered in a question or error.
const MAX_OFFERED: usize = 5;
/// An instant at which zones are compared.
const A_WINTER: Timestamp = Timestamp::constant(1_768_000_000, 0);
/// In bytes; longer than any place name.
const MAX_LENGTH: usize = 80;

/// Why a text doesn't identify one zone. Zones are offered with their current time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// It has several possible meanings.
    #[error("`{typed}` may be several time zones")]
    Ambiguous {
        /// What was typed.
        typed: String,
        /// Why it is not enough.
        why: WhyAsk,
        /// The possible meanings, most likely first.
        choices: Vec<(Zone, Time)>,
    },
    /// It is not a known zone.
    #[error("`{typed}` is not a time zone")]
    Unknown {
        /// What was typed.
        typed: String,
        /// The most similar names, or the most populous zones.
        choices: Vec<(Zone, Time)>,
    },
}

/// Why the person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyAsk {
    /// Several zones have this name.
    SeveralPlaces,
    /// The abbreviation is used in several zones.
    Abbreviation,
    /// An offset doesn't say anything about daylight saving.
    Offset,
    /// A name such as `Etc/GMT-5`, whose sign is reversed; with the true offset in seconds.
    ReversedSign(i32),
}

impl ZoneError {
    pub(super) fn unknown(typed: &str) -> ZoneError {
        ZoneError::Unknown { typed: excerpt(typed), choices: Vec::new() }
    }
}

impl Zone {
    /// Interprets what a person typed for a zone.
    ///
    /// # Errors
    /// [`ZoneError`] lists the possible meanings, with the time in each zone at `now`.
    pub fn read(typed: &str, now: Timestamp) -> Result<Zone, ZoneError> {
        match meaning(typed, now) {
            Meaning::One(zone) => Ok(zone),
            Meaning::Several(why, zones) => Err(asked(typed, why, zones, now)),
            Meaning::Nothing => Err(ZoneError::Unknown {
                typed: excerpt(typed),
                // `asia/kolkatta`
                choices: with_times(nearest(&fold(typed.rsplit('/').next().unwrap_or(typed))), now),
            }),
        }
    }

    /// Whether [`Zone::read`] recognizes this name, as one zone or several.
    pub(crate) fn is_named_by(typed: &str) -> bool {
        !matches!(meaning(typed, Timestamp::UNIX_EPOCH), Meaning::Nothing)
    }

    /// The time on a wall clock in this zone, to the minute.
    pub fn time_at(&self, now: Timestamp) -> Time {
        let time = self.civil(now).time();
        Time::constant(time.hour(), time.minute(), 0, 0)
    }

    /// The name in the form in which it is offered and accepted by [`Zone::read`]: `Europe/Berlin`,
    /// or `Etc/GMT-5 (UTC+5)` for a fixed offset, whose name alone would be misread.
    pub fn offered_name(&self, now: Timestamp) -> String {
        match offset_of_etc(self.name()) {
            Some(_) => {
                format!("{} (UTC{})", self.name(), Signed(self.0.to_offset(now)))
            }
            None => self.name().to_owned(),
        }
    }
}

/// The possible meanings of a text.
enum Meaning {
    One(Zone),
    Several(WhyAsk, Vec<&'static str>),
    Nothing,
}

/// The text without quotes and the like around it.
fn unquoted(typed: &str) -> &str {
    typed.trim().trim_matches(['`', '"', '\'', '“', '”', '‘', '’', '.', ' '])
}

/// The meaning of the text, or of the first simpler wording of it that has one.
fn meaning(typed: &str, now: Timestamp) -> Meaning {
    let typed = unquoted(typed);
    let text = typed.trim_matches(['(', ')', '[', ']']).trim();
    if text.is_empty() || text.len() > MAX_LENGTH {
        return Meaning::Nothing;
    }
    if let Some(chosen) = confirmed_offset(typed) {
        return Meaning::One(chosen);
    }
    let mut simpler = std::iter::once(text.to_owned()).chain(wordings(typed));
    let found = simpler.find_map(|text| match of_wording(&text, now) {
        Meaning::Nothing => None,
        found => Some(found),
    });
    found.unwrap_or(Meaning::Nothing)
}

fn of_wording(text: &str, now: Timestamp) -> Meaning {
    if let Some(offset) = offset_of_etc(text) {
        return Meaning::Several(WhyAsk::ReversedSign(offset.seconds()), at_offset(offset, now));
    }
    let name = text.replace(' ', "_");
    if let Some(zone) = name.contains('/').then(|| zone(&name)).flatten() {
        return Meaning::One(zone);
    }
    match offset(text) {
        Some(Offset::UTC) => return Meaning::One(Zone::utc()),
        Some(offset) => return Meaning::Several(WhyAsk::Offset, at_offset(offset, now)),
        None => {}
    }
    let place = by_place(text).or_else(|| by_capitals(text));
    let (kind, zones) = match place.or_else(|| by_parts(text)).or_else(|| by_last_word(text)) {
        Some(found) => found,
        // Old single-word names: `Eire`, `Navajo`. And `europe berlin`, `america-new york`.
        None => {
            if let Some((area, rest)) = name.split_once(['_', '-', '.', ':'])
                && let Some(zone) = zone(&format!("{area}/{rest}"))
            {
                return Meaning::One(zone);
            }
            let old = zone(&name).filter(|_| name.len() > 3);
            return old.map_or(Meaning::Nothing, Meaning::One);
        }
    };
    match (kind, zones.as_slice()) {
        (_, [one]) => zone(one).map_or(Meaning::Nothing, Meaning::One),
        (Kind::Abbreviation, _) => Meaning::Several(WhyAsk::Abbreviation, zones),
        (Kind::City | Kind::Country, _) => Meaning::Several(WhyAsk::SeveralPlaces, zones),
    }
}

fn by_place(text: &str) -> Option<(Kind, Vec<&'static str>)> {
    let places = Places::known();
    let folded = fold(text);
    // `U.K.` and `D. C.`
    let letters = folded.split(' ').all(|word| word.chars().count() == 1);
    let joined = || letters.then(|| folded.replace(' ', ""));
    // `Ho Chi Minh City` is listed without `City`.
    let without = || folded.strip_suffix(" city").and_then(|name| places.named(name));
    let without = || without().or_else(|| places.named(&folded.replace(" and ", " ")));
    let known = places.named(&folded).or_else(without);
    known.or_else(|| places.named(&joined()?))
}

/// The country or state with this two- or three-letter code in capital letters, or with this flag.
fn by_capitals(text: &str) -> Option<(Kind, Vec<&'static str>)> {
    let flag = country_of_flag(text);
    let code = flag.as_deref().unwrap_or(text);
    Places::known().of_code(code).filter(|_| !code.contains(char::is_lowercase))
}

/// `FR` for 🇫🇷 and `:flag_fr:`.
fn country_of_flag(text: &str) -> Option<String> {
    if let Some(code) = text.strip_prefix(":flag_").and_then(|text| text.strip_suffix(':')) {
        return Some(code.to_uppercase());
    }
    let letter = |c: char| {
        let at = u32::from(c).checked_sub(u32::from('🇦')).filter(|at| *at < 26)?;
        char::from_u32(u32::from('A') + at)
    };
    text.chars().map(letter).collect()
}

/// The country or state after a city, by name or by code.
fn by_region(text: &str) -> Option<(Kind, Vec<&'static str>)> {
    let code: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    by_place(text).or_else(|| Places::known().of_code(&code.to_uppercase()))
}

/// Interprets `Berlin, Germany`, `Berlin/Germany` and `Paris (France)`: the first part that is a
/// place, within the country or state in the rest if there is one. If the place that is known by
/// this name is elsewhere, a smaller one is meant: `Paris, Texas`.
fn by_parts(text: &str) -> Option<(Kind, Vec<&'static str>)> {
    let at = text.find([',', '(', '/', '，'])?;
    let (first, rest) = text.split_at(at);
    let slash = rest.starts_with('/');
    let rest = rest.trim_start_matches([',', '(', '/', '，']);
    match (by_place(first), by_region(rest)) {
        // `ET/PT` and `New York, London` could be either.
        (Some((kind, mut zones)), Some((other, more)))
            if (slash && kind == other || has_own_zone(rest, &more))
                && !zones.iter().any(|zone| more.contains(zone)) =>
        {
            zones.extend(more);
            Some((kind, zones))
        }
        (Some(city), Some(region)) => Some(within(city, region)),
        (first, _) => first.or_else(|| by_place(rest)),
    }
}

/// The same without a comma: `Paris Texas`, `Austin TX`, `Eastern US`.
fn by_last_word(text: &str) -> Option<(Kind, Vec<&'static str>)> {
    let spaces = text.char_indices().filter(|(_, c)| *c == ' ');
    spaces.map(|(at, _)| text.split_at(at)).find_map(|(city, region)| {
        let (city, region) = (by_place(city)?, by_region(region)?);
        Some(within(city, region))
    })
}

/// Whether a zone is called like this place, which then is no state or country.
fn has_own_zone(place: &str, zones: &[&str]) -> bool {
    let place = fold(place);
    zones.iter().any(|zone| fold(zone.rsplit('/').next().unwrap_or(zone)) == place)
}

fn within(
    (kind, zones): (Kind, Vec<&'static str>),
    (_, region): (Kind, Vec<&'static str>),
) -> (Kind, Vec<&'static str>) {
    let both: Vec<&str> = zones.iter().filter(|zone| region.contains(zone)).copied().collect();
    if !both.is_empty() {
        return (kind, both);
    }
    // `ME` after Portland is Maine, not Montenegro.
    let area = |zone: &str| zone.split('/').next().unwrap_or_default().to_owned();
    let near = |other: &&str| zones.iter().any(|zone| area(zone) == area(other));
    let nearby: Vec<&str> = region.iter().filter(|zone| near(zone)).copied().collect();
    // `Recife, Brazil`: a country's zones are listed without those that agree with another one.
    let offset = |name: &&&str| zone(name).map(|zone| zone.0.to_offset(A_WINTER));
    let agrees = |one: &&&str| region.iter().any(|other| offset(one) == offset(&other));
    if nearby.len() != 1 && region.len() > 1 && zones.iter().all(|one| agrees(&one)) {
        return (kind, zones);
    }
    (kind, if nearby.is_empty() { region } else { nearby })
}

fn asked(typed: &str, why: WhyAsk, zones: Vec<&'static str>, now: Timestamp) -> ZoneError {
    let mut choices = with_times(zones.into_iter().take(MAX_OFFERED).collect(), now);
    let offset = match why {
        WhyAsk::ReversedSign(seconds) => Offset::from_seconds(seconds).ok(),
        WhyAsk::Offset => offset(unquoted(typed)),
        _ => None,
    };
    // The fixed offset itself, in case the person means no place.
    if let Some(hours) = offset.filter(|o| o.seconds() % 3600 == 0).map(|o| o.seconds() / 3600)
        && let Some(fixed) = zone(&format!("Etc/GMT{:+}", -hours))
    {
        let time = fixed.time_at(now);
        choices.push((fixed, time));
    }
    ZoneError::Ambiguous { typed: excerpt(typed), why, choices }
}

/// The zones with this offset from UTC at `now`, most populous first.
fn at_offset(wanted: Offset, now: Timestamp) -> Vec<&'static str> {
    let places = Places::known();
    let here = |name: &&str| zone(name).is_some_and(|zone| zone.0.to_offset(now) == wanted);
    let mut found: Vec<&str> = offered().filter(here).collect();
    found.sort_by_key(|name| (places.rank(name), *name));
    found.truncate(4);
    found
}

/// The zones with the most similar names; the most populous ones if none is similar.
fn nearest(folded: &str) -> Vec<&'static str> {
    let places = Places::known();
    // Don't compare whole sentences.
    let folded = if folded.len() > MAX_LENGTH { "" } else { folded };
    let distance = |name: &str| strsim::damerau_levenshtein(name, folded);
    let close =
        |name: &String| name.chars().count() > 3 && distance(name) <= 1 + name.chars().count() / 5;
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for (name, _, zones) in places.names.iter().filter(|(name, ..)| close(name)) {
        found.extend(zones.iter().map(|zone| (distance(name), places.rank(zone), *zone)));
    }
    found.sort_unstable();
    let mut names: Vec<&str> = Vec::new();
    let popular = Places::popular().take(MAX_OFFERED);
    for name in found.into_iter().map(|(.., name)| name).chain(popular) {
        if !names.contains(&name) && names.len() < MAX_OFFERED {
            names.push(name);
        }
    }
    names
}

fn with_times(names: Vec<&'static str>, now: Timestamp) -> Vec<(Zone, Time)> {
    let zones = names.into_iter().filter_map(zone);
    zones.map(|zone| (zone.clone(), zone.time_at(now))).collect()
}

/// Parses a name with its meaning, as it was offered: `Etc/GMT-5 (UTC+5)`.
fn confirmed_offset(text: &str) -> Option<Zone> {
    let (name, meaning) = text.split_once(" (")?;
    let meaning = meaning.trim_end_matches(')');
    let fixed = offset_of_etc(name)?;
    (offset(meaning)? == fixed).then(|| zone(name)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Winter in the northern hemisphere.
    fn now() -> Timestamp {
        "2026-01-15T13:07:00Z".parse().expect("a time")
    }

    #[test]
    fn unambiguous_names_are_accepted() {
        for (typed, name) in [
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe/berlin", "Europe/Berlin"),
            (" America/New York ", "America/New_York"),
            ("`Asia/Tokyo`", "Asia/Tokyo"),
            ("Berlin", "Europe/Berlin"),
            ("New York", "America/New_York"),
            ("new_york", "America/New_York"),
            ("NYC", "America/New_York"),
            ("münchen", "Europe/Berlin"),
            ("Muenchen", "Europe/Berlin"),
            ("São Paulo", "America/Sao_Paulo"),
            ("Zürich", "Europe/Zurich"),
            ("Kraków", "Europe/Warsaw"),
            ("Mumbai", "Asia/Kolkata"),
            ("San Francisco", "America/Los_Angeles"),
            ("東京", "Asia/Tokyo"),
            ("北京", "Asia/Shanghai"),
            ("Buenos Aires", "America/Argentina/Buenos_Aires"),
            ("Germany", "Europe/Berlin"),
            ("Deutschland", "Europe/Berlin"),
            ("japan", "Asia/Tokyo"),
            ("日本", "Asia/Tokyo"),
            ("UK", "Europe/London"),
            ("China", "Asia/Shanghai"),
            ("India", "Asia/Kolkata"),
            ("Singapore", "Asia/Singapore"),
            ("Berlin, Germany", "Europe/Berlin"),
            ("Birmingham, UK", "Europe/London"),
            ("jst", "Asia/Tokyo"),
            ("pdt", "America/Los_Angeles"),
            ("Eastern Time", "America/New_York"),
            ("ET", "America/New_York"),
            ("Pacific", "America/Los_Angeles"),
            ("US/Pacific", "America/Los_Angeles"),
            ("utc", "UTC"),
            ("UTC+0", "UTC"),
            ("Z", "UTC"),
            ("Etc/GMT-5 (UTC+5)", "Etc/GMT-5"),
            ("Berlin/Germany", "Europe/Berlin"),
            ("europe berlin", "Europe/Berlin"),
            ("America-New York", "America/New_York"),
            ("Ho Chi Minh City", "Asia/Ho_Chi_Minh"),
            ("Mexico City", "America/Mexico_City"),
            ("Paris, Texas", "America/Chicago"),
            ("London, Ontario", "America/Toronto"),
            ("DE", "Europe/Berlin"),
            ("JP", "Asia/Tokyo"),
            ("NZ", "Pacific/Auckland"),
            ("HK", "Asia/Hong_Kong"),
            ("PT", "America/Los_Angeles"),
            ("Japan Standard Time", "Asia/Tokyo"),
            ("Pacific Daylight Time", "America/Los_Angeles"),
        ] {
            let zone = Zone::read(typed, now());
            let found = zone.as_ref().map(|zone| zone.name());
            let same = |found: &str| found == name || found.replace("US/Pacific", name) == name;
            assert!(found.as_ref().is_ok_and(|found| same(found)), "{typed}: {found:?}");
        }
    }

    fn check_asked(typed: &str, expected: &[&str], expected_why: Option<WhyAsk>) {
        let error = Zone::read(typed, now()).expect_err(typed);
        let (named, why, choices) = match &error {
            ZoneError::Ambiguous { typed, why, choices } => (typed, Some(*why), choices),
            ZoneError::Unknown { typed, choices } => (typed, None, choices),
        };
        assert_eq!((named.as_str(), why), (typed, expected_why));
        for name in expected {
            let offered = choices.iter().find(|(zone, _)| zone.name() == *name);
            let (zone, time) = offered.unwrap_or_else(|| panic!("{typed}: {choices:?}"));
            assert_eq!(*time, zone.time_at(now()), "{typed}: {name}");
        }
        // Every offered choice is accepted when typed.
        for (zone, _) in choices {
            let offered = zone.offered_name(now());
            assert_eq!(Zone::read(&offered, now()).as_ref(), Ok(zone), "{offered}");
        }
    }

    #[test]
    fn ambiguous_names_are_asked_about() {
        use WhyAsk::{Abbreviation, Offset, ReversedSign, SeveralPlaces};
        for (typed, expected, why) in [
            ("EST", &["America/New_York", "America/Panama"][..], Some(Abbreviation)),
            ("MST", &["America/Denver", "America/Phoenix"], Some(Abbreviation)),
            ("CST", &["America/Chicago", "Asia/Shanghai"], Some(Abbreviation)),
            ("IST", &["Asia/Kolkata", "Asia/Jerusalem"], Some(Abbreviation)),
            ("GMT", &["Europe/London", "UTC"], Some(Abbreviation)),
            ("GMT+1", &["Europe/Berlin", "Etc/GMT-1"], Some(Offset)),
            ("UTC+5:30", &["Asia/Kolkata", "Asia/Colombo"], Some(Offset)),
            ("utc-8", &["America/Los_Angeles", "Etc/GMT+8"], Some(Offset)),
            ("+0530", &["Asia/Kolkata"], Some(Offset)),
            ("Etc/GMT-5", &["Asia/Karachi", "Etc/GMT-5"], Some(ReversedSign(18_000))),
            ("Etc/GMT+3", &["America/Sao_Paulo"], Some(ReversedSign(-10_800))),
            ("USA", &["America/New_York", "America/Los_Angeles"], Some(SeveralPlaces)),
            ("Australia", &["Australia/Sydney", "Australia/Perth"], Some(SeveralPlaces)),
            ("San Jose", &["America/Los_Angeles", "America/Costa_Rica"], Some(SeveralPlaces)),
            ("US", &["America/New_York", "America/Los_Angeles"], Some(SeveralPlaces)),
            ("Georgia", &["America/New_York", "Asia/Tbilisi"], Some(SeveralPlaces)),
            ("Washington", &["America/New_York", "America/Los_Angeles"], Some(SeveralPlaces)),
            ("Central European Time", &["Europe/Berlin", "Europe/Paris"], Some(Abbreviation)),
            ("MET", &["Europe/Berlin"], Some(Abbreviation)),
            ("Eastern Standard Time", &["America/New_York", "America/Panama"], Some(Abbreviation)),
            ("is", &[], None),
            ("Atlantis", &["America/New_York"], None),
            ("Berlim", &["Europe/Berlin"], None),
            ("Frankfrut", &["Europe/Berlin"], None),
            ("", &["Europe/London"], None),
            ("Mars/Olympus", &["Europe/London"], None),
        ] {
            check_asked(typed, expected, why);
        }
    }

    #[test]
    fn choices_come_with_their_current_time() {
        for (typed, zone, time) in [
            ("EST", "America/New_York", "08:07"),
            ("IST", "Asia/Kolkata", "18:37"),
            ("GMT+1", "Etc/GMT-1", "14:07"),
            ("utc-8", "America/Los_Angeles", "05:07"),
        ] {
            let error = Zone::read(typed, now()).expect_err(typed);
            let (ZoneError::Ambiguous { choices, .. } | ZoneError::Unknown { choices, .. }) = error;
            let found = choices.into_iter().find(|(one, _)| one.name() == zone);
            let shown = found.map(|(_, time)| time.strftime("%H:%M").to_string());
            assert_eq!(shown.as_deref(), Some(time), "{typed}");
        }
    }
}
