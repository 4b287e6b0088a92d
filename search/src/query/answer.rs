//! Answers a question: which search steps run, in which order, and how hits are ordered.

use domain::{Expression, PaperId};

use super::constraint::{Limits, wording};
use super::language::Language;
use super::question::Question;
use super::rank::{NEAREST, Ranked};
use super::top::Scored;
use super::{Answer, Exact, Hit, Query, Sort, Understood};
use crate::index::Index;
use crate::index::person_name::is_year;
use crate::text::{is_stop_word, key};

/// Questions in another language of at most this many words may be names and terms that are nearly
/// English.
const FEW_WORDS: usize = 3;

/// Papers found by name.
type Named = Vec<Found>;

/// A paper found by name.
#[derive(Clone, Copy)]
struct Found {
    slot: u32,
    exact: Exact,
    /// Its position among equally good matches; ties are in the requested order.
    place: usize,
}

/// Whether it is the name of a version rather than a person: `SAM 2`, `pi0`, but not `Bengio 2024a`.
fn is_numbered(text: &str) -> bool {
    match text.split_whitespace().collect::<Vec<_>>().as_slice() {
        [word] => word.bytes().any(|byte| byte.is_ascii_digit()),
        [_, word] => {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let begins_with_year = bare.get(..4).is_some_and(is_year);
            let version = word.trim_start_matches(['v', 'V']);
            version.starts_with(|c: char| c.is_ascii_digit()) && !begins_with_year
        }
        _ => false,
    }
}

impl Index {
    /// Answers a question: papers found by name first, then by words. Ids and links find exactly
    /// their papers, in the order typed, or nothing.
    pub fn search(&self, query: &Query) -> Answer {
        if !query.features.exact {
            return self.page(query, Vec::new(), self.rank(query, &[], &Limits::default()));
        }
        let ids = PaperId::find_all(&query.text);
        if !ids.is_empty() {
            let slots = ids.iter().filter_map(|id| self.ids.get(id)).enumerate();
            let named = slots.map(|(place, slot)| Found { slot: *slot, exact: Exact::Id, place });
            let named = self.passing(query, &Limits::default(), named);
            return self.page(query, named, Ranked::default());
        }
        let language = Language::of(&query.text);
        // An exact title is taken as a title, even if its words look like operators; and so is a name
        // such as `Linxi "Jim" Fan`.
        let titled = !self.names.titled(&query.text).is_empty()
            || !self.names.written_by(&query.text).is_empty();
        let typed = query.text.parse::<Expression>().ok();
        if let Some(title) = self.cited_title(&query.text) {
            let cited = Query { text: title.to_owned(), ..query.clone() };
            return self.by_words(&cited, &Limits::default());
        }
        let operators = typed.filter(|typed| !titled && typed.as_words().is_none());
        let mut answer = match &operators {
            Some(expression) => self.by_expression(query, expression),
            None if titled => self.by_words(query, &Limits::default()),
            None => self.by_question(query, Limits::default()),
        };
        // `diffusion modelle`
        let few = query.text.split_whitespace().count() <= FEW_WORDS;
        if language.is_some() && few && answer.total == 0 && !query.as_typed {
            let repaired = self.repaired(&query.text);
            let asked = repaired.map(|text| Query { text, as_typed: true, ..query.clone() });
            if let Some(asked) = asked {
                let found = self.by_question(&asked, Limits::default());
                if found.total > 0 {
                    answer = Answer { repaired: Some(asked.text), ..found };
                }
            }
        }
        if let Some(text) = self.with_author_meant(query, &answer) {
            let asked = Query { text, as_typed: true, ..query.clone() };
            let found = self.search(&asked);
            if found.total > 0 && found.missing.is_none() {
                answer = Answer { repaired: Some(asked.text), ..found };
            }
        }
        let is_english = !query.as_typed && language.is_none() && operators.is_none();
        if is_english && answer.total == 0 {
            answer = self.by_known_words(query).unwrap_or(answer);
        } else if is_english && answer.by_name == 0 && answer.repaired.is_none() {
            let without = self.without_unknown_words(&query.text, query.today);
            answer.unknown_words = without.map(|(_, words)| words).unwrap_or_default();
        }
        if answer.by_name == 0 {
            answer.language = language;
        }
        answer
    }

