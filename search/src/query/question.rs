//! Understands what a question asks for besides its words: newest, most votes, surveys, an author's
//! papers.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Sort;
use super::question_phrases::{
    ABOUT, ADJECTIVES, ENDINGS, HOT, MOST_VOTED, NEWEST, NEWS, OPENINGS, PAPERS, SURVEYS, TIMES,
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
    /// Whether surveys are asked for.
    pub(crate) surveys: bool,
    /// The author or organization whose papers are asked for.
    pub(crate) by: Option<String>,
}

/// Longer texts are pasted: "recent progress in" then asks for nothing.
const LONGEST: usize = 20;
/// A question's words, each with its form for comparison.
struct Line<'a>(Vec<(&'a str, String)>);

impl Question {
    /// Parses a question.
    pub(crate) fn read(text: &str) -> Question {
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
        let of_papers = line.0.iter().any(|(_, word)| PAPERS.contains(&word.as_str()));
        question.read_times(&mut line);
        if of_papers {
            question.read_time_among(&mut line);
        }
        while question.read_opening(&mut line, of_papers)
            || question.read_time_at_the_end(&mut line)
        {}
        question.read_survey(&mut line);
        let words: Vec<&str> = line.0.iter().map(|(word, _)| *word).collect();
        question.words = words.join(" ");
        if question == (Question { words: question.words.clone(), ..Question::default() })
            && words.len() == text.split_whitespace().count()
        {
            // Nothing was recognized, so keep the text unchanged.
            question.words = text.to_owned();
        }
        question
    }

    /// The earliest publication day, if the question limits it.
    pub(crate) fn since(&self, today: Option<Date>) -> Option<Date> {
        today?.checked_sub(self.days?.days()).ok()
    }

    fn read_times(&mut self, line: &mut Line) {
        self.read_time_at_the_end(line);
        for (time, days) in TIMES {
            // `this week's papers`
            let possessive = format!("{time}'s");
            if line.drop_start(&possessive)
                || line.len() > time.split(' ').count() && {
                    time.contains(' ') && line.drop_start(time)
                }
            {
                self.days = Some(days);
                return;
            }
        }
    }

    fn read_time_at_the_end(&mut self, line: &mut Line) -> bool {
        for ending in phrases(ENDINGS) {
            if line.len() > ending.split(' ').count() && line.drop_end(ending) {
                return true;
            }
        }
        if self.days.is_some() {
            return false;
        }
        for (time, days) in TIMES {
            if line.drop_end(time) {
                drop_preposition(line);
                self.days = Some(days);
                return true;
            }
        }
        self.read_count_of_days(line)
    }

    /// Reads a time between other words: `papers from last month on agents`.
    fn read_time_among(&mut self, line: &mut Line) {
        for at in 1..line.len() {
            if self.days.is_some() {
                return;
            }
            let named = TIMES.iter().find_map(|(time, days)| {
                let words = starts(&line.0[at..], time)?;
                let whole = time.contains(' ') || matches!(*time, "today" | "yesterday");
                whole.then_some((words, *days))
            });
            let Some((words, days)) = named.or_else(|| count_of_days(&line.0[at..])) else {
                continue;
            };
            let after = line.0.split_off(at + words);
            line.0.truncate(at);
            drop_preposition(line);
            line.0.extend(after);
            self.days = Some(days);
        }
    }

    /// Reads `last 3 weeks` at the end, or before other words.
    fn read_count_of_days(&mut self, line: &mut Line) -> bool {
        if let Some((words, days)) = count_of_days(&line.0).filter(|(words, _)| line.len() > *words)
        {
            line.0.drain(..words);
            self.days = Some(days);
            return true;
        }
        let found = (3..=4).find_map(|words| {
            let from = line.len().checked_sub(words)?;
            let (used, days) = count_of_days(&line.0[from..])?;
            (used == words).then_some((from, days))
        });
        let Some((from, days)) = found else { return false };
        line.0.truncate(from);
        drop_preposition(line);
        self.days = Some(days);
        true
    }

