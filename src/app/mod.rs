//! The use cases: refresh the lists, answer a person, deliver what is due.
//!
//! A use case gets the one state struct, [`App`], and `now`; it returns what to say and never
//! says it, except that delivery posts.

pub mod answer;
mod carry;
mod change;
mod claim;
pub mod compose;
mod confirm;
mod decide;
pub mod deliver;
pub mod duty;
pub mod encode;
mod forecast;
mod isolate;
pub mod library;
pub mod links;
mod lookup;
pub mod mishap;
pub mod model;
mod prepared;
mod preview;
mod process;
pub mod recover;
pub mod refresh;
pub mod rehearsal;
pub mod renew;
mod sends;
pub mod servers;
pub mod shares;
mod status;
pub mod trouble;
pub mod unsaved;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use self::duty::Duty;
use self::library::Library;
use self::rehearsal::Rehearsal;
use self::sends::SendsNote;
use self::shares::Shares;
use crate::discord::Rest;
use crate::hub::HubClient;
use crate::store::Store;
use crate::store::deliveries::SlotId;

/// Everything the bot holds, built in one place. Clones share it.
#[derive(Clone)]
pub struct App {
    /// The one source of truth.
    pub store: Store,
    /// Its papers, searchable.
    pub library: Library,
    /// Where papers come from.
    pub hub: HubClient,
    /// Where posts go.
    pub discord: Rest,
    /// Rung when a subscription changes, so that the timer looks again.
    pub schedule_changed: Arc<Notify>,
    /// Whether this process delivers.
    pub duty: Arc<Duty>,
    /// Who may ask how much.
    pub shares: Arc<Shares>,
    /// How long a change that somebody waits for may wait for the database.
    patience: Duration,
    rehearsal: Rehearsal,
    sends: Arc<SendsNote>,
    refreshing: Arc<tokio::sync::Mutex<()>>,
    in_hand: Arc<Mutex<HashSet<SlotId>>>,
    heard: Arc<lookup::Heard>,
    unsaved: Arc<unsaved::Unsaved>,
    prepared: Arc<prepared::Prepared>,
}

/// A slot that one task works on; it is free again when this is dropped.
struct Hand<'a> {
    app: &'a App,
    slot: SlotId,
}

impl Drop for Hand<'_> {
    fn drop(&mut self) {
        self.app.in_hand.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.slot);
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(library: Library, hub: HubClient, discord: Rest) -> App {
        let sends = Arc::new(SendsNote::beside(library.store().path()));
        App {
            store: library.store().clone(),
            library,
            hub,
            discord,
            schedule_changed: Arc::default(),
            duty: Arc::default(),
            shares: Arc::default(),
            patience: change::PATIENCE,
            rehearsal: Rehearsal::default(),
            sends,
            refreshing: Arc::default(),
            in_hand: Arc::default(),
            heard: Arc::default(),
            unsaved: Arc::default(),
            prepared: Arc::default(),
        }
    }

    /// The same, to die at a boundary of a delivery.
    pub fn rehearsing(self, rehearsal: Rehearsal) -> App {
        App { rehearsal, ..self }
    }

    /// The same, with other limits on what may be asked.
    pub fn with_limits(self, limits: shares::Limits) -> App {
        App { shares: Arc::new(Shares::new(limits)), ..self }
    }

    /// The same, calling off a change that waits longer for the database.
    pub fn with_patience(self, patience: Duration) -> App {
        App { patience, ..self }
    }

    /// Takes a slot in hand, unless another task has it.
    fn take_in_hand(&self, slot: SlotId) -> Option<Hand<'_>> {
        let mut in_hand = self.in_hand.lock().unwrap_or_else(PoisonError::into_inner);
        // Made only if it is free: a hand that is dropped lets go of the slot.
        in_hand.insert(slot).then(|| Hand { app: self, slot })
    }

    fn is_in_hand(&self, slot: SlotId) -> bool {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner).contains(&slot)
    }
}
