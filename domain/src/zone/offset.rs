//! Offsets from UTC as people type them.

use std::fmt;

use jiff::tz::Offset;

/// Parses an offset from UTC: `GMT+1`, `UTC-03:30`, `+5`, `+0530`, `UTC+5.5`, `utc 2`, `GMT minus 3`.
pub(super) fn offset(text: &str) -> Option<Offset> {
    let text = text.to_lowercase().replace(['−', '–', '－'], "-").replace('＋', "+");
    let text = text.replace("plus", "+").replace("minus", "-").replace('±', "+");
    let text: String = text.split_whitespace().collect();
    let rest = text.strip_prefix("utc").or_else(|| text.strip_prefix("gmt"));
    // `+2 UTC`
    let signed = text.starts_with(['+', '-']);
    let before = text.strip_suffix("utc").or_else(|| text.strip_suffix("gmt"));
    let rest = rest.or_else(|| before.filter(|_| signed));
    let (named, rest) = (rest.is_some(), rest.unwrap_or(&text).trim_end_matches(['h', ')']));
    let (sign, rest) = match rest.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        // `utc 2`
        _ if named => (1, rest),
        _ => return None,
    };
    let digits = |text: &str| {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        (plain && (1..=2).contains(&text.len())).then(|| text.parse().ok()).flatten()
    };
    let (hours, minutes): (i32, i32) = match rest.split_once([':', '.', ',']) {
        // `5.5` and `5.75` are in hours.
        Some((hours, part)) if !rest.contains(':') && matches!(part, "5" | "50" | "25" | "75") => {
            let hundredths = if part.len() == 1 { digits(part)? * 10 } else { digits(part)? };
            (digits(hours)?, hundredths * 60 / 100)
        }
        Some((hours, minutes)) => (digits(hours)?, digits(minutes)?),
        None if matches!(rest.len(), 3 | 4) && rest.is_ascii() => {
            let (hours, minutes) = rest.split_at(rest.len() - 2);
            (digits(hours)?, digits(minutes)?)
        }
        None => (digits(rest)?, 0),
    };
    (hours <= 14 && minutes < 60)
        .then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok())
        .flatten()
}

/// The true offset of `Etc/GMT-5`, which is five hours ahead of UTC.
pub(super) fn offset_of_etc(text: &str) -> Option<Offset> {
    let rest = text.get(..7).filter(|start| start.eq_ignore_ascii_case("Etc/GMT"))?;
    let hours: i32 = text[rest.len()..].parse().ok().filter(|hours| *hours != 0)?;
    (hours.abs() <= 14).then(|| Offset::from_seconds(-hours * 3600).ok()).flatten()
}

/// Displays an offset as people write it: `+5`, `-3:30`.
pub(super) struct Signed(pub(super) Offset);

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        match minutes {
            0 => write!(f, "{sign}{hours}"),
            minutes => write!(f, "{sign}{hours}:{minutes:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_in_hours_and_minutes() {
        for (text, minutes) in [
            ("UTC+5:30", Some(330)),
            ("+5.5", Some(330)),
            ("UTC+5.75", Some(345)),
            ("GMT+530", Some(330)),
            ("+0530", Some(330)),
            ("+5.30", Some(330)),
            ("utc-3", Some(-180)),
            ("UTC - 03:30", Some(-210)),
            ("utc 2", Some(120)),
            ("GMT8", Some(480)),
            ("UTC minus 5", Some(-300)),
            ("UTC±0", Some(0)),
            ("UTC+1h", Some(60)),
            ("+2 UTC", Some(120)),
            ("-03:00GMT", Some(-180)),
            ("5", None),
            ("5 UTC", None),
            ("utc", None),
            ("UTC+25", None),
            ("+5:75", None),
            ("GMT+", None),
        ] {
            let found = offset(text).map(|offset| offset.seconds() / 60);
            assert_eq!(found, minutes, "{text}");
        }
    }
}
