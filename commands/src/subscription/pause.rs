//! `/subscription pause`: stops posts for a while.

use domain::{ChannelId, GuildId, Language, Subscription, SubscriptionId};
use jiff::Timestamp;

use crate::day::Day;
use crate::message::{Button, Component, Message};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Opt, Place, Spec, Suggestions, Topic};
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
        place: Place::Guild,
        topic: Topic::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: false,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let until = options.day("until", |value| text!("day-unreadable", value = value))?;
        Ok(Request { guild: options.guild()?, id: options.subscription("id")?, until })
    }
}

/// The answer, with an *Undo* button; and how to move it if its channel was deleted.
pub fn paused(
    subscription: &Subscription,
    deleted: Option<ChannelId>,
    now: Timestamp,
    language: Language,
) -> Message {
    let heading = say!(language, "subscription-paused", id = subscription.id);
    let mut text = headed(&heading, subscription, deleted, now, language);
    if deleted.is_none() {
        text.push_str(&format!("\n-# {}", say!(language, "pause-papers")));
    }
    let undo = super::resume::custom_id(subscription.id);
    let mut message = Message::text(text);
    let undo = Button::press(say!(language, "button-undo"), undo);
    let edit = edit_button(subscription.id, language);
    message.components.push(Component::Buttons(vec![undo, edit]));
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
        let paused = |until| {
            let paused_one = Subscription { pause: pause(until), ..subscription(7) };
            paused(&paused_one, None, now(), ENGLISH)
        };
        insta::assert_snapshot!(read(&paused(Some(until))), @"
        **Paused subscription #7** · <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        Paused until <t:1779235200:D>. Upcoming posts, in your local time: <t:1779267600:f>, <t:1779354000:f>, <t:1779440400:f>
        -# Papers listed during a pause are posted afterwards only if they're still recent, usually less than a week old.
        [Undo → resume:7] [Edit → edit:7]
        ");
        let open = read(&paused(None));
        assert!(open.contains("Paused until you resume it."), "{open}");
    }

    #[test]
    fn no_posts_are_promised_in_a_deleted_channel() {
        let until = "2026-05-20T00:00:00Z".parse().expect("a time");
        let pause = Some(Pause { since: now(), until: Some(until) });
        let subscription = Subscription { pause, ..subscription(7) };
        let shown = read(&paused(&subscription, Some(ChannelId(42)), now(), ENGLISH));
        insta::assert_snapshot!(shown, @"
        **Paused subscription #7** · <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        Paused until <t:1779235200:D>.
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
