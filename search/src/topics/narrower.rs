//! Counts the mentions of narrower concepts in a paper, for each concept above them.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::concept_names::Names;
use super::field::{Field, Place, Span};
use crate::concepts::ConceptId;

/// The share of its weight that a mention keeps with each further step down.
const FADING: f32 = 0.6;

/// A mention of a concept in a paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    concept: ConceptId,
    /// The index of the field.
    pub(super) field: usize,
    pub(super) place: Place,
    pub(super) span: Span,
}

/// How much a paper mentions of what is below a concept. Direct children count 1, deeper ones less.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NarrowerMentions {
    /// Distinct ones in the title.
    pub(super) title: f32,
    /// In the keywords.
    pub(super) keywords: f32,
    /// Whether one is in the hub's summary sentence.
    pub(super) tldr: bool,
    /// Distinct ones anywhere.
    pub(super) different: f32,
    /// Mentions in the abstract.
    pub(super) times: f32,
    /// Whether a merely related one is in the title or keywords.
    pub(super) related: bool,
    /// The index of the strongest mention, and whether it is more than related.
    pub(super) best: Option<(u32, bool)>,
    best_rank: u16,
}

/// A paper's mentions, and their totals for the concepts above, sorted by concept.
#[derive(Default)]
pub(super) struct Mentioned {
    pub(super) all: Vec<Mention>,
    below: Vec<(ConceptId, NarrowerMentions)>,
}

/// How a concept is mentioned in a paper.
#[derive(Clone, Copy, Default)]
struct Named {
    title: bool,
    keyword: bool,
    tldr: bool,
    times: u16,
    /// The first mention. Fields are ordered by strength, the title first.
    first: u32,
}

impl Mentioned {
    /// Collects the mentions in a paper's fields.
    pub(super) fn of(fields: &[Field]) -> Mentioned {
        let names = Names::builtin();
        let mut all: Vec<Mention> = Vec::new();
        for (number, field) in fields.iter().enumerate() {
            let found = names.find(field).into_iter();
            all.extend(found.map(|(span, concept)| Mention {
                concept,
                field: number,
                place: field.place,
                span,
            }));
        }
        let mut named: HashMap<ConceptId, Named, FixedState> = HashMap::default();
        let mut order: Vec<ConceptId> = Vec::new();
        for (number, mention) in all.iter().enumerate() {
            let known = named.entry(mention.concept).or_insert_with(|| {
                order.push(mention.concept);
                Named { first: number as u32, ..Named::default() }
            });
            match mention.place {
                Place::Title => known.title = true,
                Place::Keyword => known.keyword = true,
                Place::Tldr => known.tldr = true,
                Place::Abstract => known.times += 1,
            }
        }
        let mut below: HashMap<ConceptId, NarrowerMentions, FixedState> = HashMap::default();
        // In order of appearance, so that sums are reproducible.
        for concept in order {
            let Some(one) = named.get(&concept) else { continue };
            for above in names.above(concept) {
                below.entry(above.id).or_default().count(one, above.depth, above.weak);
            }
        }
        let mut below: Vec<(ConceptId, NarrowerMentions)> = below.into_iter().collect();
        below.sort_unstable_by_key(|(concept, _)| *concept);
        Mentioned { all, below }
    }

    /// What the paper mentions below a concept.
    pub(super) fn below(&self, concept: ConceptId) -> Option<&NarrowerMentions> {
        let at = self.below.binary_search_by_key(&concept, |(known, _)| *known).ok()?;
        Some(&self.below[at].1)
    }

    /// The concepts below which something is mentioned.
    pub(super) fn concepts(&self) -> impl Iterator<Item = ConceptId> {
        self.below.iter().map(|(concept, _)| *concept)
    }
}

impl NarrowerMentions {
    fn count(&mut self, named: &Named, depth: u8, weak: bool) {
        // Strongest: in the title, then in the keywords, then by frequency; related ones last.
        let rank = 1000 * u16::from(!weak)
            + 400 * u16::from(named.title)
            + 200 * u16::from(named.keyword)
            + named.times.min(99);
        if self.best.is_none() || rank > self.best_rank {
            (self.best, self.best_rank) = (Some((named.first, !weak)), rank);
        }
        if weak {
            self.related |= named.title || named.keyword;
            return;
        }
        let share = FADING.powi(i32::from(depth.saturating_sub(1)));
        let flag = |holds: bool| f32::from(u8::from(holds));
        self.title += share * flag(named.title);
        self.keywords += share * flag(named.keyword);
        self.tldr |= named.tldr;
        self.different += share;
        self.times += share * f32::from(named.times);
    }
}