    /// Reads one opening phrase.
    fn read_opening(&mut self, line: &mut Line, of_papers: bool) -> bool {
        if phrases(NEWS).any(|news| line.drop_start(news)) {
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
        phrases(OPENINGS).any(|opening| {
            // Don't strip a single word, or part of a hyphenated one such as `show-o`.
            line.len() > opening.split(' ').count() && line.drop_start(opening)
        })
    }

    /// Reads `the latest papers about`, `top 10 papers on`, `papers by`.
    fn read_papers(&mut self, line: &mut Line, of_papers: bool) -> bool {
        let mut rest = Line(line.0.clone());
        let mut sort = None;
        loop {
            if NEWEST.iter().any(|new| rest.drop_start(new)) {
                sort = Some(Sort::Newest);
            } else if phrases(MOST_VOTED).any(|top| rest.drop_start(top)) {
                sort = Some(Sort::Votes);
            } else {
                let number = sort.is_some() && rest.drop_number();
                if !number && !ADJECTIVES.iter().any(|adjective| rest.drop_start(adjective)) {
                    break;
                }
            }
        }
        let moved = rest.len() < line.len();
        let advances =
            ["advances", "developments", "progress", "breakthroughs", "trends", "methods"];
        let papers = PAPERS.iter().any(|papers| rest.drop_start(papers))
            || sort == Some(Sort::Newest) && advances.iter().any(|word| rest.drop_start(word));
        if papers {
            if ["by", "from", "of", "written by", "authored by"]
                .iter()
                .any(|by| rest.drop_start(by))
            {
                let about = rest.find(&["about", "on", "regarding", "concerning"]);
                let (by, words) = match about {
                    Some(at) => (rest.text(0, at), Line(rest.0[at + 1..].to_vec())),
                    None => (rest.text(0, rest.len()), Line(Vec::new())),
                };
                if is_date(&by) {
                    let mut words = words;
                    words.0.extend(rest.0[..about.unwrap_or(rest.len())].to_vec());
                    rest = words;
                } else {
                    self.by = (!by.is_empty()).then_some(by);
                    rest = words;
                }
            } else {
                let _ = phrases(ABOUT).any(|about| rest.drop_start(about));
            }
        } else if !(rest.len() == 0 && moved && sort.is_some()) && sort != Some(Sort::Newest) {
            // `top-k sampling` and `the pile` are search words.
            let time = self.days.is_some() && sort.is_some();
            if !time {
                return false;
            }
        } else if sort == Some(Sort::Newest) && rest.len() > 0 {
            // `latest diffusion papers` asks for the newest, `new york` doesn't.
            let first = line.0.first().map(|(_, word)| word.as_str());
            let sure = matches!(first, Some("latest" | "newest" | "most" | "the" | "freshest"));
            if !sure && self.days.is_none() && !of_papers {
                return false;
            }
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

    /// Reads `a survey of`, `RAG survey`, `survey papers on`. `survey` alone is a search word.
    fn read_survey(&mut self, line: &mut Line) {
        let kinds = ["comprehensive", "systematic", "recent", "brief", "short", "literature"];
        let mut rest = Line(line.0.clone());
        while ["a", "an", "the", "good"].iter().chain(&kinds).any(|word| rest.drop_start(word)) {}
        if SURVEYS[..].iter().any(|survey| rest.drop_start(survey)) {
            for papers in PAPERS {
                rest.drop_start(papers);
            }
            let about = phrases(ABOUT).chain(["of", "to"]).any(|about| rest.drop_start(about));
            if about && rest.len() > 0 {
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

/// Reads `last 3 weeks`, `past two months`, `last couple of days` at the beginning: the number of
/// words, and of days.
fn count_of_days(words: &[(&str, String)]) -> Option<(usize, i32)> {
    let word = |at: usize| words.get(at).map(|(_, word)| word.as_str());
    if !matches!(word(0)?, "last" | "past") {
        return None;
    }
    let (count, unit) = match (word(1)?, word(2)?) {
        ("couple", "of") => (2, 3),
        ("few", _) => (3, 2),
        (count, _) => {
            let count = count.parse().ok().or_else(|| domain::number_word(count).map(i32::from))?;
            (count, 2)
        }
    };
    let days = match word(unit)?.trim_end_matches('s') {
        "day" => 1,
        "week" => 7,
        "month" => 31,
        "year" => 365,
        _ => return None,
    };
    (1..=50).contains(&count).then(|| (unit + 1, count * days))
}

/// Whether it is a year or the like, and not somebody: `papers of 2025`.
fn is_date(text: &str) -> bool {
    let months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let is_year = |word: &str| word.len() == 4 && word.parse().is_ok_and(|year: u16| year > 1900);
    let is_month = |word: &str| word.get(..3).is_some_and(|start| months.contains(&start));
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [one] => is_year(one) || is_month(one),
        [one, other] => is_year(one) || is_year(other),
        _ => false,
    }
}

fn phrases(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(['|', '\n']).map(str::trim).filter(|phrase| !phrase.is_empty())
}

impl Line<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.0[from..to].iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ")
    }

    fn find(&self, words: &[&str]) -> Option<usize> {
        self.0.iter().position(|(_, word)| words.contains(&word.as_str()))
    }

    fn drop_start(&mut self, phrase: &str) -> bool {
        let found = starts(&self.0, phrase);
        if let Some(count) = found {
            self.0.drain(..count);
        }
        found.is_some()
    }

    fn drop_number(&mut self) -> bool {
        let number = self.0.first().is_some_and(|(_, word)| {
            word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty()
        });
        if number {
            self.0.remove(0);
        }
        number
    }

    fn drop_end(&mut self, phrase: &str) -> bool {
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
fn starts(words: &[(&str, String)], phrase: &str) -> Option<usize> {
    let mut count = 0;
    for part in phrase.split(' ') {
        if words.get(count)?.1 != part {
            return None;
        }
        count += 1;
    }
    Some(count)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let question = Question::read(text);
        let mut shown = question.words.clone();
        let notes = [
            question.sort.map(|sort| format!("{sort:?}")),
            question.days.map(|days| format!("{days} days")),
            question.surveys.then(|| "surveys".to_owned()),
            question.by.map(|by| format!("by {by}")),
        ];
        for note in notes.into_iter().flatten() {
            shown.push_str(" | ");
            shown.push_str(&note);
        }
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn filler_words_are_understood() {
        for (text, expected) in [
            ("protein folding", "protein folding"),
            ("show me papers about protein folding", "protein folding"),
            ("Please can you find me some good papers on protein folding?", "protein folding?"),
            ("are there any papers on sign language", "sign language"),
            ("papers related to LoRA please", "LoRA"),
            ("I'm looking for research on data pruning", "data pruning"),
            ("tell me about state space models", "state space models"),
            ("robot papers", "robot"),
            ("what is new in robotics", "robotics | Newest"),
            ("What's the latest on diffusion?", "diffusion? | Newest"),
            ("latest papers on diffusion", "diffusion | Newest"),
            ("latest diffusion papers", "diffusion | Newest"),
            ("recent advances in tokenization", "tokenization | Newest"),
            ("newest video generation", "video generation | Newest"),
            ("new papers", " | Newest"),
            ("top this week", " | Votes | 7 days"),
            ("top papers this week", " | Votes | 7 days"),
            ("trending today", " | Votes | 1 days"),
            ("top 10 papers on RL", "RL | Votes"),
            ("best papers about agents of the last 3 weeks", "agents | Votes | 21 days"),
            ("most upvoted papers this month", " | Votes | 31 days"),
            ("papers in the last 7 days about robots", "robots | 7 days"),
            ("papers from last month on agents", "agents | 31 days"),
            ("past two weeks RL", "RL | 14 days"),
            ("last couple of days", " | 2 days"),
            ("best papers of the past few months on RAG", "RAG | Votes | 93 days"),
            ("best papers of 2025", "2025 | Votes"),
            ("papers from may 2026", "may 2026"),
            ("what's hot this week", " | Votes | 7 days"),
            ("what is trending in robotics", "robotics | Votes"),
            ("anything interesting on diffusion", "diffusion"),
            ("most cited papers on RLHF", "RLHF | Votes"),
            ("a good intro to GNNs", "GNNs | surveys"),
            ("introduction to flow matching", "flow matching | surveys"),
            ("papers this week", " | 7 days"),
            ("this week's papers", " | 7 days"),
            ("diffusion papers this week", "diffusion | 7 days"),
            ("RAG survey", "RAG | surveys"),
            ("survey of context engineering", "context engineering | surveys"),
            ("a comprehensive survey on agentic RL", "agentic RL | surveys"),
            ("latest survey papers on RAG", "RAG | Newest | surveys"),
            ("papers by Ziwei Liu", " | by Ziwei Liu"),
            ("show me the latest papers by Ziwei Liu about video", "video | Newest | by Ziwei Liu"),
            ("papers from NVIDIA on robots", "robots | by NVIDIA"),
            ("papers by Ziwei Liu from last week", " | 7 days | by Ziwei Liu"),
            ("papers by Ziwei Liu from the last 2 weeks", " | 14 days | by Ziwei Liu"),
            ("diffusion papers from today", "diffusion | 1 days"),
            ("papers on agents since yesterday", "agents | 2 days"),
            ("papers by Maël", " | by Maël"),
            ("robots of the last 99999999 years", "robots of the last 99999999 years"),
            // Only similar.
            ("survey", "survey"),
            ("code review", "code review"),
            ("new york", "new york"),
            ("top-k sampling", "top-k sampling"),
            ("best practices for RLHF", "best practices for RLHF"),
            ("the pile", "the pile"),
            ("Show-o", "Show-o"),
            ("Less is More: Recursive Reasoning", "Less is More: Recursive Reasoning"),
            ("papers", "papers"),
            ("search agents", "search agents"),
            ("tree search", "tree search"),
            ("user survey simulation", "user survey simulation"),
            ("", ""),
        ] {
            check(text, expected);
        }
    }

    proptest! {
        #[test]
        fn no_words_panic(
            words in prop::collection::vec(
                prop_oneof![
                    4 => "papers|by|from|of|about|last|past|few|two|weeks|years|2025|may|since|top|survey",
                    2 => "[a-zà-ö]{1,5}",
                    1 => "\\PC{0,5}",
                    1 => "[0-9]{1,11}",
                ],
                0..9,
            ),
        ) {
            let text = words.join(" ");
            let question = Question::read(&text);
            prop_assert!(question.words.len() <= text.len(), "{}", text);
        }
    }
}
