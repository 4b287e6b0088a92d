//! The longest and oddest papers and subscriptions, in every language: nothing exceeds Discord's
//! limits.

use domain::{
    ChannelId, Digest, DraftId, Entry, FailureReason, Forecast, Language, Linked, Links, Paper,
    Repo, SlotState, Strictness, Subscription, TopicForecast, TopicHit, TopicReason, Verdict,
};
use jiff::civil::Date;

use super::digest::{PostContext, digest};
use super::fixtures::{check_limits, now, paper, subscription};
use super::pager::{Note, PAGE_SIZE, Page};
use crate::search::{HubPart, Search, SearchNotes, results};
use crate::status::{ChannelStatus, Delivery, Status};

/// Texts that cause different problems, each as long as the hub allows.
fn texts() -> Vec<String> {
    [
        "A very long title of words that go on ",
        "نموذج لغوي كبير ",
        "מודל שפה גדול ",
        "👩‍👩‍👧‍👦🇩🇪👍🏽",
        "```\n# heading\n> quote ``` ",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "[x](https://evil.example) <@1> @everyone ||spoiler|| ",
        "論文の題名はとても長いことがあります。",
        "\u{202e}\u{2066}turned ",
        "e\u{301}\u{302}\u{303}\u{304} ",
    ]
    .map(|part| part.repeat(500 / part.chars().count() + 1))
    .into()
}

fn worst(number: usize) -> Paper {
    let texts = texts();
    let text = texts[number % texts.len()].clone();
    Paper {
        title: text.clone(),
        summary: text.repeat(8),
        ai_summary: Some(text.clone()),
        keywords: vec![text.chars().take(200).collect(); 10],
        authors: vec![text.chars().take(200).collect(); 664],
        organization: Some(text),
        upvotes: u32::MAX,
        comments: u32::MAX,
        github_stars: Some(u32::MAX),
        ..paper(number as u32)
    }
}

fn reason(number: usize) -> TopicReason {
    let words = texts()[number % texts().len()].clone();
    TopicReason::All(vec![
        TopicReason::Narrower { words: words.clone(), topic: words.clone() },
        TopicReason::Typical { words: vec![words.clone(), words.clone()], topic: words.clone() },
        TopicReason::Author(words.clone()),
        TopicReason::Organization(words),
    ])
}

/// A subscription with the largest number of topics, each of the maximum length.
fn longest() -> Subscription {
    let mut longest = subscription(u64::MAX);
    let topics = (0..25).map(|number| format!("{number} {}", "diffusion ".repeat(9)));
    let topics = topics.collect::<Vec<_>>().join(", ");
    longest.settings.topics = topics.parse().expect("25 topics");
    longest.settings.strictness = Strictness::Strict;
    longest.settings.schedule.cron =
        "mon, tue, wed, thu, sat 1:00, 2:00, 3:30, 4:30, 5:45".parse().expect("a time");
    longest
}

#[test]
fn lists_and_cards_fit() {
    for language in Language::ALL {
        for first in 0..texts().len() {
            let note = Note::Snippet(crate::search::marked(&texts()[..3]));
            let papers = (first..first + PAGE_SIZE).map(|one| (worst(one), Some(note.clone())));
            let page = Page { papers: papers.collect(), total: 99_999, number: 9_999 };
            let date = Date::constant(2026, 9, 30);
            check_limits(&crate::today::day(date, &page, Some(now()), language));
            check_limits(&crate::similar::papers(&worst(first), &page, language));
            let query = texts()[first].clone();
            let notes = SearchNotes {
                repaired: Some(query.clone()),
                unknown_words: vec![query.clone(); 30],
                missing: Some(format!("\"{query}\"")),
                excluded: 99_999,
                newest: true,
                days: Some(365),
                surveys: true,
                language: Some("vi"),
                hub_is_silent: true,
                ..SearchNotes::default()
            };
            let search = Search { query, hub: HubPart::Kept(u64::MAX), ..Search::default() };
            check_limits(&results(&search, &page, &notes, language));
            let repos = Repo::ALL.into_iter().cycle().take(20);
            let linked = |kind| Linked { kind, id: "owner/".repeat(40), likes: u32::MAX };
            let links = Links {
                shown: repos.map(linked).collect(),
                models: u32::MAX,
                datasets: u32::MAX,
                spaces: u32::MAX,
            };
            check_limits(&crate::paper::card(&worst(first), &links, language));
        }
    }
}

