//! Reads the pieces of a time, with numbers in digits, one after the other.

use super::clock::{DayPart, Half, Written, on_half, wrong};
use super::group::{Defaults, Group, Kind, merged};
use super::meanings::{are_complete, day_in_range, meanings};
use super::pieces::COMMA;
use super::problem::CronProblem;
use super::vocabulary::Word;

/// The state of the parser.
pub(super) struct Reader<'a> {
    pub(super) pieces: &'a [String],
    pub(super) words: Vec<Option<Word>>,
    /// Whether `am` before a day is German.
    pub(super) german: bool,
    /// Never empty once something was read; each has days and times of its own.
    pub(super) groups: Vec<Group>,
    pub(super) defaults: Defaults,
    pub(super) every_hours: Option<u8>,
    /// The first and last hour of `every hour from 9 to 17`.
    pub(super) range: Option<(Written, Written, String)>,
    /// `am` or `pm` before the time, as in Japanese and Chinese.
    pub(super) half: Option<Half>,
    /// What the last piece was, if it joins with what comes next.
    pub(super) last: Last,
    /// How many parts of the day a time after them refers to: `morning and evening at 8`.
    pub(super) parts: usize,
    /// The time before a part of the day, for another part: `8 in the morning and evening`.
    pub(super) said: Option<Written>,
    pub(super) between: bool,
    pub(super) except: bool,
    /// Whether `and` was the last word.
    pub(super) after_and: bool,
    /// Whether each part between commas has days and times of its own: `9am mon, tue 6pm`.
    pub(super) apart: bool,
    /// Whether the next day or time begins such a part.
    pub(super) fresh: bool,
    /// How many times, and how that was typed.
    pub(super) count: Option<(u8, String)>,
    pub(super) unknown: Vec<String>,
}

/// What was read last, apart from words without meaning.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Other,
    /// A time that a part of the day can follow: `8 in the morning`.
    Time(Written),
    /// A part of the day without a time so far: `every evening at 8`.
    Part,
    /// The same before a comma.
    PartComma,
}

impl<'a> Reader<'a> {
    pub(super) fn new(pieces: &'a [String], german: bool, dutch: bool) -> Reader<'a> {
        Reader {
            pieces,
            words: meanings(pieces, german || dutch),
            german,
            groups: Vec::new(),
            defaults: Defaults::default(),
            every_hours: None,
            range: None,
            half: None,
            last: Last::Other,
            parts: 0,
            said: None,
            between: false,
            except: false,
            after_and: false,
            apart: are_complete(pieces),
            fresh: true,
            count: None,
            unknown: Vec::new(),
        }
    }

    /// The expressions; `None` if there is no time or day among the pieces.
    pub(super) fn read(mut self) -> Result<Option<Vec<String>>, CronProblem> {
        let mut at = 0;
        while at < self.pieces.len() {
            at += self.take(at)?;
        }
        self.finish()
    }

    pub(super) fn piece(&self, at: usize) -> &'a str {
        self.pieces.get(at).map_or("", String::as_str)
    }

    pub(super) fn word(&self, at: usize) -> Option<Word> {
        self.words.get(at).copied().flatten()
    }

    pub(super) fn word_before(&self, at: usize) -> Option<Word> {
        at.checked_sub(1).and_then(|at| self.word(at))
    }

    /// The next word with a meaning, from `at`.
    pub(super) fn meaning_from(&self, at: usize) -> Option<Word> {
        let idle = |word: &Option<Word>| {
            matches!(word, Some(Word::Filler | Word::Every | Word::Article | Word::At))
        };
        self.words.iter().skip(at).find(|word| !idle(word)).copied().flatten()
    }

    pub(super) fn has_word(&self, wanted: Word) -> bool {
        self.words.contains(&Some(wanted))
    }

