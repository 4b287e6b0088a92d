//! The map as a program reads it, and the map of the binary.

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
fn every_concept_with_a_line_has_something_below_it() {
    let map = ConceptMap::builtin();
    let bare = map.ids().filter(|id| map.concepts[id.0 as usize].defined);
    let bare = bare.filter(|id| map.descendants(*id).iter().all(|one| one.weak));
    assert_eq!(bare.map(|id| map.name(id)).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_name_is_looked_up_as_its_concept() {
    let map = ConceptMap::builtin();
    for id in map.ids() {
        for name in map.all_names(id) {
            let found = map.lookup(name).map(|id| map.name(id));
            assert_eq!(found, Some(map.name(id)), "{name}");
        }
    }
}

#[test]
fn nothing_is_below_itself_and_parents_know_their_children() {
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
fn a_topic_is_looked_up_as_people_type_it() {
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
fn a_vague_name_is_understood_and_is_no_evidence() {
    let map = small();
    let id = map.lookup("safety").expect("a concept");
    assert_eq!(map.names(id), ["AI safety", "LLM safety", "trustworthy AI"]);
    assert_eq!(map.typed_names(id), ["safety"]);
}

#[test]
fn what_is_below_comes_nearest_first_and_related_last() {
    let map = small();
    let check = |topic: &str, expected: &[(&str, u8, bool)]| {
        let found = map.descendants(map.lookup(topic).expect(topic)).into_iter();
        let found: Vec<_> = found.map(|one| (map.name(one.id), one.depth, one.weak)).collect();
        assert_eq!(found, expected, "{topic}");
    };
    // Robustness is related to safety, and below it by way of red teaming: that is the stronger.
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
fn a_line_with_a_problem_is_named() {
    let check = |text: &'static str, expected: &[(usize, &str)]| {
        let (_, problems) = ConceptMap::read(text);
        let found: Vec<_> = problems.iter().map(|one| (one.line, one.what.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("boats\n  > ships; sails\n", &[]);
    check("  > ships\n", &[(1, "comes before any concept")]);
    check("boats\n  ships\n", &[(2, "begins with none of `=`, `>` and `~`")]);
    check("boats\n  > sails\nboat\n  > oars", &[(3, "`boat` has a line already")]);
    check("boats\n  > the\n", &[(2, "`the` has no words")]);
    check("boats\n  > ships; ship\n", &[(2, "`ship` is there twice")]);
    check("boats\n  > ships\nships\n  > sails; boats", &[(4, "`boats` is above itself")]);
    check("boats = ships\ncars\n  = ships\n", &[(3, "`ships` is a name of `boats` already")]);
}
