//! Answers interactions; the only place that sends replies.
//!
//! Discord accepts a response for three seconds. An answer that takes more than half of that is
//! deferred and sent when it is ready. A request that changes something is deferred first and
//! carried out only after Discord has accepted the deferral, so that nothing is changed after a
//! visible failure.

use std::sync::Arc;
use std::time::Duration;

use ::commands::view::notice;
use ::commands::{Cost, Input, Message, Reply, Request, ResponseMode};
use backon::BackoffBuilder;
use domain::Language;
use tokio::sync::Semaphore;

use crate::app::App;
use crate::app::commands::{self, CommandError, Context};
use crate::app::counters::Outcome;
use crate::app::failure::catch_panic;
use crate::app::failure::sentence;
use crate::app::rate_limit::Busy;
use crate::discord::{
    Deferral, DiscordError, MAX_WAIT, ReceivedInteraction, ResponseOwner, Unreadable, backoff,
};

/// An answer that takes longer than this is deferred.
const DEFER: Duration = Duration::from_millis(1_500);
/// By then Discord's three seconds would be over before a response arrives.
const TOO_OLD: Duration = Duration::from_millis(2_500);
/// How long a deferred answer can be sent.
const TOKEN_LIFE: Duration = Duration::from_secs(14 * 60);
/// The number of refusals in progress; a flood gets no more.
const REFUSALS: usize = 16;

/// Sends replies.
#[derive(Clone)]
pub(super) struct Responder {
    app: App,
    refusals: Arc<Semaphore>,
}

impl Responder {
    pub(super) fn new(app: App) -> Responder {
        Responder { app, refusals: Arc::new(Semaphore::new(REFUSALS)) }
    }

    /// Answers an interaction in its own task, so that a slow answer never delays the next.
    pub(super) fn respond(&self, interaction: Box<ReceivedInteraction>) {
        if interaction.received.elapsed() > TOO_OLD {
            tracing::warn!(interaction = interaction.id, "dropped an interaction that is too old");
            return self.count(&interaction, Outcome::Dropped);
        }
        let asked = &interaction.interaction;
        let parsed = Request::parse(asked, interaction.at)
            .or_else(|refusal| Request::to_correct(asked, interaction.at).ok_or(refusal));
        let (request, mode) = match parsed {
            Ok(parsed) => parsed,
            Err(refusal) => {
                let reply = match &asked.input {
                    Input::Autocomplete(..) => Reply::Choices(Vec::new()),
                    _ => Reply::private(notice::refusal(&refusal, asked.language())),
                };
                self.count(&interaction, Outcome::Refused);
                return self.refuse(&interaction, reply);
            }
        };
        let (user, guild, cost) = (asked.user, asked.guild, mode.cost);
        let permit = match self.app.rate_limiter.take(user, guild, cost, interaction.received) {
            Ok(permit) => permit,
            Err(busy) => {
                let reply = match cost {
                    Cost::Typing => Reply::Choices(Vec::new()),
                    Cost::Press | Cost::Light | Cost::Heavy => {
                        Reply::private(busy_message(busy, asked.language()))
                    }
                };
                self.count(&interaction, Outcome::Busy);
                return self.refuse(&interaction, reply);
            }
        };
        let responder = self.clone();
        tokio::spawn(async move {
            let id = interaction.id;
            let outcome = match answer(&responder.app, &interaction, request, mode).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    tracing::warn!(interaction = id, %error, "could not deliver an answer");
                    Outcome::Dropped
                }
            };
            responder.count(&interaction, outcome);
            drop(permit);
        });
    }

    fn count(&self, received: &ReceivedInteraction, outcome: Outcome) {
        let command = Request::command_of(&received.interaction.input);
        self.app.counters.interaction(command, outcome, received.received.elapsed());
    }

    /// Reports that an interaction could not be read; nothing else can be done.
    pub(super) fn respond_unread(&self, unreadable: Unreadable) {
        let Unreadable { id, token, is_typing, language } = unreadable;
        self.app.discord.counters().unreadable.inc();
        let reply = match is_typing {
            true => Reply::Choices(Vec::new()),
            false => Reply::private(notice::unreadable(language)),
        };
        self.say(id, token, reply, language);
    }

    fn refuse(&self, interaction: &ReceivedInteraction, reply: Reply) {
        let language = interaction.interaction.language();
        self.say(interaction.id, interaction.token.clone(), reply, language);
    }

    /// Sends a reply that took no work. The number in progress is limited: a flood is not answered
    /// one by one.
    fn say(&self, id: u64, token: secrecy::SecretString, reply: Reply, language: Language) {
        let Ok(permit) = self.refusals.clone().try_acquire_owned() else { return };
        let app = self.app.clone();
        tokio::spawn(async move {
            if let Err(error) = app.discord.reply(id, &token, &reply, language).await {
                tracing::warn!(interaction = id, %error, "could not deliver an answer");
            }
            drop(permit);
        });
    }
}

fn busy_message(busy: Busy, language: Language) -> Message {
    match busy {
        Busy::Member(wait) => notice::too_fast(wait, language),
        Busy::Guild(wait) => notice::server_too_fast(wait, language),
        Busy::All => notice::busy(language),
    }
}

