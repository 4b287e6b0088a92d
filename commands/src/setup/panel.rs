//! The contents of a panel until it is saved, and the effect of its controls.

use std::collections::BTreeMap;

use domain::{
    ChannelId, Cron, Destination, Filters, GuildId, Language, Posting, RoleId, Schedule, Selection,
    Strictness, SubscriptionSettings, Timetable, Topic, Topics, UserId, Zone,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, PanelPage, Switch};
use crate::settings::{LanguageChoice, parse_schedule};
use crate::subscription::add::DEFAULT_MAX_PAPERS;
use crate::view::channel_refusal::ChannelProblem;
use crate::{Refusal, text};

/// The current choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// The destination of posts.
    pub destination: Option<Destination>,
    /// Why it can't be posted to, as of when it was chosen.
    pub problem: Option<ChannelProblem>,
    /// The topics.
    pub topics: Option<Topics>,
    /// The time.
    pub cron: Cron,
    /// The zone; UTC while none is chosen.
    pub zone: Option<Zone>,
    /// The minimum votes.
    pub min_upvotes: u32,
    /// The maximum papers per post.
    pub max_papers: u32,
    /// How certain a match must be.
    pub strictness: Strictness,
    /// Source, order and filters.
    pub selection: Selection,
    /// How the papers are posted.
    pub posting: Posting,
    /// The language of the posts. In a panel from before it could be chosen there, `None`: the
    /// subscription's own, if it has one.
    pub(super) language: Option<LanguageChoice>,
    /// The last input, if it can't be parsed.
    pub(super) wrong: Option<InvalidInput>,
    /// The page shown.
    pub(super) page: PanelPage,
    /// The last interaction that changed each setting, because presses can overtake each other.
    pub(super) changed_by: BTreeMap<String, u64>,
    /// The subscription as last shown before overwriting it, in the stored form.
    pub(super) shown: Option<String>,
}

/// Input in a modal that can't be parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum InvalidInput {
    Topics(String),
    Time(String, String),
}

/// The stored form of a panel.
#[derive(Serialize, Deserialize)]
struct Stored {
    channel: Option<ChannelId>,
    kind: String,
    #[serde(default)]
    problem: Option<ChannelProblem>,
    topics: Option<(Vec<Topic>, Vec<Topic>)>,
    cron: String,
    zone: Option<String>,
    min_upvotes: u32,
    max_papers: u32,
    strictness: String,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    wrong: Option<InvalidInput>,
    source: String,
    order: String,
    form: String,
    role: Option<RoleId>,
    switches: Vec<String>,
    page: String,
    #[serde(default)]
    changed_by: BTreeMap<String, u64>,
    #[serde(default)]
    shown: Option<String>,
}

impl Panel {
    /// A panel for a new subscription.
    pub fn fresh(cron: Cron, zone: Option<Zone>) -> Panel {
        Panel {
            destination: None,
            problem: None,
            topics: None,
            cron,
            zone,
            min_upvotes: 0,
            max_papers: DEFAULT_MAX_PAPERS,
            strictness: Strictness::default(),
            selection: Selection::default(),
            posting: Posting::default(),
            language: Some(LanguageChoice::Server),
            wrong: None,
            page: PanelPage::default(),
            changed_by: BTreeMap::new(),
            shown: None,
        }
    }

    /// A panel for an existing subscription.
    pub fn of(settings: &SubscriptionSettings) -> Panel {
        Panel {
            destination: Some(settings.destination),
            problem: None,
            topics: Some(settings.topics.clone()),
            cron: settings.schedule.cron.clone(),
            zone: Some(settings.schedule.zone.clone()),
            min_upvotes: settings.min_upvotes,
            max_papers: settings.max_papers,
            strictness: settings.strictness,
            selection: settings.selection,
            posting: settings.posting,
            language: Some(LanguageChoice::of(settings)),
            wrong: None,
            page: PanelPage::default(),
            changed_by: BTreeMap::new(),
            shown: None,
        }
    }

    /// Whether both describe the same subscription.
    pub fn is_same(&self, other: &Panel) -> bool {
        let language = self.language.and(other.language);
        let settings = |panel: &Panel| {
            let (page, changed_by) = (PanelPage::default(), BTreeMap::new());
            let language = language.and(panel.language);
            let panel = panel.clone();
            Panel { language, problem: None, wrong: None, page, changed_by, shown: None, ..panel }
        };
        settings(self) == settings(other)
    }

    /// Records that the user was asked whether to overwrite a subscription with these settings.
    pub fn note_shown(&mut self, settings: &SubscriptionSettings) {
        self.shown = Some(Panel::of(settings).to_text());
    }

    /// Records that an interaction changes a setting; false if a later one already did.
    pub fn is_newest(&mut self, change: &Change, interaction: u64) -> bool {
        let last = self.changed_by.entry(change.what().to_owned()).or_default();
        let is_newest = *last <= interaction;
        *last = interaction.max(*last);
        is_newest
    }

