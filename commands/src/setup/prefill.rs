//! A panel with what was given to `/subscription add`, if its topics or its time can't be read:
//! only that has to be typed again.

use domain::{ChannelId, Topics};
use jiff::Timestamp;

use super::{Action, Change, Panel, Request, Switch};
use crate::options::Options;
use crate::settings::{Settings, parse_schedule};

/// The given options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefill {
    /// The channel.
    pub channel: ChannelId,
    /// The other settings. The one that can't be read is last, as typed.
    changes: Vec<Change>,
}

impl Prefill {
    /// The panel with these settings.
    pub fn applied_to(&self, mut panel: Panel, now: Timestamp) -> Panel {
        self.changes.iter().for_each(|change| panel.apply(change.clone(), now));
        panel
    }
}

/// A request for such a panel; `None` if nothing, or more than one thing, can't be read.
pub(crate) fn prefilled(options: &Options) -> Option<Request> {
    let (topics, time, zone) =
        (options.text("topics")?, options.text("time"), options.text("zone"));
    let schedule = Change::Time(time.clone().unwrap_or_default(), zone.clone().unwrap_or_default());
    let is_scheduled = time.is_some() || zone.is_some();
    let can_be_read =
        (topics.parse::<Topics>().is_ok(), parse_schedule(time, zone, options.now).is_ok());
    let typed = match can_be_read {
        (true, false) => vec![Change::Topics(topics), schedule],
        (false, true) if is_scheduled => vec![schedule, Change::Topics(topics)],
        (false, true) => vec![Change::Topics(topics)],
        (true, true) | (false, false) => return None,
    };
    let mut values = options.values.clone();
    values.retain(|name, _| !["topics", "time", "zone"].contains(&name.as_str()));
    let others = Settings::read(&Options {
        values: &values,
        interaction: options.interaction,
        now: options.now,
    })
    .ok()?;
    let changes = changes(&others).into_iter().chain(typed).collect();
    let prefill = Prefill { channel: options.channel("channel").ok()?, changes };
    Some(Request { guild: options.guild().ok()?, action: Action::Prefilled(prefill) })
}

/// The given settings other than channel, topics and time.
fn changes(settings: &Settings) -> Vec<Change> {
    let switches = [
        (Switch::Code, settings.code),
        (Switch::Model, settings.model),
        (Switch::Dataset, settings.dataset),
        (Switch::Silent, settings.silent),
        (Switch::Publish, settings.publish),
    ];
    let switches =
        switches.into_iter().filter_map(|(switch, on)| Some(Change::Switch(switch, on?)));
    [
        settings.min_upvotes.map(Change::MinUpvotes),
        settings.max_papers.map(Change::MaxPapers),
        settings.strictness.map(Change::Strictness),
        settings.source.map(Change::Source),
        settings.order.map(Change::Order),
        settings.form.map(Change::Form),
        settings.role.map(|role| Change::Role(Some(role))),
        settings.language.map(Change::Language),
    ]
    .into_iter()
    .flatten()
    .chain(switches)
    .collect()
}
