//! `/setup`: a panel with all settings of a subscription, saved when it is complete. *Edit* under
//! answers about a subscription opens the same panel for it.
//!
//! The settings in a panel are stored as a draft that every press updates, so that it survives a
//! restart.

mod panel;
mod panel_forms;
mod panel_menus;
mod panel_merge;
mod panel_message;
mod panel_outcome;
#[cfg(test)]
mod panel_tests;
mod prefill;
#[cfg(test)]
mod prefill_tests;
mod test_post;

use domain::{
    ChannelId, DraftId, Form, GuildId, MAX_PAPERS, PaperOrder, RoleId, Source, Strictness,
    SubscriptionId, Topic as PaperTopic, TopicPlace,
};

use crate::custom_id::fits;
use crate::options::{Options, Pressed, Submitted};
use crate::settings::LanguageChoice;
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Spec};
use crate::{Refusal, text};

pub use panel::Panel;
pub use panel_forms::form;
pub use panel_merge::Merged;
pub use panel_message::{View, panel_message};
pub use panel_outcome::{canceled, changed_meanwhile, removed_meanwhile};
pub use prefill::Prefill;
pub(crate) use prefill::prefilled;
pub use test_post::{test_failed, test_post, test_sent, test_too_soon};

/// A panel request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
    /// The action.
    pub action: Action,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open a panel for a new subscription.
    New,
    /// The same with what was given to `/subscription add`.
    Prefilled(Prefill),
    /// Open a panel for an existing subscription.
    Edit(SubscriptionId),
    /// Change a setting.
    Change(DraftId, Change),
    /// Open a modal.
    Ask(DraftId, PanelModal),
    /// Show it again.
    Show(DraftId),
    /// Preview the post.
    Preview(DraftId),
    /// Send a test post to the channel.
    Test(DraftId),
    /// Save.
    Save(DraftId, Save),
    /// Discard it.
    Cancel(DraftId),
}

/// A change of a panel by a control or modal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The channel.
    Channel(ChannelId),
    /// The topics as typed.
    Topics(String),
    /// Replace a misspelt topic or exclusion.
    Topic(TopicPlace, PaperTopic),
    /// The hour, on the current days.
    Hour(u8),
    /// Time and zone as typed.
    Time(String, String),
    /// How certain a match must be.
    Strictness(Strictness),
    /// The maximum papers per post.
    MaxPapers(u32),
    /// The minimum votes.
    MinUpvotes(u32),
    /// The list.
    Source(Source),
    /// The order.
    Order(PaperOrder),
    /// The form of the posts.
    Form(Form),
    /// The role to mention.
    Role(Option<RoleId>),
    /// The language of the posts.
    Language(LanguageChoice),
    /// An on/off setting.
    Switch(Switch, bool),
    /// The page to show.
    Page(PanelPage),
}

/// An on/off setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Papers must have code.
    Code,
    /// Papers must have a model on the hub.
    Model,
    /// Papers must have a dataset on the hub.
    Dataset,
    /// Posts are sent without a notification.
    Silent,
    /// Posts are published to the channel's followers.
    Publish,
}

/// The pages of a panel, because everything doesn't fit into one message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PanelPage {
    /// Channel, topics and time.
    #[default]
    Basics,
    /// Filters for papers.
    Papers,
    /// How papers are posted.
    Posts,
}

/// The modals that a panel opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelModal {
    /// Topics.
    Topics,
    /// Time and zone.
    Time,
}

