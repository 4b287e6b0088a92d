//! Matches topics that are expressions: phrases, names, alternatives and exclusions. Plain words in
//! them are matched like any topic.

use std::collections::HashMap;

use domain::{Expression, Field, Name, Part, Strictness, Topic, TopicHit, TopicReason};

use super::field::{Place, Span};
use super::people::parts_of;
use super::{Match, PaperText, TopicSet, least};
use crate::index::organization::other_organization;
use crate::index::person_name::Wanted;
use crate::parallel;
use crate::text::{Stems, hash, stems_of};

/// With fewer topics, a paper is matched sooner than another thread is started.
const MANY: usize = 256;

/// A list of topics, each matched as an expression.
#[derive(Default)]
pub struct TopicMatcher {
    topics: Vec<Prepared>,
    /// The distinct plain-word topics in all expressions.
    words: Vec<Topic>,
    set: TopicSet,
    /// For each of these, the topics that consist of nothing else.
    plain: Vec<Vec<u32>>,
    /// The indexes of topics that are more than words.
    others: Vec<u32>,
}

struct Prepared {
    text: String,
    any: Vec<Vec<Test>>,
    exclude: Vec<Test>,
}

enum Test {
    /// The index of the words.
    Words(usize),
    /// The stems of a phrase.
    Phrase(Vec<u64>),
    Author(Vec<Named<Wanted>>),
    Organization(Vec<Named<Vec<String>>>),
    TitlePhrase(Vec<u64>),
    TitleWords(Vec<u64>),
    Group(Vec<Vec<Test>>, Vec<Test>),
}

/// One way to read a name: its beginning as the name, the rest as words.
struct Named<N> {
    name: N,
    rest: Vec<u64>,
}

/// What a test found: the score, and where.
#[derive(Clone)]
struct Found {
    score: f32,
    reason: TopicReason,
}

impl TopicMatcher {
    /// Prepares topics; results refer to them by their index.
    pub fn new<'a>(topics: impl IntoIterator<Item = &'a Topic>) -> TopicMatcher {
        let mut reader = Reader { places: HashMap::new(), words: Vec::new(), stems: Stems::new() };
        let mut matcher = TopicMatcher::default();
        for (number, topic) in topics.into_iter().enumerate() {
            let prepared = reader.prepare(topic);
            match (prepared.any.as_slice(), prepared.exclude.as_slice()) {
                ([tests], []) if matches!(tests.as_slice(), [Test::Words(_)]) => {
                    if let [Test::Words(place)] = tests.as_slice() {
                        matcher.plain.resize_with(reader.words.len(), Vec::new);
                        matcher.plain[*place].push(number as u32);
                    }
                }
                _ => matcher.others.push(number as u32),
            }
            matcher.topics.push(prepared);
        }
        matcher.plain.resize_with(reader.words.len(), Vec::new);
        matcher.words = reader.words;
        matcher.set = TopicSet::new(&matcher.words);
        matcher
    }

    /// The plain words in all topics as topics of their own, to be encoded.
    pub fn words(&self) -> &[Topic] {
        &self.words
    }

    /// The same, prepared.
    pub fn words_set(&self) -> &TopicSet {
        &self.set
    }

    /// Prepares the words further, in the order of [`TopicMatcher::words`].
    pub fn prepared(mut self, prepare: impl FnOnce(TopicSet) -> TopicSet) -> TopicMatcher {
        self.set = prepare(self.set);
        self
    }

    /// The matches of each paper, as by [`TopicMatcher::matches`]. If there are many topics, this
    /// uses all processors.
    pub fn matches_all(
        &self,
        papers: &[&PaperText],
        strictness: Strictness,
    ) -> Vec<Vec<(usize, Match)>> {
        match self.topics.len() < MANY {
            true => papers.iter().map(|paper| self.matches(paper, strictness)).collect(),
            false => parallel::map(papers, |paper| self.matches(paper, strictness)),
        }
    }

    /// The indexes of the topics that the paper matches, in order.
    pub fn matches(&self, paper: &PaperText, strictness: Strictness) -> Vec<(usize, Match)> {
        // Exclusions always apply at normal strictness.
        let wide = if self.others.is_empty() { strictness } else { Strictness::Loose };
        let words = self.set.matches(paper, wide);
        let mut found: Vec<(usize, Match)> = Vec::new();
        for (place, one) in words.iter().filter(|(_, one)| one.is(strictness)) {
            let topics = self.plain[*place].iter();
            found.extend(topics.map(|number| (*number as usize, one.clone())));
        }
        if !self.others.is_empty() {
            let look = Candidate { paper, words };
            for number in &self.others {
                let topic = &self.topics[*number as usize];
                let of = look.any(&topic.any, &topic.exclude, strictness);
                found.extend(of.map(|Found { score, reason }| {
                    let hit = TopicHit { topic: topic.text.clone(), reason };
                    (*number as usize, Match { score, hit })
                }));
            }
        }
        found.sort_by_key(|(number, _)| *number);
        found
    }
}

