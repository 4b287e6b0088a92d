//! A subscription's topics, each included or excluded.

mod pasted_list;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::excerpt::excerpt;
use crate::expression::{Expression, ExpressionError, Part, entries, stored};
use pasted_list::as_list;

/// One topic: `video generation`, `"chain of thought"`, `author:Yann LeCun`, `agents -games`.
///
/// `FromStr` reads a stored topic, so it accepts topics that [`Topics`] refuses only because people
/// don't mean them literally.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Topic {
    text: String,
    expression: Expression,
}

/// The topics of a subscription. Without included topics, every paper is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    /// A paper must match at least one of these, if there are any.
    pub include: Vec<Topic>,
    /// A paper that matches any of these is left out.
    pub exclude: Vec<Topic>,
}

/// The place of a topic in a list; written `0`, or `-0` among the excluded ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicPlace {
    /// Among the wanted ones.
    Wanted(usize),
    /// Among the excluded ones.
    Excluded(usize),
}

impl fmt::Display for TopicPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TopicPlace::Wanted(place) => write!(f, "{place}"),
            TopicPlace::Excluded(place) => write!(f, "-{place}"),
        }
    }
}

impl FromStr for TopicPlace {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<TopicPlace, Self::Err> {
        match text.strip_prefix('-') {
            Some(place) => place.parse().map(TopicPlace::Excluded),
            None => text.parse().map(TopicPlace::Wanted),
        }
    }
}

impl Topics {
    /// Replaces the topic at a place, or removes it if the other is already among its kind. Returns
    /// whether anything changed: not if there is no such place, or if the other would be both wanted
    /// and excluded.
    pub fn correct(&mut self, place: TopicPlace, meant: &Topic) -> bool {
        let (place, kind, others) = match place {
            TopicPlace::Wanted(place) => (place, &mut self.include, &self.exclude),
            TopicPlace::Excluded(place) => (place, &mut self.exclude, &self.include),
        };
        if others.contains(meant) || kind.get(place).is_none_or(|topic| topic == meant) {
            return false;
        }
        match kind.contains(meant) {
            true => drop(kind.remove(place)),
            false => kind[place] = meant.clone(),
        }
        true
    }
}

/// Why a list of topics was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// One of them is not valid.
    #[error(transparent)]
    Expression(#[from] ExpressionError),
    /// A topic is too long; its beginning.
    #[error("the topic `{0}…` has more than {max} characters", max = Topic::MAX_LENGTH)]
    TooLong(String),
    /// Too many topics.
    #[error("{0} topics, of {max} at most", max = Topics::MAX_TOPICS)]
    TooMany(usize),
    /// A topic is both included and excluded.
    #[error("`{0}` is both included and excluded")]
    Contradiction(String),
    /// Nothing between the commas.
    #[error("`{0}` has no topic")]
    NoTopic(String),
    /// Only exclusions.
    #[error("only exclusions: `{0}`")]
    OnlyExclusions(String),
    /// `all` together with a topic.
    #[error("`all` and `{0}`")]
    AllAndMore(String),
}

impl Topic {
    /// The most characters of one topic.
    pub const MAX_LENGTH: usize = 100;

    /// The text, as shown and stored.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The parsed expression.
    pub fn expression(&self) -> &Expression {
        &self.expression
    }

    fn new(expression: Expression) -> Result<Topic, TopicError> {
        let text = expression.to_string();
        if text.chars().count() > Topic::MAX_LENGTH {
            return Err(TopicError::TooLong(excerpt(&text)));
        }
        Ok(Topic { text, expression })
    }
}

/// Compares the text.
impl PartialEq for Topic {
    fn eq(&self, other: &Topic) -> bool {
        self.text == other.text
    }
}

impl Eq for Topic {}

impl Hash for Topic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Topic, TopicError> {
        Topic::new(stored(text)?)
    }
}

impl TryFrom<String> for Topic {
    type Error = TopicError;

    fn try_from(text: String) -> Result<Topic, TopicError> {
        text.parse()
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> String {
        topic.text
    }
}

impl Topics {
    /// The maximum number of topics in a subscription; more don't fit into one readable post.
    pub const MAX_TOPICS: usize = 25;

