//! Answers interactions; the only place that sends replies.
//!
//! Discord accepts a response for three seconds. An answer that takes more than half of that is
//! deferred and sent when it is ready. A request that changes something is deferred first and
//! carried out only after Discord has accepted the deferral, so that nothing is changed after a
//! visible failure.

use std::sync::Arc;
use std::time::Duration;

use ::commands::view::notice;
use ::commands::{Input, Interaction, Message, Refusal, Reply, Request, ResponseMode};
use backon::BackoffBuilder;
use domain::Language;
use jiff::Timestamp;
use secrecy::SecretString;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

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

/// Reads a request from an interaction.
type Parse = fn(&Interaction, Timestamp) -> Result<(Request, ResponseMode), Refusal>;

/// Sends replies.
#[derive(Clone)]
pub(super) struct Responder {
    app: App,
    refusals: Arc<Semaphore>,
    answers: TaskTracker,
}

impl Responder {
    pub(super) fn new(app: App) -> Responder {
        let refusals = Arc::new(Semaphore::new(REFUSALS));
        Responder { app, refusals, answers: TaskTracker::new() }
    }

    /// Waits until all answers in progress are sent; call it after the last interaction.
    pub(super) async fn finish(&self) {
        self.answers.close();
        self.answers.wait().await;
    }

    /// Answers an interaction in its own task, so that neither a slow answer nor a bug delays the
    /// next.
    pub(super) fn respond(&self, interaction: Box<ReceivedInteraction>) {
        self.respond_to(interaction, parse);
    }

    fn respond_to(&self, interaction: Box<ReceivedInteraction>, parse: Parse) {
        let responder = self.clone();
        self.answers.spawn(async move { responder.handle(&interaction, parse).await });
    }

    async fn handle(&self, interaction: &ReceivedInteraction, parse: Parse) {
        if interaction.received.elapsed() > TOO_OLD {
            tracing::warn!(interaction = interaction.id, "dropped an interaction that is too old");
            return self.count(interaction, Outcome::Dropped);
        }
        let asked = &interaction.interaction;
        let language = asked.language();
        let parsed = catch_panic(async { Ok(parse(asked, interaction.at)) }).await;
        let (request, mode) = match parsed {
            Ok(Ok(parsed)) => parsed,
            Ok(Err(refusal)) => {
                self.count(interaction, Outcome::Refused);
                return self.refuse(interaction, notice::refusal(&refusal, language)).await;
            }
            Err(error) => {
                let error = sentence(&error);
                tracing::error!(interaction = interaction.id, error, "could not read a request");
                self.count(interaction, Outcome::Failed);
                return self.refuse(interaction, notice::apology(language)).await;
            }
        };
        let (user, guild, cost) = (asked.user, asked.guild, mode.cost);
        let _permit = match self.app.rate_limiter.take(user, guild, cost, interaction.received) {
            Ok(permit) => permit,
            Err(busy) => {
                self.count(interaction, Outcome::Busy);
                return self.refuse(interaction, busy_message(busy, language)).await;
            }
        };
        let outcome = match answer(&self.app, interaction, request, mode).await {
            Ok(outcome) => outcome,
            Err(error) => {
                tracing::warn!(interaction = interaction.id, %error, "could not deliver an answer");
                Outcome::Dropped
            }
        };
        self.count(interaction, outcome);
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
        let responder = self.clone();
        self.answers.spawn(async move { responder.say(id, &token, reply).await });
    }

    /// Answers without doing what was asked; someone who is typing just gets no suggestions.
    async fn refuse(&self, interaction: &ReceivedInteraction, message: Message) {
        let reply = match &interaction.interaction.input {
            Input::Autocomplete(..) => Reply::Choices(Vec::new()),
            _ => Reply::private(message),
        };
        self.say(interaction.id, &interaction.token, reply).await;
    }

    /// Sends a reply that took no work. The number in progress is limited: a flood is not answered
    /// one by one.
    async fn say(&self, id: u64, token: &SecretString, reply: Reply) {
        let Ok(_permit) = self.refusals.try_acquire() else { return };
        if let Err(error) = self.app.discord.reply(id, token, &reply).await {
            tracing::warn!(interaction = id, %error, "could not deliver an answer");
        }
    }
}