struct Reader {
    places: HashMap<String, usize>,
    words: Vec<Topic>,
    stems: Stems,
}

impl Reader {
    fn prepare(&mut self, topic: &Topic) -> Prepared {
        let Expression { any, exclude } = topic.expression();
        let any = any.iter().map(|parts| self.tests(parts)).collect();
        Prepared { text: topic.to_string(), any, exclude: self.tests(exclude) }
    }

    fn tests(&mut self, parts: &[Part]) -> Vec<Test> {
        parts.iter().map(|part| self.test(part)).collect()
    }

    fn test(&mut self, part: &Part) -> Test {
        match part {
            Part::Words(words) => match self.place(words) {
                Some(place) => Test::Words(place),
                None => Test::Phrase(self.stems(words)),
            },
            Part::Phrase(words) => Test::Phrase(self.stems(words)),
            Part::Named(Field::Author, name) => Test::Author(self.named(name, Wanted::new)),
            Part::Named(Field::Organization, name) => {
                Test::Organization(self.named(name, parts_of))
            }
            Part::Named(Field::Title, Name { text, quoted: true }) => {
                Test::TitlePhrase(self.stems(text))
            }
            Part::Named(Field::Title, Name { text, .. }) => Test::TitleWords(self.stems(text)),
            Part::Group(Expression { any, exclude }) => {
                let any = any.iter().map(|parts| self.tests(parts)).collect();
                Test::Group(any, self.tests(exclude))
            }
        }
    }

    fn place(&mut self, words: &str) -> Option<usize> {
        if let Some(place) = self.places.get(words) {
            return Some(*place);
        }
        let topic = words.parse().ok()?;
        self.words.push(topic);
        self.places.insert(words.to_owned(), self.words.len() - 1);
        Some(self.words.len() - 1)
    }

    fn stems(&self, text: &str) -> Vec<u64> {
        stems_of(text, &self.stems).iter().map(|stem| hash(stem)).collect()
    }

    /// The ways to read a name, longest first.
    fn named<N>(&self, name: &Name, read: impl Fn(&str) -> N) -> Vec<Named<N>> {
        if name.quoted {
            return vec![Named { name: read(&name.text), rest: Vec::new() }];
        }
        let words: Vec<&str> = name.text.split_whitespace().collect();
        let one = |count: usize| Named {
            name: read(&words[..count].join(" ")),
            rest: self.stems(&words[count..].join(" ")),
        };
        (1..=words.len()).rev().map(one).collect()
    }
}

/// A paper being matched.
struct Candidate<'a> {
    paper: &'a PaperText,
    /// The matched words, sorted by index.
    words: Vec<(usize, Match)>,
}