    /// Whether every paper is wanted.
    pub fn is_everything(&self) -> bool {
        self.include.is_empty()
    }
}

/// Parses a list: `diffusion, video generation, -medical`. An empty text, `all` or `*` means
/// everything. Duplicates are dropped, ignoring case.
impl FromStr for Topics {
    type Err = TopicError;

    /// Parses a list as people would read it when it is shown to them: words that were no operators
    /// where they were typed can be some where they are shown.
    fn from_str(text: &str) -> Result<Topics, TopicError> {
        const MOST: usize = 4;
        let mut topics = Topics::read(text)?;
        for _ in 0..MOST {
            let shown = Topics::read(&topics.to_string())?;
            if shown == topics {
                break;
            }
            topics = shown;
        }
        Ok(topics)
    }
}

impl Topics {
    fn read(text: &str) -> Result<Topics, TopicError> {
        let entries = entries(&as_list(text))?;
        if entries.is_empty() && !text.trim().is_empty() {
            return Err(TopicError::NoTopic(excerpt(text)));
        }
        let mut topics = Topics::default();
        let mut all = entries.is_empty();
        for Expression { mut any, exclude } in entries {
            if exclude.iter().any(|part| is_all(std::slice::from_ref(part))) {
                return Err(TopicError::Contradiction("all".to_owned()));
            }
            let before = any.len();
            any.retain(|parts| !is_all(parts));
            let everything = any.len() < before;
            all |= everything;
            // An exclusion after a topic applies to that topic; on its own it applies to all.
            for parts in &any {
                let expression = Expression { any: vec![parts.clone()], exclude: exclude.clone() };
                push(&mut topics.include, expression)?;
            }
            if any.is_empty() {
                for part in exclude {
                    let expression = match part {
                        Part::Group(group) => group,
                        part => Expression { any: vec![vec![part]], exclude: Vec::new() },
                    };
                    push(&mut topics.exclude, expression)?;
                }
            }
        }
        if let (true, Some(topic)) = (all, topics.include.first()) {
            return Err(TopicError::AllAndMore(topic.to_string()));
        }
        if !all && topics.include.is_empty() {
            return Err(TopicError::OnlyExclusions(topics.excluded().join(", ")));
        }
        let count = topics.include.len() + topics.exclude.len();
        if count > Topics::MAX_TOPICS {
            return Err(TopicError::TooMany(count));
        }
        let both = |topic: &&Topic| topics.exclude.iter().any(|other| same(topic, other));
        if let Some(topic) = topics.include.iter().find(both) {
            return Err(TopicError::Contradiction(topic.to_string()));
        }
        Ok(topics)
    }
}

fn push(list: &mut Vec<Topic>, expression: Expression) -> Result<(), TopicError> {
    let topic = Topic::new(expression)?;
    if !list.iter().any(|known| same(known, &topic)) {
        list.push(topic);
    }
    Ok(())
}

fn is_all(parts: &[Part]) -> bool {
    const ALL: [&str; 12] = [
        "*",
        "all",
        "any",
        "everything",
        "anything",
        "all papers",
        "every paper",
        "any paper",
        "all topics",
        "any topic",
        "all of them",
        "all of it",
    ];
    let [Part::Words(words)] = parts else { return false };
    let words = words.to_lowercase();
    ALL.contains(&words.trim_end_matches(['.', '!']))
}

fn same(one: &Topic, other: &Topic) -> bool {
    one.text.to_lowercase() == other.text.to_lowercase()
}

impl Topics {
    /// The excluded topics, as typed in a list.
    fn excluded(&self) -> Vec<String> {
        let parenthesized = |topic: &Topic| {
            let Expression { any, exclude } = &topic.expression;
            !exclude.is_empty() || any.iter().map(Vec::len).sum::<usize>() != 1
        };
        let shown = |topic: &Topic| match parenthesized(topic) {
            true => format!("-({topic})"),
            false => format!("-{topic}"),
        };
        self.exclude.iter().map(shown).collect()
    }
}

impl fmt::Display for Topics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.is_everything().then(|| "all".to_owned());
        let include = self.include.iter().map(Topic::to_string);
        let shown: Vec<String> = all.into_iter().chain(include).chain(self.excluded()).collect();
        f.write_str(&shown.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Category;

    #[test]
    fn lists_are_parsed_as_intended() {
        for (typed, shown) in [
            ("", "all"),
            ("*", "all"),
            ("Everything", "all"),
            ("all, -medical", "all, -medical"),
            ("all -medical -games", "all, -medical, -games"),
            ("diffusion", "diffusion"),
            (" video   generation ,Diffusion,diffusion,", "video generation, Diffusion"),
            ("RL; -games", "RL, -games"),
            ("text-to-image", "text-to-image"),
            ("NOT medical, diffusion", "diffusion, -medical"),
            ("!medical, - video games, diffusion", "diffusion, -medical, -video games"),
            ("LLM | robotics", "LLM, robotics"),
            ("LLM OR (robotics OR speech)", "LLM, robotics, speech"),
            ("\"image, text\", video", "\"image, text\", video"),
            ("LLM，智能体、强化学习；扩散\n视频", "LLM, 智能体, 强化学习, 扩散, 视频"),
            ("- diffusion\n- robotics\n", "diffusion, robotics"),
            ("1. diffusion\n2. robotics", "diffusion, robotics"),
            ("author:Yann LeCun, org:NVIDIA", "author:Yann LeCun, org:NVIDIA"),
            ("author:\"Yann LeCun\" jepa", "jepa author:\"Yann LeCun\""),
            ("agents -games, speech", "agents -games, speech"),
            ("agents -video games", "agents -(video games)"),
            ("(video, image) editing", "editing (video OR image)"),
            ("diffusion, -(games OR toys)", "diffusion, -games, -toys"),
            ("diffusion, -(games AND toys)", "diffusion, -(games AND toys)"),
            ("R&D, C++, f(x)", "R&D, C++, f(x)"),
            ("10,000 steps", "10,000 steps"),
        ] {
            let topics = typed.parse::<Topics>().expect(typed);
            assert_eq!(topics.to_string(), shown, "{typed}");
            assert_eq!(shown.parse::<Topics>(), Ok(topics), "{shown}");
        }
    }

    #[test]
    fn invalid_topics_are_refused() {
        let many = (0..26).map(|n| format!("t{n}")).collect::<Vec<_>>().join(",");
        let text = |text: &str| text.to_owned();
        let wordless = |text: &str| ExpressionError::Wordless(text.to_owned()).into();
        let category = |typed: &str, instead| {
            ExpressionError::Category(Category { typed: typed.to_owned(), instead }).into()
        };
        for (typed, expected) in [
            ("a, -A", TopicError::Contradiction(text("a"))),
            ("all, -all", TopicError::Contradiction(text("all"))),
            ("diffusion, -everything", TopicError::Contradiction(text("all"))),
            ("???", wordless("???")),
            ("-", wordless("-")),
            ("diffusion, OR", wordless("OR")),
            (",", TopicError::NoTopic(text(","))),
            (" ，; ", TopicError::NoTopic(text("，;"))),
            (many.as_str(), TopicError::TooMany(26)),
            (&"x".repeat(101), TopicError::TooLong("x".repeat(60))),
            ("-medical", TopicError::OnlyExclusions(text("-medical"))),
            (
                "NOT medical, -\"video games\"",
                TopicError::OnlyExclusions(text("-medical, -\"video games\"")),
            ),
            ("all, diffusion", TopicError::AllAndMore(text("diffusion"))),
            ("diffusion | all", TopicError::AllAndMore(text("diffusion"))),
            ("cs.CL", category("cs.CL", "natural language processing")),
            ("diffusion, cs.CV papers", category("cs.CV", "computer vision")),
            ("hep-th", category("hep-th", "high-energy physics")),
            ("\"\"", ExpressionError::EmptyQuotes.into()),
            ("diffusion, “ ?”", ExpressionError::EmptyQuotes.into()),
            ("author:", ExpressionError::Nameless("author", "Yann LeCun").into()),
            ("org:, diffusion", ExpressionError::Nameless("org", "NVIDIA").into()),
        ] {
            assert_eq!(typed.parse::<Topics>(), Err(expected), "{typed}");
        }
    }

    #[test]
    fn stored_topics_are_always_readable() {
        for (stored, shown) in [
            ("cs.CL", "cs.CL"),
            ("\"\"a", "\"\"a"),
            ("author:", "author:"),
            ("medical imaging", "medical imaging"),
            ("agents -(video games)", "agents -(video games)"),
            ("LLM | robotics", "LLM OR robotics"),
            ("OR", "OR"),
            ("-5", "-5"),
        ] {
            let topic = stored.parse::<Topic>().expect(stored);
            assert_eq!(topic.as_str(), shown, "{stored}");
            assert_eq!(shown.parse::<Topic>(), Ok(topic), "{stored}");
        }
    }

    /// Random combinations of what people type.
    fn typed() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-zA-Z]{1,6}",
            "\\PC{0,3}",
            prop::sample::select(vec![
                " ", " ", " ", ",", ", ", "-", " -", "!", "(", ")", "\"", "“", "|", " OR ", "NOT ",
                " AND ", "author:", "org:", "title:", "\n", "、", "f(x)", "10,000", "cs.CL", "all",
                "'", " '", "' ", "`", "’", "#", "-'", ":", "1. ", "2) ", "\\", "\\\"", " or ",
                " and ", "not ", " from ", "by ", "except ", ";-", ",!", " : ", "=",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn displayed_lists_round_trip(text in typed()) {
            if let Ok(topics) = text.parse::<Topics>() {
                let shown = topics.to_string();
                prop_assert_eq!(shown.parse::<Topics>(), Ok(topics.clone()), "{}", shown);
                // Each topic is stored separately.
                for topic in topics.include.iter().chain(&topics.exclude) {
                    let stored = topic.as_str().parse::<Topic>();
                    prop_assert_eq!(stored.as_ref(), Ok(topic), "{}", topic);
                    let read = stored.map(|stored| stored.expression);
                    prop_assert_eq!(read.as_ref(), Ok(&topic.expression), "{}", topic);
                }
            }
        }

        #[test]
        fn displayed_searches_round_trip(text in typed()) {
            if let Ok(expression) = text.parse::<Expression>() {
                let shown = expression.to_string();
                prop_assert_eq!(shown.parse::<Expression>(), Ok(expression), "{}", shown);
            }
        }

        #[test]
        fn any_stored_text_with_a_letter_is_valid(text in "[a-z]\\PC{0,60}") {
            let topic = text.parse::<Topic>();
            prop_assert!(topic.is_ok() || text.chars().count() > 40, "{:?}", topic);
        }
    }

    #[test]
    fn topics_are_corrected_by_their_place() {
        let check = |topics: &str, place: &str, meant: &str, expected: &str| {
            let mut found: Topics = topics.parse().expect(topics);
            let at: TopicPlace = place.parse().expect(place);
            assert_eq!(at.to_string(), place);
            let changed = found.correct(at, &meant.parse().expect(meant));
            assert_eq!(found, expected.parse().expect(expected), "{topics} {place} {meant}");
            assert_eq!(changed, topics != expected, "{topics} {place} {meant}");
        };
        check("difusion, LLM", "0", "diffusion", "diffusion, LLM");
        check("LLM, -tv, -medicl", "-1", "medical", "LLM, -tv, -medical");
        check("difusion, diffusion", "0", "diffusion", "diffusion");
        check("LLM, -medicl, -medical", "-0", "medical", "LLM, -medical");
        // Pressed twice, or after the topics have changed.
        check("diffusion, LLM", "0", "diffusion", "diffusion, LLM");
        check("LLM", "-0", "medical", "LLM");
        check("LLM, -tv", "1", "medical", "LLM, -tv");
        // It would be wanted and excluded.
        check("medical, -medicl", "-0", "medical", "medical, -medicl");
    }
}