#[test]
fn posts_and_previews_fit() {
    let entry = |number: usize| {
        let (topic, reason) = (texts()[number % texts().len()].clone(), reason(number));
        Entry {
            paper: worst(number).into(),
            verdict: Verdict::In(Some(TopicHit { topic, reason })),
        }
    };
    let chosen = Digest {
        date: Date::constant(2026, 9, 30),
        chosen: (0..25).map(entry).collect(),
        left_out: (25..99).map(entry).collect(),
    };
    let order = longest().settings;
    for language in Language::ALL {
        let context = PostContext {
            topics: &order.topics,
            source: domain::Source::Trending,
            late_since: Some(now()),
            nonce: "1778576400-18446744073709551615",
            language,
        };
        let parts = digest(&chosen, &context);
        assert_eq!(parts.iter().map(|part| part.papers.len()).sum::<usize>(), 25);
        parts.iter().for_each(|part| check_limits(&part.message));
        let subscription = longest();
        let draft = Some(DraftId(u64::MAX));
        let (date, digest) = (Some(chosen.date), &chosen);
        let preview = crate::preview::Preview {
            subscription: &subscription,
            draft,
            date,
            digest,
            blocked: Some((domain::FailureReason::MissingPermission, now())),
        };
        crate::preview::messages(&preview, now(), language).iter().for_each(check_limits);
        for page in 1..10 {
            check_limits(&crate::preview::reasons(&preview, page, now(), language));
        }
    }
}

#[test]
fn subscriptions_and_the_status_fit() {
    let delivery = |reason| Delivery {
        subscription: longest().id,
        channel: ChannelId(u64::MAX),
        due_at: now(),
        state: SlotState::Sent,
        reason: Some(reason),
        missing: (99, 100),
        papers: 25,
        late: true,
    };
    let reasons: Vec<FailureReason> = FailureReason::all().collect();
    let reasons = reasons.into_iter().cycle().take(100);
    let slots: Vec<Delivery> = reasons.clone().map(delivery).collect();
    let listed = |(slot, reason): (&Delivery, FailureReason)| crate::subscription::list::Listed {
        subscription: longest(),
        last: Some(slot.clone()),
        blocked: Some((reason, now())),
    };
    let listed: Vec<_> = slots.iter().zip(reasons.clone()).map(listed).collect();
    let channels = reasons.map(|reason| ChannelStatus {
        channel: ChannelId(u64::MAX),
        next: Some(now()),
        blocked: Some((reason, now())),
    });
    let status = Status {
        last_fetch: None,
        newest_list: Some((Date::constant(2026, 9, 30), u32::MAX)),
        unwritable: true,
        delivers: false,
        channels: channels.collect(),
        recent: slots,
    };
    let topics = longest().settings.topics.include;
    let topic = |number: usize| TopicForecast {
        topic: topics[number].clone(),
        matched: if number < 12 { 0 } else { 999 },
        papers: 999,
        takes_in: (vec!["x".repeat(100); 3], 99),
        meant: (number < 12).then(|| "y".repeat(100).parse().expect("a topic")),
        is_known: false,
    };
    let forecast = Forecast {
        misspelt: Vec::new(),
        days: 30,
        papers: 99_999,
        days_a_post: 0.5,
        is_daily: false,
        left_out_a_post: 99.0,
        topics: (0..25).map(topic).collect(),
    };
    for language in Language::ALL {
        let guild = domain::GuildId(u64::MAX);
        (0..50).for_each(|page| {
            check_limits(&crate::status::page(&status, (guild, page), now(), language));
        });
        check_limits(&crate::subscription::list::all(&listed, 1, now(), language));
        check_limits(&crate::subscription::remove::removed(&longest(), language));
        use crate::subscription::add::{corrected, subscribed};
        check_limits(&subscribed(&longest(), Some(&forecast), Some(longest().id), now(), language));
        check_limits(&corrected(&longest(), Some(&forecast), now(), language));
    }
}

#[test]
fn changes_and_imports_fit() {
    use domain::{
        AuditEntry, ChangeKind, Configuration, ConfigurationChange, Setting, SettingChange, UserId,
    };
    // What a later version or a hand in the database may have stored.
    let change = |text: &String| {
        let one = |setting| SettingChange {
            setting,
            old: Some(text.clone()),
            new: Some(text.chars().rev().collect()),
        };
        ConfigurationChange {
            kind: ChangeKind::Edited,
            subscription: Some(longest().id),
            settings: Setting::ALL.into_iter().map(one).collect(),
        }
    };
    let changes: Vec<ConfigurationChange> = texts().iter().map(change).collect();
    let entry = |change: &ConfigurationChange| AuditEntry {
        at: now(),
        by: UserId(u64::MAX),
        command: "subscription remove".to_owned(),
        change: change.clone(),
    };
    let entries: Vec<AuditEntry> = changes.iter().map(entry).collect();
    for language in Language::ALL {
        use crate::config::import::{applied, comparison};
        use crate::server::audit::{PAGE_SIZE, page};
        for page_of in entries.chunks(PAGE_SIZE) {
            check_limits(&page(page_of, usize::MAX, 3, 90, language));
        }
        let before = Configuration::default();
        check_limits(&comparison(&before, &changes, u64::MAX, language));
        check_limits(&applied(&before, &changes, u64::MAX, language));
    }
}
