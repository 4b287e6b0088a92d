//! `/preview`: the post that would go out, and why each paper is in or out.

use domain::{
    Digest, DraftId, Entry, FailureReason, GuildId, Language, Paper, Requirement, Source,
    Subscription, SubscriptionId, Verdict, feed_date,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::l10n::{Text, day_month_year};
use crate::message::{Component, Message, shorten};
use crate::options::{Options, Pressed};
use crate::spec::{
    Answer, Audience, Command, Contexts, Control, HelpSection, Opt, Spec, Suggestions,
};
use crate::view::digest::PostContext;
use crate::view::failure_reason::blocked_since;
use crate::view::forms;
use crate::view::pager::{existing_page, turn_buttons};
use crate::view::paper_block::title_link;
use crate::view::subscription::pause_line;
use crate::view::verdict::verdict;
use crate::{Refusal, say, text};

/// Papers per page of reasons: these always fit, however long the titles are.
const PAGE: usize = 10;

/// A post to show before it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
    /// The subscription or draft to preview.
    pub of: PreviewTarget,
    /// The day to look back at; the next post if `None`.
    pub date: Option<Date>,
    /// The page of reasons to show; the post and the first page if `None`.
    pub page: Option<u32>,
}

/// The subscription or draft whose post is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewTarget {
    /// The newest subscription.
    Newest,
    /// This subscription.
    Subscription(SubscriptionId),
    /// The draft in a settings panel.
    Draft(DraftId),
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "preview",
        options: &[
            Opt::number("subscription", 1, None).suggesting(Suggestions::Subscriptions),
            Opt::date("date"),
        ],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: true,
        controls: &[Control::update("Turns the page of reasons", "preview:s7:next:1").slow()],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let id = options.number("subscription")?.map(SubscriptionId);
        Ok(Request {
            guild: options.guild()?,
            of: id.map_or(PreviewTarget::Newest, PreviewTarget::Subscription),
            date: options.date("date")?,
            page: None,
        })
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        let mut parts = pressed.rest.splitn(3, ':');
        let (of, date, page) = (parts.next()?, parts.next()?, parts.next()?);
        let of = match of.split_at_checked(1)? {
            ("s", id) => PreviewTarget::Subscription(SubscriptionId(id.parse().ok()?)),
            ("d", id) => PreviewTarget::Draft(DraftId(id.parse().ok()?)),
            _ => return None,
        };
        let date = match date {
            "next" => None,
            date => Some(date.parse().ok()?),
        };
        Some(Request { guild: pressed.guild()?, of, date, page: Some(page.parse().ok()?) })
    }
}

/// The refusal if there is nothing to preview.
pub fn no_subscription() -> Refusal {
    text!("subscriptions-none-yet").into()
}

/// A post that would go out.
#[derive(Clone, Copy, Debug)]
pub struct Preview<'a> {
    /// The subscription, or the one that a draft would create.
    pub subscription: &'a Subscription,
    /// The draft, if it is one.
    pub draft: Option<DraftId>,
    /// The day, for a look back.
    pub date: Option<Date>,
    /// Its papers, and the papers left out.
    pub digest: &'a Digest,
    /// Why nothing can be posted to its channel now, and since when.
    pub blocked: Option<(FailureReason, Timestamp)>,
}

/// The answer: the post exactly as it would go out, then why each paper is in or out, in the
/// language of the person who asked.
pub fn messages(preview: &Preview, now: Timestamp, language: Language) -> Vec<Message> {
    let mut messages = post(preview);
    messages.push(reasons(preview, 0, now, language));
    messages
}

/// The post exactly as it would go out.
pub fn post(preview: &Preview) -> Vec<Message> {
    let settings = &preview.subscription.settings;
    let context = PostContext {
        topics: &settings.topics,
        source: settings.selection.source,
        late_since: None,
        nonce: "preview",
        language: settings.language,
    };
    let parts = forms::messages(preview.digest, &context, settings.posting.form);
    parts.into_iter().map(|part| part.message).collect()
}

