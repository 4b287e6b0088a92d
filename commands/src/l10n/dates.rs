//! Formats dates. Instants use Discord's `<t:…>`, which each reader sees in their own time and
//! language; the date of a hub list is the same everywhere.

use domain::Language;
use jiff::civil::Date;

use super::Text;
use crate::{say, text};

/// `Tuesday, May 12, 2026`.
pub fn long_date(language: Language, date: Date) -> String {
    let weekday = text!("weekday", day = date.weekday().to_monday_one_offset().unsigned_abs());
    let (day, month, year) = parts(date);
    say!(language, "date-long", weekday = weekday, day = day, month = month, year = year)
}

/// `May 12, 2026`.
pub fn day_month_year(language: Language, date: Date) -> String {
    written(date).to(language)
}

/// `May 2026`.
pub(crate) fn month_year(language: Language, date: Date) -> String {
    let (_, month, year) = parts(date);
    say!(language, "date-month", month = month, year = year)
}

/// A date that is not yet in any language.
pub(super) fn written(date: Date) -> Text {
    let (day, month, year) = parts(date);
    text!("date", day = day, month = month, year = year)
}

/// The year is passed as text, so that it gets no thousands separator.
fn parts(date: Date) -> (u8, Text, String) {
    let month = text!("month", month = date.month().unsigned_abs());
    (date.day().unsigned_abs(), month, date.year().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_each_languages_format() {
        let check = |date: Date, expected: [&str; 6]| {
            assert_eq!(Language::ALL.map(|language| long_date(language, date)), expected);
        };
        check(
            Date::constant(2026, 5, 12),
            [
                "Tuesday, May 12, 2026",
                "Dienstag, 12. Mai 2026",
                "mardi 12 mai 2026",
                "martes, 12 de mayo de 2026",
                "2026年5月12日（火）",
                "2026年5月12日 星期二",
            ],
        );
        let months = ["May 2026", "Mai 2026", "mai 2026", "mayo de 2026", "2026年5月", "2026年5月"];
        let may = Date::constant(2026, 5, 12);
        assert_eq!(Language::ALL.map(|language| month_year(language, may)), months);
        let first = Date::constant(2026, 3, 1);
        assert_eq!(day_month_year(Language::French, first), "1er mars 2026");
        assert_eq!(day_month_year(Language::English, first), "March 1, 2026");
    }
}