    /// The group that gets the next day or time: `monday 9am, thursday 6pm` has two.
    pub(super) fn group(&mut self, kind: Kind) -> &mut Group {
        let begins = |group: &Group| {
            // `9am every day, mondays 6pm`
            let more = kind == Kind::Days && group.daily && group.has(Kind::Times);
            group.is_full(kind) || more
        };
        if self.apart && self.fresh || self.groups.last().is_none_or(begins) {
            self.groups.push(Group::new(kind));
        }
        self.fresh = false;
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    /// The days to which a day or range of days is added.
    pub(super) fn add_days(&mut self, first: u8, last: u8) {
        if self.except {
            if self.groups.is_empty() {
                self.groups.push(Group::new(Kind::Days));
            }
            if let Some(group) = self.groups.last_mut() {
                let mut left_out = Group::default();
                left_out.add_days(first, last);
                group.except.extend(left_out.days);
            }
            return;
        }
        let and = self.after_and;
        let group = self.group(Kind::Days);
        group.always |= group.daily && and;
        group.add_days(first, last);
    }

    /// All days; days named next to it say which: `daily mon-fri`.
    pub(super) fn add_all_days(&mut self) {
        self.except = false;
        self.group(Kind::Days).daily = true;
    }

    /// Reads one piece or several, and returns how many.
    fn take(&mut self, at: usize) -> Result<usize, CronProblem> {
        let piece = self.piece(at);
        if piece == COMMA {
            self.last = if self.last == Last::Part { Last::PartComma } else { Last::Other };
            self.fresh = true;
            return Ok(1);
        }
        // `every day but sunday`
        if piece == "but" && matches!(self.meaning_from(at + 1), Some(Word::Day(_) | Word::Weekend))
        {
            self.except = true;
            return Ok(1);
        }
        if let Some((first, last)) = piece.split_once('-')
            && let (Some(first), Some(last)) = (day_in_range(first), day_in_range(last))
        {
            self.add_days(first, last);
            return Ok(1);
        }
        let Some(known) = self.word(at) else { return self.take_number(at) };
        let next = self.word(at + 1);
        let before = self.groups.len();
        match known {
            Word::Day(first) => {
                let to = match next {
                    Some(Word::To) => true,
                    Some(Word::And) => self.between,
                    // Spanish: `lunes a viernes`.
                    Some(Word::Every | Word::Filler) => {
                        matches!(self.piece(at + 1), "a" | "al")
                    }
                    _ => false,
                };
                if to && let Some(Word::Day(last)) = self.word(at + 2) {
                    self.between = false;
                    self.add_days(first, last);
                    return Ok(3);
                }
                // `saturday the 5th`
                if self.piece(at + 1) == "the"
                    && matches!(self.word(at + 2), Some(Word::Ordinal(_)))
                {
                    return Err(CronProblem::OneTime(self.pieces[at..=at + 2].join(" ")));
                }
                self.add_days(first, first);
            }
            Word::Workdays => self.add_days(1, 5),
            Word::Weekend => self.add_days(6, 0),
            Word::Daily => self.take_all_days(at),
            Word::Part(part) => self.take_part(part, at)?,
            Word::Half(half) => self.take_half(half, at)?,
            Word::HalfBefore(half) => self.half_before(half, at)?,
            Word::Weekly => self.defaults.weekly = true,
            Word::Monthly => self.defaults.monthly = true,
            Word::Ordinal(date) => return self.take_ordinal(date, at),
            // `18:00 horas`
            Word::Hours if matches!(self.last, Last::Time(_)) => {}
            Word::Hours => self.every_hours = Some(1),
            Word::DayUnit => {
                let every = self.word_before(at) == Some(Word::Every) && self.count.is_none();
                if every && self.piece(at.saturating_sub(1)) != "a" {
                    self.take_all_days(at);
                }
            }
            Word::Uncountable => return Err(CronProblem::Uncountable(self.with_unit(at))),
            Word::Single => return Err(CronProblem::OneTime(piece.to_owned())),
            Word::From if matches!(next, Some(Word::Day(_) | Word::Ordinal(_))) => {
                return Err(CronProblem::OneTime(format!("{piece} {}", self.piece(at + 1))));
            }
            Word::Count(count) => self.count = Some((count, self.counted(at))),
            Word::Between => self.between = true,
            Word::Except => self.except = true,
            Word::ExceptBefore => {
                if let Some(group) = self.groups.last_mut() {
                    group.except.extend(std::mem::take(&mut group.days));
                }
            }
            Word::And => {
                (self.last, self.fresh, self.after_and) = (Last::Other, true, true);
                return Ok(1);
            }
            // `sat 10am - sun 6pm`
            Word::To if self.is_span(at) => {
                return Err(CronProblem::NotATimeOfDay(self.pieces.join(" ")));
            }
            Word::To
            | Word::From
            | Word::Times
            | Word::Every
            | Word::Article
            | Word::At
            | Word::Filler => {}
        }
        if !matches!(known, Word::Every | Word::Article | Word::At | Word::Filler) {
            self.after_and = false;
        }
        let same_group = before == self.groups.len();
        match known {
            Word::Day(_) | Word::Workdays | Word::Weekend if same_group => {}
            Word::Every | Word::Article | Word::At | Word::Filler | Word::Times => {}
            Word::Part(_) | Word::And => {}
            _ if self.last == Last::Part => {}
            _ => self.last = Last::Other,
        }
        Ok(1)
    }

    /// Whether a day with a time is before this, and another day follows.
    fn is_span(&self, at: usize) -> bool {
        let full = |group: &Group| group.has(Kind::Days) && group.has(Kind::Times);
        matches!(self.meaning_from(at + 1), Some(Word::Day(_)))
            && matches!(self.last, Last::Time(_) | Last::Part)
            && self.groups.last().is_some_and(full)
    }

    /// All days, unless they only say to what something refers: `twice a day`.
    fn take_all_days(&mut self, at: usize) {
        let counted = self.count.is_some() && self.word_before(at) != Some(Word::Every);
        if !counted && self.meaning_from(at + 1) != Some(Word::Monthly) {
            self.add_all_days();
        }
    }

    /// `other monday`, `last day`, or the word alone.
    fn with_unit(&self, at: usize) -> String {
        let unit = matches!(
            self.word(at + 1),
            Some(Word::Day(_) | Word::DayUnit | Word::Hours | Word::Weekly | Word::Monthly)
        );
        self.pieces[at..=at + usize::from(unit)].join(" ")
    }

    /// `3 times a week`, from the number.
    pub(super) fn counted(&self, at: usize) -> String {
        let units = [Word::DayUnit, Word::Daily, Word::Weekly, Word::Monthly];
        let unit = |at: &usize| self.word(*at).is_some_and(|word| units.contains(&word));
        let end = (at..self.pieces.len()).find(unit).unwrap_or(at);
        self.pieces[at..=end].join(" ")
    }

    /// A part of the day, after a time or before it.
    fn take_part(&mut self, part: DayPart, at: usize) -> Result<(), CronProblem> {
        if let Last::Time(written) = self.last {
            if let Some(time) = part.at(written)
                && let Some(group) = self.groups.last_mut()
            {
                group.correct_time(time);
                self.last = Last::Other;
                self.said = Some(written).filter(|written| !written.sure);
                return Ok(());
            }
            // `9 noon` is two times; `14:00 in the morning` is none.
            if !matches!(part, DayPart::Noon | DayPart::Midnight) {
                return Err(wrong(&format!("{} {}", self.piece_of_time(at), self.piece(at))));
            }
        }
        // `every night at midnight`
        let exact = matches!(part, DayPart::Noon | DayPart::Midnight);
        if exact && self.last == Last::Part {
            self.groups.last_mut().map(|group| group.parts.pop());
        }
        let time_follows = (at + 1..self.pieces.len())
            .find(|at| !matches!(self.word(*at), Some(Word::Filler | Word::At | Word::Article)))
            .is_some_and(|at| self.piece(at).starts_with(|c: char| c.is_ascii_digit()));
        if let Some(time) = self.said.and_then(|said| part.at(said))
            && self.after_and
            && !time_follows
            && let Some(group) = self.groups.last_mut()
        {
            group.times.push(Written { time, sure: true, bare: false });
            return Ok(());
        }
        let more = self.last == Last::Part || self.after_and;
        self.parts = if more { self.parts + 1 } else { 1 };
        self.group(Kind::Times).parts.push(part);
        self.last = Last::Part;
        Ok(())
    }

    /// The time before a part of the day, as typed.
    fn piece_of_time(&self, at: usize) -> &'a str {
        let digit = |piece: &&String| piece.starts_with(|c: char| c.is_ascii_digit());
        self.pieces[..at].iter().rev().find(digit).map_or("", String::as_str)
    }

