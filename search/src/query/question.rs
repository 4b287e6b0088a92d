//! Understands what a question asks for besides its words: newest, most votes, surveys, an author's
//! papers.

use domain::Period;
use jiff::civil::Date;

use super::Sort;
use super::question_phrases::{
    ABOUT, ADJECTIVES, HOT, MOST_VOTED, MOST_VOTES, NEWEST, NEWS, NOT_AN_ORDER, OPENINGS, PAPERS,
    SURVEYS, UNITS,
};

/// A parsed question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Question {
    /// The words to search for: `papers about robots` has one.
    pub(crate) words: String,
    /// The order that the question asks for.
    pub(crate) sort: Option<Sort>,
    /// Published within this many days.
    pub(crate) days: Option<i32>,
    /// Published on this day or later.
    pub(crate) from: Option<Date>,
    /// Published on this day or earlier.
    pub(crate) to: Option<Date>,
    /// Whether surveys are asked for.
    pub(crate) surveys: bool,
    /// The author or organization whose papers are asked for.
    pub(crate) by: Option<String>,
}

/// Longer texts are pasted: "recent progress in" then asks for nothing.
const LONGEST: usize = 20;
/// A question's words, each with its form for comparison.
pub(super) struct Line<'a>(pub(super) Vec<(&'a str, String)>);

impl Question {
    /// Parses a question. Without `today`, a month or year is only a word.
    pub(crate) fn read(text: &str, today: Option<Date>) -> Question {
        let bare = |word: &str| {
            let trimmed = word.trim_matches(|c: char| !c.is_alphanumeric());
            trimmed.to_lowercase().replace('’', "'")
        };
        if text.split_whitespace().nth(LONGEST).is_some() {
            return Question { words: text.to_owned(), ..Question::default() };
        }
        let words = text.split_whitespace().map(|word| (word, bare(word)));
        let mut line = Line(words.collect());
        let mut question = Question::default();
        let of_papers = line.0.iter().any(|(_, word)| {
            PAPERS.contains(&word.as_str()) || matches!(word.as_str(), "survey" | "surveys")
        });
        question.read_dates(&mut line, of_papers, today);
        question.read_times(&mut line, of_papers);
        while question.read_opening(&mut line, of_papers)
            || question.read_time_at_the_end(&mut line)
            || question.read_time_at_the_start(&mut line)
        {}
        question.read_how(&mut line);
        question.read_survey(&mut line);
        let words: Vec<&str> = line.0.iter().map(|(word, _)| *word).collect();
        question.words = words.join(" ");
        let forms: Vec<_> = words.iter().map(|word| between_forms(word)).collect();
        if forms.iter().any(Option::is_some) {
            let written =
                words.iter().zip(forms).map(|(word, form)| form.unwrap_or((*word).into()));
            question.words = written.collect::<Vec<_>>().join(" ");
            return question;
        }
        if question == (Question { words: question.words.clone(), ..Question::default() })
            && words.len() == text.split_whitespace().count()
        {
            // Nothing was recognized, so keep the text unchanged.
            question.words = text.to_owned();
        }
        question
    }

    fn has_time(&self) -> bool {
        self.days.is_some() || self.from.is_some() || self.to.is_some()
    }

    /// Reads `how does LoRA work`, of which only the middle is searched for.
    fn read_how(&mut self, line: &mut Line) {
        let mut rest = Line(line.0.clone());
        let asked = ["how does", "how do", "how"].iter().any(|how| rest.drop_start(how));
        let works = rest.drop_end("work") || rest.drop_end("works");
        if asked && works && rest.len() > 0 {
            *line = rest;
        }
    }

    /// Reads one opening phrase.
    fn read_opening(&mut self, line: &mut Line, of_papers: bool) -> bool {
        if phrases(NEWS).any(|news| line.drop_start(news)) {
            let _ = phrases(ABOUT).any(|about| line.drop_start(about));
            self.sort = self.sort.or(Some(Sort::Newest));
            return true;
        }
        if phrases(HOT).any(|hot| line.drop_start(hot)) {
            self.sort = self.sort.or(Some(Sort::Votes));
            return true;
        }
        if self.read_papers(line, of_papers) {
            return true;
        }
        // `what's the best paper on`
        for asked in ["what is", "what's", "whats", "what are", "which is"] {
            let mut rest = Line(line.0.clone());
            if rest.drop_start(asked) && self.read_papers(&mut rest, of_papers) {
                *line = rest;
                return true;
            }
        }
        let opened = phrases(OPENINGS).any(|opening| {
            // Don't strip a single word, or part of a hyphenated one such as `show-o`.
            line.len() > opening.split(' ').count() && line.drop_start(opening)
        });
        if opened && line.len() > 1 {
            // `what should I read about`
            let _ = ["about", "on"].iter().any(|about| line.drop_start(about));
        }
        opened
    }

