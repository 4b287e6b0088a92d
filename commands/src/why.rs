//! `/why`: what happened to one paper in each subscription of the server.

use domain::{
    ChannelId, Entry, FailureReason, GuildId, Language, MessageId, Paper, Source, Subscription,
    SubscriptionId, Verdict,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::l10n::{Text, day_month_year};
use crate::message::{Limits, Message, lines_that_fit, shorten};
use crate::options::Options;
use crate::search::MAX_QUERY;
use crate::spec::{Answer, Audience, Command, Contexts, HelpSection, Opt, Spec, Suggestions};
use crate::view::failure_reason::blocked_since;
use crate::view::moment;
use crate::view::paper_block::title_link;
use crate::view::subscription::place;
use crate::view::verdict::verdict;
use crate::{Refusal, say, text};

/// A question why a paper was or was not posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
    /// An id, a link or words of a title.
    pub paper: String,
    /// One subscription; all of them if `None`.
    pub id: Option<SubscriptionId>,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "why",
        options: &[
            Opt::text("paper", MAX_QUERY).required().suggesting(Suggestions::Papers),
            Opt::number("subscription", 1, None).suggesting(Suggestions::Subscriptions),
        ],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: true,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request {
            guild: options.guild()?,
            paper: options.required("paper")?,
            id: options.number("subscription")?.map(SubscriptionId),
        })
    }
}

/// What happened to a paper in one subscription.
#[derive(Clone, Debug)]
pub enum PaperOutcome {
    /// It was posted to its channel, in this message if known.
    Posted {
        /// When.
        at: Timestamp,
        /// Where.
        message: Option<(ChannelId, MessageId)>,
        /// The subscription that posted it there, if it was another one.
        by: Option<SubscriptionId>,
    },
    /// What the next post does with it.
    Next {
        /// The paper with its verdict.
        entry: Box<Entry>,
        /// Why nothing can be posted to the channel, and since when.
        blocked: Option<(FailureReason, Timestamp)>,
    },
    /// Its list is too old for the next post.
    TooOld,
    /// It was never on a list, so no post can include it.
    NeverListed,
    /// It is not on the list that the subscription uses.
    NotOn(Source),
}

/// The answer; `listed` is the newest list that the paper was on.
pub fn paper_outcomes(
    guild: GuildId,
    paper: &Paper,
    listed: Option<Date>,
    all: &[(Subscription, PaperOutcome)],
    more: usize,
    now: Timestamp,
    language: Language,
) -> Message {
    let title = title_link(&Paper { title: shorten(&paper.title, 120), ..paper.clone() });
    let listed = match listed {
        Some(date) => say!(language, "why-listed", date = day_month_year(language, date)),
        None => say!(language, "why-never-listed"),
    };
    let lines = all.iter().map(|(subscription, outcome)| {
        let (sign, why) = said(guild, subscription, outcome, now);
        let place = place(subscription.settings.destination, language);
        let why = format!("{sign} {}", shorten(&why.to(language), 200));
        format!("**#{}** {place} — {}", subscription.id, why.trim_start())
    });
    let (lines, left) =
        lines_that_fit(lines.collect::<Vec<_>>().into_iter(), Limits::DISCORD.characters - 600);
    let more = more + left;
    let more = (more > 0).then(|| format!("-# {}", say!(language, "more", count = more)));
    let lines = [format!("### {title}\n{listed}")].into_iter().chain(lines).chain(more);
    Message::text(lines.collect::<Vec<_>>().join("\n"))
}

fn said(
    guild: GuildId,
    subscription: &Subscription,
    outcome: &PaperOutcome,
    now: Timestamp,
) -> (&'static str, Text) {
    match outcome {
        PaperOutcome::Posted { at, message, by } => {
            let time = moment(*at, 'f');
            let posted = match message {
                None => text!("why-posted", time = time),
                Some((channel, message)) => {
                    let url = format!("https://discord.com/channels/{guild}/{channel}/{message}");
                    text!("why-posted-at", time = time, url = url)
                }
            };
            match by {
                None => ("✅", posted),
                Some(by) => ("✅", text!("why-posted-by", id = by.to_string(), posted = posted)),
            }
        }
        PaperOutcome::Next { entry, blocked } => {
            let (sign, why) = verdict(entry, subscription.settings.min_upvotes);
            if !matches!(entry.verdict, Verdict::In(_)) {
                return (sign, why);
            }
            let problem = match (*blocked, subscription.next_after(now)) {
                (Some(blocked), _) => blocked_since(blocked),
                (None, Some(next)) => {
                    return ("⏳", text!("why-next", time = moment(next, 'f'), why = why));
                }
                (None, None) if subscription.paused_at(now).is_some() => {
                    text!("subscription-is-paused")
                }
                (None, None) => text!("subscription-no-next"),
            };
            ("", text!("why-not-next", problem = problem, why = why))
        }
        PaperOutcome::TooOld => ("➖", text!("why-too-old")),
        PaperOutcome::NeverListed => ("➖", text!("why-no-list")),
        PaperOutcome::NotOn(Source::Daily) => ("➖", text!("why-too-old")),
        PaperOutcome::NotOn(Source::Trending) => ("➖", text!("why-not-trending")),
        PaperOutcome::NotOn(Source::Rising) => ("➖", text!("why-not-rising")),
    }
}

