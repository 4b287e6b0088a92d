//! Answering a question: the order in which the ways of finding are tried, and the order of hits.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::exact;
use crate::index::Index;
use crate::query::{Answer, Exact, Hit, Query, Sort};
use crate::rank::{NEAREST, Scored};

/// A paper found, before it is known whether it is on the page.
type Found = (Scored, Option<Exact>);

impl Index {
    /// Answers a question: papers found by name first, then by words. An id or a link finds its
    /// paper or nothing.
    pub fn search(&self, query: &Query) -> Answer {
        if let Some(id) = exact::id(&query.text).filter(|_| query.ways.exact) {
            let slot = self.ids.get(&id).into_iter();
            return self.page(query, slot.map(|slot| (*slot, Exact::Id)).collect(), Vec::new());
        }
        let ranked = self.rank(query);
        let named = match query.ways.exact {
            true => self.by_name(&query.text, &ranked.close),
            false => HashMap::new(),
        };
        let mut answer = self.page(query, named, ranked.close);
        if answer.nothing_close {
            answer.hits =
                ranked.nearest.into_iter().filter_map(|one| self.hit((one, None))).collect();
        }
        // A title or a name that is known is not misspelt.
        if answer.hits.first().is_none_or(|hit| hit.exact.is_none()) {
            answer.suggestion = self.suggestion(&query.text);
        }
        answer
    }

    /// Papers with this title, else nearly this title; papers by this author. If there are none
    /// and no words match, papers by an author of this surname.
    fn by_name(&self, text: &str, close: &[Scored]) -> HashMap<u32, Exact> {
        let authors = self.names.written_by(text).into_iter().map(|slot| (slot, Exact::Author));
        let mut named: HashMap<u32, Exact> = authors.collect();
        let titled = self.names.titled(text);
        named.extend(titled.iter().map(|slot| (*slot, Exact::Title)));
        if titled.is_empty() {
            let best = close.iter().take(NEAREST).map(|(slot, _)| *slot);
            let nearly = best.filter(|slot| self.is_nearly_title(*slot, text));
            named.extend(nearly.map(|slot| (slot, Exact::Title)));
        }
        if named.is_empty() && close.is_empty() {
            named.extend(self.names.surnamed(text).iter().map(|slot| (*slot, Exact::Author)));
        }
        named
    }

    /// Sorts what was found and cuts out the page.
    fn page(&self, query: &Query, named: HashMap<u32, Exact>, ranked: Vec<Scored>) -> Answer {
        let mut unranked = named.clone();
        let mut found: Vec<Found> = Vec::with_capacity(ranked.len());
        for (slot, score) in ranked {
            // Asking the map for each of thousands of papers takes longer than ranking them.
            let exact = if named.is_empty() { None } else { unranked.remove(&slot) };
            found.push(((slot, score), exact));
        }
        let pass = |slot: &u32| query.filters.pass(&self.facts[*slot as usize]);
        let others = unranked.into_iter().filter(|(slot, _)| pass(slot));
        found.extend(others.map(|(slot, exact)| ((slot, 0.0), Some(exact))));
        let total = found.len();
        let end = query.offset.saturating_add(query.limit);
        if end > 0 && end < total {
            found.select_nth_unstable_by(end - 1, |a, b| self.order(query.sort, a, b));
            found.truncate(end);
        }
        found.sort_unstable_by(|a, b| self.order(query.sort, a, b));
        let page = found.into_iter().skip(query.offset).take(query.limit);
        let hits = page.filter_map(|found| self.hit(found)).collect();
        Answer { hits, total, nothing_close: total == 0, suggestion: None }
    }

    fn hit(&self, ((slot, score), exact): Found) -> Option<Hit> {
        self.doc(slot).map(|doc| Hit { id: doc.id.clone(), score, exact })
    }

