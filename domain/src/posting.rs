//! How the papers of a subscription are posted.

use crate::RoleId;
use crate::word::words;

/// The form of a post. In a forum each message is a forum post, with a title and tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// One section per paper, in as few messages as possible.
    #[default]
    Digest,
    /// One line per paper.
    Compact,
    /// One message per paper; in a forum, one post per paper.
    PerPaper,
    /// One message with the titles, and the papers in a thread under it.
    Thread,
}

words!(Form { Digest = "digest", Compact = "compact", PerPaper = "papers", Thread = "thread" });

/// How papers are posted; the default is that of every subscription from before there was a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posting {
    /// The form.
    pub form: Form,
    /// The role to mention.
    pub role: Option<RoleId>,
    /// Whether posts are sent without a notification.
    pub silent: bool,
    /// Whether posts of an announcement channel are published to its followers.
    pub publish: bool,
}

/// A combination of settings that can't work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostingConflict {
    /// A silent post sends no notifications, so it can't mention a role.
    SilentMention,
    /// Published posts reach followers without their thread.
    PublishedThread,
}

impl Posting {
    /// The conflict between these settings, wherever they are used.
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
    fn conflicting_settings_are_reported() {
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