/// Why each paper is in or out, all on one page. It doesn't fit into a message.
pub fn all_reasons(preview: &Preview, now: Timestamp, language: Language) -> String {
    let Digest { chosen, left_out, .. } = preview.digest;
    let least = preview.subscription.settings.min_upvotes;
    let entries = chosen.iter().chain(left_out).map(|entry| reason(entry, least, language));
    heading(preview, now, language).into_iter().chain(entries).collect::<Vec<_>>().join("\n")
}

/// The number of pages of reasons; at least one.
fn pages(digest: &Digest) -> usize {
    (digest.chosen.len() + digest.left_out.len()).div_ceil(PAGE).max(1)
}

/// How many papers are in, and what applies to all of them.
fn heading(preview: &Preview, now: Timestamp, language: Language) -> Vec<String> {
    let Preview { subscription, digest, .. } = *preview;
    let (posted, total) = (digest.chosen.len(), digest.chosen.len() + digest.left_out.len());
    let heading = match posted {
        0 => say!(language, "preview-nothing", reasons = nothing(preview, now)),
        _ => say!(language, "preview-heading"),
    };
    let id = subscription.id;
    let day = preview.date.map(|date| day_month_year(language, date));
    let count = match (preview.draft, day) {
        // Without a list there is nothing to count.
        (Some(_), _) if total == 0 => None,
        (None, day) if total == 0 => {
            let subscription = say!(language, "panel-edit", id = id);
            Some([subscription].into_iter().chain(day).collect::<Vec<_>>().join(" · "))
        }
        (Some(_), _) => Some(say!(language, "preview-count-draft", chosen = posted, total = total)),
        (None, None) => {
            Some(say!(language, "preview-count", id = id, chosen = posted, total = total))
        }
        (None, Some(date)) => Some(say!(
            language,
            "preview-count-day",
            id = id,
            date = date,
            chosen = posted,
            total = total
        )),
    };
    let mut lines = vec![format!("### {heading}")];
    lines.extend(count.map(|count| format!("-# {count}")));
    if preview.date.is_some() && subscription.settings.selection.source != Source::Daily {
        lines.push(format!("-# {}", say!(language, "preview-daily-only")));
    }
    lines.extend(pause_line(subscription, now, language));
    lines.extend(preview.blocked.map(|blocked| blocked_since(blocked).to(language)));
    lines
}

/// One page of the reasons, counted from 0.
pub fn reasons(preview: &Preview, page: u32, now: Timestamp, language: Language) -> Message {
    let Preview { subscription, digest, .. } = *preview;
    let least = subscription.settings.min_upvotes;
    let mut lines = heading(preview, now, language);
    let pages = pages(digest);
    let page = existing_page(pages, page);
    let skipped = page as usize * PAGE;
    let entries = digest.chosen.iter().chain(&digest.left_out).skip(skipped).take(PAGE);
    lines.extend(entries.map(|entry| reason(entry, least, language)));
    let mut message = Message::text(lines.join("\n"));
    let of = match preview.draft {
        Some(draft) => format!("d{draft}"),
        None => format!("s{}", subscription.id.0),
    };
    let date = preview.date.map_or("next".to_owned(), |date| date.to_string());
    let turn = |to: u32| Some(format!("preview:{of}:{date}:{to}"));
    let buttons: Option<Component> = turn_buttons(pages, page, turn, language);
    message.components.extend(buttons);
    message
}

