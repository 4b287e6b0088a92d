//! Why a paper matches a topic.

use domain::TopicReason;

use super::field::{Field, Place, Span};
use super::narrower::Mention;
use super::paper_text::PaperText;
use super::term::Term;
use crate::embedding::Embedding;
use crate::table::{Table, pair};

/// At most this many words are given as typical, each worth at least this part of the first.
const MOST_TYPICAL: usize = 2;
const LEAST_OF_MOST: f32 = 0.4;

/// The strongest evidence for a match.
#[derive(Clone, Copy)]
pub(super) enum Reason<'a> {
    /// The topic's own words.
    Named { field: &'a Field, span: Span, times: usize },
    /// A concept below it on the map.
    Narrower { field: &'a Field, span: Span },
    /// A merely related concept on the map.
    Related { field: &'a Field, span: Span },
    /// None of its words.
    Similar,
}

impl<'a> Reason<'a> {
    /// The strongest evidence for the topic in the paper.
    pub(super) fn of(term: &Term, paper: &'a PaperText) -> Reason<'a> {
        let named = paper.fields.iter().filter_map(|field| {
            let spans = term.spans(field);
            let span = *spans.first()?;
            let times = spans.len();
            Some((rank(field.place, times), Reason::Named { field, span, times }))
        });
        let narrower = term.concept.and_then(|concept| paper.mentioned.below(concept)?.best);
        let narrower = narrower.and_then(|(place, strong)| {
            let Mention { field, place, span, .. } = *paper.mentioned.all.get(place as usize)?;
            let field = paper.fields.get(field)?;
            Some(match strong {
                true => (rank(place, 1) - 1, Reason::Narrower { field, span }),
                false => (1, Reason::Related { field, span }),
            })
        });
        let near = || {
            let spans = paper.fields.iter().flat_map(|field| {
                term.wordings.iter().map(move |wording| (field, field.near(wording)))
            });
            let found = spans.filter_map(|(field, span)| Some((field, span?)));
            found.map(|(field, span)| Reason::Named { field, span, times: 1 }).next()
        };
        // Among equals, the first: the title comes first.
        let best =
            named.chain(narrower).reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, reason)| reason).or_else(near).unwrap_or(Reason::Similar)
    }

    /// The reason with its words, independent of the paper.
    pub(super) fn typed(self, topic: &str) -> TopicReason {
        let topic = topic.to_owned();
        match self {
            Reason::Named { field, span, times } => field.quote(span, times),
            Reason::Narrower { field, span } => {
                TopicReason::Narrower { words: field.words_at(span), topic }
            }
            Reason::Related { field, span } => {
                TopicReason::Related { words: field.words_at(span), topic }
            }
            Reason::Similar => TopicReason::Similar,
        }
    }
}

/// The words of a paper that most make it one about a concept, as written; at most two, the most
/// telling first. `direction` is that of the concept's predictor.
pub(super) fn typical_words(paper: &PaperText, direction: &Embedding) -> Vec<String> {
    let table = Table::builtin();
    let mut told: Vec<(f32, &Field, Span)> = Vec::new();
    for field in paper.fields.iter().filter(|field| field.is_own()) {
        let along = |word: &u64| table.along(*word, direction);
        let each: Vec<f32> = field.words.iter().map(along).collect();
        told.extend(each.iter().enumerate().map(|(at, along)| (*along, field, (at, at + 1))));
        for (at, two) in field.words.windows(2).enumerate() {
            let both = table.along(pair(two[0], two[1]), direction);
            // A pair with a word that says nothing tells no more than the other.
            let adds = both > 0.0 && each[at] > 0.0 && each[at + 1] > 0.0;
            if adds && field.is_phrase((at, at + 2)) {
                told.push((both + each[at] + each[at + 1], field, (at, at + 2)));
            }
        }
    }
    told.retain(|(along, ..)| *along > 0.0);
    told.sort_by(|one, other| other.0.total_cmp(&one.0));
    let least = told.first().map_or(0.0, |(most, ..)| most * LEAST_OF_MOST);
    let mut chosen: Vec<(&Field, Span)> = Vec::new();
    for (_, field, span) in told.into_iter().take_while(|(along, ..)| *along >= least) {
        let words = &field.words[span.0..span.1];
        let is_new = |(other, (from, to)): &(&Field, Span)| {
            !words.iter().any(|word| other.words[*from..*to].contains(word))
        };
        if chosen.iter().all(is_new) {
            chosen.push((field, span));
        }
        if chosen.len() == MOST_TYPICAL {
            break;
        }
    }
    chosen.into_iter().map(|(field, span)| field.words_at(span)).collect()
}

fn rank(place: Place, times: usize) -> u8 {
    match place {
        Place::Title => 12,
        Place::Keyword => 10,
        Place::Tldr => 8,
        Place::Abstract if times > 1 => 6,
        Place::Abstract => 4,
    }
}

#[cfg(test)]
mod tests {
    use domain::Strictness;

    use super::*;
    use crate::fixtures::{paper, shown};
    use crate::topics::TopicSet;

    /// The reason for a topic that the paper doesn't name, nor anything below it.
    fn check(topic: &str, title: &str, summary: &str, expected: &str) {
        let topics = [topic.parse().expect(topic)];
        let paper = PaperText::new(&paper("2601.00001", title, summary));
        let found = TopicSet::new(&topics).matches(&paper, Strictness::Loose);
        let found: Vec<String> = found.iter().map(|(_, one)| shown(&one.hit.reason)).collect();
        assert_eq!(found.join(" | "), expected, "{topic} {title}");
    }

    #[test]
    fn a_paper_that_does_not_name_the_topic_is_quoted_in_what_is_typical_of_it() {
        for (topic, title, summary, expected) in [
            (
                "embodied AI",
                "Cups on a Table",
                "A camera watches how cups are pushed over a table. From the frames we predict \
                 robot actions. Scenes and viewpoints of the test were never seen.",
                "robot actions, typical of embodied AI",
            ),
            (
                "computer vision",
                "Memes at a Glance",
                "Pixels of a meme say less than its text. We crop images, blur images and ask how \
                 much of the visual features is needed.",
                "visual features and images, typical of computer vision",
            ),
        ] {
            check(topic, title, summary, expected);
        }
    }
}