    /// The answer by the words that papers have, if there are others.
    fn by_known_words(&self, query: &Query) -> Option<Answer> {
        let repaired = self.repaired(&query.text);
        let text = repaired.as_deref().unwrap_or(&query.text);
        let (text, unknown_words) = self.without_unknown_words(text, query.today)?;
        let known = Query { text, as_typed: true, ..query.clone() };
        let found = self.by_question(&known, Limits::default());
        (found.total > 0).then_some(Answer { repaired, unknown_words, ..found })
    }

    /// The query's text with the name of an author that it probably means, if nothing was found.
    fn with_author_meant(&self, query: &Query, answer: &Answer) -> Option<String> {
        let found = answer.total > 0 && answer.missing.is_none();
        if query.as_typed || found && !self.has_unknown_name(&query.text) {
            return None;
        }
        let missing = answer
            .missing
            .as_deref()
            .map(|missing| missing.strip_prefix("author:").unwrap_or(missing).trim_matches('"'));
        let typed = missing.unwrap_or(&query.text);
        let meant = self.author_like(typed)?;
        query.text.contains(typed).then(|| query.text.replacen(typed, &meant, 1))
    }

    /// Whether it is two words of which one is neither a word nor a surname: `Yejin` in `Yejin Choy`; or
    /// both are names, of different people: `Philip Isola`. Stop words, which are not in the vocabulary,
    /// are no names: `training for`.
    fn has_unknown_name(&self, text: &str) -> bool {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.len() == 2
            && !words.iter().any(|word| is_stop_word(&key(word)))
            && self.names.written_by(text).is_empty()
            && (words.iter().all(|word| self.is_only_a_name(word))
                || words
                    .iter()
                    .any(|word| !self.is_known(word) && self.names.surnamed(word).is_empty()))
    }

    fn is_only_a_name(&self, word: &str) -> bool {
        self.names.has_person(word) && !self.is_common(word)
    }

    /// Whether the text identifies papers: by ids, by links, or by the title of a paper in the
    /// index, alone or in a citation.
    pub fn is_name(&self, text: &str) -> bool {
        !PaperId::find_all(text).is_empty()
            || !self.names.titled(text).is_empty()
            || self.cited_title(text).is_some()
    }

    /// The text to encode for [`Query::embedding`]: the query's words without operators, their
    /// spelling repaired if `search` is going to repair it.
    pub fn wording(&self, query: &Query) -> String {
        if let Some(title) = self.cited_title(&query.text) {
            return title.to_owned();
        }
        let words = wording(&query.text, query.today);
        let is_plain =
            query.text.parse::<Expression>().map_or(true, |typed| typed.as_words().is_some());
        if !is_plain || !query.features.exact || self.is_name(&query.text) {
            return words;
        }
        let query = Query { text: words, ..query.clone() };
        match self.by_name(&query, &Limits::default()).is_empty() {
            true => match self.spelling(&query) {
                Some(text) => wording(&text, query.today),
                None => query.text,
            },
            false => query.text,
        }
    }

    /// The query's text with its spelling repaired; `None` if it is to be searched as typed.
    fn spelling(&self, query: &Query) -> Option<String> {
        let as_typed = query.as_typed || Language::of(&query.text).is_some();
        if as_typed { None } else { self.repaired(&query.text) }
    }

