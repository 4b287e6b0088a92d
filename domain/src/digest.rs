//! Choosing the papers of a post, and saying for each candidate why it is in or out.
//!
//! One function serves the daily post and `/preview`, so that the preview is never wrong.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::{Has, Paper, PaperOrder, SubscriptionDraft, SubscriptionId, TopicReason};

/// A paper on a list, with what is known of it for one channel.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The paper.
    pub paper: Paper,
    /// The newest list that holds it.
    pub listed_on: Date,
    /// Its place on the list, in the list's own order; the same for all where that is by votes.
    pub place: u32,
    /// How surely it matches a wanted topic; more is surer.
    pub surety: f32,
    /// Whether the hub links a model to it.
    pub has_model: bool,
    /// Whether the hub links a dataset to it.
    pub has_dataset: bool,
    /// The wanted topics it matches, best first.
    pub wanted: Vec<TopicHit>,
    /// The first excluded topic it matches.
    pub excluded: Option<TopicHit>,
    /// What became of it before, if it was considered for this channel already.
    pub before: Option<Before>,
}

/// What became of a paper in an earlier post, or will in one that comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It was posted to the channel, or is on its way.
    Posted,
    /// It may have been posted to the channel: that could not be confirmed.
    Unconfirmed,
    /// An earlier post of this subscription was full.
    PassedOver,
    /// Another subscription of the channel is due first and posts it.
    Taken(SubscriptionId),
}

/// A topic that matched, and the words that made it match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicHit {
    /// The topic as typed.
    pub topic: String,
    /// What in the paper matched.
    pub reason: TopicReason,
}

/// Why a paper is in or out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is posted; the hit is missing where every paper is wanted.
    In(Option<TopicHit>),
    /// No wanted topic matches.
    NoTopic,
    /// An excluded topic matches.
    Excluded(TopicHit),
    /// It lacks something that is asked for.
    Lacks(Has),
    /// It has fewer votes than the floor.
    BelowFloor,
    /// It was dealt with before.
    Before(Before),
    /// It is wanted, but more papers with more votes fill the post.
    OverMax,
}

/// A paper with its verdict.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The paper.
    pub paper: Paper,
    /// Why it is in or out.
    pub verdict: Verdict,
}

/// The papers of one post, with everything that was left out.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The newest list the post draws on.
    pub date: Date,
    /// Papers to post, in the subscription's order.
    pub chosen: Vec<Entry>,
    /// The others, in the same order.
    pub left_out: Vec<Entry>,
}

impl Digest {
    /// Applies exclusions, topics, the ledger, what a paper must have, the floor and the maximum, in
    /// this order.
    pub fn compose(
        order: &SubscriptionDraft,
        date: Date,
        mut candidates: Vec<Candidate>,
    ) -> Digest {
        candidates.sort_by(|a, b| {
            let first = match order.selection.order {
                PaperOrder::List => a.place.cmp(&b.place),
                PaperOrder::Votes => Ordering::Equal,
                PaperOrder::Match => b.surety.total_cmp(&a.surety),
            };
            // Identity breaks ties, so that a preview and its post agree.
            let then = || b.paper.upvotes.cmp(&a.paper.upvotes);
            first.then_with(then).then_with(|| a.paper.id.cmp(&b.paper.id))
        });
        let mut digest = Digest { date, chosen: Vec::new(), left_out: Vec::new() };
        for candidate in candidates {
            let mut verdict = judge(order, &candidate);
            if matches!(verdict, Verdict::In(_)) && digest.chosen.len() >= order.max_papers as usize
            {
                verdict = Verdict::OverMax;
            }
            let list = match verdict {
                Verdict::In(_) => &mut digest.chosen,
                _ => &mut digest.left_out,
            };
            list.push(Entry { paper: candidate.paper, verdict });
        }
        digest
    }

    /// Papers that were wanted but did not fit: this subscription passes them over for good, so
    /// that its next post is not filled with leftovers.
    pub fn passed_over(&self) -> impl Iterator<Item = &Paper> {
        self.left_out
            .iter()
            .filter(|entry| entry.verdict == Verdict::OverMax)
            .map(|entry| &entry.paper)
    }
}

