//! How the papers of a subscription are posted.

use crate::RoleId;
use crate::word::words;

/// The form of a post. In a forum each of them is a post of its own there, with a title and tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// A section for each paper, in as few messages as they fit.
    #[default]
    Digest,
    /// A line for each paper.
    Compact,
    /// A message for each paper; in a forum, a post for each.
    PerPaper,
    /// One message that lists the titles, and the papers in a thread under it.
    Thread,
}

words!(Form { Digest = "digest", Compact = "compact", PerPaper = "papers", Thread = "thread" });

/// How papers are posted; the default is that of every subscription made before there was a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posting {
    /// The form.
    pub form: Form,
    /// The role that every post mentions.
    pub role: Option<RoleId>,
    /// Whether posts come without a notification.
    pub silent: bool,
    /// Whether posts of an announcement channel are published to its followers.
    pub publish: bool,
}

/// Two settings that do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostingConflict {
    /// A role is mentioned so that people are notified, and a silent post notifies none.
    SilentMention,
    /// Followers get messages, no threads.
    PublishedThread,
}

impl Posting {
    /// What does not go together, wherever it is posted.
    pub fn conflict(&self) -> Option<PostingConflict> {
        match self {
            Posting { role: Some(_), silent: true, .. } => Some(PostingConflict::SilentMention),
            Posting { form: Form::Thread, publish: true, .. } => {
                Some(PostingConflict::PublishedThread)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_go_together_is_named() {
        let check = |posting: Posting, expected| assert_eq!(posting.conflict(), expected);
        let role = Some(RoleId(7));
        check(Posting::default(), None);
        check(Posting { role, publish: true, ..Posting::default() }, None);
        check(
            Posting { role, silent: true, ..Posting::default() },
            Some(PostingConflict::SilentMention),
        );
        check(
            Posting { form: Form::Thread, publish: true, ..Posting::default() },
            Some(PostingConflict::PublishedThread),
        );
    }
}
