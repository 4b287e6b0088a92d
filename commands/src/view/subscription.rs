//! Formats a subscription on one line, and its next posts.

use domain::{
    ChannelId, Destination, Form, Language, PaperOrder, Pause, Posting, Requirement, Selection,
    Source, Strictness, Subscription, SubscriptionId, Topics, Zone,
};
use jiff::Timestamp;

use super::{mention_role, moment};
use crate::l10n::{Text, comma, long_date};
use crate::manifest::choice_name;
use crate::message::{Button, Component, Message, escape, shorten};
use crate::words::schedule_words;
use crate::{say, text};

/// Channel, topics, time, and non-default settings.
pub(crate) fn line(subscription: &Subscription, language: Language) -> String {
    let settings = &subscription.settings;
    let place = [place(settings.destination, language), topics(&settings.topics, language)];
    let facts = facts(subscription, language);
    place.into_iter().chain(facts).collect::<Vec<_>>().join(" · ")
}

/// Time and non-default settings.
pub(crate) fn facts(subscription: &Subscription, language: Language) -> Vec<String> {
    let settings = &subscription.settings;
    let mut facts = vec![schedule_words(&settings.schedule)];
    if settings.min_upvotes > 0 {
        facts.push(text!("subscription-votes", count = settings.min_upvotes));
    }
    if settings.strictness != Strictness::Normal {
        facts.push(strictness(settings.strictness));
    }
    facts.push(text!("subscription-papers", count = settings.max_papers));
    facts.extend(selected(&settings.selection));
    facts.extend(posted(&settings.posting));
    if settings.language != language {
        facts.push(posts_in(settings.language));
    }
    facts.into_iter().map(|fact| fact.to(language)).collect()
}

/// The language of the posts.
pub(crate) fn posts_in(language: Language) -> Text {
    text!("subscription-language", language = choice_name(language.as_str()))
}

/// Source, order and filters, as far as they are not the default.
pub(crate) fn selected(selection: &Selection) -> Vec<Text> {
    let mut facts = Vec::new();
    if selection.source != Source::default() {
        facts.push(choice_name(selection.source.as_str()));
    }
    match selection.order {
        PaperOrder::List => {}
        PaperOrder::Votes => facts.push(text!("subscription-most-votes")),
        PaperOrder::Match => facts.push(text!("subscription-best-match")),
    }
    facts.extend(selection.filters.wanted().map(|has| match has {
        Requirement::Code => text!("subscription-with-code"),
        Requirement::Model => text!("subscription-with-model"),
        Requirement::Dataset => text!("subscription-with-dataset"),
    }));
    facts
}

/// Posting settings, as far as they are not the default.
pub(crate) fn posted(posting: &Posting) -> Vec<Text> {
    let mut facts = Vec::new();
    if posting.form != Form::default() {
        facts.push(choice_name(posting.form.as_str()));
    }
    if let Some(role) = posting.role {
        facts.push(text!("subscription-mentions", role = mention_role(role)));
    }
    if posting.silent {
        facts.push(text!("subscription-silent"));
    }
    if posting.publish {
        facts.push(text!("subscription-published"));
    }
    facts
}

/// The topics as typed; all papers in words.
pub(crate) fn topics(topics: &Topics, language: Language) -> String {
    match topics.is_everything() && topics.exclude.is_empty() {
        true => say!(language, "topics-all"),
        false => escape(&shorten(&topics.to_string(), 300)),
    }
}

pub(crate) fn strictness(strictness: Strictness) -> Text {
    match strictness {
        Strictness::Loose => text!("choice-loose"),
        Strictness::Normal => text!("choice-normal"),
        Strictness::Strict => text!("choice-strict"),
    }
}

/// A destination as shown to users.
pub(crate) fn place(destination: Destination, language: Language) -> String {
    match destination.channel() {
        Some(channel) => super::mention(channel),
        None => say!(language, "direct-messages"),
    }
}

/// The current time in a zone.
pub(crate) fn clock(zone: &Zone, now: Timestamp) -> String {
    zone.time_at(now).strftime("%H:%M").to_string()
}

/// The next three posts, or that there are none; and whether it is paused.
pub(crate) fn next_posts(
    subscription: &Subscription,
    now: Timestamp,
    language: Language,
) -> String {
    let zone = &subscription.settings.schedule.zone;
    posts_line((subscription.paused_at(now), zone), &subscription.upcoming(now, 3), language)
}

