//! `/preview`: the post that would go out, and why each paper is in or out.

use domain::{Before, Digest, Entry, GuildId, Subscription, SubscriptionId, Verdict};
use jiff::civil::Date;

use crate::Refusal;
use crate::message::{Limits, Message, escape, lines_that_fit, shorten};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Opt, Place, Spec, Suggestions, Topic};
use crate::view::count;
use crate::view::digest::{Occasion, digest};
use crate::view::paper_block::title_link;
use crate::view::topic_reason::topic_reason;

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
        about: "Show the post that would go out now, and why each paper is in or out",
        options: &[
            Opt::number("subscription", "Its number; the newest by default", 1, None)
                .suggesting(Suggestions::Subscriptions),
            Opt::date("date", "As if it were this day, as 2026-01-31"),
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
    Refusal("This server has no subscription yet. Add one with `/subscription add`.".to_owned())
}

/// The answer: the post exactly as it would go out, then why each paper is in or
/// out.
pub fn messages(subscription: &Subscription, chosen: &Digest) -> Vec<Message> {
    let occasion =
        Occasion { topics: &subscription.order.topics, late_since: None, mark: "preview" };
    let mut messages: Vec<Message> =
        digest(chosen, &occasion).into_iter().map(|part| part.message).collect();
    messages.push(reasons(subscription, chosen));
    messages
}

fn reasons(subscription: &Subscription, chosen: &Digest) -> Message {
    let floor = subscription.order.min_upvotes;
    let total = chosen.chosen.len() + chosen.left_out.len();
    let mut lines = vec![format!(
        "### Why\n-# Subscription #{} · {} of {} will be posted",
        subscription.id,
        chosen.chosen.len(),
        count(total, "paper"),
    )];
    if total == 0 {
        lines.push("No list is known for this day yet.".to_owned());
    }
    let entries: Vec<&Entry> = chosen.chosen.iter().chain(&chosen.left_out).collect();
    let reasons = entries.into_iter().map(|entry| reason(entry, floor));
    let (shown, left) = lines_that_fit(reasons, Limits::DISCORD.characters - 300);
    lines.extend(shown);
    if left > 0 {
        lines.push(format!("-# … and {left} more"));
    }
    Message::text(lines.join("\n"))
}

fn reason(entry: &Entry, floor: u32) -> String {
    let (sign, why) = match &entry.verdict {
        Verdict::In(Some(hit)) => {
            ("✅", format!("{}: {}", escape(&hit.topic), escape(&topic_reason(&hit.reason))))
        }
        Verdict::In(None) => ("✅", "every paper is wanted".to_owned()),
        Verdict::NoTopic => ("➖", "no topic matches".to_owned()),
        Verdict::Excluded(hit) => (
            "⛔",
            format!("excluded by {}: {}", escape(&hit.topic), escape(&topic_reason(&hit.reason))),
        ),
        Verdict::BelowFloor => {
            ("➖", format!("{} votes, fewer than your minimum of {floor}", entry.paper.upvotes))
        }
        Verdict::Before(before) => ("➖", earlier(*before)),
        Verdict::OverMax => ("➖", "left out: the post is full".to_owned()),
    };
    let mut paper = entry.paper.clone();
    paper.title = shorten(&paper.title, 60);
    format!("{sign} {} — {}", title_link(&paper), shorten(&why, 120))
}

fn earlier(before: Before) -> String {
    match before {
        Before::Posted => "already posted here".to_owned(),
        Before::Unconfirmed => {
            "may have been posted here already; I couldn't confirm it".to_owned()
        }
        Before::PassedOver => "left out of an earlier post that was full".to_owned(),
        Before::Taken(id) => format!("subscription #{id} posts it here first"),
    }
}

#[cfg(test)]
mod tests {
    use domain::{PaperPlace, TopicHit, TopicReason};

    use super::*;
    use crate::view::fixtures::{paper, read, subscription};

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
        let messages = super::messages(&subscription(7), &chosen);
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
        let messages = super::messages(&subscription(7), &many);
        assert!(messages.iter().all(|message| message.size().fits(Limits::DISCORD)));
    }
}
