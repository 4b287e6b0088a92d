//! Reports how often the names on the map of the field occur in the recorded papers: names that
//! never occur, names too common to say what a paper is about, narrower concepts whose papers say
//! nothing else about the broader one, and keywords without a concept.

#![expect(clippy::print_stdout, reason = "a bench reports what it measures")]

mod corpus;

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::Paper;
use search::{ConceptId, ConceptMap};

/// A name in a larger share of all papers is hardly a useful narrower term.
const TOO_COMMON: f64 = 0.02;
/// The minimum number of papers for a narrower concept to be reported.
const ENOUGH: usize = 10;
/// Rows of each table.
const ROWS: usize = 60;

fn main() {
    let Some(papers) = corpus::recorded() else {
        println!("skipped: ../shared/hub/papers.jsonl.gz is not there");
        return;
    };
    let map = ConceptMap::builtin();
    let names = Names::of(map);
    let mut uses: HashMap<&str, usize> = HashMap::new();
    let mut with: HashMap<ConceptId, HashSet<usize>> = HashMap::new();
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    for (number, paper) in papers.iter().enumerate() {
        for (id, name) in names.of_paper(paper) {
            *uses.entry(name).or_default() += 1;
            with.entry(id).or_default().insert(number);
        }
        for keyword in paper.keywords.iter().filter(|keyword| map.lookup(keyword).is_none()) {
            *unknown.entry(words(keyword).join(" ")).or_default() += 1;
        }
    }
    let all: Vec<&str> = map.ids().flat_map(|id| map.names(id)).copied().collect();
    let used = all.iter().filter(|name| uses.contains_key(*name)).count();
    let (concepts, papers) = (map.ids().count(), papers.len());
    println!("{concepts} concepts with {} names in {papers} papers; {used} occur", all.len());

    let never = map.ids().filter(|id| !with.contains_key(id) && !map.names(*id).is_empty());
    let never: Vec<_> = never.map(|id| map.name(id)).collect();
    println!("\n{} concepts never occur: {}", never.len(), never.join("; "));

    let share = |name: &&str| uses.get(*name).copied().unwrap_or_default() as f64 / papers as f64;
    let mut common: Vec<_> =
        all.iter().map(|name| (share(name), *name)).filter(|one| one.0 > TOO_COMMON).collect();
    common.sort_by(|one, other| other.0.total_cmp(&one.0));
    println!("\nin more than {TOO_COMMON} of the papers:");
    common.iter().for_each(|(share, name)| println!("{share:.3} {name}"));

    println!("\nnarrower concepts whose papers rarely mention anything else of the broader one:");
    let mut alone = alone(map, &with);
    alone.sort_by(|one, other| one.0.total_cmp(&other.0));
    for (share, narrower, broader, count) in alone.into_iter().take(ROWS) {
        println!("{share:.2} of {count}: {} below {}", map.name(narrower), map.name(broader));
    }

    println!("\nkeywords without a concept:");
    let mut unknown: Vec<_> = unknown.into_iter().collect();
    unknown.sort_by_key(|(keyword, count)| (std::cmp::Reverse(*count), keyword.clone()));
    unknown.iter().take(ROWS).for_each(|(keyword, count)| println!("{count} {keyword}"));
}

/// For each pair of narrower and broader concept, the share of the narrower one's papers that
/// support the broader one in any other way.
fn alone(
    map: &ConceptMap,
    with: &HashMap<ConceptId, HashSet<usize>>,
) -> Vec<(f64, ConceptId, ConceptId, usize)> {
    let none = HashSet::new();
    let papers = |id: ConceptId| with.get(&id).unwrap_or(&none);
    let mut found = Vec::new();
    for broader in map.ids() {
        let below = map.descendants(broader);
        let direct = below.iter().filter(|one| one.depth == 1 && !one.weak);
        for narrower in direct.filter(|one| papers(one.id).len() >= ENOUGH) {
            let mut own: HashSet<ConceptId> =
                map.descendants(narrower.id).into_iter().map(|one| one.id).collect();
            own.insert(narrower.id);
            let others = below.iter().filter(|one| !one.weak && !own.contains(&one.id));
            let others: HashSet<usize> =
                others.flat_map(|one| papers(one.id)).chain(papers(broader)).copied().collect();
            let count = papers(narrower.id).len();
            let both = papers(narrower.id).intersection(&others).count();
            found.push((both as f64 / count as f64, narrower.id, broader, count));
        }
    }
    found
}

/// The words of a name, its concept, and the name.
type Known = (Vec<String>, ConceptId, &'static str);

/// The names by their first word.
struct Names(HashMap<String, Vec<Known>>);

impl Names {
    fn of(map: &ConceptMap) -> Names {
        let mut names = Names(HashMap::new());
        for id in map.ids() {
            for name in map.names(id) {
                let words = words(name);
                if let Some(first) = words.first() {
                    names.0.entry(first.clone()).or_default().push((words, id, *name));
                }
            }
        }
        names
    }

    /// The distinct names in a paper's title, abstract and keywords.
    fn of_paper(&self, paper: &Paper) -> HashSet<(ConceptId, &'static str)> {
        let texts = [paper.title.as_str(), paper.summary.as_str()].into_iter();
        let mut found = HashSet::new();
        for text in texts.chain(paper.keywords.iter().map(String::as_str)) {
            let words = words(text);
            for (at, word) in words.iter().enumerate() {
                let names = self.0.get(word).into_iter().flatten();
                let here = names.filter(|(name, ..)| words[at..].starts_with(name));
                found.extend(here.map(|(_, id, name)| (*id, *name)));
            }
        }
        found
    }
}

/// Lower-case words without a plural `s`.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.to_lowercase()).map(singular).collect()
}

fn singular(word: String) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let stays = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    match word.strip_suffix('s').filter(|stem| stem.len() > 1 && !stays) {
        Some(stem) => stem.to_owned(),
        None => word,
    }
}