fn parse(asked: &Interaction, at: Timestamp) -> Result<(Request, ResponseMode), Refusal> {
    Request::parse(asked, at).or_else(|refusal| Request::to_correct(asked, at).ok_or(refusal))
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
        return complete_deferred(app, interaction, deferral, work.await).await;
    }
    let reply = match deferral {
        Some(deferral) => {
            tokio::select! {
                reply = &mut work => reply,
                () = tokio::time::sleep_until(deadline) => {
                    if app.discord.defer(id, token, deferral).await? == ResponseOwner::AnotherProcess {
                        return Ok(Outcome::Dropped);
                    }
                    return complete_deferred(app, interaction, deferral, work.await).await;
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
    match app.discord.reply(id, token, &reply).await {
        Err(error @ DiscordError::Refused { .. }) => {
            tracing::error!(interaction = id, %error, "Discord refused an answer");
            let apology = Reply::private(notice::apology(language));
            app.discord.reply(id, token, &apology).await.map(|_| Outcome::Failed)
        }
        Ok(ResponseOwner::ThisProcess) => match deferral {
            Some(deferral) => complete(app, interaction, deferral, (reply, outcome), 1).await,
            None => Ok(outcome),
        },
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

/// Sends a deferred answer.
async fn complete_deferred(
    app: &App,
    interaction: &ReceivedInteraction,
    deferral: Deferral,
    reply: Option<(Reply, Outcome)>,
) -> Result<Outcome, DiscordError> {
    let Some(reply) = reply else { return Ok(Outcome::Dropped) };
    match complete(app, interaction, deferral, reply, 0).await? {
        Outcome::Answered => Ok(Outcome::Deferred),
        outcome => Ok(outcome),
    }
}

/// Sends the messages of an answer after the first `sent`, retrying as long as Discord accepts them.
/// If it refuses one, an apology takes its place and that of those after it.
async fn complete(
    app: &App,
    interaction: &ReceivedInteraction,
    deferral: Deferral,
    (mut reply, mut outcome): (Reply, Outcome),
    mut sent: usize,
) -> Result<Outcome, DiscordError> {
    let (id, token) = (interaction.id, &interaction.token);
    let mut waits = backoff().build();
    let mut is_refused = false;
    loop {
        match app.discord.complete(id, token, deferral, &reply, &mut sent).await {
            Ok(()) => return Ok(outcome),
            Err(error @ DiscordError::Refused { .. }) if !is_refused => {
                tracing::error!(interaction = id, %error, "Discord refused an answer");
                (is_refused, outcome) = (true, Outcome::Failed);
                reply = apology_after(reply, sent, interaction.interaction.language());
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

/// The first `sent` messages of a reply, which have arrived, and an apology.
fn apology_after(reply: Reply, sent: usize, language: Language) -> Reply {
    let mut messages = match reply {
        Reply::Messages { messages, .. } => messages,
        Reply::Update(_) | Reply::Choices(_) | Reply::Modal(_) => Vec::new(),
    };
    messages.truncate(sent);
    messages.push(notice::apology(language));
    Reply::Messages { messages, ephemeral: true }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::{ChannelId, UserId};
    use simulator::{Discord, DiscordOptions};
    use tokio::time::Instant;

    use super::*;
    use crate::app::papers::index::PaperIndex;
    use crate::discord::Rest;
    use crate::hub::{HubClient, HubSettings};
    use crate::store::Store;

    async fn stage() -> (Discord, Responder, tempfile::TempDir) {
        let discord = Discord::start(DiscordOptions::default()).await.expect("a Discord");
        let data = tempfile::tempdir().expect("a folder");
        let store = Store::open(&data.path().join("paperboy.db")).expect("a store");
        let settings = HubSettings { base_url: discord.url(), ..HubSettings::default() };
        let hub = HubClient::new(settings).expect("a client");
        let rest = Rest::new(&SecretString::new(discord.token().to_owned()), Some(&discord.url()))
            .expect("rest");
        let library = PaperIndex::open(store).await.expect("papers");
        (discord, Responder::new(App::new(library, hub, rest)), data)
    }

    fn received(id: u64, age: u64, input: Input) -> Box<ReceivedInteraction> {
        let received = Instant::now().checked_sub(Duration::from_millis(age));
        Box::new(ReceivedInteraction {
            id,
            token: SecretString::new("token".to_owned()),
            at: Timestamp::UNIX_EPOCH,
            received: received.expect("the machine is up for some seconds"),
            interaction: Interaction::new(UserId(1), None, ChannelId(2), input),
        })
    }

    fn help() -> Input {
        Input::Command("help".to_owned(), BTreeMap::new())
    }

    #[tokio::test]
    async fn outdated_interactions_are_dropped() {
        let (discord, responder, _data) = stage().await;
        for (id, age) in [(1, 2_600), (2, 2_400)] {
            responder.respond(received(id, age, help()));
        }
        responder.finish().await;
        let paths: Vec<String> = discord.exchanges().into_iter().map(|one| one.path).collect();
        assert_eq!(paths, ["/interactions/2/token/callback"]);
    }

    #[tokio::test]
    async fn panics_of_a_parser_are_answered_with_an_apology() {
        let (discord, responder, _data) = stage().await;
        responder.respond_to(received(1, 0, help()), |_, _| panic!("a bug"));
        responder.respond(received(2, 0, help()));
        responder.finish().await;
        let mut answers: Vec<(String, String)> = discord
            .exchanges()
            .into_iter()
            .map(|one| (one.path, one.request.unwrap_or_default().to_string()))
            .collect();
        answers.sort();
        let [(first, apology), (second, help)] = answers.as_slice() else { panic!("{answers:?}") };
        assert_eq!(first, "/interactions/1/token/callback");
        assert!(apology.contains("Something went wrong"), "{apology}");
        assert_eq!(second, "/interactions/2/token/callback");
        assert!(help.contains("/search"), "{help}");
    }
}
