//! The options that `/subscription add` and `edit` share.

use std::str::FromStr;

use domain::{
    ChannelId, Cron, Destination, Filters, Form, Language, MAX_PAPERS, PaperOrder, Posting, RoleId,
    Schedule, Selection, Source, Strictness, SubscriptionSettings, Topics, When, Zone,
};

use jiff::Timestamp;

use crate::message::quoted;
use crate::options::Options;
use crate::spec::{Opt, Suggestions};
use crate::{Refusal, text};

pub(crate) const CHANNEL: Opt = Opt::channel("channel");
pub(crate) const TOPICS: Opt = Opt::text("topics", 1_000);
pub(crate) const TIME: Opt = Opt::text("time", 100);
pub(crate) const ZONE: Opt = Opt::text("zone", 60).suggesting(Suggestions::Zones);
pub(crate) const MIN_UPVOTES: Opt = Opt::number("min_upvotes", 0, Some(100_000));
pub(crate) const MAX: Opt = Opt::number("max_papers", 1, Some(MAX_PAPERS));
pub(crate) const STRICTNESS: Opt =
    Opt::choice("strictness", || Strictness::ALL.iter().map(|one| one.as_str()).collect());
pub(crate) const SOURCE: Opt =
    Opt::choice("source", || Source::ALL.iter().map(|one| one.as_str()).collect());
pub(crate) const ORDER: Opt =
    Opt::choice("order", || PaperOrder::ALL.iter().map(|one| one.as_str()).collect());
pub(crate) const HAS_CODE: Opt = Opt::flag("has_code");
pub(crate) const HAS_MODEL: Opt = Opt::flag("has_model");
pub(crate) const HAS_DATASET: Opt = Opt::flag("has_dataset");
pub(crate) const FORMAT: Opt =
    Opt::choice("format", || Form::ALL.iter().map(|one| one.as_str()).collect());
pub(crate) const ROLE: Opt = Opt::role("role");
pub(crate) const NO_ROLE: Opt = Opt::flag("no_role");
pub(crate) const SILENT: Opt = Opt::flag("silent");
pub(crate) const PUBLISH: Opt = Opt::flag("publish");
pub(crate) const LANGUAGE: Opt =
    Opt::choice("language", || LanguageChoice::all().map(LanguageChoice::as_str).collect());
/// The choice of the server's language.
const SERVER: &str = "server";

/// The language of a subscription's posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageChoice {
    /// The guild's, also when that changes.
    Server,
    /// One of its own.
    Own(Language),
}

impl LanguageChoice {
    /// Every choice, in the order of the menus.
    pub(crate) fn all() -> impl Iterator<Item = LanguageChoice> {
        [LanguageChoice::Server].into_iter().chain(Language::ALL.map(LanguageChoice::Own))
    }

    /// The choice of a subscription.
    pub(crate) fn of(settings: &SubscriptionSettings) -> LanguageChoice {
        match settings.own_language {
            true => LanguageChoice::Own(settings.language),
            false => LanguageChoice::Server,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        self.own().map_or(SERVER, Language::as_str)
    }

    pub(crate) fn own(self) -> Option<Language> {
        match self {
            LanguageChoice::Server => None,
            LanguageChoice::Own(language) => Some(language),
        }
    }
}

impl FromStr for LanguageChoice {
    type Err = <Language as FromStr>::Err;

    fn from_str(text: &str) -> Result<LanguageChoice, Self::Err> {
        match text {
            SERVER => Ok(LanguageChoice::Server),
            text => text.parse().map(LanguageChoice::Own),
        }
    }
}

/// The given options, validated; `None` for omitted ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The channel.
    pub channel: Option<ChannelId>,
    /// The topics.
    pub topics: Option<Topics>,
    /// The time.
    pub cron: Option<Cron>,
    /// The zone, which may also be given with the time.
    pub zone: Option<Zone>,
    /// The minimum votes.
    pub min_upvotes: Option<u32>,
    /// The maximum number of papers.
    pub max_papers: Option<u32>,
    /// How certain a match must be.
    pub strictness: Option<Strictness>,
    /// The source list.
    pub source: Option<Source>,
    /// The order.
    pub order: Option<PaperOrder>,
    /// Whether papers must have code.
    pub code: Option<bool>,
    /// Whether papers must have a model on the hub.
    pub model: Option<bool>,
    /// Whether papers must have a dataset on the hub.
    pub dataset: Option<bool>,
    /// The form of a post.
    pub form: Option<Form>,
    /// The role to mention.
    pub role: Option<RoleId>,
    /// Whether to stop mentioning a role.
    pub no_role: bool,
    /// Whether posts are sent without a notification.
    pub silent: Option<bool>,
    /// Whether posts are published to the channel's followers.
    pub publish: Option<bool>,
    /// The language of the posts.
    pub language: Option<LanguageChoice>,
}