    /// Sets the channel, and why it can't be posted to.
    pub fn set_channel(&mut self, destination: Destination, problem: Option<ChannelProblem>) {
        (self.destination, self.problem) = (Some(destination), problem);
    }

    /// Applies a change. Input that can't be parsed is kept as typed, and nothing else changes.
    pub fn apply(&mut self, change: Change, now: Timestamp) {
        match change {
            // `set_channel` sets it after it was checked, together with what is wrong with it.
            Change::Channel(_) => {}
            Change::Topics(typed) => match read_topics(&typed) {
                Ok(topics) => (self.topics, self.wrong) = (Some(topics), None),
                Err(_) => self.wrong = Some(InvalidInput::Topics(typed)),
            },
            Change::Topic(place, meant) => {
                if let Some(topics) = &mut self.topics {
                    topics.correct(place, &meant);
                }
            }
            Change::Hour(hour) => {
                if let Some(cron) = at_hour(&self.cron, hour) {
                    self.cron = cron;
                }
            }
            Change::Time(time, zone) => match read_time(&time, &zone, now) {
                Ok((cron, zone)) => {
                    self.cron = cron.unwrap_or_else(|| self.cron.clone());
                    (self.zone, self.wrong) = (zone.or(self.zone.take()), None);
                }
                Err(_) => self.wrong = Some(InvalidInput::Time(time, zone)),
            },
            Change::Strictness(strictness) => self.strictness = strictness,
            Change::MaxPapers(most) => self.max_papers = most,
            Change::MinUpvotes(least) => self.min_upvotes = least,
            Change::Source(source) => self.selection.source = source,
            Change::Order(order) => self.selection.order = order,
            Change::Form(form) => self.posting.form = form,
            Change::Role(role) => self.posting.role = role,
            Change::Language(language) => self.language = Some(language),
            Change::Switch(switch, on) => *self.switch(switch) = on,
            Change::Page(page) => self.page = page,
        }
    }

    fn switch(&mut self, switch: Switch) -> &mut bool {
        match switch {
            Switch::Code => &mut self.selection.filters.code,
            Switch::Model => &mut self.selection.filters.model,
            Switch::Dataset => &mut self.selection.filters.dataset,
            Switch::Silent => &mut self.posting.silent,
            Switch::Publish => &mut self.posting.publish,
        }
    }

    /// Whether a setting is on.
    pub(super) fn is_on(&self, switch: Switch) -> bool {
        match switch {
            Switch::Code => self.selection.filters.code,
            Switch::Model => self.selection.filters.model,
            Switch::Dataset => self.selection.filters.dataset,
            Switch::Silent => self.posting.silent,
            Switch::Publish => self.posting.publish,
        }
    }

    /// The schedule.
    pub fn schedule(&self) -> Schedule {
        let zone = self.zone.clone().unwrap_or_else(Zone::utc);
        Schedule { cron: self.cron.clone(), zone }
    }

    /// Whether it can be saved.
    pub fn is_complete(&self) -> bool {
        self.destination.is_some() && self.topics.is_some() && self.problem.is_none()
    }

    /// The language chosen for these posts alone.
    pub fn own_language(&self) -> Option<Language> {
        self.language.and_then(LanguageChoice::own)
    }

    /// The new subscription, once channel and topics are set; `language` is the guild's.
    pub fn settings(
        &self,
        guild: GuildId,
        created_by: UserId,
        language: Language,
    ) -> Option<SubscriptionSettings> {
        Some(SubscriptionSettings {
            guild: Some(guild),
            destination: self.destination?,
            created_by,
            topics: self.topics.clone()?,
            schedule: self.schedule(),
            min_upvotes: self.min_upvotes,
            max_papers: self.max_papers,
            strictness: self.strictness,
            selection: self.selection,
            posting: self.posting,
            language: self.own_language().unwrap_or(language),
            own_language: self.own_language().is_some(),
        })
    }

    /// The same without a channel, for a forecast.
    pub fn sample(
        &self,
        guild: GuildId,
        created_by: UserId,
        language: Language,
    ) -> Option<SubscriptionSettings> {
        let mut sample = self.clone();
        sample.destination.get_or_insert(Destination::Channel(ChannelId(0)));
        sample.settings(guild, created_by, language)
    }

    /// A subscription with the panel's settings applied. If it gives up a language of its own, the
    /// guild's is still to be set.
    pub fn applied_to(&self, settings: &SubscriptionSettings) -> SubscriptionSettings {
        let own = self.language.unwrap_or(LanguageChoice::of(settings)).own();
        SubscriptionSettings {
            destination: self.destination.unwrap_or(settings.destination),
            topics: self.topics.clone().unwrap_or_else(|| settings.topics.clone()),
            schedule: self.schedule(),
            min_upvotes: self.min_upvotes,
            max_papers: self.max_papers,
            strictness: self.strictness,
            selection: self.selection,
            posting: self.posting,
            language: own.unwrap_or(settings.language),
            own_language: own.is_some(),
            ..settings.clone()
        }
    }