#[cfg(test)]
mod tests {
    use domain::Pause;

    use super::*;
    use crate::view::fixtures::{ENGLISH, check_limits, now, paper, read, subscription};

    #[test]
    fn no_post_is_promised_that_cannot_come() {
        let check = |paused: bool, blocked, expected: &str| {
            let entry = Box::new(Entry { paper: paper(1).into(), verdict: Verdict::In(None) });
            let mut subscription = subscription(7);
            subscription.pause = paused.then(|| Pause { since: now(), until: None });
            let all = [(subscription, PaperOutcome::Next { entry, blocked })];
            let answer = paper_outcomes(GuildId(9), &paper(1), None, &all, 0, now(), ENGLISH);
            let text = read(&answer);
            assert_eq!(text.lines().last(), Some(expected), "{text}");
        };
        let deleted = Some((FailureReason::UnknownChannel, now()));
        let gone = "**#7** <#42> — ⚠️ blocked <t:1778572800:R>: the channel was deleted · every paper is included";
        check(false, deleted, gone);
        check(true, deleted, gone);
        check(true, None, "**#7** <#42> — Paused until you resume it. · every paper is included");
        check(
            false,
            None,
            "**#7** <#42> — ⏳ will be in the next post, <t:1778576400:f> · every paper is included",
        );
    }

    #[test]
    fn the_answer_covers_each_subscription() {
        let next = |verdict| {
            let entry = Box::new(Entry { paper: paper(1).into(), verdict });
            PaperOutcome::Next { entry, blocked: None }
        };
        let message = Some((ChannelId(42), MessageId(77)));
        let all: Vec<(Subscription, PaperOutcome)> = [
            PaperOutcome::Posted { at: now(), message, by: None },
            PaperOutcome::Posted { at: now(), message: None, by: Some(SubscriptionId(3)) },
            next(Verdict::In(None)),
            next(Verdict::NoTopic),
            PaperOutcome::TooOld,
            PaperOutcome::NeverListed,
            PaperOutcome::NotOn(Source::Trending),
            PaperOutcome::NotOn(Source::Rising),
        ]
        .into_iter()
        .enumerate()
        .map(|(number, outcome)| (subscription(number as u64 + 1), outcome))
        .collect();
        let listed = Some(Date::constant(2026, 5, 12));
        let answer = paper_outcomes(GuildId(9), &paper(1), listed, &all, 3, now(), ENGLISH);
        insta::assert_snapshot!(read(&answer), @r"
        ### [A Small Study of \*Stars\* \[1\]](https://huggingface.co/papers/2605.00001)
        On the daily list of May 12, 2026.
        **#1** <#42> — ✅ posted <t:1778572800:f> · https://discord.com/channels/9/42/77
        **#2** <#42> — ✅ by #3 in the same channel: posted <t:1778572800:f>
        **#3** <#42> — ⏳ will be in the next post, <t:1778576400:f> · every paper is included
        **#4** <#42> — ➖ no topic matches
        **#5** <#42> — ➖ too old for the next post
        **#6** <#42> — ➖ never on a list
        **#7** <#42> — ➖ not on the trending list now
        **#8** <#42> — ➖ gained no votes in the last 24 hours
        -# … and 3 more
        ");
        let long = Paper { title: "@everyone ".repeat(60), ..paper(1) };
        let many: Vec<(Subscription, PaperOutcome)> =
            all.iter().cycle().take(100).cloned().collect();
        for language in Language::ALL {
            check_limits(&paper_outcomes(GuildId(9), &long, None, &many, 0, now(), language));
        }
    }
}
