//! Tests of which words share a headword, and the effect on topics and searches.

use domain::{Strictness, Topic};
use proptest::prelude::*;

use super::*;
use crate::fixtures::{index, paper};
use crate::query::Query;
use crate::topics::{PaperText, TopicQuery};

/// Checks that the forms in `same` share the headword of `word` and those in `other` don't.
fn check(word: &str, same: &str, other: &str) {
    let own = headword(word);
    for form in same.split_whitespace() {
        assert_eq!(headword(form), own, "{form} is a form of {word}");
    }
    for form in other.split_whitespace() {
        assert_ne!(headword(form), own, "{form} is not a form of {word}");
    }
}

#[test]
fn inflections_share_a_headword_and_derivations_do_not() {
    for (word, same, other) in [
        (
            "visualization",
            "visualizations visualisation visualisations visualize visualizing visualised",
            "visual visually visuals",
        ),
        ("tokenization", "tokenizer tokenizers tokenize tokenised", "token tokens"),
        ("localization", "localize localized localizing localisation", "local locality locals"),
        ("physics", "physics", "physical physic physician"),
        ("dynamics", "dynamics", "dynamic dynamical dynamically"),
        ("engine", "engines", "engineering engineer engineered engineers"),
        ("art", "arts artwork artworks", "artistic artist artificial"),
        ("transformers", "transformer", "transform transformation transforming transforms"),
        ("general", "generals", "generalization generate generic generally generalist"),
        ("generalization", "generalize generalise generalising", "general generality"),
        ("organ", "organs", "organize organization organic organism"),
        ("organization", "organise organizing organisations", "organ"),
        ("image", "images imaged", "imaging imagine imagination imagery"),
        ("relativity", "", "relative relation relate related relatively"),
        ("relation", "relations", "relative related relates relational relationship"),
        ("operator", "operators", "operate operates operation operating"),
        ("universal", "universals", "universe university"),
        ("animal", "animals", "animation animate animated animator"),
        ("animation", "animations animate animated animating", "animal animals"),
        ("experiment", "experiments", "experience experiences expert"),
        ("author", "authors authored", "authority authorize authorization"),
        ("policy", "policies", "police politics political"),
        ("communication", "communicate communicating", "community communism"),
        ("factor", "factors factoring", "factory fact factual"),
        ("news", "", "new newer"),
        ("optimizer", "optimizers optimiser", "optimization optimal optimum optimize"),
        ("security", "securities", "secure secured"),
        ("probability", "probabilities", "probable probe probably"),
        ("planning", "plan planned plans", "plane planes planet plant planing"),
        ("meaning", "meanings", "mean means"),
        ("building", "buildings", "build builds built"),
        ("embedding", "embeddings", "embedded embeds"),
        ("rating", "ratings", "rate rates"),
        ("driving", "drive drives", "driven driver"),
    ] {
        check(word, same, other);
    }
}

#[test]
fn plurals_share_the_headword_of_the_singular() {
    for (word, same, other) in [
        ("policy", "policies", ""),
        ("movie", "movies", ""),
        ("box", "boxes", ""),
        ("class", "classes", ""),
        ("case", "cases", ""),
        ("cache", "caches cached caching", ""),
        ("match", "matches matched", ""),
        ("bias", "biases biased biasing", "base"),
        ("virus", "viruses", ""),
        ("use", "uses used using", "us"),
        ("lens", "lenses", ""),
        ("hero", "heroes", ""),
        ("shoe", "shoes", ""),
        ("wave", "waves", ""),
        ("leaf", "leaves", ""),
        ("analysis", "analyses analyze analyzed analysing", "analyst analytic"),
        ("hypothesis", "hypotheses", ""),
        ("basis", "", "bases base"),
        ("matrix", "matrices matrixes", ""),
        ("index", "indices indexes indexing indexed", ""),
        ("vertex", "vertices", "vertical"),
        ("service", "services", ""),
        ("criterion", "criteria", ""),
        ("corpus", "corpora corpuses", "corporal"),
        ("phenomenon", "phenomena", ""),
        ("stimulus", "stimuli", "stimulate"),
        ("child", "children", ""),
        ("mouse", "mice", ""),
        ("datum", "data", "dataset date"),
        ("llm", "llms", ""),
        ("gpu", "gpus", ""),
        ("vae", "vaes", ""),
        ("api", "apis", ""),
        ("metric", "metrics", ""),
        ("species", "", "specie specific"),
        ("4o", "4o", "4"),
    ] {
        check(word, same, other);
    }
}

