//! Places and their time zones: countries, cities, abbreviations, and all zones by name.

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::tz::TimeZone;

use super::Zone;
use crate::without_accents;

const COUNTRIES: &str = include_str!("countries.tsv");
const CITIES: &str = include_str!("cities.tsv");
const ABBREVIATIONS: &str = include_str!("abbreviations.tsv");
const STATES: &str = include_str!("states.tsv");
const NAMES: &str = include_str!("names.txt");
const POPULAR: &str = include_str!("popular.txt");

/// The kind of a place name; kinds are tried in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    City,
    Country,
    Abbreviation,
}

/// Place names and their zones.
pub(super) struct Places {
    /// Folded names, each with its kind and its zones, most populous first.
    pub(super) names: Vec<(String, Kind, Vec<&'static str>)>,
    exact: HashMap<String, Vec<usize>>,
    /// Zones by the code of a country or state in upper case.
    codes: HashMap<String, Vec<&'static str>>,
    /// The rank in which a zone is offered.
    popularity: HashMap<&'static str, usize>,
}

impl Places {
    /// The tables, parsed once.
    pub(super) fn known() -> &'static Places {
        static PLACES: OnceLock<Places> = OnceLock::new();
        PLACES.get_or_init(Places::new)
    }

    fn new() -> Places {
        let mut names: Vec<(String, Kind, Vec<&'static str>)> = Vec::new();
        let rows = |table: &'static str| {
            table.lines().filter(|line| !line.starts_with('#')).filter_map(|l| l.split_once('\t'))
        };
        for (zone, cities) in rows(CITIES) {
            names.extend(cities.split(';').map(|city| (fold(city), Kind::City, vec![zone])));
        }
        for zone in offered() {
            // `America/Argentina/Buenos_Aires`, `America/Indiana/Knox`: the last part is the city.
            let city = fold(zone.rsplit('/').next().unwrap_or(zone));
            names.push((city, Kind::City, vec![zone]));
        }
        let mut codes: HashMap<String, Vec<&str>> = HashMap::new();
        for (countries, rest) in rows(COUNTRIES) {
            let (zones, code) = rest.split_once('\t').unwrap_or((rest, ""));
            let zones: Vec<&str> = zones.split(' ').collect();
            codes.insert(code.to_owned(), zones.clone());
            let named = countries.split(';').map(fold);
            names.extend(named.map(|name| (name, Kind::Country, zones.clone())));
        }
        for (zone, states) in rows(STATES) {
            for state in states.split(' ') {
                codes.entry(state.to_uppercase()).or_default().push(zone);
            }
        }
        for (abbreviations, zones) in rows(ABBREVIATIONS) {
            let zones: Vec<&str> = zones.split(' ').collect();
            let named = abbreviations.split(';').map(fold);
            names.extend(named.map(|name| (name, Kind::Abbreviation, zones.clone())));
        }
        let mut exact: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, (name, ..)) in names.iter().enumerate() {
            exact.entry(name.clone()).or_default().push(at);
        }
        // `newyork`
        for (at, (name, ..)) in names.iter().enumerate().filter(|(_, (name, ..))| name.len() > 5) {
            if name.contains(' ') {
                let squashed = name.replace(' ', "");
                let found = exact.entry(squashed).or_default();
                if found.iter().all(|known| names[*known].0 == *name) {
                    found.push(at);
                }
            }
        }
        let popularity = Places::popular().enumerate().map(|(at, zone)| (zone, at)).collect();
        Places { names, exact, codes, popularity }
    }

    /// The zones with this name. A city comes before a country of the same name unless it is
    /// elsewhere, as the state of Georgia; abbreviations come last.
    pub(super) fn named(&self, folded: &str) -> Option<(Kind, Vec<&'static str>)> {
        let found = self.exact.get(folded)?;
        let kind = found.iter().map(|at| self.names[*at].1).min()?;
        let of_kind = |kind: Kind| {
            let mut zones: Vec<&str> = Vec::new();
            for at in found.iter().filter(|at| self.names[**at].1 == kind) {
                for zone in &self.names[*at].2 {
                    if !zones.contains(zone) {
                        zones.push(zone);
                    }
                }
            }
            zones
        };
        let mut zones = of_kind(kind);
        if kind == Kind::City {
            let country = of_kind(Kind::Country);
            if !country.is_empty() && !zones.iter().any(|zone| country.contains(zone)) {
                zones.extend(country);
            }
            zones.sort_by_key(|zone| self.rank(zone));
        }
        Some((kind, zones))
    }

    /// The zones of the country or state with this code: `DE`, `TX`. In lower case it might be any
    /// word. `MA` is Morocco and Massachusetts.
    pub(super) fn of_code(&self, code: &str) -> Option<(Kind, Vec<&'static str>)> {
        Some((Kind::Country, self.codes.get(code)?.clone()))
    }

    /// The rank in which a zone is offered; less populous zones all come last.
    pub(super) fn rank(&self, zone: &str) -> usize {
        self.popularity.get(zone).copied().unwrap_or(usize::MAX)
    }

    /// The zones offered to a person who has typed nothing, in order.
    pub(super) fn popular() -> impl Iterator<Item = &'static str> {
        POPULAR.lines().filter(|line| !line.starts_with('#'))
    }
}

/// The names of all zones that are offered: places, without old aliases or bare abbreviations.
pub(super) fn offered() -> impl Iterator<Item = &'static str> {
    NAMES.lines().filter(|line| !line.starts_with('#')).chain(["UTC"])
}

/// A zone by its IANA name.
pub(super) fn zone(name: &str) -> Option<Zone> {
    TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some()).map(Zone)
}

/// Lower case without accents and punctuation, words separated by one space.
pub(super) fn fold(text: &str) -> String {
    let plain = without_accents(text);
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_the_tables_exists() {
        let places = Places::known();
        for (name, _, zones) in &places.names {
            assert!(!name.is_empty() && !zones.is_empty(), "{name:?}");
            for zone_name in zones {
                assert!(zone(zone_name).is_some(), "{name}: {zone_name}");
            }
        }
        assert!(Places::popular().chain(offered()).all(|name| zone(name).is_some()));
    }
}