/// Parses a time and a zone; the zone can also follow the time.
pub(crate) fn parse_schedule(
    time: Option<String>,
    zone: Option<String>,
    now: Timestamp,
) -> Result<(Option<Cron>, Option<Zone>), Refusal> {
    let (cron, after_time) = match time.map(|time| When::parse(&time)).transpose()? {
        Some(When { cron, zone }) => (Some(cron), zone),
        None => (None, None),
    };
    let read = |zone: String| Zone::read(&zone, now);
    let zone = match (zone, after_time) {
        (None, zone) | (zone, None) => zone.map(read).transpose()?,
        (Some(zone), Some(after_time)) => {
            let (zone, other) = (read(zone)?, read(after_time)?);
            if zone != other {
                let (other, zone) = (other.name(), zone.name());
                return Err(text!("zone-twice", other = other, zone = zone).into());
            }
            Some(zone)
        }
    };
    Ok((cron, zone))
}

impl Settings {
    /// Parses and validates them.
    pub(crate) fn read(options: &Options) -> Result<Settings, Refusal> {
        let (cron, zone) = parse_schedule(options.text("time"), options.text("zone"), options.now)?;
        let (role, no_role) = (options.role("role")?, options.flag("no_role"));
        if role.is_some() && no_role {
            return Err(options.conflict("role", "no_role"));
        }
        let max_papers = options.small_number("max_papers")?;
        if max_papers.is_some_and(|max| !(1..=MAX_PAPERS).contains(&max)) {
            return Err(text!("max-papers-out-of-range", most = MAX_PAPERS).into());
        }
        let strictness = options.text("strictness").map(|value| {
            let known = value.parse();
            known.map_err(|_| text!("strictness-unknown", value = quoted(&value)))
        });
        Ok(Settings {
            channel: options.maybe_channel("channel")?,
            topics: options.text("topics").map(|topics| topics.parse::<Topics>()).transpose()?,
            cron,
            zone,
            min_upvotes: options.small_number("min_upvotes")?,
            max_papers,
            strictness: strictness.transpose()?,
            source: options.word("source")?,
            order: options.word("order")?,
            code: options.maybe_flag("has_code"),
            model: options.maybe_flag("has_model"),
            dataset: options.maybe_flag("has_dataset"),
            form: options.word("format")?,
            role,
            no_role,
            silent: options.maybe_flag("silent"),
            publish: options.maybe_flag("publish"),
            language: options.word("language")?,
        })
    }

    /// A selection with the given options applied.
    pub fn selection(&self, before: Selection) -> Selection {
        let Selection { source, order, filters } = before;
        Selection {
            source: self.source.unwrap_or(source),
            order: self.order.unwrap_or(order),
            filters: Filters {
                code: self.code.unwrap_or(filters.code),
                model: self.model.unwrap_or(filters.model),
                dataset: self.dataset.unwrap_or(filters.dataset),
            },
        }
    }

    /// Posting settings with the given options applied.
    pub fn posting(&self, before: Posting) -> Posting {
        Posting {
            form: self.form.unwrap_or(before.form),
            role: self.role.or(before.role.filter(|_| !self.no_role)),
            silent: self.silent.unwrap_or(before.silent),
            publish: self.publish.unwrap_or(before.publish),
        }
    }

    /// A subscription with these options applied; `destination` is the channel, if one is given.
    pub fn applied_to(
        self,
        settings: &SubscriptionSettings,
        destination: Option<Destination>,
    ) -> SubscriptionSettings {
        let Schedule { cron, zone } = settings.schedule.clone();
        let (selection, posting) =
            (self.selection(settings.selection), self.posting(settings.posting));
        SubscriptionSettings {
            destination: destination.unwrap_or(settings.destination),
            topics: self.topics.unwrap_or_else(|| settings.topics.clone()),
            schedule: Schedule { cron: self.cron.unwrap_or(cron), zone: self.zone.unwrap_or(zone) },
            min_upvotes: self.min_upvotes.unwrap_or(settings.min_upvotes),
            max_papers: self.max_papers.unwrap_or(settings.max_papers),
            strictness: self.strictness.unwrap_or(settings.strictness),
            selection,
            posting,
            language: self.language.and_then(LanguageChoice::own).unwrap_or(settings.language),
            own_language: match self.language {
                None => settings.own_language,
                Some(choice) => choice.own().is_some(),
            },
            ..settings.clone()
        }
    }
}
