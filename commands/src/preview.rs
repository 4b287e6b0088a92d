//! `/preview`: the post that would go out, and why each paper is in or out.

use domain::{Digest, Entry, GuildId, Language, Subscription, SubscriptionId};
use jiff::civil::Date;

use crate::message::{Limits, Message, lines_that_fit, shorten};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Opt, Place, Spec, Suggestions, Topic};
use crate::view::digest::{Occasion, digest};
use crate::view::paper_block::title_link;
use crate::view::verdict::verdict;
use crate::{Refusal, say, text};

/// A post to show before it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
    /// The subscription; the newest if none.
    pub id: Option<SubscriptionId>,
    /// A look back at this day; the next post if none.
    pub date: Option<Date>,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "preview",
        options: &[
            Opt::number("subscription", 1, None).suggesting(Suggestions::Subscriptions),
            Opt::date("date"),
        ],
        audience: Audience::Admins,
        place: Place::Guild,
        topic: Topic::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: true,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request {
            guild: options.guild()?,
            id: options.number("subscription")?.map(SubscriptionId),
            date: options.date("date")?,
        })
    }
}

/// The refusal where there is nothing to preview.
pub fn no_subscription() -> Refusal {
    text!("subscriptions-none-yet").into()
}

/// The answer: the post exactly as it would go out, then why each paper is in or out, in the
/// language of the person who asked.
pub fn messages(subscription: &Subscription, chosen: &Digest, language: Language) -> Vec<Message> {
    let occasion = Occasion {
        topics: &subscription.order.topics,
        late_since: None,
        mark: "preview",
        language: subscription.order.language,
    };
    let mut messages: Vec<Message> =
        digest(chosen, &occasion).into_iter().map(|part| part.message).collect();
    messages.push(reasons(subscription, chosen, language));
    messages
}

fn reasons(subscription: &Subscription, chosen: &Digest, language: Language) -> Message {
    let least = subscription.order.min_upvotes;
    let posted = chosen.chosen.len();
    let total = posted + chosen.left_out.len();
    let heading = say!(language, "preview-heading");
    let count =
        say!(language, "preview-count", id = subscription.id, chosen = posted, total = total);
    let mut lines = vec![format!("### {heading}\n-# {count}")];
    if total == 0 {
        lines.push(say!(language, "preview-no-list"));
    }
    let entries: Vec<&Entry> = chosen.chosen.iter().chain(&chosen.left_out).collect();
    let reasons = entries.into_iter().map(|entry| reason(entry, least, language));
    let (shown, left) = lines_that_fit(reasons, Limits::DISCORD.characters - 300);
    lines.extend(shown);
    if left > 0 {
        lines.push(format!("-# {}", say!(language, "more", count = left)));
    }
    Message::text(lines.join("\n"))
}

fn reason(entry: &Entry, least: u32, language: Language) -> String {
    let (sign, why) = verdict(entry, least);
    let mut paper = entry.paper.clone();
    paper.title = shorten(&paper.title, 60);
    format!("{sign} {} — {}", title_link(&paper), shorten(&why.to(language), 120))
}

#[cfg(test)]
mod tests {
    use domain::{Before, PaperPlace, TopicHit, TopicReason, Verdict};

    use super::*;
    use crate::view::fixtures::{ENGLISH, check_limits, paper, read, subscription};

    #[test]
    fn a_preview_says_why() {
        let hit = TopicHit {
            topic: "stars".to_owned(),
            reason: TopicReason::Words {
                words: "stars".to_owned(),
                place: PaperPlace::Title,
                times: 1,
            },
        };
        let entry = |number, verdict| Entry { paper: paper(number), verdict };
        let chosen = Digest {
            date: Date::constant(2026, 5, 12),
            chosen: vec![entry(9, Verdict::In(Some(hit.clone())))],
            left_out: vec![
                entry(8, Verdict::NoTopic),
                entry(7, Verdict::Excluded(hit)),
                entry(6, Verdict::BelowFloor),
                entry(5, Verdict::Before(Before::Posted)),
                entry(3, Verdict::Before(Before::Unconfirmed)),
                entry(2, Verdict::Before(Before::PassedOver)),
                entry(1, Verdict::Before(Before::Taken(SubscriptionId(4)))),
                entry(4, Verdict::OverMax),
            ],
        };
        let messages = super::messages(&subscription(7), &chosen, ENGLISH);
        assert_eq!(messages.len(), 2);
        insta::assert_snapshot!(read(&messages[1]), @r"
        ### Why
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
            ..chosen
        };
        for language in Language::ALL {
            super::messages(&subscription(7), &many, language).iter().for_each(check_limits);
        }
    }
}