impl Candidate<'_> {
    /// The best alternative that matches, unless an exclusion does.
    fn any(&self, any: &[Vec<Test>], exclude: &[Test], strictness: Strictness) -> Option<Found> {
        let found = any.iter().filter_map(|tests| self.all(tests, strictness));
        let best = found.reduce(|best, next| if next.score > best.score { next } else { best })?;
        let excluded = exclude.iter().any(|test| self.one(test, Strictness::Normal).is_some());
        (!excluded).then_some(best)
    }

    /// All tests together: the lowest score, and all reasons.
    fn all(&self, tests: &[Test], strictness: Strictness) -> Option<Found> {
        let mut all: Option<Found> = None;
        for test in tests {
            let found = self.one(test, strictness)?;
            all = Some(match all {
                None => found,
                Some(all) => Found {
                    score: all.score.min(found.score),
                    reason: both(all.reason, found.reason),
                },
            });
        }
        all
    }

    fn one(&self, test: &Test, strictness: Strictness) -> Option<Found> {
        let found = match test {
            Test::Words(place) => {
                let at = self.words.binary_search_by_key(place, |(place, _)| *place).ok()?;
                let (_, one) = &self.words[at];
                Found { score: one.score, reason: one.hit.reason.clone() }
            }
            Test::Phrase(stems) => self.phrase(stems, false)?,
            Test::TitlePhrase(stems) => self.phrase(stems, true)?,
            Test::TitleWords(stems) => {
                let title = self.paper.fields.first()?;
                let spans: Option<Vec<Span>> =
                    stems.iter().map(|stem| title.phrases(&[*stem]).first().copied()).collect();
                let spans = spans.filter(|spans| !spans.is_empty())?;
                let from = spans.iter().map(|(from, _)| *from).min()?;
                let to = spans.iter().map(|(_, to)| *to).max()?;
                Found { score: 1.0, reason: title.quote((from, to), 1) }
            }
            Test::Author(names) => {
                let by = |one: &Named<Wanted>| {
                    let mut authors = self.paper.people.authors.iter();
                    let (name, _) = authors.find(|(_, person)| one.name.is(person))?;
                    self.paper.has_all(&one.rest).then(|| name.clone())
                };
                let name = names.iter().find_map(by)?;
                Found { score: 1.0, reason: TopicReason::Author(name) }
            }
            Test::Organization(names) => {
                let (name, words) = self.paper.people.organization.as_ref()?;
                let from = |one: &Named<Vec<String>>| {
                    let whole = one.name.concat();
                    let other = other_organization(&whole).map(str::to_owned);
                    let named = one.name.iter().all(|word| words.contains(word))
                        || words.contains(&whole)
                        || other.is_some_and(|other| words.contains(&other));
                    !one.name.is_empty() && named && self.paper.has_all(&one.rest)
                };
                names.iter().any(from).then(|| Found {
                    score: 1.0,
                    reason: TopicReason::Organization(name.trim().to_owned()),
                })?
            }
            Test::Group(any, exclude) => self.any(any, exclude, strictness)?,
        };
        (found.score >= least(strictness)).then_some(found)
    }

    /// Matches a phrase. Every paper that contains it counts; at strict, only in the title or more
    /// than once.
    fn phrase(&self, stems: &[u64], in_title: bool) -> Option<Found> {
        if stems.is_empty() || !self.paper.has_all(stems) {
            return None;
        }
        let fields = self.paper.fields.iter().take(if in_title { 1 } else { usize::MAX });
        let mut best: Option<Found> = None;
        for field in fields {
            let spans = field.phrases(stems);
            let Some(span) = spans.first() else { continue };
            let once = matches!(field.place, Place::Abstract) && spans.len() == 1;
            let score = match once {
                true => (least(Strictness::Normal) + least(Strictness::Strict)) / 2.0,
                false => 1.0,
            };
            if best.as_ref().is_none_or(|best| score > best.score) {
                best = Some(Found { score, reason: field.quote(*span, spans.len()) });
            }
        }
        best
    }
}

/// Combines two reasons.
fn both(one: TopicReason, other: TopicReason) -> TopicReason {
    let all = |reason| match reason {
        TopicReason::All(reasons) => reasons,
        reason => vec![reason],
    };
    TopicReason::All([all(one), all(other)].concat())
}

