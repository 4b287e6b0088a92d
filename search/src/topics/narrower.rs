//! What a paper says of narrower concepts, for each concept above them.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::concept_names::Names;
use super::field::{Field, Place, Span};
use crate::concepts::ConceptId;

/// How much of its weight a mention keeps with each step further down.
const FADING: f32 = 0.6;

/// A concept that a paper names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    concept: ConceptId,
    /// The place of the field among the paper's.
    pub(super) field: usize,
    pub(super) place: Place,
    pub(super) span: Span,
}

/// How much a paper says of what lies below a concept. What is right below counts 1, what is
/// further down less.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Below {
    /// Different ones in the title.
    pub(super) title: f32,
    /// In the keywords.
    pub(super) keywords: f32,
    /// Whether one is in the hub's sentence.
    pub(super) tldr: bool,
    /// Different ones anywhere.
    pub(super) different: f32,
    /// Mentions in the abstract.
    pub(super) times: f32,
    /// Whether one that is only related is in title or keywords.
    pub(super) related: bool,
    /// The mention that says most, by its place, and whether it is more than related.
    pub(super) best: Option<(u32, bool)>,
    best_rank: u16,
}

/// The mentions of a paper, and what they say of the concepts above, sorted by concept.
#[derive(Default)]
pub(super) struct Mentioned {
    pub(super) all: Vec<Mention>,
    below: Vec<(ConceptId, Below)>,
}

/// How a concept is named in a paper.
#[derive(Clone, Copy, Default)]
struct Named {
    title: bool,
    keyword: bool,
    tldr: bool,
    times: u16,
    /// The first mention: fields come in the order of what they say, the title first.
    first: u32,
}

impl Mentioned {
    /// Looks through the fields of a paper.
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
        let mut below: HashMap<ConceptId, Below, FixedState> = HashMap::default();
        // In the order of the paper, so that sums are the same each time.
        for concept in order {
            let Some(one) = named.get(&concept) else { continue };
            for above in names.above(concept) {
                below.entry(above.id).or_default().count(one, above.depth, above.weak);
            }
        }
        let mut below: Vec<(ConceptId, Below)> = below.into_iter().collect();
        below.sort_unstable_by_key(|(concept, _)| *concept);
        Mentioned { all, below }
    }

    /// What the paper says of what lies below a concept.
    pub(super) fn below(&self, concept: ConceptId) -> Option<&Below> {
        let at = self.below.binary_search_by_key(&concept, |(known, _)| *known).ok()?;
        Some(&self.below[at].1)
    }

    /// The concepts of which something below is named.
    pub(super) fn concepts(&self) -> impl Iterator<Item = ConceptId> {
        self.below.iter().map(|(concept, _)| *concept)
    }
}

impl Below {
    fn count(&mut self, named: &Named, depth: u8, weak: bool) {
        // What says most: in the title, then in the keywords, then often; related ones last.
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
