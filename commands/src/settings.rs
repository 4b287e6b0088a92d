//! The settings of a subscription, as the options that `/subscription add` and `edit` share.

use domain::{
    ChannelId, Cron, Destination, MAX_PAPERS, Schedule, Strictness, SubscriptionDraft, Topics,
    When, Zone,
};

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

/// What was typed of them, checked; what was left out is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The channel.
    pub channel: Option<ChannelId>,
    /// The topics.
    pub topics: Option<Topics>,
    /// When.
    pub cron: Option<Cron>,
    /// Whose wall clock; it may come with the time.
    pub zone: Option<Zone>,
    /// The floor.
    pub min_upvotes: Option<u32>,
    /// The most papers.
    pub max_papers: Option<u32>,
    /// How sure a match must be.
    pub strictness: Option<Strictness>,
}

impl Settings {
    /// Reads and checks them.
    pub(crate) fn read(options: &Options) -> Result<Settings, Refusal> {
        let when = options.text("time").map(|time| When::parse(&time)).transpose()?;
        let (cron, after_time) = match when {
            Some(When { cron, zone }) => (Some(cron), zone),
            None => (None, None),
        };
        let read = |zone: String| Zone::read(&zone, options.now);
        let zone = match (options.text("zone"), after_time) {
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
        let max_papers = options.small_number("max_papers")?;
        if max_papers.is_some_and(|max| !(1..=MAX_PAPERS).contains(&max)) {
            return Err(text!("max-papers-out-of-range", most = MAX_PAPERS).into());
        }
        let strictness = options.text("strictness").map(|value| {
            let known = value.parse();
            known.map_err(|_| text!("strictness-unknown", value = &value))
        });
        Ok(Settings {
            channel: options.maybe_channel("channel")?,
            topics: options.text("topics").map(|topics| topics.parse::<Topics>()).transpose()?,
            cron,
            zone,
            min_upvotes: options.small_number("min_upvotes")?,
            max_papers,
            strictness: strictness.transpose()?,
        })
    }

    /// A subscription with these settings in the place of its own; `destination` is the channel, if
    /// one is among them.
    pub fn applied_to(
        self,
        order: &SubscriptionDraft,
        destination: Option<Destination>,
    ) -> SubscriptionDraft {
        let Schedule { cron, zone } = order.schedule.clone();
        SubscriptionDraft {
            destination: destination.unwrap_or(order.destination),
            topics: self.topics.unwrap_or_else(|| order.topics.clone()),
            schedule: Schedule { cron: self.cron.unwrap_or(cron), zone: self.zone.unwrap_or(zone) },
            min_upvotes: self.min_upvotes.unwrap_or(order.min_upvotes),
            max_papers: self.max_papers.unwrap_or(order.max_papers),
            strictness: self.strictness.unwrap_or(order.strictness),
            ..order.clone()
        }
    }
}