    /// Exact hits first, then as asked, then by id: a total order. Among equal matches, as all
    /// papers of one author are, those with more votes come first.
    fn order(&self, sort: Sort, (a, named_a): &Found, (b, named_b): &Found) -> Ordering {
        let class = |exact: &Option<Exact>| exact.map_or(u8::MAX, |exact| exact as u8);
        let asked = || {
            let (one, other) = (&self.facts[a.0 as usize], &self.facts[b.0 as usize]);
            let votes = || other.upvotes.cmp(&one.upvotes);
            let asked = match sort {
                Sort::Relevance => b.1.total_cmp(&a.1),
                Sort::Votes => Ordering::Equal,
                Sort::Newest => other.published.cmp(&one.published),
            };
            let id = |slot: u32| self.doc(slot).map(|doc| &doc.id);
            asked.then_with(votes).then_with(|| id(a.0).cmp(&id(b.0)))
        };
        class(named_a).cmp(&class(named_b)).then_with(asked)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::Filters;
    use crate::sample::{index, paper, shelf};

    /// Hits as numbers of the shelf, `!` after exact ones; `~` before them when nothing is close.
    fn ask(index: &Index, query: &Query) -> String {
        let answer = index.search(query);
        let hits = answer.hits.iter().map(|hit| {
            let number = hit.id.as_str().trim_start_matches("2601.0000");
            format!("{number}{}", if hit.exact.is_some() { "!" } else { "" })
        });
        let hits = hits.collect::<Vec<_>>().join(" ");
        if answer.nothing_close { format!("~{hits}") } else { hits }
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(ask(&index(&shelf()), &Query::new(text)), expected, "{text}");
    }

    #[test]
    fn a_question_finds_its_papers() {
        for (text, expected) in [
            // By id, or not at all.
            ("2601.00007", "7!"),
            ("look: https://arxiv.org/abs/2601.00002v3", "2!"),
            ("2601.00099", "~"),
            // By title: whole, in other spelling, nearly whole.
            ("a cookbook for GPT-4o", "3! 2"),
            ("the l1 norm of a quiet harbour", "6!"),
            ("why all the gulls need is attention", "9!"),
            // By author: accents, order and initials do not matter; the surname alone will do.
            ("lucja zeglarz", "4! 1!"),
            ("Méer, Jean Luc", "1!"),
            ("meer", "1!"),
            // By words, however they are written; what a paper is called comes before the rest.
            ("gpt 4o", "3 2"),
            ("GPT4o", "3 2"),
            ("pre-training", "4 5"),
            ("pretraining", "5 4"),
            ("lantern", "4"),
            ("papers about robot", "7"),
            ("video diffusion", "1"),
            ("qwen2.5", "8"),
            // Nothing close: what shares a word is named, nothing else.
            ("diffusion of cathedral windows in winter", "~7 1"),
            ("cathedral", "~"),
            ("the of and", "~"),
            ("", "~"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn filters_hold_for_every_hit() {
        let date = |text: &str| Some(text.parse().expect("a date"));
        let index = index(&shelf());
        for (text, filters, expected) in [
            ("diffusion", Filters::default(), "7 1"),
            ("diffusion", Filters { has_code: true, ..Filters::default() }, "7"),
            ("diffusion", Filters { min_upvotes: 9, ..Filters::default() }, "~"),
            ("diffusion", Filters { to: date("2026-01-02"), ..Filters::default() }, "1"),
            ("diffusion", Filters { from: date("2026-01-08"), ..Filters::default() }, "7"),
            ("2601.00001", Filters { min_upvotes: 4, ..Filters::default() }, "~"),
            ("lucja zeglarz", Filters { min_upvotes: 4, ..Filters::default() }, "4!"),
        ] {
            let query = Query { filters, ..Query::new(text) };
            assert_eq!(ask(&index, &query), expected, "{query:?}");
        }
    }

    #[test]
    fn order_and_pages_do_not_change_the_total() {
        let index = index(&shelf());
        for (sort, offset, limit, expected) in [
            (Sort::Votes, 0, 10, "4 5"),
            (Sort::Newest, 0, 10, "5 4"),
            (Sort::Newest, 1, 10, "4"),
            (Sort::Newest, 0, 1, "5"),
            (Sort::Newest, 2, 10, ""),
            (Sort::Newest, usize::MAX, usize::MAX, ""),
        ] {
            let query = Query { sort, offset, limit, ..Query::new("pretraining") };
            assert_eq!(ask(&index, &query), expected, "{query:?}");
            assert_eq!(index.search(&query).total, 2, "{query:?}");
        }
    }

    #[test]
    fn a_paper_put_again_is_replaced() {
        let mut index = index(&shelf());
        let mut changed = shelf().swap_remove(6);
        changed.upvotes = 90;
        index.put(&changed);
        let popular = Filters { min_upvotes: 50, ..Filters::default() };
        let query = Query { filters: popular, ..Query::new("rumours") };
        assert_eq!(ask(&index, &query), "7");
        changed.title = "Silence among Machines".to_owned();
        index.put(&changed);
        assert_eq!(ask(&index, &Query::new("rumours")), "~");
        assert_eq!(ask(&index, &Query::new("silent machines")), "~7");
        assert_eq!(index.len(), 9);
    }

    fn words() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            Just("video"),
            Just("diffusion"),
            Just("robots"),
            Just("gpt-4o"),
            Just("the"),
            Just("sea"),
            Just("unheard"),
            Just("pre-training"),
            Just("4o"),
            Just("lantern:"),
        ];
        prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn what_is_put_and_removed_leaves_no_trace(title in words(), summary in words(), text in words()) {
            let mut changed = index(&shelf());
            let before = changed.search(&Query::new(text.as_str()));
            let extra = paper("2601.00050", &title, &summary);
            changed.put(&extra);
            prop_assert!(changed.remove(&extra.id));
            prop_assert!(!changed.remove(&extra.id));
            prop_assert_eq!(changed.search(&Query::new(text.as_str())), before);
            prop_assert_eq!(changed.complete(&text, 9), index(&shelf()).complete(&text, 9));
        }

        #[test]
        fn the_order_is_total(text in words(), seed in 0usize..9, copies in 1u32..4) {
            let mut papers = shelf();
            // The same text under several ids: only the id tells them apart.
            for copy in 0..copies {
                papers.push(paper(&format!("2602.{copy:05}"), &text, "diffusion"));
            }
            let whole = Query { limit: 50, ..Query::new(text.as_str()) };
            let answer = index(&papers).search(&whole);
            papers.rotate_left(seed);
            let other = index(&papers);
            prop_assert_eq!(&other.search(&whole), &answer);
            if !answer.nothing_close {
                let pages: Vec<Hit> = (0..answer.total)
                    .flat_map(|offset| other.search(&Query { offset, limit: 1, ..whole.clone() }).hits)
                    .collect();
                prop_assert_eq!(pages, answer.hits);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn no_text_panics(text in ".{0,6000}") {
            let mut index = index(&shelf());
            index.put(&paper("2601.00050", &text, &text));
            let answer = index.search(&Query::new(text.as_str()));
            prop_assert!(answer.hits.len() <= 10);
            let _ = index.complete(&text, 25);
            prop_assert!(index.remove(&paper("2601.00050", "", "").id));
        }
    }
}
