//! Simpler wordings of what people type for a zone: `the UK`, `Berlin time`, `Europe\\Berlin`,
//! `(GMT-08:00) Pacific Time`.

use super::offset::offset;
use super::places::fold;

/// Words before a place, folded; longer ones first.
const BEFORE: [&str; 41] = [
    "time zone of",
    "timezone of",
    "time zone",
    "timezone",
    "i live in",
    "i am in",
    "i m in",
    "im in",
    "probably",
    "maybe",
    "i guess",
    "i think",
    "use",
    "it s",
    "we are in",
    "we re in",
    "based in",
    "time in",
    "tz",
    "in",
    "near",
    "from",
    "the",
    "heure de",
    "heure d",
    "hora de",
    "hora del",
    "hora",
    "horario de",
    "ora di",
    "zeitzone",
    "republic of",
    "kingdom of",
    "state of",
    "people s republic of",
    "islamic republic of",
    "mainland",
    "greater",
    "downtown",
    "province of",
    "ich bin in",
];
/// Words after a place, folded; longer ones first.
const AFTER: [&str; 24] = [
    "please",
    "pls",
    "plz",
    "thanks",
    "thank you",
    "standard time",
    "daylight time",
    "summer time",
    "local time",
    "time zone",
    "timezone",
    "tz",
    "time",
    "ortszeit",
    "zeit",
    "標準時間",
    "标准时间",
    "標準時",
    "時間",
    "时间",
    "時区",
    "时区",
    "표준시",
    "시간",
];

/// Each simpler wording, the closest first.
pub(super) fn wordings(typed: &str) -> impl Iterator<Item = String> {
    std::iter::successors(simpler(typed), |text| simpler(text)).take(4)
}

/// One step; `None` if there is nothing more to leave out.
fn simpler(text: &str) -> Option<String> {
    if text.contains('\\') {
        return Some(text.replace('\\', "/"));
    }
    // `(UTC+01:00) Berlin` and `Europe/Berlin (CET)`
    if let Some((inside, rest)) = text.strip_prefix('(').and_then(|text| text.split_once(')')) {
        let rest = rest.trim();
        return Some(if rest.is_empty() { inside } else { rest }.to_owned());
    }
    if let Some((before, _)) = text.split_once('(').filter(|(before, _)| !before.trim().is_empty())
    {
        return Some(before.trim().to_owned());
    }
    // `GMT+1 Berlin`
    let is_offset = |text: &str| offset(text).is_some();
    let after = text.split_once(' ').filter(|(first, _)| is_offset(first)).map(|(_, rest)| rest);
    let before = text.rsplit_once(' ').filter(|(_, last)| is_offset(last)).map(|(rest, _)| rest);
    if let Some(rest) = after.or(before) {
        return Some(rest.trim().to_owned());
    }
    // A zone's name keeps its slash.
    let folded = if text.contains('/') { text.to_lowercase() } else { fold(text) };
    let begins =
        |word: &&str| folded.strip_prefix(word).filter(|rest| rest.starts_with(' ')).map(str::trim);
    let ends = |word: &&str| {
        let rest = folded.strip_suffix(&fold(word))?;
        let apart = rest.ends_with(' ') || !word.is_ascii();
        (apart && !rest.trim().is_empty()).then_some(rest.trim())
    };
    // `Berliner Zeit`
    if let Some(rest) = folded.strip_suffix("er zeit") {
        return Some(rest.to_owned());
    }
    // `most of us are in India`
    let inside = || folded.rsplit_once(" in ").map(|(_, place)| place.trim());
    let shorter = AFTER.iter().find_map(ends).or_else(|| BEFORE.iter().find_map(begins));
    let shorter = shorter.or_else(inside)?.trim_end_matches([',', ';', '.']);
    (!shorter.is_empty()).then(|| shorter.to_owned())
}
