//! Tests of the map reader, and checks on the built-in map.

use super::*;

const SMALL: &str = "\
# A comment.

AI safety = LLM safety
  = (safety) = trustworthy AI
  > jailbreak attacks = jailbreaking; red teaming
  ~ robustness
large language models = LLM
  > LLM agents; small language models = SLM
red teaming
  > adversarial prompts; robustness
vision-language models = VLM
robustness
  > adversarial prompts
";

fn small() -> ConceptMap {
    let (map, problems) = ConceptMap::read(SMALL);
    assert_eq!(problems, []);
    map
}

#[test]
fn the_builtin_map_has_no_problems() {
    let (map, problems) = ConceptMap::read(TEXT);
    let shown = problems.iter().map(|problem| format!("{}: {}", problem.line, problem.what));
    assert_eq!(shown.collect::<Vec<_>>(), [""; 0]);
    let defined = map.concepts.iter().filter(|concept| concept.defined).count();
    let names: usize = map.ids().map(|id| map.all_names(id).count()).sum();
    assert!(defined >= 400 && names >= 3_000, "{defined} concepts with {names} names");
}

#[test]
fn every_defined_concept_has_a_narrower_one() {
    let map = ConceptMap::builtin();
    let bare = map.ids().filter(|id| map.concepts[id.0 as usize].defined);
    let bare = bare.filter(|id| map.descendants(*id).iter().all(|one| one.weak));
    assert_eq!(bare.map(|id| map.name(id)).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_name_finds_its_concept() {
    let map = ConceptMap::builtin();
    for id in map.ids() {
        for name in map.all_names(id) {
            let found = map.lookup(name).map(|id| map.name(id));
            assert_eq!(found, Some(map.name(id)), "{name}");
        }
    }
}

#[test]
fn the_map_has_no_cycles_and_links_go_both_ways() {
    let map = ConceptMap::builtin();
    for id in map.ids() {
        let below = map.descendants(id);
        assert!(below.iter().all(|one| one.id != id), "{}", map.name(id));
        for one in below.iter().filter(|one| one.depth == 1) {
            assert!(map.parents(one.id).any(|(parent, weak)| parent == id && weak == one.weak));
        }
    }
}

#[test]
fn topics_are_looked_up_as_typed() {
    let map = small();
    let check = |typed: &str, expected: Option<&str>| {
        assert_eq!(map.lookup(typed).map(|id| map.name(id)), expected, "{typed}");
    };
    for (typed, expected) in [
        ("AI safety", Some("AI safety")),
        ("ai-safety", Some("AI safety")),
        ("safety of AI", Some("AI safety")),
        ("LLM Safety research", Some("AI safety")),
        ("large language model safety", Some("AI safety")),
        ("jailbreak attack", Some("jailbreak attacks")),
        ("llms", Some("large language models")),
        ("Large Language Model", Some("large language models")),
        ("safety", Some("AI safety")),
        ("trustworthy AI systems", Some("AI safety")),
        ("agents", None),
        ("large language model agent", Some("LLM agents")),
        ("LLM-agents", Some("LLM agents")),
        ("vision language", Some("vision-language models")),
        ("VLMs", Some("vision-language models")),
        ("vision", None),
        ("language models", None),
        ("model", None),
        ("the", None),
        ("", None),
    ] {
        check(typed, expected);
    }
}

#[test]
fn vague_names_are_understood_but_are_no_evidence() {
    let map = small();
    let id = map.lookup("safety").expect("a concept");
    assert_eq!(map.names(id), ["AI safety", "LLM safety", "trustworthy AI"]);
    assert_eq!(map.typed_names(id), ["safety"]);
}

#[test]
fn descendants_are_nearest_first_and_related_last() {
    let map = small();
    let check = |topic: &str, expected: &[(&str, u8, bool)]| {
        let found = map.descendants(map.lookup(topic).expect(topic)).into_iter();
        let found: Vec<_> = found.map(|one| (map.name(one.id), one.depth, one.weak)).collect();
        assert_eq!(found, expected, "{topic}");
    };
    // Robustness is both related to safety and below it through red teaming; the stronger link
    // wins.
    check(
        "AI safety",
        &[
            ("jailbreak attacks", 1, false),
            ("red teaming", 1, false),
            ("adversarial prompts", 2, false),
            ("robustness", 2, false),
        ],
    );
    check("robustness", &[("adversarial prompts", 1, false)]);
    check("VLM", &[]);
    let parents = map.parents(map.lookup("robustness").expect("a concept"));
    let parents: Vec<_> = parents.map(|(id, weak)| (map.name(id), weak)).collect();
    assert_eq!(parents, [("AI safety", true), ("red teaming", false)]);
}

#[test]
fn problems_name_their_line() {
    let check = |text: &'static str, expected: &[(usize, &str)]| {
        let (_, problems) = ConceptMap::read(text);
        let found: Vec<_> = problems.iter().map(|one| (one.line, one.what.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("boats\n  > ships; sails\n", &[]);
    check("  > ships\n", &[(1, "must follow a concept")]);
    check("boats\n  ships\n", &[(2, "must begin with `=`, `>` or `~`")]);
    check("boats\n  > sails\nboat\n  > oars", &[(3, "`boat` already has a line")]);
    check("boats\n  > the\n", &[(2, "`the` has no words")]);
    check("boats\n  > ships; ship\n", &[(2, "`ship` is listed twice")]);
    check(
        "talk to boats\nboats\n  > talk in boats; talk to boat\n",
        &[(3, "`talk in boats` differs from `talk to boats` in small words only")],
    );
    check("boats\n  > ships\nships\n  > sails; boats", &[(4, "`boats` would be above itself")]);
    check("boats = ships\ncars\n  = ships\n", &[(3, "`ships` is already a name of `boats`")]);
}
