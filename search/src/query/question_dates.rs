//! Reads the dates that a question's papers are to be from: `since 2025`, `papers from January`,
//! `between 2023 and 2025`.

use domain::Period;
use jiff::ToSpan;
use jiff::civil::Date;

use super::question::{Line, Question, phrases, starts};
use super::question_phrases::{ADJECTIVES, MOST_VOTED, NEWEST, PAPERS};

/// What comes before a date, longer ones first.
const BEFORE_A_DATE: [(&str, Bound); 26] = [
    ("in the year", Bound::Within),
    ("of the year", Bound::Within),
    ("from the year", Bound::Within),
    ("starting in", Bound::Since),
    ("starting from", Bound::Since),
    ("beginning in", Bound::Since),
    ("newer than", Bound::After),
    ("later than", Bound::After),
    ("prior to", Bound::Before),
    ("older than", Bound::Before),
    ("earlier than", Bound::Before),
    ("up until", Bound::Until),
    ("up to", Bound::Until),
    ("since", Bound::Since),
    ("starting", Bound::Since),
    ("after", Bound::After),
    ("before", Bound::Before),
    ("until", Bound::Until),
    ("till", Bound::Until),
    ("through", Bound::Until),
    ("between", Bound::Within),
    ("in", Bound::Within),
    ("of", Bound::Within),
    ("from", Bound::Within),
    ("during", Bound::Within),
    ("within", Bound::Within),
];
/// What can come after a date that is not part of a longer name such as `2024 election`.
const AFTER_A_DATE: &str = "
about|on|for|in|by|with|from|of|and|that|which|related|regarding|concerning|covering|discussing
using|around|since|before|until|after|to|please|thanks|only
";
/// What can come before `in 2025` that adds nothing to it.
pub(super) const VERBS: [&str; 8] =
    ["published", "released", "submitted", "posted", "written", "uploaded", "appeared", "dated"];

/// On which side of a date the papers are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Within,
    Since,
    After,
    Before,
    Until,
}

/// A date as typed.
struct Typed {
    bound: Bound,
    first: Period,
    /// The end of a range.
    last: Option<Period>,
    /// The number of words.
    used: usize,
}

impl Question {
    /// Reads up to two dates: `since 2023 and before 2025`. One in the future is left as words.
    pub(super) fn read_dates(&mut self, line: &mut Line, of_papers: bool, today: Option<Date>) {
        let Some(today) = today else { return };
        for _ in 0..2 {
            let found = (0..line.len()).find_map(|at| {
                let typed = with_preposition(line, at).or_else(|| bare(line, at, of_papers))?;
                let (from, to) = typed.days(today)?;
                from.is_none_or(|from| from <= today).then_some((at, typed.used, from, to))
            });
            let Some((mut at, used, from, to)) = found else { return };
            line.0.drain(at..at + used);
            // `this year in robotics`
            if at == 0 {
                let _ = ["in", "on", "about"].iter().any(|about| line.drop_start(about));
            }
            while at > 0 && (VERBS.contains(&word(line, at - 1)) || word(line, at - 1) == "and") {
                at -= 1;
                line.0.remove(at);
            }
            self.from = self.from.max(from);
            // A period that goes on has no end yet.
            self.to = [self.to, to.filter(|to| *to < today)].into_iter().flatten().min();
        }
    }
}

impl Typed {
    /// The first and the last day.
    fn days(&self, today: Date) -> Option<(Option<Date>, Option<Date>)> {
        let (first, last) = self.first.days(today)?;
        if let Some(end) = self.last {
            let (_, last) = end.days(today)?;
            // `from november to january`
            let first = if self.first.is_yearless() { self.first.days(last)?.0 } else { first };
            return (first <= last).then_some((Some(first), Some(last)));
        }
        Some(match self.bound {
            Bound::Within => (Some(first), Some(last)),
            Bound::Since => (Some(first), None),
            Bound::After => (Some(last.checked_add(1.day()).ok()?), None),
            Bound::Before => (None, Some(first.checked_sub(1.day()).ok()?)),
            Bound::Until => (None, Some(last)),
        })
    }
}

/// Reads `since 2025`, `in january 2026`, `from 2023 to 2025`.
fn with_preposition(line: &Line, at: usize) -> Option<Typed> {
    let (used, bound) = BEFORE_A_DATE
        .iter()
        .find_map(|(phrase, bound)| Some((starts(&line.0[at..], phrase)?, *bound)))?;
    let (mut typed, named) = match prefixed(line, at + used, bound) {
        Some(typed) => (typed, used),
        None => return None,
    };
    typed.used += named;
    let end = at + typed.used;
    if typed.last.is_none() && word(line, at) == "between" {
        return None;
    }
    let onwards = match word(line, end) {
        "onwards" | "onward" | "forward" => 1,
        // `from 2023 on`, but not `from 2023 on robots`.
        "on" if end + 1 == line.len() => 1,
        "and" | "or" if matches!(word(line, end + 1), "later" | "newer" | "after") => 2,
        _ => 0,
    };
    if bound == Bound::Within && typed.last.is_none() && (onwards > 0 || has_plus(line, end - 1)) {
        return Some(Typed { bound: Bound::Since, used: typed.used + onwards, ..typed });
    }
    let sure = bound != Bound::Within || at == 0 || typed.last.is_some();
    (sure && !typed.first.is_yearless() || ends(line, end)).then_some(typed)
}