/// Why there is no paper to post.
fn nothing(preview: &Preview, now: Timestamp) -> Vec<Text> {
    let mut counts: Vec<(&Verdict, usize)> = Vec::new();
    for verdict in preview.digest.left_out.iter().map(|entry| &entry.verdict) {
        match counts.iter_mut().find(|(one, _)| left_out(one, 0) == left_out(verdict, 0)) {
            Some((_, count)) => *count += 1,
            None => counts.push((verdict, 1)),
        }
    }
    let reasons = counts.into_iter().filter_map(|(verdict, count)| left_out(verdict, count));
    let reasons: Vec<Text> = reasons.collect();
    if !reasons.is_empty() {
        return reasons;
    }
    vec![match (preview.date, preview.subscription.settings.selection.source) {
        (Some(date), _) if date < feed_date(now) => text!("preview-no-list-that-day"),
        (Some(_), _) | (None, Source::Daily) => text!("preview-no-list"),
        (None, Source::Trending) => text!("preview-no-trending"),
        (None, Source::Rising) => text!("preview-no-rising"),
    }]
}

/// That so many papers were left out for this reason.
fn left_out(verdict: &Verdict, count: usize) -> Option<Text> {
    Some(match verdict {
        Verdict::NoTopic => text!("preview-none-match", count = count),
        Verdict::Excluded(_) => text!("preview-none-excluded", count = count),
        Verdict::Lacks(Requirement::Code) => text!("preview-none-code", count = count),
        Verdict::Lacks(Requirement::Model) => text!("preview-none-model", count = count),
        Verdict::Lacks(Requirement::Dataset) => text!("preview-none-dataset", count = count),
        Verdict::BelowFloor => text!("preview-none-votes", count = count),
        Verdict::Before(_) => text!("preview-none-before", count = count),
        Verdict::In(_) | Verdict::OverMax => return None,
    })
}

fn reason(entry: &Entry, least: u32, language: Language) -> String {
    let (sign, why) = verdict(entry, least);
    let mut paper = Paper::clone(&entry.paper);
    paper.title = shorten(&paper.title, 60);
    format!("{sign} {} — {}", title_link(&paper), shorten(&why.to(language), 120))
}

#[cfg(test)]
mod tests {
    use domain::{PaperField, PriorOutcome, TopicHit, TopicReason};

    use super::*;
    use crate::request::tests::{parse, press};
    use crate::view::fixtures::{ENGLISH, check_limits, now, paper, read, subscription};