#[cfg(test)]
mod tests {
    use domain::{Paper, Topics};

    use super::*;
    use crate::fixtures::{paper, shown};

    fn sample() -> Paper {
        let mut paper = paper(
            "2601.00001",
            "Video Diffusion for Toy Robots",
            "The privacy paradox of toy robots in videos made by diffusion. Agents play games. Loops of an image, a text and a map.",
        );
        paper.authors = ["Yann LeCun", "Björn Löwe", "Y. Bengio"].map(str::to_owned).into();
        paper.organization = Some("NVIDIA Research".to_owned());
        paper
    }

    /// Formats which topics match the paper and why; `-` marks excluded ones.
    fn check(typed: &str, expected: &str) {
        let topics: Topics = typed.parse().expect(typed);
        let all: Vec<&Topic> = topics.include.iter().chain(&topics.exclude).collect();
        let matcher = TopicMatcher::new(all.iter().copied());
        let found = matcher.matches(&PaperText::new(&sample()), Strictness::Normal);
        let shown: Vec<String> = found
            .into_iter()
            .map(|(at, found)| {
                let sign = if at < topics.include.len() { "" } else { "-" };
                assert_eq!(found.hit.topic, all[at].as_str());
                format!("{sign}{}", shown(&found.hit.reason))
            })
            .collect();
        assert_eq!(shown.join(" | "), expected, "{typed}");
    }

    #[test]
    fn topics_match_as_typed() {
        for (typed, expected) in [
            ("diffusion, robots", "“Diffusion” in the title | “Robots” in the title"),
            ("\"privacy paradox\"", "“privacy paradox” in the abstract"),
            ("\"paradox privacy\"", ""),
            ("\"video robots\"", ""),
            ("speech | diffusion", "“Diffusion” in the title"),
            ("(speech OR diffusion) robots", "“Robots” in the title, “Diffusion” in the title"),
            ("(speech OR image) robots", ""),
            ("diffusion AND speech", ""),
            ("diffusion -robots, video", "“Video” in the title"),
            ("diffusion -speech", "“Diffusion” in the title"),
            ("speech, -\"privacy paradox\"", "-“privacy paradox” in the abstract"),
            ("speech, -author:LeCun", "-by Yann LeCun"),
            ("author:Yann LeCun, org:NVIDIA", "by Yann LeCun | from NVIDIA Research"),
            ("author:\"LeCun, Y.\"", "by Yann LeCun"),
            ("author:Loewe, author:bjorn lowe", "by Björn Löwe | by Björn Löwe"),
            ("author:Yoshua Bengio", "by Y. Bengio"),
            ("author:Samy Bengio", ""),
            ("author:Yann LeCun robots", "by Yann LeCun"),
            ("author:Yann LeCun speech", ""),
            ("author:Yann", ""),
            ("org:nvidia toy robots", "from NVIDIA Research"),
            ("org:Google", ""),
            ("org:nvidiaresearch", "from NVIDIA Research"),
            ("title:robots, title:privacy", "“Robots” in the title"),
            ("title:\"toy robots\"", "“Toy Robots” in the title"),
        ] {
            check(typed, expected);
        }
    }

    #[test]
    fn strictness_applies_to_phrases() {
        let topics: Vec<Topic> = ["\"privacy paradox\"", "\"toy robots\"", "author:LeCun"]
            .map(|text| text.parse().expect(text))
            .into();
        let matcher = TopicMatcher::new(&topics);
        let places = |strictness| {
            let found = matcher.matches(&PaperText::new(&sample()), strictness).into_iter();
            found.map(|(place, _)| place).collect::<Vec<_>>()
        };
        assert_eq!(places(Strictness::Loose), [0, 1, 2]);
        assert_eq!(places(Strictness::Normal), [0, 1, 2]);
        assert_eq!(places(Strictness::Strict), [1, 2]);
    }
}