fn judge(order: &SubscriptionDraft, candidate: &Candidate) -> Verdict {
    if let Some(hit) = &candidate.excluded {
        return Verdict::Excluded(hit.clone());
    }
    if !order.topics.is_everything() && candidate.wanted.is_empty() {
        return Verdict::NoTopic;
    }
    if let Some(before) = candidate.before {
        return Verdict::Before(before);
    }
    let lacks = |has: &Has| match has {
        Has::Code => candidate.paper.github.is_none(),
        Has::Model => !candidate.has_model,
        Has::Dataset => !candidate.has_dataset,
    };
    if let Some(missing) = order.selection.filters.wanted().find(lacks) {
        return Verdict::Lacks(missing);
    }
    if candidate.paper.upvotes < order.min_upvotes {
        return Verdict::BelowFloor;
    }
    Verdict::In(candidate.wanted.first().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChannelId, Destination, GuildId, Language, Schedule, Strictness, UserId, Zone};

    fn paper(number: u32, upvotes: u32) -> Paper {
        Paper {
            id: format!("2605.{number:05}").parse().expect("an id"),
            title: format!("Paper {number}"),
            summary: String::new(),
            ai_summary: None,
            keywords: Vec::new(),
            authors: Vec::new(),
            organization: None,
            published_at: None,
            upvotes,
            comments: 0,
            thumbnail: None,
            github: None,
            github_stars: None,
            project: None,
        }
    }

    fn hit(topic: &str) -> TopicHit {
        TopicHit { topic: topic.to_owned(), reason: TopicReason::Author(topic.to_owned()) }
    }

    fn order() -> SubscriptionDraft {
        SubscriptionDraft {
            guild: Some(GuildId(1)),
            destination: Destination::Channel(ChannelId(2)),
            created_by: UserId(3),
            topics: "agents, -games".parse().expect("topics"),
            schedule: Schedule { cron: "09:00".parse().expect("a time"), zone: Zone::utc() },
            min_upvotes: 5,
            max_papers: 2,
            strictness: Strictness::Normal,
            selection: crate::Selection::default(),
            posting: crate::Posting::default(),
            language: Language::English,
        }
    }

    #[test]
    fn each_paper_is_in_or_out_for_one_reason() {
        let order = order();
        let date = Date::constant(2026, 5, 12);
        let plain = |number, upvotes| Candidate {
            paper: paper(number, upvotes),
            listed_on: date,
            place: 0,
            surety: 1.0,
            has_model: false,
            has_dataset: false,
            wanted: vec![hit("agents")],
            excluded: None,
            before: None,
        };
        let candidates = vec![
            plain(1, 4),
            plain(2, 7),
            plain(3, 9),
            plain(4, 6),
            Candidate { wanted: vec![], ..plain(5, 90) },
            Candidate { excluded: Some(hit("games")), ..plain(6, 80) },
            Candidate { before: Some(Before::PassedOver), ..plain(7, 70) },
            plain(8, 9),
        ];
        let digest = Digest::compose(&order, date, candidates);
        let shown = |entries: &[Entry]| {
            let line = |entry: &Entry| format!("{} {:?}", entry.paper.title, entry.verdict);
            entries.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(shown(&digest.chosen), @r#"
        Paper 3 In(Some(TopicHit { topic: "agents", reason: Author("agents") }))
        Paper 8 In(Some(TopicHit { topic: "agents", reason: Author("agents") }))
        "#);
        insta::assert_snapshot!(shown(&digest.left_out), @r#"
        Paper 5 NoTopic
        Paper 6 Excluded(TopicHit { topic: "games", reason: Author("games") })
        Paper 7 Before(PassedOver)
        Paper 2 OverMax
        Paper 4 OverMax
        Paper 1 BelowFloor
        "#);
        let passed: Vec<&str> = digest.passed_over().map(|paper| paper.title.as_str()).collect();
        assert_eq!(passed, ["Paper 2", "Paper 4"]);
    }

    #[test]
    fn a_paper_comes_by_its_place_its_votes_or_its_match() {
        let one = |number: u32, place: u32, upvotes: u32, surety: f32| Candidate {
            paper: paper(number, upvotes),
            listed_on: Date::constant(2026, 5, 12),
            place,
            surety,
            has_model: number == 1,
            has_dataset: number != 3,
            wanted: vec![hit("agents")],
            excluded: None,
            before: None,
        };
        let check = |by: PaperOrder, filters: crate::Filters, expected: [&str; 2]| {
            let selection = crate::Selection { order: by, filters, ..Default::default() };
            let order = SubscriptionDraft { selection, max_papers: 25, ..order() };
            let all = vec![one(1, 2, 60, 0.5), one(2, 0, 40, 0.7), one(3, 1, 90, 0.7)];
            let digest = Digest::compose(&order, Date::constant(2026, 5, 12), all);
            let numbers = |entries: &[Entry]| {
                let number = |entry: &Entry| entry.paper.title.replace("Paper ", "");
                entries.iter().map(number).collect::<Vec<_>>().join(" ")
            };
            let found = [numbers(&digest.chosen), numbers(&digest.left_out)];
            assert_eq!(found, expected, "{by} {filters:?}");
            let missing = |entry: &Entry| matches!(entry.verdict, Verdict::Lacks(_));
            assert!(digest.left_out.iter().all(missing), "{by} {filters:?}");
        };
        let none = crate::Filters::default();
        check(PaperOrder::List, none, ["2 3 1", ""]);
        check(PaperOrder::Votes, none, ["3 1 2", ""]);
        check(PaperOrder::Match, none, ["3 2 1", ""]);
        check(PaperOrder::List, crate::Filters { model: true, ..none }, ["1", "2 3"]);
        check(PaperOrder::List, crate::Filters { dataset: true, ..none }, ["2 1", "3"]);
        check(PaperOrder::List, crate::Filters { code: true, ..none }, ["", "2 3 1"]);
    }
}