    /// `am` or `pm` after a time; in German, `am` comes before a day.
    fn take_half(&mut self, half: Half, at: usize) -> Result<(), CronProblem> {
        let day = matches!(
            self.word(at + 1),
            Some(Word::Day(_) | Word::Weekend | Word::Part(_) | Word::Ordinal(_) | Word::DayUnit)
        );
        let ordinal = matches!(self.word(at + 1), Some(Word::Ordinal(_)));
        if half == Half::Am && (self.german && day || ordinal) {
            return Ok(());
        }
        let piece = self.piece(at);
        let Last::Time(written) = self.last else { return self.half_before(half, at) };
        if written.time.0 <= 12
            && let Some(group) = self.groups.last_mut()
        {
            group.correct_time(on_half(written.time, half).ok_or_else(|| wrong(piece))?);
        }
        Ok(())
    }

    /// `am` or `pm` before a time. Without one, as in `monday pm`, it says too little.
    fn half_before(&mut self, half: Half, at: usize) -> Result<(), CronProblem> {
        let idle = |word: &Option<Word>| matches!(word, Some(Word::Filler | Word::At));
        let next = (at + 1..self.pieces.len()).find(|at| !idle(&self.word(*at)));
        let time = next.is_some_and(|at| self.piece(at).starts_with(|c: char| c.is_ascii_digit()));
        if !time {
            return Err(CronProblem::NoTimeOfDay);
        }
        self.half = Some(half);
        Ok(())
    }

