//! Measures the evidence for a topic in a paper as numbers; larger means more evidence.

use super::field::{Field, Place};
use super::narrower::NarrowerMentions;
use super::paper_text::PaperText;
use super::term::{Part, Term};

/// The names of the measures; a calibration weights each. All but the last two are 0 if nothing
/// supports the topic.
pub const MEASURES: [&str; MEASURE_COUNT] = [
    "in the title",
    "rare and in the title",
    "apart in the title",
    "a keyword",
    "within a keyword",
    "in the sentence",
    "in the abstract",
    "rare and in the abstract",
    "twice in the abstract",
    "often in the abstract",
    "early in the abstract",
    "near in the abstract",
    "apart anywhere",
    "all parts in the title",
    "all parts",
    "narrower in the title",
    "narrower in keywords",
    "narrower in the sentence",
    "narrower, different",
    "narrower, often",
    "related in title or keywords",
    "table",
    "table, of the title",
    "table, of the keywords",
    "predicted",
    "encoder",
    "common",
    "focused",
];
pub(super) const MEASURE_COUNT: usize = 28;
pub(super) const TABLE: usize = 21;
pub(super) const TITLE: usize = 22;
pub(super) const KEYWORDS: usize = 23;
pub(super) const PREDICTED: usize = 24;
pub(super) const ENCODER: usize = 25;
/// Measures from this index on depend only on the topic and may count for or against it.
pub(super) const TOPIC: usize = 26;

/// Deviations are capped at this value.
pub(super) const NEAREST: f32 = 6.0;

/// The values for a paper without a vector that has the topic in its title: the medians of the
/// labeled papers that have theirs there.
const UNKNOWN: f32 = 2.4;
const UNKNOWN_PREDICTED: f32 = 0.55;

/// The evidence for a topic in a paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// In the order of [`MEASURES`].
    pub measures: [f32; MEASURE_COUNT],
    /// Whether the paper has keywords from the hub.
    pub keywords: bool,
    /// Whether both topic and paper have an encoder vector.
    pub encoder: bool,
}

/// How a topic's own words occur in a paper.
#[derive(Clone, Copy, Debug, Default)]
struct Own {
    title: bool,
    title_apart: bool,
    keyword: bool,
    within_keyword: bool,
    tldr: bool,
    times: usize,
    early: f32,
    near: bool,
    anywhere: bool,
}

impl Own {
    fn of(term: &Term, paper: &PaperText) -> Own {
        let mut own = Own::default();
        for field in paper.fields_with(&term.wordings) {
            let spans = term.spans(field);
            let any = |holds: &dyn Fn(&Vec<u64>) -> bool| term.wordings.iter().any(holds);
            match field.place {
                Place::Title => {
                    own.title = !spans.is_empty();
                    own.title_apart = own.title || any(&|one| field.has_all(one));
                }
                Place::Keyword => {
                    let whole = |span: &(usize, usize)| *span == (0, field.words.len());
                    own.within_keyword |= !spans.is_empty();
                    own.keyword |= spans.iter().any(whole);
                }
                Place::Tldr => own.tldr = !spans.is_empty(),
                Place::Abstract => {
                    own.times = spans.len();
                    if let Some((from, _)) = spans.first() {
                        own.early = 1.0 - *from as f32 / field.words.len().max(1) as f32;
                    }
                    own.near = own.times > 0 || any(&|one| field.near(one).is_some());
                }
            }
        }
        own.anywhere = own.near
            || own.title_apart
            || term.wordings.iter().any(|wording| paper.has_all(wording));
        own
    }
}

impl Field {
    fn has_all(&self, wording: &[u64]) -> bool {
        wording.iter().all(|stem| self.has(*stem))
    }
}

impl Part {
    /// How strongly the part occurs in a paper: 1 in the title, less elsewhere.
    fn within(&self, paper: &PaperText) -> f32 {
        let mut best: f32 = 0.0;
        for field in paper.fields_with(&self.wordings) {
            let times = self.wordings.iter().map(|wording| field.phrases(wording).len()).max();
            best = best.max(match (field.place, times.unwrap_or(0)) {
                (_, 0) => 0.0,
                (Place::Title, _) => 1.0,
                (Place::Keyword | Place::Tldr, _) => 0.8,
                (Place::Abstract, 1) => 0.4,
                (Place::Abstract, _) => 0.7,
            });
        }
        let below = self.concept.and_then(|concept| paper.mentioned.below(concept));
        let below = below.map_or(0.0, |below| match below {
            NarrowerMentions { title, .. } if *title > 0.0 => 0.9,
            NarrowerMentions { keywords, .. } if *keywords > 0.0 => 0.7,
            NarrowerMentions { different, .. } if *different > 1.0 => 0.6,
            NarrowerMentions { different, .. } if *different > 0.0 => 0.4,
            _ => 0.0,
        });
        best.max(below)
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// By how many deviations a paper is closer to a topic than papers usually are; `None` if either has
/// no vector.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Closeness {
    pub(super) table: Option<f32>,
    /// The title alone, by the table; 0 without a vector.
    pub(super) title: f32,
    /// How relevant papers with such words usually are to the topic, from 0 to 1.
    pub(super) predicted: Option<f32>,
    pub(super) encoder: Option<f32>,
}

impl Evidence {
    /// Measures a paper against a topic. `in_words` is `false` if the paper is known to lack a word
    /// of every wording of the topic.
    pub(super) fn of(
        term: &Term,
        paper: &PaperText,
        in_words: bool,
        closeness: Closeness,
    ) -> Evidence {
        Evidence::at_most(term, paper, in_words, closeness).exactly(term, paper)
    }