    fn by_expression(&self, query: &Query, expression: &Expression) -> Answer {
        let exclude = self.holding_any(&expression.exclude);
        let is_only = expression.any.len() == 1;
        let mut alternatives: Vec<_> =
            expression.any.iter().map(|parts| self.alternative(parts, is_only)).collect();
        if let [one] = alternatives.as_mut_slice()
            && one.has_words
        {
            let limits = Limits { only: one.only.take(), exclude, ..Limits::default() };
            let query = Query { text: std::mem::take(&mut one.text), ..query.clone() };
            let mut answer = self.by_question(&query, limits);
            answer.missing = one.missing.take();
            return answer;
        }
        let whole = Query { offset: 0, limit: usize::MAX, ..query.clone() };
        let meaning = query.embedding.clone().filter(|_| alternatives.len() == 1);
        let missing = match alternatives.iter().all(|one| one.missing.is_some()) {
            true => alternatives.iter_mut().find_map(|one| one.missing.take()),
            false => None,
        };
        let mut lists = Vec::new();
        let mut excluded = Vec::new();
        for one in alternatives {
            let limits = Limits { only: one.only, exclude: exclude.clone(), ..Limits::default() };
            let mut features = query.features;
            // A paper with the required phrase is always close enough.
            features.floor &= one.has_words;
            let query =
                Query { text: one.text, embedding: meaning.clone(), features, ..whole.clone() };
            let ranked = match query.text.is_empty() {
                true => self.listed(&query, &limits),
                false => self.rank(&query, &[], &limits),
            };
            excluded.extend(ranked.excluded);
            lists.push(ranked.close);
        }
        excluded.sort_unstable();
        excluded.dedup();
        let close = self.merged(query, lists);
        let ranked = Ranked { total: close.len(), close, excluded, nearest: Vec::new() };
        Answer { missing, ..self.page(query, Vec::new(), ranked) }
    }

    /// Merges several lists: alternating, so that each is represented near the top, or in the
    /// requested order.
    fn merged(&self, query: &Query, mut lists: Vec<Vec<Scored>>) -> Vec<Scored> {
        let mut seen = std::collections::HashSet::new();
        let mut merged = Vec::new();
        if let [one] = lists.as_mut_slice() {
            return std::mem::take(one);
        }
        let longest = lists.iter().map(Vec::len).max().unwrap_or_default();
        for place in 0..longest {
            for scored in lists.iter().filter_map(|list| list.get(place)) {
                if seen.insert(scored.0) {
                    merged.push(*scored);
                }
            }
        }
        if query.sort != Sort::Relevance {
            merged.sort_unstable_by(|a, b| self.order(query.sort, *a, *b));
        }
        merged
    }

    /// Answers a question without operators.
    fn by_question(&self, query: &Query, mut limits: Limits) -> Answer {
        let mut question = Question::read(&query.text, query.today);
        // `latset papres on agents`
        let names_somebody = question.by.as_deref().is_some_and(|by| !self.by_any(by).is_empty());
        if !names_somebody
            && let Some(text) = self.spelling(query)
            && let meant = Question::read(&text, query.today).words
            && match question.words == query.text {
                true => meant != text,
                false => self.repaired(&question.words).as_ref() != Some(&meant),
            }
        {
            let asked = Query { text, as_typed: true, ..query.clone() };
            let found = self.by_question(&asked, limits.clone());
            if found.total > 0 {
                return Answer { repaired: Some(asked.text), ..found };
            }
        }
        if question.by.is_none()
            && let Some((words, by)) = self
                .by_at_the_end(&question.words)
                .or_else(|| self.organization_before_papers(&query.text, &question.words))
        {
            (question.words, question.by) = (words, Some(by));
        }
        let mut asked = Query { text: question.words.clone(), ..query.clone() };
        let since = query.today.and_then(|today| question.since(today));
        asked.filters.from = asked.filters.from.max(since).max(question.from);
        asked.filters.to = [asked.filters.to, question.to].into_iter().flatten().min();
        if let (Sort::Relevance, Some(sort)) = (query.sort, question.sort) {
            // For newest first, keep only papers that match the whole question.
            (asked.sort, limits.whole) = (sort, true);
        }
        limits.surveys = question.surveys;
        let understood = Understood {
            sort: question.sort,
            days: question.days.filter(|_| query.today.is_some()),
            from: question.from,
            to: question.to,
            surveys: question.surveys,
            by: question.by.clone(),
        };
        let mut answer = if let Some(by) = &question.by {
            self.by_somebody(&asked, by, &limits)
        } else if asked.text.is_empty() {
            match understood == Understood::default() {
                true => self.page(&asked, Vec::new(), Ranked::default()),
                false => {
                    let ranked = self.listed(&asked, &limits);
                    self.page(&asked, Vec::new(), ranked)
                }
            }
        } else {
            self.by_words(&asked, &limits)
        };
        answer.understood = understood;
        answer
    }