    /// Reads `the latest papers about`, `top 10 papers on`, `papers by`.
    fn read_papers(&mut self, line: &mut Line, of_papers: bool) -> bool {
        let mut rest = Line(line.0.clone());
        let mut sort = read_order(&mut rest);
        // `studies of bias` aren't by somebody.
        let can_be_of = rest.0.first().is_some_and(|(_, word)| {
            matches!(
                word.as_str(),
                "papers" | "paper" | "articles" | "publications" | "works" | "work"
            )
        });
        let advances =
            ["advances", "developments", "progress", "breakthroughs", "trends", "methods"];
        let papers = PAPERS.iter().any(|papers| rest.drop_start(papers))
            || sort == Some(Sort::Newest) && advances.iter().any(|word| rest.drop_start(word));
        if papers {
            if phrases(MOST_VOTES).any(|most| rest.drop_start(most)) {
                sort = Some(Sort::Votes);
            }
            if !self.read_by(&mut rest, can_be_of) {
                let _ = phrases(ABOUT).any(|about| rest.drop_start(about));
            }
        } else if !self.is_order(sort, line, &rest, of_papers) {
            return false;
        }
        if rest.len() == 0 && sort.is_none() && self == &Question::default() {
            // Only `papers`.
            return false;
        }
        self.sort = self.sort.or(sort);
        let changed = rest.len() < line.len();
        *line = rest;
        changed
    }

    /// Whether words such as `latest` before `rest`, without "papers" after them, ask for an order:
    /// `top-k sampling` and `the pile` are search words.
    fn is_order(&self, sort: Option<Sort>, line: &Line, rest: &Line, of_papers: bool) -> bool {
        let Some(sort) = sort else { return false };
        let Some((_, next)) = rest.0.first() else { return true };
        if sort == Sort::Newest {
            // `latest diffusion papers` asks for the newest, `new york` doesn't.
            let first = line.0.first().map(|(_, word)| word.as_str());
            let sure = matches!(first, Some("latest" | "newest" | "most" | "the" | "freshest"));
            sure || self.has_time() || of_papers
        } else {
            self.has_time() || of_papers && next.len() > 1
        }
    }

    /// Reads `by Ziwei Liu about video` and `from NVIDIA` after "papers".
    fn read_by(&mut self, rest: &mut Line, can_be_of: bool) -> bool {
        let is_by = ["by", "written by", "authored by"].iter().any(|by| rest.drop_start(by));
        let somebody = is_by || rest.drop_start("from") || can_be_of && rest.drop_start("of");
        if !somebody {
            return false;
        }
        let about = rest.find(&["about", "on", "regarding", "concerning"]);
        let (by, words) = match about {
            Some(at) => (rest.text(0, at), Line(rest.0[at + 1..].to_vec())),
            None => (rest.text(0, rest.len()), Line(Vec::new())),
        };
        let named = rest.0[..about.unwrap_or(rest.len())].to_vec();
        *rest = words;
        if is_date(&by) && !is_by {
            // A date that was left as words.
            rest.0.extend(named);
        } else {
            self.by = (!by.is_empty()).then_some(by);
        }
        true
    }

    /// Reads `a survey of`, `RAG survey`, `survey papers on`. `survey` alone is a search word.
    fn read_survey(&mut self, line: &mut Line) {
        let kinds = [
            "comprehensive",
            "systematic",
            "recent",
            "latest",
            "new",
            "brief",
            "short",
            "literature",
        ];
        let mut rest = Line(line.0.clone());
        let newest = rest.find(&["recent", "latest", "new"]).is_some_and(|at| at < 2);
        while ["a", "an", "the", "any", "some", "good"]
            .iter()
            .chain(&kinds)
            .any(|word| rest.drop_start(word))
        {}
        if SURVEYS[..].iter().any(|survey| rest.drop_start(survey)) {
            for papers in PAPERS {
                rest.drop_start(papers);
            }
            let about = phrases(ABOUT).chain(["of", "to"]).any(|about| rest.drop_start(about));
            if about && rest.len() > 0 {
                self.sort = self.sort.or(newest.then_some(Sort::Newest));
                self.surveys = true;
                *line = rest;
                return;
            }
        }
        let mut rest = Line(line.0.clone());
        for papers in PAPERS {
            rest.drop_end(papers);
        }
        // `code review` and `peer review` are search words.
        let sure = ["survey", "surveys", "overview", "survey paper", "literature review"];
        if sure.iter().any(|survey| rest.drop_end(survey)) && rest.len() > 0 {
            self.surveys = true;
            *line = rest;
        }
    }
}

/// What models turn into each other, where `2` is `to`. In other names it is a number: `Qwen2Audio`.
const FORMS: [&str; 18] = [
    "audio", "code", "image", "img", "layout", "motion", "music", "real", "seq", "sim", "sketch",
    "song", "speech", "sql", "text", "vid", "video", "world",
];