/// How to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Save {
    /// Unless the subscription has changed since the panel was opened.
    Unchanged,
    /// Even if it has, as the user was shown.
    Anyway,
    /// As a new one, because the subscription was removed since the panel was opened.
    AsNew,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "setup",
        options: &[],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: false,
        controls: &[
            Control::private("Opens the panel, under the welcome", "setup:new").changing(),
            Control::private("Opens the panel for a subscription", "edit:7").changing(),
            Control::update("Sets the channel", "panel-channel:7").choosing("42").changing(),
            Control::opens_modal("Opens the form for topics", "panel-topics:7"),
            Control::update("Sets the topics from that form", "panel-topics-in:7:9f").changing(),
            Control::update("Replaces a misspelled topic", "panel-topic:7:0:diffusion").changing(),
            Control::update("Sets the hour", "panel-hour:7").choosing("09:00").changing(),
            Control::opens_modal("Opens the form for time and time zone", "panel-time:7"),
            Control::update("Sets time and time zone from that form", "panel-time-in:7:9f")
                .changing(),
            Control::update("Sets the strictness", "panel-strictness:7")
                .choosing("loose")
                .changing(),
            Control::update("Sets the maximum number of papers", "panel-max:7")
                .choosing("10")
                .changing(),
            Control::update("Sets the minimum votes", "panel-min:7").choosing("5").changing(),
            Control::update("Sets the list", "panel-source:7").choosing("daily").changing(),
            Control::update("Sets the order", "panel-order:7").choosing("votes").changing(),
            Control::update("Sets the format of the posts", "panel-form:7")
                .choosing("digest")
                .changing(),
            Control::update("Sets the role to mention", "panel-role:7").choosing("42").changing(),
            Control::update("Sets the language of the posts", "panel-language:7")
                .choosing("de")
                .changing(),
            Control::update("Turns an option on or off", "panel-switch:7:silent:1").changing(),
            Control::update("Shows another page of the panel", "panel-page:7:papers").changing(),
            Control::update("Shows the panel again", "panel-show:7"),
            Control::private("Previews the post", "panel-preview:7").slow(),
            Control::private("Sends a test post to the channel", "panel-test:7").changing(),
            Control::update("Saves", "panel-save:7:unchanged").changing().slow(),
            Control::update("Closes the panel without saving", "panel-cancel:7").changing(),
        ],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request { guild: options.guild()?, action: Action::New })
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        Some(Request { guild: pressed.guild()?, action: action(pressed)? })
    }

    fn submit(form: &Submitted) -> Result<Request, Refusal> {
        let guild = form.interaction.guild.ok_or_else(|| Refusal::from(text!("server-only")))?;
        // The suffix after the number makes the custom id unique each time.
        let draft = form.rest.split(':').next().and_then(draft).ok_or_else(|| form.unknown())?;
        let field = |name: &str| form.fields.get(name).cloned().unwrap_or_default();
        let change = match form.prefix {
            "panel-topics-in" => Change::Topics(field("topics")),
            "panel-time-in" => Change::Time(field("time"), field("zone")),
            _ => return Err(form.unknown()),
        };
        Ok(Request { guild, action: Action::Change(draft, change) })
    }
}

fn action(pressed: &Pressed) -> Option<Action> {
    let rest = pressed.rest;
    let change = |change: Change| Some(Action::Change(draft(rest)?, change));
    let chosen = || pressed.values.first().map(String::as_str);
    match pressed.prefix {
        "setup" => (rest == "new").then_some(Action::New),
        "edit" => Some(Action::Edit(SubscriptionId(rest.parse().ok()?))),
        "panel-channel" => change(Change::Channel(ChannelId(chosen()?.parse().ok()?))),
        "panel-topics" => Some(Action::Ask(draft(fixed(rest))?, PanelModal::Topics)),
        "panel-topic" => {
            let mut parts = rest.splitn(3, ':');
            let (draft, place) = (draft(parts.next()?)?, parts.next()?.parse().ok()?);
            Some(Action::Change(draft, Change::Topic(place, parts.next()?.parse().ok()?)))
        }
        "panel-hour" => {
            let hour = chosen()?.strip_suffix(":00")?.parse().ok().filter(|hour| *hour < 24)?;
            change(Change::Hour(hour))
        }
        "panel-time" => Some(Action::Ask(draft(fixed(rest))?, PanelModal::Time)),
        "panel-strictness" => change(Change::Strictness(chosen()?.parse().ok()?)),
        "panel-max" => {
            let most = chosen()?.parse().ok().filter(|most| (1..=MAX_PAPERS).contains(most))?;
            change(Change::MaxPapers(most))
        }
        "panel-min" => change(Change::MinUpvotes(chosen()?.parse().ok()?)),
        "panel-source" => change(Change::Source(chosen()?.parse().ok()?)),
        "panel-order" => change(Change::Order(chosen()?.parse().ok()?)),
        "panel-form" => change(Change::Form(chosen()?.parse().ok()?)),
        "panel-role" => {
            let role = chosen().map(|id| id.parse().ok().map(RoleId));
            change(Change::Role(match role {
                Some(role) => Some(role?),
                None => None,
            }))
        }
        "panel-language" => change(Change::Language(chosen()?.parse().ok()?)),
        "panel-switch" => {
            let mut parts = rest.splitn(3, ':');
            let (draft, name) = (draft(parts.next()?)?, parts.next()?);
            let switch = Switch::ALL.into_iter().find(|one| one.as_str() == name)?;
            Some(Action::Change(draft, Change::Switch(switch, parts.next()? == "1")))
        }
        "panel-page" => {
            let (id, name) = rest.split_once(':')?;
            let page = PanelPage::ALL.into_iter().find(|one| one.as_str() == name)?;
            Some(Action::Change(draft(id)?, Change::Page(page)))
        }
        "panel-show" => Some(Action::Show(draft(rest)?)),
        "panel-preview" => Some(Action::Preview(draft(rest)?)),
        "panel-test" => Some(Action::Test(draft(rest)?)),
        "panel-save" => {
            let (id, how) = rest.split_once(':')?;
            let how = [Save::Unchanged, Save::Anyway, Save::AsNew]
                .into_iter()
                .find(|one| one.as_str() == how)?;
            Some(Action::Save(draft(id)?, how))
        }
        "panel-cancel" => Some(Action::Cancel(draft(rest)?)),
        _ => None,
    }
}