    /// Every paper within the limits, in the requested order.
    fn listed(&self, query: &Query, limits: &Limits) -> Ranked {
        let mut ranked = Ranked::default();
        for slot in self.ids.values() {
            let only = limits.only.as_ref().is_none_or(|only| only.has(*slot));
            if !only || !query.filters.pass(&self.facts[*slot as usize]) {
                continue;
            }
            match limits.exclude.as_ref().is_some_and(|exclude| exclude.has(*slot)) {
                true => ranked.excluded.push(*slot),
                false => ranked.close.push((*slot, 0.0)),
            }
        }
        ranked.total = ranked.close.len();
        ranked.close.sort_unstable_by(|a, b| self.order(query.sort, *a, *b));
        ranked
    }

    /// Papers by an author or from an organization.
    fn by_somebody(&self, query: &Query, by: &str, limits: &Limits) -> Answer {
        let all = self.by_any(by);
        if all.is_empty() {
            let words = [by, &query.text].join(" ");
            let query = Query { text: words.trim().to_owned(), ..query.clone() };
            return Answer { missing: Some(by.to_owned()), ..self.by_words(&query, limits) };
        }
        let slots = all.iter().map(|(slot, _)| *slot).collect();
        let named = self.about(query, slots, limits);
        let mut answer = self.page(query, named, Ranked::default());
        for hit in &mut answer.hits {
            let of_hit = |slot: &u32| all.binary_search_by_key(slot, |(slot, _)| *slot).ok();
            let at = self.ids.get(&hit.id).and_then(of_hit);
            hit.exact = at.map_or(hit.exact, |at| Some(all[at].1));
        }
        answer
    }

    /// Of an author's papers, those that match the other words, best first; all of them if none
    /// match or there are no other words.
    fn about(&self, query: &Query, slots: Vec<u32>, limits: &Limits) -> Named {
        let found = |(place, slot)| Found { slot, exact: Exact::Author, place };
        let mut only = crate::index::slot_set::SlotSet::of(self.docs.len(), &slots);
        if let Some(other) = &limits.only {
            only.keep(other);
        }
        let exclude = limits.exclude.clone();
        let limits = Limits { only: Some(only), exclude, ..*limits };
        if !query.text.is_empty() {
            let query = Query { offset: 0, limit: usize::MAX, embedding: None, ..query.clone() };
            let ranked = self.rank(&query, &[], &limits);
            if ranked.total > 0 {
                let slots = ranked.close.into_iter().map(|(slot, _)| slot);
                return slots.enumerate().map(found).collect();
            }
        }
        let all = slots.into_iter().map(|slot| found((0, slot)));
        self.passing(query, &limits, all)
    }

    fn by_words(&self, query: &Query, limits: &Limits) -> Answer {
        let mut named = self.by_name(query, limits);
        // A known title or name is not misspelled.
        if named.is_empty()
            && let Some(repaired) = self.spelling(query)
        {
            let query = Query { text: repaired.clone(), as_typed: true, ..query.clone() };
            let answer = self.by_words(&query, limits);
            if answer.total > 0 {
                return Answer { repaired: Some(repaired), ..answer };
            }
        }
        let slots: Vec<u32> = named.iter().map(|found| found.slot).collect();
        let mut ranked = self.rank(query, &slots, limits);
        self.nearly_titled(query, &mut named, &mut ranked);
        if named.is_empty() && ranked.total == 0 {
            let is_surname = !is_numbered(&query.text);
            let surnamed = self.names.surnamed(&query.text).into_iter().filter(|_| is_surname);
            let found = surnamed.map(|slot| Found { slot, exact: Exact::Author, place: 0 });
            named = self.passing(query, limits, found);
        }
        self.page(query, named, ranked)
    }

