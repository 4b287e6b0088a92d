//! `/subscription pause`: stops posts for a while.

use domain::{ChannelId, GuildId, Language, Subscription, SubscriptionId};
use jiff::Timestamp;

use crate::day::Day;
use crate::message::{Button, Component, Message, quoted};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Contexts, HelpSection, Opt, Spec, Suggestions};
use crate::view::channel_notice::offer_move;
use crate::view::subscription::{edit_button, headed};
use crate::{Refusal, say, text};

/// A subscription to pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its guild.
    pub guild: GuildId,
    /// Its number.
    pub id: SubscriptionId,
    /// The first day with posts, in its zone; `None` for an indefinite pause.
    pub until: Option<Day>,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription pause",
        options: &[
            Opt::number("id", 1, None).required().suggesting(Suggestions::Subscriptions),
            Opt::date("until"),
        ],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: false,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let until = options.day("until", |value| text!("day-unreadable", value = quoted(value)))?;
        Ok(Request { guild: options.guild()?, id: options.subscription("id")?, until })
    }
}

/// The answer, with an *Undo* button, or *Resume* if it was paused already: pressing that wouldn't
/// bring the earlier pause back. And how to move it if its channel was deleted.
pub fn paused(
    (subscription, was_paused): (&Subscription, bool),
    deleted: Option<ChannelId>,
    now: Timestamp,
    language: Language,
) -> Message {
    let heading = say!(language, "subscription-paused", id = subscription.id);
    let mut text = headed(&heading, subscription, deleted, now, language);
    if deleted.is_none() {
        text.push_str(&format!("\n-# {}", say!(language, "pause-papers")));
    }
    let end = match was_paused {
        true => say!(language, "button-resume"),
        false => say!(language, "button-undo"),
    };
    let mut message = Message::text(text);
    let end = Button::press(end, super::resume::custom_id(subscription.id));
    let edit = edit_button(subscription.id, language);
    message.components.push(Component::Buttons(vec![end, edit]));
    offer_move(&mut message, subscription, deleted, language);
    message
}

/// The refusal of a pause that would already be over.
pub fn not_after_today() -> Refusal {
    text!("pause-past").into()
}

#[cfg(test)]
mod tests {
    use domain::Pause;
    use serde_json::json;

    use super::*;
    use crate::request::tests::parse;
    use crate::view::fixtures::{ENGLISH, now, read, subscription};

    #[test]
    fn pauses_say_what_happens_to_papers_and_can_be_undone() {
        let until = "2026-05-20T00:00:00Z".parse().expect("a time");
        let pause = |until| Some(Pause { since: now(), until });
        let paused = |until, was_paused| {
            let paused_one = Subscription { pause: pause(until), ..subscription(7) };
            paused((&paused_one, was_paused), None, now(), ENGLISH)
        };
        insta::assert_snapshot!(read(&paused(Some(until), false)), @"
        **Paused subscription #7** · <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        Paused until Wednesday, May 20, 2026. Upcoming posts, in your local time: <t:1779267600:f>, <t:1779354000:f>, <t:1779440400:f>
        -# Papers listed during a pause are posted afterwards only if they're still recent, usually less than a week old.
        [Undo → resume:7] [Edit → edit:7]
        ");
        let open = read(&paused(None, true));
        assert!(open.contains("Paused until you resume it."), "{open}");
        assert!(open.contains("[Resume → resume:7]"), "{open}");
    }

    #[test]
    fn pauses_end_on_the_day_of_the_subscriptions_zone() {
        let ends = |until: &str| {
            let until = Some(until.parse().expect("a time"));
            let mut one =
                Subscription { pause: Some(Pause { since: now(), until }), ..subscription(7) };
            one.settings.schedule.zone = "Asia/Tokyo".parse().expect("a zone");
            let text = read(&paused((&one, false), None, now(), ENGLISH));
            let (_, text) = text.split_once("Paused until ").expect("an end");
            text.split_once(". ").expect("upcoming posts").0.to_owned()
        };
        assert_eq!(ends("2026-05-19T15:00:00Z"), "Wednesday, May 20, 2026");
        assert_eq!(ends("2026-05-19T16:00:00Z"), "<t:1779206400:f>", "not the start of a day");
    }

    #[test]
    fn no_posts_are_promised_in_a_deleted_channel() {
        let until = "2026-05-20T00:00:00Z".parse().expect("a time");
        let pause = Some(Pause { since: now(), until: Some(until) });
        let subscription = Subscription { pause, ..subscription(7) };
        let shown = read(&paused((&subscription, false), Some(ChannelId(42)), now(), ENGLISH));
        insta::assert_snapshot!(shown, @"
        **Paused subscription #7** · <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        Paused until Wednesday, May 20, 2026.
        [Undo → resume:7] [Edit → edit:7]
        ⚠️ Nothing will be posted: the channel was deleted. Choose another one below; all its subscriptions will move there.
        [move:1:42 ▾ #]
        ");
    }

    #[test]
    fn days_are_read_as_typed() {
        let until =
            |typed: &str| match parse("subscription pause", json!({ "id": 7, "until": typed })) {
                Ok(crate::Request::SubscriptionPause(request)) => Ok(request.until),
                Ok(other) => panic!("{other:?}"),
                Err(refusal) => Err(refusal.to_string()),
            };
        assert_eq!(until("tomorrow"), Ok(Some(Day::FromToday(1))));
        let refusal = until("after the holidays").expect_err("no day");
        assert!(refusal.contains("`after the holidays`"), "{refusal}");
    }
}
