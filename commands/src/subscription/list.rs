//! `/subscription list`: the subscriptions of a server and their next posts.

use domain::{FailureReason, GuildId, Language, Subscription};
use jiff::Timestamp;

use crate::message::{Accessory, Component, Message, shorten};
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Spec};
use crate::view::failure_reason::blocked_since;
use crate::view::moment;
use crate::view::pager::{existing_page, turn_buttons};
use crate::view::slot::{Delivery, ended};
use crate::view::subscription::{edit_button, line, next_post};
use crate::{Refusal, say};

/// Subscriptions per page: as many as always fit.
const PAGE: usize = 6;
/// The length limit of one of them, in characters.
const ONE: usize = 600;

/// The subscriptions of a guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
    /// The page, from 0.
    pub page: u32,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription list",
        options: &[],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: false,
        controls: &[Control::update("Turns the page", "subscriptions:1")],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request { guild: options.guild()?, page: 0 })
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        Some(Request { guild: pressed.guild()?, page: pressed.rest.parse().ok()? })
    }
}

/// A subscription with what the list says about it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The subscription.
    pub subscription: Subscription,
    /// Its last slot.
    pub last: Option<Delivery>,
    /// Why its channel can't be posted to, and since when.
    pub blocked: Option<(FailureReason, Timestamp)>,
}

/// A page of the answer.
pub fn all(all: &[Listed], page: u32, now: Timestamp, language: Language) -> Message {
    if all.is_empty() {
        let (none, add) =
            (say!(language, "subscriptions-none"), say!(language, "subscriptions-add"));
        return Message::text(format!("**{none}**\n{add}"));
    }
    let pages = all.len().div_ceil(PAGE);
    let page = existing_page(pages, page);
    let heading = say!(language, "subscriptions-count", count = all.len());
    let mut components = vec![Component::Text(format!("### {heading}"))];
    components.extend(all.iter().skip(page as usize * PAGE).take(PAGE).map(|listed| {
        let edit = edit_button(listed.subscription.id, language);
        Component::Section(one(listed, now, language), Accessory::Button(edit))
    }));
    let turn = |to: u32| Some(format!("subscriptions:{to}"));
    components.extend(turn_buttons(pages, page, turn, language));
    Message::boxed(components)
}

fn one(listed: &Listed, now: Timestamp, language: Language) -> String {
    let Listed { subscription, last, blocked } = listed;
    let next = match blocked {
        None => next_post(subscription, now, language),
        Some(blocked) => blocked_since(*blocked).to(language),
    };
    let posts = [next].into_iter().chain(last.as_ref().map(|last| {
        let slot = ended(last, moment(last.due_at, 'R'));
        say!(language, "subscription-last", slot = slot)
    }));
    let posts = format!("\n-# {}", posts.collect::<Vec<_>>().join(" · "));
    let room = ONE.saturating_sub(posts.chars().count() + 30);
    let line = shorten(&line(subscription, language), room);
    format!("**#{}** {line}{posts}", subscription.id)
}

#[cfg(test)]
mod tests {
    use domain::{ChannelId, SlotState, SubscriptionId};

    use super::*;
    use crate::view::fixtures::{ENGLISH, check_limits, now, read, subscription};

    #[test]
    fn any_number_of_subscriptions_fits_into_pages() {
        let listed = |number: u64| {
            let last = |id| Delivery {
                subscription: SubscriptionId(id),
                channel: ChannelId(42),
                due_at: now(),
                state: SlotState::Sent,
                reason: None,
                missing: (0, 1),
                papers: 3,
                late: false,
            };
            let listed = |id| {
                let (subscription, last) = (subscription(id), Some(last(id)));
                Listed { subscription, last, blocked: None }
            };
            (1..=number).map(listed).collect::<Vec<_>>()
        };
        let listed = |number: u64, page| all(&listed(number), page, now(), ENGLISH);
        insta::assert_snapshot!(read(&listed(1, 0)), @"
        ### 1 subscription
        **#1** <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        -# Next <t:1778576400:R> · last ✅ <t:1778572800:R>: 3 papers  [Edit → edit:1]
        ");
        assert!(read(&listed(0, 0)).contains("No channel"));
        let blocked = Some((FailureReason::UnknownChannel, now()));
        let closed = Listed { subscription: subscription(1), last: None, blocked };
        insta::assert_snapshot!(read(&all(&[closed], 0, now(), ENGLISH)), @"
        ### 1 subscription
        **#1** <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        -# ⚠️ blocked <t:1778572800:R>: the channel was deleted  [Edit → edit:1]
        ");
        let pages: Vec<Message> = (0..=34).map(|page| listed(200, page)).collect();
        pages.iter().for_each(check_limits);
        assert_eq!(pages[33], pages[34], "there is no page after the last");
        for id in 1..=200 {
            let text = format!("**#{id}** ");
            let on = pages[..34].iter().filter(|page| read(page).contains(&text)).count();
            assert_eq!(on, 1, "{id}");
        }
    }
}