/// `text-to-image` for `text2image`.
fn between_forms(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let (from, to) = lower.split_once('2')?;
    (FORMS.contains(&from) && FORMS.contains(&to)).then(|| format!("{from}-to-{to}"))
}

/// Drops the words that ask for an order, and adjectives and a number among them: `the 10 best`,
/// `top-3`, `some recent`.
fn read_order(rest: &mut Line) -> Option<Sort> {
    // `5 papers on`
    if rest.0.get(1).is_some_and(|(_, word)| PAPERS[..2].contains(&word.as_str())) {
        rest.drop_number();
    }
    let mut sort = None;
    // `top-3 papers`
    if let Some((_, word)) = rest.0.first()
        && let Some(count) = word.strip_prefix("top")
        && matches!(count.trim_start_matches('-').parse(), Ok(1_u8..=100))
    {
        sort = Some(Sort::Votes);
        rest.0.remove(0);
    }
    // `the 10 best papers`
    let mut counted = Line(rest.0.clone());
    counted.drop_start("the");
    if counted.drop_number() {
        if phrases(MOST_VOTED).any(|top| counted.drop_start(top)) {
            (sort, *rest) = (Some(Sort::Votes), counted);
        } else if NEWEST[..2].iter().any(|new| counted.drop_start(new)) {
            (sort, *rest) = (Some(Sort::Newest), counted);
        }
    }
    while !phrases(NOT_AN_ORDER).any(|name| starts(&rest.0, name).is_some()) {
        if NEWEST.iter().any(|new| rest.drop_start(new)) {
            sort = Some(Sort::Newest);
        } else if phrases(MOST_VOTED).any(|top| rest.drop_start(top)) {
            sort = Some(Sort::Votes);
        } else {
            let number = sort.is_some() && rest.is_count() && rest.drop_number();
            let few = |adjective: &str| adjective == "few" && !rest.is_count();
            let mut adjectives = ADJECTIVES.iter().filter(|adjective| !few(adjective));
            let adjective = adjectives.find(|one| starts(&rest.0, one).is_some());
            if !number && !adjective.is_some_and(|adjective| rest.drop_start(adjective)) {
                break;
            }
        }
    }
    sort
}

/// Whether it is a year or the like, and not somebody: `papers of 2025`.
fn is_date(text: &str) -> bool {
    let is_year = |word: &&str| word.len() == 4 && word.parse().is_ok_and(|year: u16| year > 1900);
    let text = text.to_lowercase();
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.iter_mut().for_each(|word| *word = word.trim_matches(|c: char| !c.is_alphanumeric()));
    let whole = matches!(
        Period::read(&words),
        Some((Period::Calendar { .. }, used)) if used == words.len()
    );
    whole || words.len() <= 2 && words.iter().any(is_year)
}

pub(super) fn phrases(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(['|', '\n']).map(str::trim).filter(|phrase| !phrase.is_empty())
}

impl Line<'_> {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.0[from..to].iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ")
    }

    fn find(&self, words: &[&str]) -> Option<usize> {
        self.0.iter().position(|(_, word)| words.contains(&word.as_str()))
    }

    pub(super) fn drop_start(&mut self, phrase: &str) -> bool {
        let found = starts(&self.0, phrase);
        if let Some(count) = found {
            self.0.drain(..count);
        }
        found.is_some()
    }

    /// Whether a number or `few` at the start says how many papers, and isn't part of the topic:
    /// `4 bit`, `few shot`.
    fn is_count(&self) -> bool {
        let next = self.0.get(1).map_or("", |(_, word)| word.as_str());
        !UNITS.split(' ').any(|unit| unit == next)
    }

    fn drop_number(&mut self) -> bool {
        let number = self.0.first().is_some_and(|(_, word)| {
            let digits = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
            digits && !word.is_empty() || domain::is_english_number(word)
        });
        if number {
            self.0.remove(0);
        }
        number
    }

    pub(super) fn drop_end(&mut self, phrase: &str) -> bool {
        let count = phrase.split(' ').count();
        let Some(from) = self.len().checked_sub(count) else { return false };
        let same =
            self.0[from..].iter().zip(phrase.split(' ')).all(|((_, word), part)| word == part);
        if same {
            self.0.truncate(from);
        }
        same
    }
}

/// The number of words in a phrase, if the words begin with it.
pub(super) fn starts(words: &[(&str, String)], phrase: &str) -> Option<usize> {
    let mut count = 0;
    for part in phrase.split(' ') {
        if words.get(count)?.1 != part {
            return None;
        }
        count += 1;
    }
    Some(count)
}

#[cfg(test)]
#[path = "question_tests.rs"]
mod tests;