/// A date or a range of dates.
fn prefixed(line: &Line, at: usize, bound: Bound) -> Option<Typed> {
    if bound == Bound::Within
        && let Some((first, last)) = years(word(line, at))
    {
        return Some(Typed { bound, first, last: Some(last), used: 1 });
    }
    let (first, mut used) = date(line, at)?;
    let mut last = None;
    let to = line.0.get(at + used);
    let is_to = to.is_some_and(|(raw, word)| {
        matches!(word.as_str(), "to" | "until" | "till" | "through" | "and" | "or")
            || matches!(*raw, "-" | "–" | "—")
    });
    if bound == Bound::Within
        && is_to
        && let Some((end, more)) = date(line, at + used + 1)
    {
        last = Some(end);
        used += 1 + more;
    }
    Some(Typed { bound, first, last, used })
}

/// Reads a date without a preposition next to the papers: `2025 papers`, `best papers of may 2025`,
/// `pre-2020 papers`, `this year`.
fn bare(line: &Line, at: usize, of_papers: bool) -> Option<Typed> {
    for (prefix, bound) in [("post-", Bound::After), ("pre-", Bound::Before)] {
        if let Some(rest) = word(line, at).strip_prefix(prefix)
            && let (first @ Period::Calendar { .. }, 1) = Period::read(&[rest])?
        {
            return Some(Typed { bound, first, last: None, used: 1 });
        }
    }
    if let Some((first, used)) = this_or_last_year(line, at, of_papers) {
        return Some(Typed { bound: Bound::Within, first, last: None, used });
    }
    if !of_papers {
        return None;
    }
    let typed = prefixed(line, at, Bound::Within)?;
    let next = word(line, at + typed.used);
    let before = at.checked_sub(1).map(|at| word(line, at));
    let opens = before.is_none_or(|before| {
        NEWEST.contains(&before)
            || ADJECTIVES.contains(&before)
            || phrases(MOST_VOTED).any(|phrase| phrase.split(' ').next_back() == Some(before))
    });
    let sure = !typed.first.is_yearless() || PAPERS.contains(&next);
    let after = before
        .is_some_and(|before| PAPERS.contains(&before) || matches!(before, "survey" | "surveys"));
    (opens && sure || after && ends(line, at + typed.used)).then_some(typed)
}

/// Reads `this year` and `from last year`, but not `in the last year`.
fn this_or_last_year(line: &Line, at: usize, of_papers: bool) -> Option<(Period, usize)> {
    let named = usize::from(matches!(word(line, at), "in" | "of" | "from" | "during"));
    let words: Vec<&str> = (at + named..line.len()).take(2).map(|at| word(line, at)).collect();
    let words: Vec<&str> = words.iter().map(|word| word.trim_end_matches("'s")).collect();
    let (period @ Period::YearsBack(_), used) = Period::read(&words)? else { return None };
    let used = named + used;
    let at_an_end = at == 0 || at + used == line.len();
    let before = at.checked_sub(1).map_or("", |at| word(line, at));
    (before != "the" && (at_an_end || of_papers)).then_some((period, used))
}

/// A date, and the number of words: `2025`, `jan '26`, `last january`.
fn date(line: &Line, at: usize) -> Option<(Period, usize)> {
    if matches!(word(line, at), "this" | "last") {
        let (period, used) = date(line, at + 1).filter(|(period, _)| period.is_yearless())?;
        return Some((period, used + 1));
    }
    let words = line.0.iter().skip(at).take(4).map(|(raw, word)| {
        let short = word.len() == 2 && raw.starts_with(['\'', '’']);
        let word = word.strip_suffix("'s").unwrap_or(word);
        if short { format!("'{word}") } else { word.to_owned() }
    });
    let words: Vec<String> = words.collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let found = Period::read(&words)?;
    matches!(found.0, Period::Calendar { .. }).then_some(found)
}

/// `2023-2025`
fn years(word: &str) -> Option<(Period, Period)> {
    let (first, last) = word.split_once(['-', '–', '—', '/'])?;
    let year = |text: &str| Period::read(&[text]).filter(|_| text.len() == 4);
    let ((first, _), (last, _)) = (year(first)?, year(last)?);
    let calendar = |period: &Period| matches!(period, Period::Calendar { .. });
    (calendar(&first) && calendar(&last)).then_some((first, last))
}

fn word<'a>(line: &'a Line, at: usize) -> &'a str {
    line.0.get(at).map_or("", |(_, word)| word)
}

/// `2025+`
fn has_plus(line: &Line, at: usize) -> bool {
    line.0.get(at).is_some_and(|(raw, _)| raw.ends_with('+'))
}

/// Whether the name of a date ends before this word.
fn ends(line: &Line, at: usize) -> bool {
    let next = word(line, at);
    let stopped = at > 0 && line.0.get(at - 1).is_some_and(|(raw, _)| raw.ends_with([',', ';']));
    at >= line.len()
        || stopped
        || PAPERS.contains(&next)
        || phrases(AFTER_A_DATE).any(|after| after == next)
}