/// Answers immediately if that is possible in time, and otherwise defers. Commands declared as slow
/// or as changing something are deferred before they run.
async fn answer(
    app: &App,
    interaction: &ReceivedInteraction,
    request: Request,
    mode: ResponseMode,
) -> Result<Outcome, DiscordError> {
    let (id, token) = (interaction.id, &interaction.token);
    let language = interaction.interaction.language();
    let deferral = Deferral::of(mode.answer);
    let work = make(app, interaction, request, mode);
    tokio::pin!(work);
    let deadline = interaction.received + DEFER;
    if let (Some(deferral), true) = (deferral, mode.defers_at_once()) {
        if app.discord.defer(id, token, deferral).await? == ResponseOwner::AnotherProcess {
            return Ok(Outcome::Dropped);
        }
        return complete(app, interaction, deferral, work.await).await;
    }
    let reply = match deferral {
        Some(deferral) => {
            tokio::select! {
                reply = &mut work => reply,
                () = tokio::time::sleep_until(deadline) => {
                    if app.discord.defer(id, token, deferral).await? == ResponseOwner::AnotherProcess {
                        return Ok(Outcome::Dropped);
                    }
                    return complete(app, interaction, deferral, work.await).await;
                }
            }
        }
        // Suggestions and modals must be in time or are dropped.
        None => match tokio::time::timeout_at(interaction.received + TOO_OLD, work).await {
            Ok(reply) => reply,
            Err(_) => return Ok(Outcome::Dropped),
        },
    };
    let Some((reply, outcome)) = reply else { return Ok(Outcome::Dropped) };
    match app.discord.reply(id, token, &reply, language).await {
        Err(error @ DiscordError::Refused { .. }) => {
            tracing::error!(interaction = id, %error, "Discord refused an answer");
            let apology = Reply::private(notice::apology(language));
            app.discord.reply(id, token, &apology, language).await.map(|_| Outcome::Failed)
        }
        answer => answer.map(|_| outcome),
    }
}

/// The reply to a request, and how to count it; `None` if another process gives it.
async fn make(
    app: &App,
    received: &ReceivedInteraction,
    request: Request,
    mode: ResponseMode,
) -> Option<(Reply, Outcome)> {
    let asked = &received.interaction;
    let context = Context::new(received.id, asked, mode, received.at);
    let made = catch_panic(async { Ok(commands::run(app, &context, request).await) }).await;
    match made {
        Ok(Ok(reply)) => Some((reply, Outcome::Answered)),
        Ok(Err(CommandError::Refused(refusal))) => {
            let reply = Reply::private(notice::refusal(&refusal, asked.language()));
            Some((reply, Outcome::Refused))
        }
        Ok(Err(CommandError::AlreadyDone)) => None,
        Ok(Err(CommandError::Internal(error))) | Err(error) => {
            let error = sentence(&error);
            tracing::error!(interaction = received.id, error, "command failed");
            Some((Reply::private(notice::apology(asked.language())), Outcome::Failed))
        }
    }
}

/// Sends a deferred answer, retrying as long as Discord accepts it.
async fn complete(
    app: &App,
    interaction: &ReceivedInteraction,
    deferral: Deferral,
    reply: Option<(Reply, Outcome)>,
) -> Result<Outcome, DiscordError> {
    let Some((mut reply, outcome)) = reply else { return Ok(Outcome::Dropped) };
    let mut waits = backoff().build();
    let mut is_refused = false;
    loop {
        let done = app.discord.complete(interaction.id, &interaction.token, deferral, &reply).await;
        match done {
            Ok(()) if is_refused => return Ok(Outcome::Failed),
            Ok(()) if outcome == Outcome::Answered => return Ok(Outcome::Deferred),
            Ok(()) => return Ok(outcome),
            Err(error @ DiscordError::Refused { .. }) if !is_refused => {
                tracing::error!(interaction = interaction.id, %error, "Discord refused an answer");
                is_refused = true;
                reply = Reply::private(notice::apology(interaction.interaction.language()));
            }
            Err(error) if error.is_temporary() => {
                let wait = waits.next().unwrap_or(MAX_WAIT);
                if interaction.received.elapsed() + wait > TOKEN_LIFE {
                    return Err(error);
                }
                tokio::time::sleep(wait).await;
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ::commands::Interaction;
    use domain::{ChannelId, UserId};
    use jiff::Timestamp;
    use simulator::{Discord, DiscordOptions};
    use tokio::time::Instant;

    use super::*;
    use crate::app::papers::index::PaperIndex;
    use crate::discord::Rest;
    use crate::hub::{HubClient, HubSettings};
    use crate::store::Store;
    use secrecy::SecretString;

    #[tokio::test]
    async fn outdated_interactions_are_dropped() {
        let discord = Discord::start(DiscordOptions::default()).await.expect("a Discord");
        let data = tempfile::tempdir().expect("a folder");
        let store = Store::open(&data.path().join("paperboy.db")).expect("a store");
        let settings = HubSettings { base_url: discord.url(), ..HubSettings::default() };
        let hub = HubClient::new(settings).expect("a client");
        let rest = Rest::new(&SecretString::new(discord.token().to_owned()), Some(&discord.url()))
            .expect("rest");
        let library = PaperIndex::open(store).await.expect("papers");
        let responder = Responder::new(App::new(library, hub, rest));
        for (id, age) in [(1, 2_600), (2, 2_400)] {
            let received = Instant::now().checked_sub(Duration::from_millis(age));
            responder.respond(Box::new(ReceivedInteraction {
                id,
                token: SecretString::new("token".to_owned()),
                at: Timestamp::UNIX_EPOCH,
                received: received.expect("the machine is up for some seconds"),
                interaction: Interaction::new(
                    UserId(1),
                    None,
                    ChannelId(2),
                    Input::Command("help".to_owned(), BTreeMap::new()),
                ),
            }));
        }
        let answered = async {
            while discord.exchanges().is_empty() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), answered).await.expect("the second is");
        let paths: Vec<String> = discord.exchanges().into_iter().map(|one| one.path).collect();
        assert_eq!(paths, ["/interactions/2/token/callback"]);
    }
}