#[test]
fn verb_forms_and_spellings_share_a_headword() {
    for (word, same, other) in [
        ("code", "codes coded coding", "cod"),
        ("plan", "plans planned planning", "plane"),
        ("control", "controls controlled controlling", ""),
        ("model", "models modelled modeling modelling modeled", "modal mode"),
        ("label", "labelled labelling labeled", ""),
        ("study", "studies studied studying", "studio"),
        ("change", "changes changed changing", ""),
        ("learn", "learns learned learnt learning", "learner"),
        ("write", "writes wrote written writing", "writer"),
        ("store", "stores stored storing", "story"),
        ("score", "scored scoring", ""),
        ("reason", "reasons reasoned reasoning", "reasonable"),
        ("tune", "tuned tuning", "tun"),
        ("complete", "completed completing", ""),
        ("interpret", "interpreting interpreted", "interpreter"),
        ("evaluate", "evaluated evaluating evaluates", "evaluator value"),
        ("colour", "color colours colored colouring", ""),
        ("behaviour", "behavior behaviors", ""),
        ("behavioural", "behavioral", "behavior"),
        ("centre", "center centres centred centered centring", "central"),
        ("fibre", "fiber fibres", ""),
        ("catalogue", "catalog catalogs cataloging", ""),
        ("defence", "defense defenses", ""),
        ("analyse", "analyze analysed analyzing analyses", ""),
        ("fuel", "fuels fuelled fueling fuelling", "full fill"),
        ("quell", "quelled quelling", ""),
        ("dial", "dialled dialing", ""),
        ("distil", "distill distilled distillation distilling", ""),
        ("tumour", "tumor tumors", ""),
        ("anaemia", "anemia", ""),
        ("grey", "gray", ""),
        ("programme", "program programs", ""),
        ("large", "larger largest", ""),
        ("exercise", "exercises exercised", ""),
        ("noise", "noises", "noisy"),
        ("practise", "practice practised practicing", "practical practitioner"),
        ("shrink", "shrank shrunk shrinking", "shrine"),
        ("withdraw", "withdrew withdrawn", ""),
        ("bend", "bent bending", ""),
        ("weave", "wove woven", "wave"),
        ("orthopaedic", "orthopedic", ""),
        ("haematology", "hematology", ""),
        ("palaeontology", "paleontology", ""),
        ("apnoea", "apnea", ""),
        ("augmentation", "augment augmented augmenting", ""),
        ("degradation", "degrade degraded", "grade gradation"),
        ("traveller", "traveler travelers", ""),
        // Abbreviations that look like verb forms.
        ("bit", "bits", "bite bitten"),
        ("led", "leds", "lead"),
        ("ran", "", "run running"),
        ("asic", "asics", ""),
    ] {
        check(word, same, other);
    }
}

#[test]
fn headwords_in_the_table_are_stable_under_the_rules() {
    // `choose` gets `chose` from the table and `choosing` from the rules.
    for word in Lexicon::words() {
        let found = headword(word);
        assert_eq!(headword(&found), found, "{word} has {found}");
    }
}

/// For each word, the title of a paper about it and of one about a derivation or compound.
const TITLES: [(&str, &str, &str); 8] = [
    ("visualization", "Visualizing Gulls", "Visual Gulls"),
    ("animal", "Animals in Harbours", "Animating Harbours"),
    ("physics", "The Physics of Rope", "The Physical Rope"),
    ("art", "Boats in Art", "State-of-the-Art Boats"),
    ("time", "Times of Rain", "Real-Time Rain"),
    ("supervised learning", "Supervised Learning of Knots", "Self-Supervised Learning of Knots"),
    ("cloud", "Clouds over Towns", "Point Clouds of Towns"),
    ("generalization", "Lanterns Generalise", "General Lanterns"),
];

#[test]
fn topics_match_inflections_and_not_derivations() {
    for (topic, right, wrong) in TITLES {
        let query = TopicQuery::new(&topic.parse::<Topic>().expect(topic));
        let hits = |title: &str| {
            let text = PaperText::new(&paper("2601.00001", title, "They float."));
            query.hit(&text, Strictness::Loose).is_some()
        };
        assert!(hits(right), "{topic}: {right}");
        assert!(!hits(wrong), "{topic}: {wrong}");
        // A compound is found by its own name.
        assert!(
            TopicQuery::new(&wrong.parse::<Topic>().expect(wrong))
                .hit(&PaperText::new(&paper("2601.00001", wrong, "")), Strictness::Normal)
                .is_some()
        );
    }
}

#[test]
fn search_ignores_derivations_when_the_word_itself_matches() {
    let titles = TITLES.iter().flat_map(|(_, right, wrong)| [*right, *wrong]).enumerate();
    let papers: Vec<_> = titles
        .map(|(number, title)| paper(&format!("2601.{number:05}"), title, "They float."))
        .collect();
    let index = index(&papers);
    for (number, (query, right, _)) in TITLES.iter().enumerate() {
        let answer = index.search(&Query::new(*query));
        let found: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
        assert_eq!(found, [papers[2 * number].id.as_str()], "{query}: {right}");
        assert!(!answer.nothing_close);
    }
    // If no paper has the word itself, derivations are better than nothing.
    let answer = index.search(&Query::new("visually"));
    assert!(answer.nothing_close && answer.hits.len() == 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_word_has_a_headword(word in "[a-z]{1,9}(s|es|ies|ing|ed|ied|ation|izer|ll)?|\\PC{0,12}") {
        prop_assert_eq!(headword(&word).is_empty(), word.is_empty());
        family(&word);
    }
}
