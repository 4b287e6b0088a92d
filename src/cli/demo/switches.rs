//! The controls on the demo's page: what can happen to a bot, and what it does then.

use std::future::pending;
use std::time::Duration;

use anyhow::Context;
use domain::SubscriptionId;
use jiff::{SignedDuration, Timestamp, ToSpan};
use simulator::hub::{Hub, HubFault};
use simulator::{Discord, Fault, Switch};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::bot;
use crate::clock::Clock;
use crate::store::subscriptions;

const NEXT_SLOT: &str = "next-slot";
const NEXT_DAY: &str = "next-day";
const HUB_DOWN: &str = "hub-down";
const ERRORS: &str = "discord-errors";
const RESTART: &str = "restart";

/// The number of posts that Discord refuses after the errors are switched on.
const REFUSED_POSTS: usize = 3;
/// How long a restarted bot may take to connect before controls work again anyway.
const CONNECTS: Duration = Duration::from_secs(10);

/// Runs the demo's bot and restarts it whenever a control asks for it.
pub(super) struct Switches {
    discord: Discord,
    hub: Option<Hub>,
    clock: Clock,
    pressed: UnboundedReceiver<&'static str>,
    is_hub_down: bool,
}

impl Switches {
    pub(super) fn new(discord: Discord, hub: Option<Hub>, clock: Clock) -> Switches {
        let switch = |id, label, about| Switch { id, label, about };
        let mut offered = vec![
            switch(NEXT_SLOT, "Post now", "Every subscription is due now"),
            switch(ERRORS, "Discord errors", "Discord answers the next three posts with an error"),
            switch(RESTART, "Restart the bot", "Stops the bot and starts it on the same database"),
        ];
        // The real hub and real time can't be controlled.
        if hub.is_some() {
            offered.insert(1, switch(NEXT_DAY, "Next day", "Sets the clock to tomorrow"));
            offered.insert(2, switch(HUB_DOWN, "Hub down", "The papers hub stops answering"));
        }
        let pressed = discord.offer_switches(offered);
        Switches { discord, hub, clock, pressed, is_hub_down: false }
    }

    /// Runs the bot until `stop`.
    ///
    /// # Errors
    /// The bot's.
    pub(super) async fn keep_running(
        mut self,
        app: impl Fn() -> App,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let mut restarted = None;
        loop {
            let (app, running_until) = (app(), stop.child_token());
            let mut running =
                tokio::spawn(bot::run(app.clone(), self.clock, running_until.clone()));
            let restart = tokio::select! {
                ended = &mut running => return ended.context("the bot panicked")?,
                restart = self.until_restart(restarted, &app) => restart?,
            };
            self.report(restart, false, "Stopping the bot.");
            running_until.cancel();
            running.await.context("the bot panicked")??;
            self.discord.until_disconnected(CONNECTS).await;
            if restart == NEXT_DAY {
                self.skip_to_next_day()?;
            }
            restarted = Some(restart);
        }
    }

    /// Reports the last restart once the bot answers, then handles controls until one requires
    /// another.
    async fn until_restart(
        &mut self,
        restarted: Option<&'static str>,
        app: &App,
    ) -> anyhow::Result<&'static str> {
        if let Some(restart) = restarted
            && self.discord.until_connected(CONNECTS).await
        {
            let time = self.clock.now().strftime("%Y-%m-%d %H:%M UTC");
            self.report(restart, false, &format!("Restarted the bot. It is {time}."));
        }
        loop {
            match self.pressed.recv().await {
                Some(NEXT_SLOT) => self.post_now(app).await?,
                Some(HUB_DOWN) => self.switch_hub(),
                Some(ERRORS) => self.order_errors(),
                Some(restart) => return Ok(restart),
                // Without a page there are no controls.
                None => pending::<()>().await,
            }
        }
    }

    async fn post_now(&self, app: &App) -> anyhow::Result<()> {
        let now = self.clock.now();
        let make_due = move |tx: &rusqlite::Transaction| {
            let first = (Timestamp::MIN, SubscriptionId(0));
            let all = subscriptions::due(tx, first, Timestamp::MAX, 100)?.subscriptions;
            for subscription in &all {
                subscriptions::set_next_due(tx, subscription.id, Some(now))?;
            }
            Ok(all.len())
        };
        let count = app.store.write(make_due).await?;
        app.schedule_changed.notify_one();
        let text = format!("{count} subscriptions are due. A paper is never posted twice.");
        self.report(NEXT_SLOT, false, &text);
        Ok(())
    }

    fn switch_hub(&mut self) {
        let Some(hub) = &self.hub else { return };
        self.is_hub_down = !self.is_hub_down;
        match self.is_hub_down {
            true => hub.fault(HubFault::Down),
            false => hub.clear_faults(),
        }
        let text = match self.is_hub_down {
            true => "The hub is down. Commands answer from stored papers; posts wait for a list.",
            false => "The hub is back.",
        };
        self.report(HUB_DOWN, self.is_hub_down, text);
    }

    fn order_errors(&self) {
        self.discord.fault(Fault::Status {
            method: "POST",
            route: "/channels/{channel_id}/messages",
            channel: None,
            status: 503,
            code: 0,
            message: "Service Unavailable",
            times: REFUSED_POSTS,
        });
        let text =
            "Discord answers the next three posts with 503. The bot retries with growing pauses.";
        self.report(ERRORS, false, text);
    }

    fn skip_to_next_day(&mut self) -> anyhow::Result<()> {
        let now = self.clock.now();
        let next = now.checked_add(24.hours())?;
        // A few seconds before the minute at which the demo's posts are due.
        let start: Timestamp = next.strftime("%Y-%m-%dT13:59:54Z").to_string().parse()?;
        let skipped = start.duration_since(now).max(SignedDuration::ZERO);
        self.discord.pass(skipped.unsigned_abs());
        self.clock = Clock::starting_at(start);
        Ok(())
    }

    fn report(&self, switch: &'static str, is_on: bool, text: &str) {
        self.discord.report_switch(switch, is_on, text);
    }
}