    /// The same with the highest possible value for the nearest keyword, which takes longest to
    /// find. Evidence never counts against a topic, so a paper that doesn't match with this doesn't
    /// match.
    pub(super) fn at_most(
        term: &Term,
        paper: &PaperText,
        in_words: bool,
        closeness: Closeness,
    ) -> Evidence {
        let own = if in_words { Own::of(term, paper) } else { Own::default() };
        let below = term.concept.and_then(|concept| paper.mentioned.below(concept));
        let below = below.copied().unwrap_or_default();
        let parts = term.weakest_part(paper);
        let rare = 1.0 - term.common;
        let named = own.times > 0;
        let prominent = own.title || own.keyword;
        let mut evidence = Evidence::from_embeddings_at_most(term, paper, prominent, closeness);
        evidence.measures[..TABLE].copy_from_slice(&[
            flag(own.title),
            flag(own.title) * rare,
            flag(own.title_apart && !own.title),
            flag(own.keyword),
            flag(own.within_keyword && !own.keyword),
            flag(own.tldr),
            flag(named),
            flag(named) * rare,
            flag(own.times > 1),
            (own.times.saturating_sub(1) as f32).ln_1p(),
            own.early,
            flag(own.near && !named),
            flag(own.anywhere && !own.near && !own.title_apart),
            flag(parts >= 0.9),
            parts,
            below.title.ln_1p(),
            below.keywords.ln_1p(),
            flag(below.tldr),
            below.different.ln_1p(),
            below.times.ln_1p(),
            flag(below.related),
        ]);
        evidence
    }

    /// The highest possible evidence in a paper that names neither the topic nor anything below it.
    /// Without vectors, fixed values are used if the topic is `prominent`: in the title or
    /// keywords.
    pub(super) fn from_embeddings_at_most(
        term: &Term,
        paper: &PaperText,
        prominent: bool,
        Closeness { table, title, predicted, encoder }: Closeness,
    ) -> Evidence {
        let unknown = |usual: f32| if prominent { usual } else { 0.0 };
        let mut measures = [0.0; MEASURE_COUNT];
        measures[TABLE..].copy_from_slice(&[
            table.or(encoder).unwrap_or(unknown(UNKNOWN)).clamp(0.0, NEAREST),
            title.clamp(0.0, NEAREST),
            NEAREST,
            predicted.unwrap_or(unknown(UNKNOWN_PREDICTED)),
            encoder.unwrap_or(0.0).clamp(0.0, NEAREST),
            term.common,
            term.focused,
        ]);
        Evidence { measures, keywords: paper.has_keywords(), encoder: encoder.is_some() }
    }

    /// With the actual value for the nearest keyword.
    pub(super) fn exactly(mut self, term: &Term, paper: &PaperText) -> Evidence {
        self.measures[KEYWORDS] = term.nearest_keyword(paper);
        self
    }
}

impl Term {
    /// How strongly a paper has the weakest of several parts; 0 if it lacks one, or if there is only
    /// one part.
    fn weakest_part(&self, paper: &PaperText) -> f32 {
        if self.parts.len() < 2 {
            return 0.0;
        }
        // Words first: they are looked up faster than concepts, and most papers lack one.
        let is_word = |part: &&Part| part.concept.is_none();
        let words = self.parts.iter().filter(is_word);
        let concepts = self.parts.iter().filter(|part| !is_word(part));
        let mut weakest: f32 = 1.0;
        for part in words.chain(concepts) {
            weakest = weakest.min(part.within(paper));
            if weakest == 0.0 {
                break;
            }
        }
        weakest
    }

    /// By how many deviations the paper's nearest keyword is closer than usual, by the table.
    fn nearest_keyword(&self, paper: &PaperText) -> f32 {
        let all = paper.tabled.keywords.iter().filter(|_| paper.tabled.whole.is_some());
        all.map(|keyword| self.deviation(keyword)).fold(0.0, f32::max)
    }

    fn deviation(&self, vector: &crate::Embedding) -> f32 {
        match &self.tabled {
            Some((topic, spread)) if vector.dimensions() == topic.dimensions() => {
                spread.deviations(vector.cosine(topic)).clamp(0.0, NEAREST)
            }
            _ => 0.0,
        }
    }
}