/// Removes the suffix that distinguishes *Fix* from the other button for the same modal.
fn fixed(rest: &str) -> &str {
    rest.strip_suffix(":fix").unwrap_or(rest)
}

fn draft(text: &str) -> Option<DraftId> {
    text.parse().ok().map(DraftId)
}

impl Change {
    /// Whether it affects the permissions that the bot needs.
    pub fn concerns_channel(&self) -> bool {
        match self {
            Change::Channel(_) | Change::Form(_) | Change::Role(_) => true,
            Change::Switch(switch, _) => matches!(switch, Switch::Silent | Switch::Publish),
            Change::Topics(_)
            | Change::Topic(..)
            | Change::Hour(_)
            | Change::Time(..)
            | Change::Strictness(_)
            | Change::MaxPapers(_)
            | Change::MinUpvotes(_)
            | Change::Source(_)
            | Change::Order(_)
            | Change::Language(_)
            | Change::Page(_) => false,
        }
    }

    /// The key of the setting. A single topic belongs to the topics, and the hour to the time.
    fn what(&self) -> &'static str {
        match self {
            Change::Channel(_) => "channel",
            Change::Topics(_) | Change::Topic(..) => "topics",
            Change::Hour(_) | Change::Time(..) => "time",
            Change::Strictness(_) => "strictness",
            Change::MaxPapers(_) => "max",
            Change::MinUpvotes(_) => "min",
            Change::Source(_) => "source",
            Change::Order(_) => "order",
            Change::Form(_) => "form",
            Change::Role(_) => "role",
            Change::Language(_) => "language",
            Change::Switch(switch, _) => switch.as_str(),
            Change::Page(_) => "page",
        }
    }
}

impl Switch {
    const ALL: [Switch; 5] =
        [Switch::Code, Switch::Model, Switch::Dataset, Switch::Silent, Switch::Publish];

    fn as_str(self) -> &'static str {
        match self {
            Switch::Code => "code",
            Switch::Model => "model",
            Switch::Dataset => "dataset",
            Switch::Silent => "silent",
            Switch::Publish => "publish",
        }
    }
}

impl PanelPage {
    const ALL: [PanelPage; 3] = [PanelPage::Basics, PanelPage::Papers, PanelPage::Posts];

    fn as_str(self) -> &'static str {
        match self {
            PanelPage::Basics => "basics",
            PanelPage::Papers => "papers",
            PanelPage::Posts => "posts",
        }
    }
}

impl Save {
    fn as_str(self) -> &'static str {
        match self {
            Save::Unchanged => "unchanged",
            Save::Anyway => "anyway",
            Save::AsNew => "new",
        }
    }
}

/// The custom id of a panel's control.
fn control(name: &str, draft: DraftId) -> String {
    format!("panel-{name}:{draft}")
}

/// The custom id of a button that replaces a misspelt topic.
fn correction(draft: DraftId, place: TopicPlace, meant: &PaperTopic) -> Option<String> {
    Some(format!("panel-topic:{draft}:{place}:{meant}")).filter(|id| fits(id))
}

/// The custom id of the button in the welcome message.
pub fn welcome_button() -> String {
    "setup:new".to_owned()
}

/// The refusal of a press by a user who didn't open the panel.
pub fn of_another() -> Refusal {
    text!("panel-of-another").into()
}

/// The refusal of a press on a panel whose draft no longer exists.
pub fn gone() -> Refusal {
    text!("panel-gone").into()
}

/// The refusal to save or preview an incomplete panel.
pub fn incomplete() -> Refusal {
    text!("panel-incomplete").into()
}