    /// `15th`, `1st of the month`, `every 3rd hour`; cron has no `first monday` and no
    /// `every second day`.
    fn take_ordinal(&mut self, date: u8, at: usize) -> Result<usize, CronProblem> {
        let both =
            || CronProblem::Uncountable(format!("{} {}", self.piece(at), self.piece(at + 1)));
        let every = self.word_before(at) == Some(Word::Every);
        match self.word(at + 1) {
            // It would mean the 1st, and every Monday.
            Some(
                Word::Day(_) | Word::Workdays | Word::Weekend | Word::Weekly | Word::Uncountable,
            ) => {
                return Err(both());
            }
            Some(Word::Monthly) => return Err(both()),
            Some(Word::DayUnit) if every && !self.has_word(Word::Monthly) => match date {
                1 => self.add_all_days(),
                _ => return Err(both()),
            },
            // Danish and Norwegian: `hver 6. time`.
            Some(Word::Hours | Word::Times) if every => {
                self.every_hours = Some(date);
                return Ok(2);
            }
            _ if self.except => return Err(CronProblem::Uncountable(self.piece(at).to_owned())),
            _ => {
                self.group(Kind::Days).dates.insert(date);
            }
        }
        self.last = Last::Other;
        Ok(1)
    }

    fn finish(mut self) -> Result<Option<Vec<String>>, CronProblem> {
        let groups = merged(std::mem::take(&mut self.groups));
        let nothing = groups.is_empty()
            && self.every_hours.is_none()
            && self.range.is_none()
            && !self.defaults.weekly
            && !self.defaults.monthly;
        if !self.unknown.is_empty() {
            let unknown = self.unknown.join(" ");
            return Err(match nothing {
                true => CronProblem::NotATimeOfDay(unknown),
                false => CronProblem::UnknownWords(unknown),
            });
        }
        if let Some((count, typed)) = self.count.take().filter(|(count, _)| *count > 1) {
            check_count(count, typed, &groups)?;
        }
        if let Some(step) = self.every_hours {
            return self.hours(step, groups).map(|expression| Some(vec![expression]));
        }
        if let Some((_, _, typed)) = self.range {
            return Err(CronProblem::NotATimeOfDay(typed));
        }
        if nothing {
            return Ok(None);
        }
        let groups = if groups.is_empty() { vec![Group::new(Kind::Days)] } else { groups };
        // `every month on monday`
        let some = |group: &Group| !group.days.is_empty() && !group.is_every_day();
        let dates = groups.iter().any(|group| !group.dates.is_empty());
        if self.defaults.monthly && !dates && groups.iter().any(some) {
            return Err(CronProblem::Uncountable(self.month_and_day()));
        }
        // `every day` alone doesn't say when.
        if let [group] = groups.as_slice()
            && group.is_every_day()
            && !group.has(Kind::Times)
        {
            return Err(CronProblem::NoTimeOfDay);
        }
        let mut expressions = Vec::new();
        for group in groups {
            let all = group.expressions(self.defaults).ok_or(CronProblem::Combination)?;
            expressions.extend(all);
        }
        Ok(Some(expressions))
    }

