//! The use cases: refresh lists, answer users, deliver posts.
//!
//! A use case takes the state struct, [`App`], and `now`. It returns the reply without sending it;
//! only delivery posts.

mod change;
mod channel_access;
pub mod commands;
pub mod counters;
pub mod delivery;
pub mod failure;
mod forecast;
pub mod guilds;
mod kept_searches;
pub mod maintenance;
mod panel_drafts;
pub mod papers;
mod planned_post;
pub mod rate_limit;
pub mod shutdown;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use self::delivery::failpoint::Failpoint;
use self::delivery::leader::Leadership;
use self::delivery::send_count::SendCount;
use self::delivery::slot_guard::SlotLocks;
use self::guilds::channel_names::ChannelNames;
use self::kept_searches::KeptSearches;
use self::papers::hub_cache::HubCache;
use self::papers::index::PaperIndex;
use self::papers::prepared::Prepared;
use self::papers::unsaved::Unsaved;
use self::rate_limit::RateLimiter;
use crate::discord::{GatewaySettings, Rest};
use crate::hub::HubClient;
use crate::store::Store;

/// The bot's whole state, built in one place. Clones share it.
#[derive(Clone)]
pub struct App {
    /// The database, the single source of truth.
    pub store: Store,
    /// The search index over its papers.
    pub index: PaperIndex,
    /// The client of the papers hub.
    pub hub: HubClient,
    /// Discord's REST client.
    pub discord: Rest,
    /// The settings of the gateway's shards.
    pub gateway: GatewaySettings,
    /// Notified when a subscription changes, so that the timer checks again.
    pub schedule_changed: Arc<Notify>,
    /// Whether this process delivers.
    pub leadership: Arc<Leadership>,
    /// Counters of interactions.
    pub counters: counters::Counters,
    /// Rate limits.
    pub rate_limiter: Arc<RateLimiter>,
    /// How long a change may wait for the database.
    change_timeout: Duration,
    failpoint: Failpoint,
    send_count: Arc<SendCount>,
    refreshing: Arc<tokio::sync::Mutex<()>>,
    welcoming: Arc<tokio::sync::Mutex<()>>,
    slot_locks: Arc<SlotLocks>,
    channel_names: Arc<ChannelNames>,
    hub_cache: Arc<HubCache>,
    kept_searches: Arc<KeptSearches>,
    unsaved: Arc<Unsaved>,
    prepared: Arc<Prepared>,
}

impl App {
    /// Creates the state.
    pub fn new(index: PaperIndex, hub: HubClient, discord: Rest) -> App {
        let send_count = Arc::new(SendCount::next_to(index.store().path()));
        App {
            store: index.store().clone(),
            index,
            hub,
            discord,
            gateway: GatewaySettings::default(),
            schedule_changed: Arc::default(),
            leadership: Arc::default(),
            counters: counters::Counters::default(),
            rate_limiter: Arc::default(),
            change_timeout: change::CHANGE_TIMEOUT,
            failpoint: Failpoint::default(),
            send_count,
            refreshing: Arc::default(),
            welcoming: Arc::default(),
            slot_locks: Arc::default(),
            channel_names: Arc::default(),
            hub_cache: Arc::default(),
            kept_searches: Arc::default(),
            unsaved: Arc::default(),
            prepared: Arc::default(),
        }
    }

    /// The same with other gateway settings.
    pub fn with_gateway(self, gateway: GatewaySettings) -> App {
        App { gateway, ..self }
    }

    /// The same, but exits at a step of a delivery.
    #[cfg(debug_assertions)]
    pub fn with_failpoint(self, failpoint: Failpoint) -> App {
        App { failpoint, ..self }
    }

    /// The same with other rate limits.
    pub fn with_limits(self, limits: rate_limit::Limits) -> App {
        App { rate_limiter: Arc::new(RateLimiter::new(limits)), ..self }
    }

    /// The same with another time limit for changes.
    pub fn with_change_timeout(self, change_timeout: Duration) -> App {
        App { change_timeout, ..self }
    }
}