    #[test]
    fn previews_give_reasons() {
        let hit = TopicHit {
            topic: "stars".to_owned(),
            reason: TopicReason::Words {
                words: "stars".to_owned(),
                place: PaperField::Title,
                times: 1,
            },
        };
        let entry = |number, verdict| Entry { paper: paper(number).into(), verdict };
        let chosen = Digest {
            date: Date::constant(2026, 5, 12),
            chosen: vec![entry(9, Verdict::In(Some(hit.clone())))],
            left_out: vec![
                entry(8, Verdict::NoTopic),
                entry(7, Verdict::Excluded(hit)),
                entry(6, Verdict::BelowFloor),
                entry(5, Verdict::Before(PriorOutcome::Posted)),
                entry(3, Verdict::Before(PriorOutcome::Unconfirmed)),
                entry(2, Verdict::Before(PriorOutcome::PassedOver)),
                entry(1, Verdict::Before(PriorOutcome::Taken(SubscriptionId(4)))),
                entry(4, Verdict::OverMax),
            ],
        };
        let subscription = subscription(7);
        let preview = |digest| Preview {
            subscription: &subscription,
            draft: None,
            date: None,
            digest,
            blocked: None,
        };
        let deleted = Some((FailureReason::UnknownChannel, now()));
        let closed = Preview { blocked: deleted, ..preview(&chosen) };
        let text = read(&reasons(&closed, 0, now(), ENGLISH));
        assert!(
            text.contains("\n⚠️ blocked <t:1778572800:R>: the channel was deleted\n"),
            "{text}"
        );
        let messages = super::messages(&preview(&chosen), now(), ENGLISH);
        assert_eq!(messages.len(), 2);
        insta::assert_snapshot!(read(&messages[1]), @r"
        ### Why each paper is in or out
        -# Subscription #7 · 1 of 9 papers will be posted
        ✅ [A Small Study of \*Stars\* \[9\]](https://huggingface.co/papers/2605.00009) — stars: “stars” in the title
        ➖ [A Small Study of \*Stars\* \[8\]](https://huggingface.co/papers/2605.00008) — no topic matches
        ⛔ [A Small Study of \*Stars\* \[7\]](https://huggingface.co/papers/2605.00007) — excluded by stars: “stars” in the title
        ➖ [A Small Study of \*Stars\* \[6\]](https://huggingface.co/papers/2605.00006) — 46 votes, fewer than your minimum of 5
        ➖ [A Small Study of \*Stars\* \[5\]](https://huggingface.co/papers/2605.00005) — already posted here
        ➖ [A Small Study of \*Stars\* \[3\]](https://huggingface.co/papers/2605.00003) — may have been posted here already; I couldn't confirm it
        ➖ [A Small Study of \*Stars\* \[2\]](https://huggingface.co/papers/2605.00002) — left out of an earlier post that was full
        ➖ [A Small Study of \*Stars\* \[1\]](https://huggingface.co/papers/2605.00001) — subscription #4 posts it here first
        ➖ [A Small Study of \*Stars\* \[4\]](https://huggingface.co/papers/2605.00004) — left out: the post is full
        ");
        let many = Digest {
            left_out: (0..99).map(|number| entry(number, Verdict::NoTopic)).collect(),
            ..chosen.clone()
        };
        for language in Language::ALL {
            super::messages(&preview(&many), now(), language).iter().for_each(check_limits);
            check_limits(&reasons(&preview(&many), 3, now(), language));
        }
        let pages: Vec<String> =
            (0..12).map(|page| read(&reasons(&preview(&many), page, now(), ENGLISH))).collect();
        assert_eq!(pages[9], pages[11], "there is no page after the last");
        assert!(pages[0].contains("[Next ▶ → preview:s7:next:1]"), "{}", pages[0]);
        assert!(pages[9].contains("[◀ Previous → preview:s7:next:8]"), "{}", pages[9]);
        let shown: usize = pages[..10].iter().map(|page| page.matches("/papers/").count()).sum();
        assert_eq!(shown, 100, "each once");
    }

    #[test]
    fn nothing_to_post_is_explained() {
        let entry = |number, verdict| Entry { paper: paper(number).into(), verdict };
        let date = Date::constant(2026, 5, 12);
        let draft = Some(DraftId(17));
        let check = |left_out: Vec<Entry>, expected: &str| {
            let digest = Digest { date, chosen: Vec::new(), left_out };
            let subscription = subscription(7);
            let preview = Preview {
                subscription: &subscription,
                draft,
                date: Some(date),
                digest: &digest,
                blocked: None,
            };
            let messages = super::messages(&preview, now(), ENGLISH);
            assert_eq!(messages.len(), 1, "there is no post");
            let text = read(&messages[0]);
            assert_eq!(text.lines().next(), Some(&*format!("### {expected}")));
            text
        };
        let none =
            check(Vec::new(), "Nothing would be posted, because there's no list for this day yet.");
        assert!(!none.contains('\n'), "nothing is counted: {none}");
        let few = vec![entry(1, Verdict::NoTopic), entry(2, Verdict::BelowFloor)];
        check(
            few,
            "Nothing would be posted, because one paper matches no topic and one paper has too \
             few votes.",
        );
        let lacking = [Requirement::Dataset, Requirement::Code, Requirement::Dataset];
        let lacking = lacking.into_iter().zip(1..).map(|(has, n)| entry(n, Verdict::Lacks(has)));
        check(
            lacking.collect(),
            "Nothing would be posted, because 2 papers have no dataset on Hugging Face and one \
             paper has no code repository.",
        );
        let many =
            (0..30).map(|number| entry(number, Verdict::Before(PriorOutcome::Posted))).collect();
        let text = check(
            many,
            "Nothing would be posted, because 30 papers were posted here or left out before.",
        );
        assert!(text.contains("-# 0 of 30 papers would be posted"), "{text}");
        assert!(text.contains("preview:d17:2026-05-12:1"), "{text}");
    }

    #[test]
    fn each_source_and_day_has_its_own_words() {
        let entry = |number, verdict| Entry { paper: paper(number).into(), verdict };
        let today = feed_date(now());
        let past = today.yesterday().expect("a day");
        let check = |source: Source, date: Option<Date>, chosen: bool, expected: &[&str]| {
            let chosen = if chosen { vec![entry(1, Verdict::In(None))] } else { Vec::new() };
            let digest = Digest { date: today, chosen, left_out: Vec::new() };
            let mut subscription = subscription(7);
            subscription.settings.selection.source = source;
            let preview = Preview {
                subscription: &subscription,
                draft: None,
                date,
                digest: &digest,
                blocked: None,
            };
            let text = read(&reasons(&preview, 0, now(), ENGLISH));
            let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with('✅')).collect();
            assert_eq!(shown, expected, "{source:?} {date:?}");
        };
        use Source::{Daily, Rising, Trending};
        let next = "-# Subscription #7";
        let none = "### Nothing would be posted, because";
        check(Daily, None, false, &[&format!("{none} there's no list for this day yet."), next]);
        let unread = format!("{none} I haven't read Hugging Face's trending list yet.");
        check(Trending, None, false, &[&unread, next]);
        let still = format!("{none} no paper has gained votes in the last 24 hours.");
        check(Rising, None, false, &[&still, next]);
        let day = |count: &str| {
            let date = day_month_year(ENGLISH, past);
            format!("-# Subscription #7 · {date}{count}")
        };
        let one = &day(" · 1 of 1 paper would be posted");
        let why = "### Why each paper is in or out";
        let no_list = format!("{none} there's no list for that day.");
        check(Daily, Some(past), false, &[&no_list, &day("")]);
        check(Daily, Some(past), true, &[why, one]);
        let daily = "-# Other lists have no history, so this uses the daily list.";
        check(Rising, Some(past), true, &[why, one, daily]);
    }

    #[test]
    fn the_page_number_survives_the_button_id() {
        for (id, of, date) in [
            ("preview:s7:next:1", PreviewTarget::Subscription(SubscriptionId(7)), None),
            (
                "preview:d9:2026-05-12:1",
                PreviewTarget::Draft(DraftId(9)),
                Some(Date::constant(2026, 5, 12)),
            ),
        ] {
            let request = Request { guild: GuildId(2), of, date, page: Some(1) };
            assert_eq!(press(id, &[]), Some(crate::Request::Preview(request)), "{id}");
        }
        for id in ["preview:", "preview:é7:next:1", "preview:s7:soon:1", "preview:s7:next:-1"] {
            assert_eq!(press(id, &[]), None, "{id}");
        }
    }

    #[test]
    fn days_can_be_typed_in_common_forms() {
        for (typed, date) in [
            ("2026-01-10", "2026-01-10"),
            ("today", "2026-01-15"),
            ("yesterday", "2026-01-14"),
            ("Friday", "2026-01-09"),
            ("this friday", "2026-01-09"),
            ("last friday", "2026-01-09"),
        ] {
            let parsed = parse("preview", serde_json::json!({ "date": typed }));
            let Ok(crate::Request::Preview(request)) = parsed else { panic!("{parsed:?}") };
            assert_eq!(request.date.map(|date| date.to_string()).as_deref(), Some(date), "{typed}");
        }
        for (typed, date, past) in [
            ("next friday", "January 16, 2026", "2026-01-09"),
            ("tomorrow", "January 16, 2026", "2026-01-14"),
            ("in 3 days", "January 18, 2026", "2026-01-12"),
            ("2026-01-16", "January 16, 2026", "2026-01-15"),
        ] {
            let refusal = parse("preview", serde_json::json!({ "date": typed }));
            let refusal = refusal.expect_err("it is in the future").to_string();
            let expected = format!(
                "`{typed}` is in the future ({date}), so it has no papers yet. Did you mean \
                 `{past}`?"
            );
            assert_eq!(refusal, expected);
        }
    }
}
