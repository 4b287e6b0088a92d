//! The result of an action, as seen by the user who acted.

use std::time::Duration;

use serde_json::{Value, json};

use crate::discord::control::plain_text;

/// The result of an action, as seen by the user.
#[derive(Debug, Clone)]
pub enum Answer {
    /// A new message.
    Message {
        /// Its id.
        id: u64,
        /// The message object.
        body: Value,
        /// Whether only the user can see it.
        ephemeral: bool,
        /// Time from the event sent to the callback received.
        took: Duration,
    },
    /// The message that was acted on has changed.
    Updated {
        /// Its id.
        id: u64,
        /// The message object.
        body: Value,
        /// Time from the event sent to the callback received.
        took: Duration,
    },
    /// Suggestions.
    Choices(Vec<(String, Value)>),
    /// A modal to fill in, for [`Discord::submit_modal`](crate::discord::Discord::submit_modal).
    Modal {
        /// The interaction it answers.
        id: u64,
        /// Title, custom id and components.
        form: Value,
    },
    /// Discord's client refused to send it, for this reason.
    Refused(String),
    /// "The application did not respond."
    Failed,
}

impl Answer {
    /// The answer as plain text.
    pub fn text(&self) -> String {
        match self {
            Answer::Message { body, .. } | Answer::Updated { body, .. } => plain_text::text(body),
            Answer::Choices(choices) => {
                choices.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("\n")
            }
            Answer::Modal { form, .. } => form["title"].as_str().unwrap_or_default().to_owned(),
            Answer::Refused(reason) => format!("refused: {reason}"),
            Answer::Failed => "The application did not respond".to_owned(),
        }
    }

    /// Whether only the user can see it.
    pub fn ephemeral(&self) -> bool {
        matches!(self, Answer::Message { ephemeral: true, .. })
    }

    /// The message object, if it is one.
    pub fn body(&self) -> Option<&Value> {
        match self {
            Answer::Message { body, .. } | Answer::Updated { body, .. } => Some(body),
            _ => None,
        }
    }

    /// How long the first response took, if there was one.
    pub fn took(&self) -> Option<Duration> {
        match self {
            Answer::Message { took, .. } | Answer::Updated { took, .. } => Some(*took),
            _ => None,
        }
    }

    /// The form read by the page.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Answer::Message { id, body, ephemeral, .. } => json!({
                "kind": "message", "id": id.to_string(), "message": body, "ephemeral": ephemeral,
            }),
            Answer::Updated { id, body, .. } => {
                json!({ "kind": "updated", "id": id.to_string(), "message": body })
            }
            Answer::Choices(choices) => {
                let choices: Vec<Value> = choices
                    .iter()
                    .map(|(name, value)| json!({ "name": name, "value": value }))
                    .collect();
                json!({ "kind": "choices", "choices": choices })
            }
            Answer::Modal { id, form } => {
                json!({ "kind": "modal", "interaction_id": id.to_string(), "modal": form })
            }
            Answer::Refused(reason) => json!({ "kind": "refused", "text": reason }),
            Answer::Failed => json!({ "kind": "failed", "text": self.text() }),
        }
    }
}
