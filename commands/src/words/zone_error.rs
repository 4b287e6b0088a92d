//! Explains why a text doesn't identify one time zone, and which it may mean.

use domain::{WhyAsk, Zone, ZoneError};
use jiff::Timestamp;
use jiff::civil::Time;

use crate::l10n::Text;
use crate::message::quoted;
use crate::text;

/// The problem with a zone, and the zones to choose from with their current times.
pub fn zone_error(error: &ZoneError) -> Text {
    match error {
        ZoneError::Ambiguous { typed, why, choices } => {
            text!("zone-choose", problem = why_words(typed, *why), choices = choices_words(choices))
        }
        ZoneError::Unknown { typed, choices } if choices.is_empty() => {
            text!("zone-unknown-name", typed = quoted(typed))
        }
        ZoneError::Unknown { typed, choices } => {
            text!("zone-unknown", typed = quoted(typed), choices = choices_words(choices))
        }
    }
}

fn why_words(typed: &str, why: WhyAsk) -> Text {
    match why {
        WhyAsk::SeveralPlaces => text!("zone-several-places", typed = quoted(typed)),
        WhyAsk::Abbreviation => text!("zone-abbreviation", typed = quoted(typed)),
        WhyAsk::Offset => text!("zone-offset", typed = quoted(typed)),
        WhyAsk::ReversedSign(seconds) if seconds > 0 => {
            text!("zone-ahead", typed = quoted(typed), offset = signed(seconds))
        }
        WhyAsk::ReversedSign(seconds) => {
            text!("zone-behind", typed = quoted(typed), offset = signed(seconds))
        }
    }
}

/// `+5`, `-3:30`.
fn signed(seconds: i32) -> String {
    let minutes = seconds.abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    match minutes % 60 {
        0 => format!("{sign}{}", minutes / 60),
        rest => format!("{sign}{}:{rest:02}", minutes / 60),
    }
}

fn choices_words(choices: &[(Zone, Time)]) -> String {
    // Of the offered zones, only those without daylight saving include their offset in the name.
    let name = |zone: &Zone| zone.offered_name(Timestamp::UNIX_EPOCH);
    let one =
        |(zone, time): &(Zone, Time)| format!("`{}` ({})", name(zone), time.strftime("%H:%M"));
    choices.iter().map(one).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    #[test]
    fn questions_quote_the_input_and_show_times() {
        let winter = "2026-01-15T13:07:00Z".parse().expect("a time");
        for (typed, part) in [
            ("EST", "`America/New_York` (08:07)"),
            ("MST", "is used for more than one time zone"),
            ("IST", "(18:37)"),
            ("GMT+1", "`Etc/GMT-1 (UTC+1)` (14:07)"),
            ("UTC+5:30", "I can't tell when clocks change"),
            ("utc-8", "(05:07)"),
            ("Etc/GMT-5", "is ahead of UTC (UTC+5)"),
            ("Etc/GMT+3", "is behind UTC (UTC-3)"),
            ("USA", "has more than one time zone"),
            ("Atlantis", "isn't a time zone or place I know"),
            ("Berlim", "`Europe/Berlin` (14:07)"),
            ("", "choose one"),
        ] {
            let error = Zone::read(typed, winter).expect_err(typed);
            let text = zone_error(&error).to(Language::English);
            assert!(
                text.contains(part) && text.contains(&format!("`{}`", quoted(typed))),
                "{typed}: {text}"
            );
        }
        let stored = "Mars/Olympus".parse::<Zone>().expect_err("no zone");
        let text = zone_error(&stored).to(Language::English);
        assert!(text.contains("such as `Europe/Berlin`"), "{text}");
    }

    #[test]
    fn offsets_have_their_sign() {
        assert_eq!([18_000, -10_800, 12_600, -12_600].map(signed), ["+5", "-3", "+3:30", "-3:30"]);
    }
}