/// Its next posts, if its channel wasn't deleted: nothing will be posted there, so that only a pause is
/// mentioned.
pub(crate) fn expected_posts(
    subscription: &Subscription,
    deleted: Option<ChannelId>,
    now: Timestamp,
    language: Language,
) -> Option<String> {
    match deleted {
        Some(_) => pause_line(subscription, now, language),
        None => Some(next_posts(subscription, now, language)),
    }
}

/// A heading with the subscription, and the posts to expect.
pub(crate) fn headed(
    heading: &str,
    subscription: &Subscription,
    deleted: Option<ChannelId>,
    now: Timestamp,
    language: Language,
) -> String {
    let heading = format!("**{heading}** · {}", line(subscription, language));
    let next = expected_posts(subscription, deleted, now, language);
    [heading].into_iter().chain(next).collect::<Vec<_>>().join("\n")
}

/// Upcoming posts, or that there are none; and the pause, if there is one, in the subscription's
/// zone.
pub(crate) fn posts_line(
    (pause, zone): (Option<Pause>, &Zone),
    upcoming: &[Timestamp],
    language: Language,
) -> String {
    let next: Vec<String> = upcoming.iter().map(|due| moment(*due, 'f')).collect();
    let posts = || match next.is_empty() {
        true => say!(language, "subscription-no-next"),
        false => say!(language, "subscription-next", posts = next.join(comma(language))),
    };
    match pause {
        Some(pause @ Pause { until: Some(_), .. }) => {
            format!("{} {}", paused(pause, zone, language), posts())
        }
        Some(pause) => paused(pause, zone, language),
        None => posts(),
    }
}

/// The next post in a few words, or that there is none or that it is paused.
pub(crate) fn next_post(subscription: &Subscription, now: Timestamp, language: Language) -> String {
    if let Some(paused) = pause_line(subscription, now, language) {
        return paused;
    }
    match subscription.upcoming(now, 1).first() {
        Some(due) => say!(language, "subscription-next-at", time = moment(*due, 'R')),
        None => say!(language, "subscription-no-next"),
    }
}

/// A line about its pause, if it is paused.
pub(crate) fn pause_line(
    subscription: &Subscription,
    now: Timestamp,
    language: Language,
) -> Option<String> {
    let zone = &subscription.settings.schedule.zone;
    subscription.paused_at(now).map(|pause| paused(pause, zone, language))
}

fn paused(pause: Pause, zone: &Zone, language: Language) -> String {
    let Some(until) = pause.until else { return say!(language, "subscription-is-paused") };
    // A pause until Friday ends on Friday, also for a reader whose clock still shows Thursday.
    let date = zone.civil(until).date();
    let day = match zone.resolve(date.at(0, 0, 0, 0)) == Some(until) {
        true => long_date(language, date),
        false => moment(until, 'f'),
    };
    say!(language, "subscription-is-paused-until", day = day)
}

/// The last row of an answer about a subscription: *Edit*; and, if another one posts the same, a
/// warning and a button to remove this one.
pub(crate) fn add_buttons(
    message: &mut Message,
    subscription: &Subscription,
    twin: Option<SubscriptionId>,
    language: Language,
) {
    add_row((message, subscription), twin, twin.is_some(), language);
}

/// The same for a new subscription. Removing it undoes what was just done.
pub(crate) fn add_buttons_of_new(
    message: &mut Message,
    subscription: &Subscription,
    twin: Option<SubscriptionId>,
    language: Language,
) {
    add_row((message, subscription), twin, true, language);
}

fn add_row(
    (message, subscription): (&mut Message, &Subscription),
    twin: Option<SubscriptionId>,
    can_remove: bool,
    language: Language,
) {
    if let Some(twin) = twin {
        let warning = say!(language, "subscription-twin", id = twin);
        message.components.push(Component::Text(format!("⚠️ {warning}")));
    }
    let edit = edit_button(subscription.id, language);
    let remove = can_remove.then(|| remove_button(subscription.id, language));
    message.components.push(Component::Buttons([edit].into_iter().chain(remove).collect()));
}

/// A button that opens the panel for a subscription.
pub(crate) fn edit_button(id: SubscriptionId, language: Language) -> Button {
    Button::press(say!(language, "button-edit"), format!("edit:{}", id.0))
}

/// A button that removes a subscription.
fn remove_button(id: SubscriptionId, language: Language) -> Button {
    Button::press(say!(language, "button-remove", id = id), format!("remove:{}", id.0))
}
