//! Reads how recent a question's papers are to be: `this week`, `from the last 3 months`.

use domain::Period;
use jiff::ToSpan;
use jiff::civil::Date;

use super::question::{Line, Question, phrases};
use super::question_dates::VERBS;
use super::question_phrases::{ENDINGS, PAPERS};

/// The longest name of a period, in words: `past couple of months`.
const LONGEST: usize = 4;

impl Question {
    /// The earliest publication day, if the question limits it by a number of days.
    pub(crate) fn since(&self, today: Date) -> Option<Date> {
        today.checked_sub(self.days?.days()).ok()
    }

    pub(super) fn read_times(&mut self, line: &mut Line, of_papers: bool) {
        while self.read_time_at_the_end(line) {}
        self.read_time_at_the_start(line);
        if of_papers {
            self.read_time_among(line);
        }
    }

    pub(super) fn read_time_at_the_end(&mut self, line: &mut Line) -> bool {
        for ending in phrases(ENDINGS) {
            if line.len() > ending.split(' ').count() && line.drop_end(ending) {
                return true;
            }
        }
        if self.days.is_some() {
            return false;
        }
        for (of, days) in [("of the week", 7), ("of the month", 31), ("of the year", 365)] {
            if line.drop_end(of) {
                self.days = Some(days);
                return true;
            }
        }
        let found = (line.len().saturating_sub(LONGEST)..line.len()).find_map(|at| {
            let (days, used) = days_at(line, at)?;
            (at + used == line.len()).then_some((at, days))
        });
        let Some((at, days)) = found else { return false };
        line.0.truncate(at);
        drop_preposition(line);
        drop_verb(line);
        self.days = Some(days);
        true
    }

    /// Reads `this week's papers`, `past two weeks RL` and `this week in AI`.
    pub(super) fn read_time_at_the_start(&mut self, line: &mut Line) -> bool {
        if self.days.is_some() {
            return false;
        }
        // `today` and the like at the beginning are words.
        if let Some((days, used)) = days_at(line, 0).filter(|(_, used)| {
            line.len() > *used
                && (*used > 1 || line.0.first().is_some_and(|(_, word)| word.ends_with("'s")))
        }) {
            line.0.drain(..used);
            self.days = Some(days);
            let _ = ["in", "on", "about"].iter().any(|about| line.drop_start(about));
            return true;
        }
        false
    }

    /// Reads a time between other words: `papers from last month on agents`.
    fn read_time_among(&mut self, line: &mut Line) {
        for at in 1..line.len() {
            if self.days.is_some() {
                return;
            }
            let lately = matches!(line.0[at].1.as_str(), "lately" | "recently");
            let Some((days, used)) = days_at(line, at).filter(|_| !lately) else { continue };
            let after = line.0.split_off(at + used);
            line.0.truncate(at);
            drop_preposition(line);
            drop_verb(line);
            line.0.extend(after);
            self.days = Some(days);
        }
    }
}

/// Days up to today, and the number of words.
fn days_at(line: &Line, at: usize) -> Option<(i32, usize)> {
    let words = line.0.iter().skip(at).take(LONGEST);
    let words: Vec<&str> = words.map(|(_, word)| word.strip_suffix("'s").unwrap_or(word)).collect();
    match Period::read(&words)? {
        (Period::Recent(days), used) => Some((days, used)),
        // `in the last year`; the calendar year is read as a date.
        (Period::YearsBack(_), used) => Some((365, used)),
        _ => None,
    }
}

/// Drops `published` after "papers".
fn drop_verb(line: &mut Line) {
    let of_papers = line.0.iter().any(|(_, word)| PAPERS.contains(&word.as_str()));
    let _ = of_papers && VERBS.iter().any(|verb| line.drop_end(verb));
}

/// Drops what comes before a time: `from last week`, `in the last 3 days`.
fn drop_preposition(line: &mut Line) {
    const BEFORE: [&str; 12] = [
        "in the",
        "from the",
        "of the",
        "during the",
        "over the",
        "within the",
        "the",
        "from",
        "in",
        "of",
        "during",
        "since",
    ];
    let _ = BEFORE.iter().any(|before| line.drop_end(before));
}