    /// Papers with this title, and papers by an author whose name the text is or contains.
    fn by_name(&self, query: &Query, limits: &Limits) -> Named {
        let joined = self.joined_name(&query.text);
        let text = joined.as_ref().unwrap_or(&query.text);
        let titled = self.names.titled(text).iter();
        let titled = titled.map(|slot| Found { slot: *slot, exact: Exact::Title, place: 0 });
        let titled = self.passing(query, limits, titled);
        let mut authors = Vec::new();
        let written = self.by_several(text).or_else(|| {
            let is_name = !self.names.written_by(text).is_empty()
                || Index::is_citation(text) && !is_numbered(text);
            is_name.then(|| self.by_one(text))
        });
        if let Some(written) = written {
            let place = |slots: Vec<u32>, place| {
                let found = move |slot| Found { slot, exact: Exact::Author, place };
                slots.into_iter().map(found)
            };
            let all = place(written.surely, 0).chain(place(written.others, 1));
            authors = self.passing(query, limits, all);
        } else if titled.is_empty() && self.names.named(text).is_empty() && !is_numbered(text) {
            if let Some(slots) = self.surname_alone(text) {
                let found = |slot| Found { slot, exact: Exact::Author, place: 0 };
                authors = self.passing(query, limits, slots.into_iter().map(found));
            } else if let Some(name) = self.name_among(text) {
                let asked = Query { text: name.rest, ..query.clone() };
                authors = self.about(&asked, name.slots, limits);
            }
        }
        authors.retain(|found| !titled.iter().any(|other| other.slot == found.slot));
        [titled, authors].concat()
    }

    fn passing(&self, query: &Query, limits: &Limits, named: impl Iterator<Item = Found>) -> Named {
        let within = |found: &Found| {
            let excluded = limits.exclude.as_ref().is_some_and(|exclude| exclude.has(found.slot));
            !excluded
                && limits.only.as_ref().is_none_or(|only| only.has(found.slot))
                && query.filters.pass(&self.facts[found.slot as usize])
        };
        named.filter(within).collect()
    }

    /// If no paper has this title, promotes top hits whose title is close to it.
    fn nearly_titled(&self, query: &Query, named: &mut Named, ranked: &mut Ranked) {
        if named.iter().any(|found| found.exact == Exact::Title) {
            return;
        }
        let nearest = ranked.close.iter().take(NEAREST).map(|(slot, _)| *slot);
        let titled: Vec<u32> =
            nearest.filter(|slot| self.is_nearly_title(*slot, &query.text)).collect();
        ranked.close.retain(|(slot, _)| !titled.contains(slot));
        ranked.total -= titled.len();
        named.extend(titled.into_iter().map(|slot| Found { slot, exact: Exact::Title, place: 0 }));
    }

    /// Papers found by name, in order, then the others; cut to the requested page.
    fn page(&self, query: &Query, mut named: Named, ranked: Ranked) -> Answer {
        named.sort_unstable_by(|a, b| {
            let as_asked = || self.order(query.sort, (a.slot, 0.0), (b.slot, 0.0));
            let place = match query.sort {
                Sort::Relevance => a.place.cmp(&b.place),
                _ => std::cmp::Ordering::Equal,
            };
            a.exact.cmp(&b.exact).then(place).then_with(as_asked)
        });
        let by_name = named.len();
        let total = by_name + ranked.total;
        let nothing_close = total == 0;
        let named = named.into_iter().map(|found| ((found.slot, 0.0), Some(found.exact)));
        let others = if nothing_close { ranked.nearest } else { ranked.close };
        let found = named.chain(others.into_iter().map(|scored| (scored, None)));
        let page = found.skip(query.offset).take(query.limit);
        let hits = page.filter_map(|(scored, exact)| self.hit(scored, exact)).collect();
        let excluded = ranked.excluded.len();
        Answer { hits, by_name, total, nothing_close, excluded, ..Answer::default() }
    }

    pub(crate) fn hit(&self, (slot, score): Scored, exact: Option<Exact>) -> Option<Hit> {
        self.doc(slot).map(|doc| Hit { id: doc.id.clone(), score, exact })
    }
}
