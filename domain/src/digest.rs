//! Selects the papers of a post, and says for each candidate why it is included or left out.
//!
//! The daily post and `/preview` use the same function, so the preview is always right.

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::civil::Date;

use crate::{Paper, PaperOrder, Requirement, SubscriptionId, SubscriptionSettings, TopicReason};

/// A paper on a list, with everything known about it for one destination.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The paper.
    pub paper: Arc<Paper>,
    /// The newest list that contains it.
    pub listed_on: Date,
    /// Its position on the list, in the list's own order; equal for all if that is by votes.
    pub place: u32,
    /// How certainly it matches a wanted topic.
    pub surety: f32,
    /// Whether the hub links a model to it.
    pub has_model: bool,
    /// Whether the hub links a dataset to it.
    pub has_dataset: bool,
    /// The wanted topics it matches, best first.
    pub wanted: Vec<TopicHit>,
    /// The first excluded topic it matches.
    pub excluded: Option<TopicHit>,
    /// What happened to it before, if it was already considered for this destination.
    pub before: Option<PriorOutcome>,
}

/// What happened to a paper in an earlier post, or will happen in one that is due first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorOutcome {
    /// It was posted to the channel, or is being posted.
    Posted,
    /// It may have been posted to the channel; this could not be confirmed.
    Unconfirmed,
    /// An earlier post of this subscription was full.
    PassedOver,
    /// Another subscription of the channel is due first and posts it.
    Taken(SubscriptionId),
}

/// A matching topic and the reason for the match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicHit {
    /// The topic as typed.
    pub topic: String,
    /// The reason for the match.
    pub reason: TopicReason,
}

/// Why a paper is included or left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is posted; without a hit if every paper is wanted.
    In(Option<TopicHit>),
    /// No wanted topic matches.
    NoTopic,
    /// An excluded topic matches.
    Excluded(TopicHit),
    /// It lacks something that is required.
    Lacks(Requirement),
    /// It has fewer votes than the minimum.
    BelowFloor,
    /// It was handled before.
    Before(PriorOutcome),
    /// It is wanted, but papers that rank higher fill the post.
    OverMax,
}

/// A paper with its verdict.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The paper.
    pub paper: Arc<Paper>,
    /// Why it is included or left out.
    pub verdict: Verdict,
}

/// The papers of one post, and all that were left out.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The newest list used for the post.
    pub date: Date,
    /// Papers to post, in the subscription's order.
    pub chosen: Vec<Entry>,
    /// The others, in the same order.
    pub left_out: Vec<Entry>,
}

impl Digest {
    /// Applies exclusions, topics, the ledger, filters, the minimum and the maximum, in this order.
    pub fn compose(
        settings: &SubscriptionSettings,
        date: Date,
        mut candidates: Vec<Candidate>,
    ) -> Digest {
        candidates.sort_by(|a, b| {
            let first = match settings.selection.order {
                PaperOrder::List => a.place.cmp(&b.place),
                PaperOrder::Votes => Ordering::Equal,
                PaperOrder::Match => b.surety.total_cmp(&a.surety),
            };
            // Ids break ties, so that a preview and its post agree.
            let then = || b.paper.upvotes.cmp(&a.paper.upvotes);
            first.then_with(then).then_with(|| a.paper.id.cmp(&b.paper.id))
        });
        let mut digest = Digest { date, chosen: Vec::new(), left_out: Vec::new() };
        for candidate in candidates {
            let mut verdict = judge(settings, &candidate);
            if matches!(verdict, Verdict::In(_))
                && digest.chosen.len() >= settings.max_papers as usize
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

    /// Papers that were wanted but did not fit. This subscription skips them for good, so that its
    /// next post is not filled with leftovers.
    pub fn passed_over(&self) -> impl Iterator<Item = &Paper> {
        self.left_out
            .iter()
            .filter(|entry| entry.verdict == Verdict::OverMax)
            .map(|entry| &*entry.paper)
    }
}

fn judge(settings: &SubscriptionSettings, candidate: &Candidate) -> Verdict {
    if let Some(hit) = &candidate.excluded {
        return Verdict::Excluded(hit.clone());
    }
    if !settings.topics.is_everything() && candidate.wanted.is_empty() {
        return Verdict::NoTopic;
    }
    if let Some(before) = candidate.before {
        return Verdict::Before(before);
    }
    let lacks = |has: &Requirement| match has {
        Requirement::Code => candidate.paper.github.is_none(),
        Requirement::Model => !candidate.has_model,
        Requirement::Dataset => !candidate.has_dataset,
    };
    if let Some(missing) = settings.selection.filters.wanted().find(lacks) {
        return Verdict::Lacks(missing);
    }
    if candidate.paper.upvotes < settings.min_upvotes {
        return Verdict::BelowFloor;
    }
    Verdict::In(candidate.wanted.first().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChannelId, Destination, GuildId, Language, Schedule, Strictness, UserId, Zone};

    fn paper(number: u32, upvotes: u32) -> Paper {
        let id = format!("2605.{number:05}").parse().expect("an id");
        Paper { upvotes, ..Paper::new(id, format!("Paper {number}"), String::new()) }
    }

    fn hit(topic: &str) -> TopicHit {
        TopicHit { topic: topic.to_owned(), reason: TopicReason::Author(topic.to_owned()) }
    }

    fn settings() -> SubscriptionSettings {
        SubscriptionSettings {
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
            own_language: false,
        }
    }

    #[test]
    fn every_paper_has_one_verdict() {
        let settings = settings();
        let date = Date::constant(2026, 5, 12);
        let plain = |number, upvotes| Candidate {
            paper: paper(number, upvotes).into(),
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
            Candidate { before: Some(PriorOutcome::PassedOver), ..plain(7, 70) },
            plain(8, 9),
        ];
        let digest = Digest::compose(&settings, date, candidates);
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
    fn papers_are_ordered_by_place_votes_or_match() {
        let one = |number: u32, place: u32, upvotes: u32, surety: f32| Candidate {
            paper: paper(number, upvotes).into(),
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
            let settings = SubscriptionSettings { selection, max_papers: 25, ..settings() };
            let all = vec![one(1, 2, 60, 0.5), one(2, 0, 40, 0.7), one(3, 1, 90, 0.7)];
            let digest = Digest::compose(&settings, Date::constant(2026, 5, 12), all);
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
