//! Answers interactions: immediately, or with a deferral followed by the answer.

use std::time::{Duration, Instant};

use commands::spec::Answer;
use commands::{Attachment, Choice, ChoiceValue, Message, Reply};
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::rate_limits::Lane;
use super::{DiscordError, Rest};

/// The flag for a message that only the user can see.
const EPHEMERAL: u64 = 1 << 6;
/// A response is retried if the first try ended within this time; later it would be too late.
const RETRY: Duration = Duration::from_millis(1_000);
/// Discord's code for an interaction that already has a response.
pub(super) const ALREADY_ANSWERED: i64 = 40_060;

/// How a response is deferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deferral {
    /// A message follows; until then Discord shows "thinking …".
    Message {
        /// Whether only the user will see it.
        ephemeral: bool,
    },
    /// The message with the pressed button will be edited; nothing is shown until then.
    Update,
}

impl Deferral {
    /// How this kind of answer is deferred; suggestions and modals can't be.
    pub fn of(answer: Answer) -> Option<Deferral> {
        match answer {
            Answer::Public => Some(Deferral::Message { ephemeral: false }),
            Answer::Private => Some(Deferral::Message { ephemeral: true }),
            Answer::Update => Some(Deferral::Update),
            Answer::Choices | Answer::Modal => None,
        }
    }
}

/// Whose response Discord accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseOwner {
    /// This process's.
    ThisProcess,
    /// That of another process with the same token.
    AnotherProcess,
}

impl Rest {
    /// Sends a reply, or its first message, as the interaction's response; [`Rest::complete`] sends
    /// the other messages.
    ///
    /// # Errors
    /// The same as for any request; [`DiscordError::NotFound`] if it comes after the three seconds.
    pub async fn reply(
        &self,
        interaction: u64,
        token: &SecretString,
        reply: &Reply,
    ) -> Result<ResponseOwner, DiscordError> {
        let response = match reply {
            Reply::Messages { messages, ephemeral } => {
                let first = messages.first().ok_or(DiscordError::Ambiguous("an empty reply"))?;
                json!({ "type": 4, "data": body(self, first, *ephemeral) })
            }
            Reply::Update(message) => json!({ "type": 7, "data": body(self, message, false) }),
            Reply::Choices(choices) => {
                let choice = |choice: &Choice| match &choice.value {
                    ChoiceValue::Text(text) => json!({ "name": choice.label, "value": text }),
                    ChoiceValue::Number(number) => json!({ "name": choice.label, "value": number }),
                };
                let choices: Vec<Value> = choices.iter().take(25).map(choice).collect();
                json!({ "type": 8, "data": { "choices": choices } })
            }
            Reply::Modal(modal) => json!({ "type": 9, "data": modal.to_json() }),
        };
        let files = match reply {
            Reply::Messages { messages, .. } => messages.first().map(|message| &message.files),
            Reply::Update(message) => Some(&message.files),
            Reply::Choices(_) | Reply::Modal(_) => None,
        };
        let files = files.map(Vec::as_slice).unwrap_or_default();
        self.respond(interaction, token, (&response, files)).await
    }

    /// Defers the response; [`Rest::complete`] sends it within fifteen minutes.
    ///
    /// # Errors
    /// The same as for [`Rest::reply`].
    pub async fn defer(
        &self,
        interaction: u64,
        token: &SecretString,
        deferral: Deferral,
    ) -> Result<ResponseOwner, DiscordError> {
        let response = match deferral {
            Deferral::Message { ephemeral: true } => {
                json!({ "type": 5, "data": { "flags": EPHEMERAL } })
            }
            Deferral::Message { ephemeral: false } => json!({ "type": 5 }),
            Deferral::Update => json!({ "type": 6 }),
        };
        self.respond(interaction, token, (&response, &[])).await
    }

    /// Sends the messages of a deferred answer after the first `sent`, and counts them in `sent`. If
    /// the answer doesn't belong in the message with the pressed button, such as a refusal, it is
    /// sent as a new message.
    ///
    /// # Errors
    /// The same as for any request. It can be retried with the same `sent`: a follow-up has no
    /// nonce, so only one without a clear result may arrive twice.
    pub async fn complete(
        &self,
        interaction: u64,
        token: &SecretString,
        deferral: Deferral,
        reply: &Reply,
        sent: &mut usize,
    ) -> Result<(), DiscordError> {
        let (messages, ephemeral) = match reply {
            Reply::Messages { messages, ephemeral } => (messages.as_slice(), *ephemeral),
            Reply::Update(message) => (std::slice::from_ref(message), false),
            // Neither can be deferred.
            Reply::Choices(_) | Reply::Modal(_) => return Ok(()),
        };
        let is_new = deferral == Deferral::Update && matches!(reply, Reply::Messages { .. });
        let webhook = self.webhook(token)?;
        for message in messages.iter().skip(*sent) {
            let (method, path, route, ephemeral) = match *sent == 0 && !is_new {
                // The deferral has already decided whether only the user sees it.
                true => (Method::PATCH, format!("{webhook}/messages/@original"), "original", false),
                false => (Method::POST, webhook.clone(), "follow-up", ephemeral),
            };
            let body = body(self, message, ephemeral);
            let body = (Some(&body), message.files.as_slice());
            let route = (route, interaction);
            self.call_with_files(method, path, route, Lane::FollowUp, body).await?;
            *sent += 1;
        }
        Ok(())
    }

    fn webhook(&self, token: &SecretString) -> Result<String, DiscordError> {
        Ok(format!("/webhooks/{}/{}", self.application()?, token.expose_secret()))
    }

    /// Sends the interaction's only response. Without a clear result it is retried once; Discord
    /// accepts it at most once.
    async fn respond(
        &self,
        interaction: u64,
        token: &SecretString,
        (response, files): (&Value, &[Attachment]),
    ) -> Result<ResponseOwner, DiscordError> {
        let path = format!("/interactions/{interaction}/{}/callback", token.expose_secret());
        let route = ("callback", interaction);
        let (mut was_unclear, begun) = (false, Instant::now());
        loop {
            let call = self.call_with_files(
                Method::POST,
                path.clone(),
                route,
                Lane::Interaction,
                (Some(response), files),
            );
            match call.await {
                Ok(_) => return Ok(ResponseOwner::ThisProcess),
                // Most likely the first try was accepted.
                Err(DiscordError::Refused { code: ALREADY_ANSWERED, .. }) if was_unclear => {
                    return Ok(ResponseOwner::ThisProcess);
                }
                Err(DiscordError::Refused { code: ALREADY_ANSWERED, .. }) => {
                    return Ok(ResponseOwner::AnotherProcess);
                }
                Err(
                    DiscordError::Ambiguous(_)
                    | DiscordError::Unreachable
                    | DiscordError::Blocked { .. },
                ) if !was_unclear && begun.elapsed() < RETRY => {
                    was_unclear = true;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

fn body(rest: &Rest, message: &Message, ephemeral: bool) -> Value {
    let mut body = rest.body(message);
    if ephemeral {
        let flags = body["flags"].as_u64().unwrap_or_default();
        body["flags"] = json!(flags | EPHEMERAL);
    }
    body
}
