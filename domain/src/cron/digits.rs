//! Reads numbers: times, days of the month, and counts of something.

use super::clock::{DayPart, Half, Written, clock_time, on_half, wrong};
use super::group::Kind;
use super::problem::CronProblem;
use super::reader::{Last, Reader};
use super::vocabulary::Word;
use crate::calendar_words::month;

impl Reader<'_> {
    pub(super) fn take_number(&mut self, at: usize) -> Result<usize, CronProblem> {
        let piece = self.piece(at);
        let number = piece.parse::<u8>().ok().filter(|_| piece.len() <= 2);
        // `2x`, `3mal`
        let times = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        if matches!(times, "x" | "mal" | "fois") && times.len() < piece.len() {
            let count = piece[..piece.len() - times.len()].parse().ok();
            self.count = Some((count.ok_or_else(|| wrong(piece))?, self.counted(at)));
            return Ok(1);
        }
        if let Some(number) = number
            && let Some(used) = self.take_counted(number, at)?
        {
            return Ok(used);
        }
        if let Some(date) = number.filter(|date| (1..=31).contains(date))
            && self.is_date(at)
        {
            self.group(Kind::Days).dates.insert(date);
            self.last = Last::Other;
            return Ok(1);
        }
        // `0900 hours`.
        let military = piece.len() == 4 && self.word(at + 1) == Some(Word::Hours);
        match clock_time(piece)? {
            Some(written) => Ok(self.take_time(written, at)? + usize::from(military)),
            None => {
                if let Some((first, last)) = piece.split_once('-')
                    && let (Ok(Some(first)), Ok(Some(last))) = (clock_time(first), clock_time(last))
                {
                    self.range = Some((first, last, piece.to_owned()));
                    return Ok(1);
                }
                if is_calendar_date(piece) {
                    return Err(CronProblem::OneTime(piece.to_owned()));
                }
                if month(piece).is_some() {
                    return Err(CronProblem::Uncountable(piece.to_owned()));
                }
                self.unknown.push(piece.to_owned());
                Ok(1)
            }
        }
    }

    /// A number with a unit: `6 hours`, `1 day`, `3 times a week`. `None` if it has none.
    fn take_counted(&mut self, number: u8, at: usize) -> Result<Option<usize>, CronProblem> {
        let both = || format!("{} {}", self.piece(at), self.piece(at + 1));
        match self.word(at + 1) {
            Some(Word::Times) => {
                self.count = Some((number, self.counted(at)));
            }
            Some(Word::Hours) => {
                if matches!(self.piece(at.wrapping_sub(1)), "in" | "dans" | "en") {
                    return Err(CronProblem::OneTime(format!("{} {}", self.piece(at - 1), both())));
                }
                match number {
                    24 => self.add_all_days(),
                    1..=23 => self.every_hours = Some(number),
                    0 => return Err(wrong(self.piece(at))),
                    _ => return Err(CronProblem::Uncountable(both())),
                }
            }
            Some(Word::DayUnit) => match (number, self.meaning_from(at + 2)) {
                (1, _) | (7, Some(Word::Weekly)) => self.add_all_days(),
                (_, Some(Word::Weekly | Word::Monthly)) => {
                    return Err(CronProblem::Count(self.counted(at + 2).replacen(
                        self.piece(at + 2),
                        &format!("{} {}", both(), self.piece(at + 2)),
                        1,
                    )));
                }
                _ => return Err(CronProblem::Uncountable(both())),
            },
            Some(unit @ (Word::Weekly | Word::Monthly)) => match (number, unit) {
                (1, Word::Weekly) => self.defaults.weekly = true,
                (1, _) => self.defaults.monthly = true,
                _ => return Err(CronProblem::Uncountable(both())),
            },
            Some(Word::Uncountable) => return Err(CronProblem::Uncountable(both())),
            None if month(self.piece(at + 1)).is_some() => {
                return Err(CronProblem::Uncountable(both()));
            }
            _ => return Ok(None),
        }
        self.last = Last::Other;
        Ok(Some(2))
    }

    /// Whether a bare number is a day of the month: `the 15 of each month`, `le 15`, `day 1`.
    fn is_date(&self, at: usize) -> bool {
        let monthly = self.has_word(Word::Monthly);
        let before = self.word_before(at);
        let article = matches!(self.piece(at.wrapping_sub(1)), "le" | "el")
            || self.piece(at.wrapping_sub(1)) == "the" && self.piece(at.wrapping_sub(2)) == "on";
        // Portuguese: `todo dia 15 às 9h`.
        let day = self.piece(at.wrapping_sub(1)) == "dia"
            && self.word(at + 1) == Some(Word::At)
            && self.piece(at + 2).starts_with(|c: char| c.is_ascii_digit());
        if article || day || monthly && matches!(before, Some(Word::Article | Word::DayUnit)) {
            return true;
        }
        let mut next = at + 1;
        let mut of = false;
        while matches!(self.word(next), Some(Word::Filler | Word::Every | Word::Article)) {
            of = true;
            next += 1;
        }
        match self.word(next) {
            Some(Word::Monthly) => of,
            // `1 and 15 of the month`
            Some(Word::And) if monthly && !of => {
                let other = self.piece(next + 1).parse::<u8>().is_ok();
                other && self.is_date(next + 1)
            }
            _ => false,
        }
    }

    /// A time, and `am` or `pm` after it.
    fn take_time(&mut self, written: Written, at: usize) -> Result<usize, CronProblem> {
        let mut written = written;
        let mut used = 1;
        if let Some(half) = self.half.take() {
            written.time = on_half(written.time, half).ok_or_else(|| wrong(self.piece(at)))?;
            written.sure = true;
        }
        if let Some(Word::Half(half)) = self.word(at + 1) {
            let german = self.german
                && half == Half::Am
                && !matches!(self.word(at + 2), None | Some(Word::Filler | Word::And | Word::At));
            if !german && written.time.0 <= 12 && !written.sure {
                written.time = on_half(written.time, half).ok_or_else(|| wrong(self.piece(at)))?;
                written.sure = true;
                used = 2;
            }
        }
        // `from 9 to 17`
        let mut to = at + used;
        if self.word(to) == Some(Word::To) || self.between && self.word(to) == Some(Word::And) {
            to += 1;
            while matches!(self.word(to), Some(Word::Filler | Word::At | Word::Article)) {
                to += 1;
            }
            if let Ok(Some(last)) = clock_time(self.piece(to)) {
                let mut last = last;
                let mut end = to + 1;
                if let Some(Word::Half(half)) = self.word(end) {
                    last.time = on_half(last.time, half).ok_or_else(|| wrong(self.piece(to)))?;
                    end += 1;
                }
                let typed = format!("{}-{}", self.piece(at), self.piece(to));
                self.range = Some((written, last, typed));
                self.last = Last::Other;
                return Ok(end - at);
            }
        }
        // `9 15` could be a quarter past nine, or two times.
        if let Last::Time(Written { bare: true, .. }) = self.last
            && written.bare
            && !written.sure
            && at > 0
            && self.piece(at - 1).bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(wrong(&format!("{} {}", self.piece(at - 1), self.piece(at))));
        }
        self.except = false;
        let parts = std::mem::take(&mut self.parts);
        self.said = None;
        let open = matches!(self.last, Last::Part | Last::PartComma);
        let comma = self.last == Last::PartComma;
        let part =
            self.groups.last().filter(|_| open).and_then(|group| group.parts.last().copied());
        let fitting = part
            .and_then(|part| part.at(written))
            .filter(|_| !comma || !written.sure && written.time.0 < 12);
        match (fitting, self.groups.last_mut()) {
            (Some(time), Some(group)) => {
                group.parts.pop();
                group.times.push(Written { time, sure: true, ..written });
                for _ in 1..parts {
                    let other = group.parts.last().and_then(|part| part.at(written));
                    let Some(time) = other.filter(|_| !written.sure && !comma) else { break };
                    group.parts.pop();
                    group.times.push(Written { time, sure: true, ..written });
                }
                self.last = Last::Other;
            }
            _ => {
                if let Some(part) = part
                    && !comma
                    && !matches!(part, DayPart::Noon | DayPart::Midnight)
                {
                    return Err(wrong(self.piece(at)));
                }
                self.group(Kind::Times).add_time(written);
                self.last = Last::Time(written);
            }
        }
        Ok(used)
    }
}

/// Whether it is like `2026-12-01`.
fn is_calendar_date(piece: &str) -> bool {
    let parts: Vec<&str> = piece.split(['-', '/', '.']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(digits) && parts.iter().any(|part| part.len() == 4)
}
