//! Why a paper matches a topic.

use domain::TopicReason;

use super::field::{Field, Place, Span};
use super::narrower::Mention;
use super::paper_text::PaperText;
use super::term::Term;

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

fn rank(place: Place, times: usize) -> u8 {
    match place {
        Place::Title => 12,
        Place::Keyword => 10,
        Place::Tldr => 8,
        Place::Abstract if times > 1 => 6,
        Place::Abstract => 4,
    }
}
