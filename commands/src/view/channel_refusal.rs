//! Why a channel takes no posts, said before a subscription is saved.

use domain::ChannelId;

use crate::Refusal;

/// What keeps posts from a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked<'a> {
    /// Permissions are missing; their names as Discord's settings show them.
    Missing(&'a [&'static str]),
    /// It is a thread in which only moderators write.
    Locked,
    /// It takes no messages.
    NoMessages,
    /// It is not in the server.
    Unknown,
    /// Discord does not let us look just now.
    Limited,
}

/// The refusal.
pub fn blocked(channel: ChannelId, why: &Blocked) -> Refusal {
    let why = match why {
        Blocked::Missing(missing) => format!(
            "I can't post in <#{channel}> yet: I'm missing {}. Allow it in the channel's settings \
             under Permissions, then run the command again.",
            missing.join(", ")
        ),
        Blocked::Locked => format!(
            "<#{channel}> is a locked thread: only moderators write there. Unlock it, or choose \
             another channel."
        ),
        Blocked::NoMessages => format!(
            "<#{channel}> takes no messages: in a forum each post needs a title, and often a \
             tag. Choose a text channel, or a thread or post inside the forum."
        ),
        Blocked::Unknown => {
            format!("I can't find <#{channel}> in this server. Choose one of its channels.")
        }
        Blocked::Limited => {
            return Refusal(
                "Discord is limiting me right now, so I can't check that channel. Nothing was \
                 saved. Please try again in a minute."
                    .to_owned(),
            );
        }
    };
    Refusal(format!("{why} Nothing was saved."))
}