    /// The problem with the last input.
    pub(super) fn refusal(&self, now: Timestamp) -> Option<Refusal> {
        match self.wrong.as_ref()? {
            InvalidInput::Topics(typed) => read_topics(typed).err(),
            InvalidInput::Time(time, zone) => read_time(time, zone, now).err(),
        }
    }

    /// The stored form as text.
    pub fn to_text(&self) -> String {
        let stored = Stored {
            channel: self.destination.and_then(Destination::channel),
            kind: kind(self.destination).to_owned(),
            problem: self.problem.clone(),
            topics: self.topics.clone().map(|topics| (topics.include, topics.exclude)),
            cron: self.cron.as_str().to_owned(),
            zone: self.zone.as_ref().map(|zone| zone.name().to_owned()),
            min_upvotes: self.min_upvotes,
            max_papers: self.max_papers,
            strictness: self.strictness.as_str().to_owned(),
            source: self.selection.source.as_str().to_owned(),
            order: self.selection.order.as_str().to_owned(),
            form: self.posting.form.as_str().to_owned(),
            role: self.posting.role,
            switches: { Switch::ALL.into_iter() }
                .filter(|one| self.is_on(*one))
                .map(|one| one.as_str().to_owned())
                .collect(),
            language: self.language.map(|language| language.as_str().to_owned()),
            wrong: self.wrong.clone(),
            page: self.page.as_str().to_owned(),
            changed_by: self.changed_by.clone(),
            shown: self.shown.clone(),
        };
        serde_json::json!(stored).to_string()
    }

    /// Parses the stored form; `None` if this version doesn't know it.
    pub fn read(text: &str) -> Option<Panel> {
        let stored: Stored = serde_json::from_str(text).ok()?;
        let destination = |id| match stored.kind.as_str() {
            "thread" => Destination::Thread(id),
            "forum" => Destination::Forum(id),
            _ => Destination::Channel(id),
        };
        let is_on = |switch: Switch| stored.switches.iter().any(|one| one == switch.as_str());
        let filters = Filters {
            code: is_on(Switch::Code),
            model: is_on(Switch::Model),
            dataset: is_on(Switch::Dataset),
        };
        Some(Panel {
            selection: Selection {
                source: stored.source.parse().ok()?,
                order: stored.order.parse().ok()?,
                filters,
            },
            posting: Posting {
                form: stored.form.parse().ok()?,
                role: stored.role,
                silent: is_on(Switch::Silent),
                publish: is_on(Switch::Publish),
            },
            page: PanelPage::ALL.into_iter().find(|one| one.as_str() == stored.page)?,
            destination: stored.channel.map(destination),
            problem: stored.problem,
            topics: stored.topics.map(|(include, exclude)| Topics { include, exclude }),
            cron: stored.cron.parse().ok()?,
            zone: stored.zone.map(|zone| zone.parse()).transpose().ok()?,
            min_upvotes: stored.min_upvotes,
            max_papers: stored.max_papers,
            strictness: stored.strictness.parse().ok()?,
            language: stored.language.map(|language| language.parse()).transpose().ok()?,
            wrong: stored.wrong,
            changed_by: stored.changed_by,
            shown: stored.shown,
        })
    }
}

fn kind(destination: Option<Destination>) -> &'static str {
    match destination {
        Some(Destination::Thread(_)) => "thread",
        Some(Destination::Forum(_)) => "forum",
        Some(Destination::Channel(_) | Destination::DirectMessage(_)) | None => "channel",
    }
}

fn read_topics(typed: &str) -> Result<Topics, Refusal> {
    match typed.trim() {
        "" => Err(text!("topics-empty").into()),
        typed => Ok(typed.parse::<Topics>()?),
    }
}

fn read_time(
    time: &str,
    zone: &str,
    now: Timestamp,
) -> Result<(Option<Cron>, Option<Zone>), Refusal> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    parse_schedule(given(time), given(zone), now)
}

/// Replaces the hour of a schedule with one time per day, keeping the days; a schedule with several
/// times becomes daily.
fn at_hour(cron: &Cron, hour: u8) -> Option<Cron> {
    let days = match cron.timetable() {
        Some(Timetable::At(times, _)) if times.len() == 1 => {
            let fields: Vec<&str> = cron.as_str().split(' ').collect();
            fields.get(2..).map(|days| days.join(" "))
        }
        _ => None,
    };
    format!("0 {hour} {}", days.unwrap_or_else(|| "* * *".to_owned())).parse().ok()
}