    /// The words from a month to a weekday, or the reverse.
    fn month_and_day(&self) -> String {
        let place = |is: fn(&Option<Word>) -> bool| self.words.iter().position(is);
        let month = place(|word| *word == Some(Word::Monthly)).unwrap_or_default();
        let days = |word: &Option<Word>| {
            matches!(word, Some(Word::Day(_) | Word::Workdays | Word::Weekend))
        };
        let day = place(days).unwrap_or(month);
        self.pieces[month.min(day)..=month.max(day)].join(" ")
    }

    /// `every 6 hours`, `every hour from 9 to 17`.
    fn hours(&self, step: u8, mut groups: Vec<Group>) -> Result<String, CronProblem> {
        if groups.len() > 1 || groups.iter().any(|group| group.has(Kind::Times)) {
            return Err(CronProblem::TimeAndHours);
        }
        let (hours, minute) = match &self.range {
            None => ("*".to_owned(), 0),
            Some((first, last, typed)) => {
                let ((first, minute), (last, _)) = (first.time, last.time);
                if first >= last {
                    return Err(CronProblem::NotATimeOfDay(typed.clone()));
                }
                (format!("{first}-{last}"), minute)
            }
        };
        let hours = if step == 1 { hours } else { format!("{hours}/{step}") };
        let days = groups.pop().unwrap_or_default();
        let days = days.day_fields(self.defaults).ok_or(CronProblem::Combination)?;
        Ok(format!("{minute} {hours} {days}"))
    }
}

/// Checks that as many days or times are given as were asked for.
fn check_count(count: u8, typed: String, groups: &[Group]) -> Result<(), CronProblem> {
    let count = usize::from(count);
    let all = |size: &dyn Fn(&Group) -> usize| groups.iter().map(size).sum::<usize>();
    let times = all(&|group| group.all_times().len());
    let days = all(&Group::day_count);
    let slots = all(&|group| group.day_count() * group.all_times().len().max(1));
    let week = typed.contains("week") || typed.contains("month");
    let fits = match week {
        true => slots == count || days == count,
        false => groups.iter().all(|group| group.all_times().len() == count) && times > 0,
    };
    fits.then_some(()).ok_or(CronProblem::Count(typed))
}
