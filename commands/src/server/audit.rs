//! `/server audit`: who changed what, and when.

use domain::{AuditEntry, ChangeKind, GuildId, Language, UserId};

use crate::message::{Component, Message};
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Spec};
use crate::view::pager::turn_buttons;
use crate::view::{moment, person, setting};
use crate::{Refusal, say};

/// Entries per page.
pub const PAGE_SIZE: usize = 8;
/// Characters for the settings of an entry, so that a page of entries fits into a message.
const DETAILS: usize = 330;

/// A page of a guild's changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
    /// The page, from 0: the newest changes.
    pub page: u32,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "server audit",
        options: &[],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: false,
        controls: &[Control::update("Turns the page of changes", "audit:1")],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request { guild: options.guild()?, page: 0 })
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        Some(Request { guild: pressed.guild()?, page: pressed.rest.parse().ok()? })
    }
}

/// The answer: a page of entries, newest first, with the total; `days` is how long entries are
/// kept.
pub fn page(
    entries: &[AuditEntry],
    total: usize,
    number: u32,
    days: i64,
    language: Language,
) -> Message {
    if total == 0 {
        let none = say!(language, "audit-none", days = days.unsigned_abs());
        return Message::text(format!("**{none}**"));
    }
    let heading = format!(
        "### {}\n-# {}",
        say!(language, "audit-heading"),
        say!(language, "audit-kept", days = days.unsigned_abs())
    );
    let mut components = vec![Component::Text(heading)];
    components.extend(entries.iter().map(|one| Component::Text(entry(one, language))));
    let turn = |page: u32| Some(format!("audit:{page}"));
    components.extend(turn_buttons(total.div_ceil(PAGE_SIZE), number, turn, language));
    Message::boxed(components)
}

fn entry(entry: &AuditEntry, language: Language) -> String {
    let what = kind(&entry.change, language);
    let when = moment(entry.at, 'f');
    let who = match entry.by {
        UserId::ERASED => say!(language, "audit-erased"),
        by => person(by),
    };
    let mut text = format!("**{what}** · {who} · {when} · `/{}`", entry.command);
    let details = details(&setting::changes_of(&entry.change, language), language);
    if !details.is_empty() {
        text.push_str(&format!("\n-# {details}"));
    }
    text
}

/// What was changed, and in which subscription.
pub(crate) fn kind(change: &domain::ConfigurationChange, language: Language) -> String {
    let Some(id) = change.subscription else {
        return match change.kind {
            ChangeKind::Settings => say!(language, "server-saved"),
            _ => say!(language, "audit-new"),
        };
    };
    match change.kind {
        ChangeKind::Added => say!(language, "audit-added", id = id),
        ChangeKind::Removed => say!(language, "subscription-removed", id = id),
        ChangeKind::Restored => say!(language, "subscription-restored", id = id),
        ChangeKind::Paused => say!(language, "subscription-paused", id = id),
        ChangeKind::Resumed => say!(language, "subscription-resumed", id = id),
        ChangeKind::Edited | ChangeKind::Settings => {
            say!(language, "subscription-edited", id = id)
        }
    }
}

/// As many facts as fit, joined by dots.
pub(crate) fn details(facts: &[String], language: Language) -> String {
    let mut shown = String::new();
    for (at, fact) in facts.iter().enumerate() {
        let separator = if at == 0 { "" } else { " · " };
        if shown.chars().count() + separator.chars().count() + fact.chars().count() > DETAILS {
            let more = say!(language, "more", count = facts.len() - at);
            return if at == 0 { more } else { format!("{shown} {more}") };
        }
        shown.push_str(separator);
        shown.push_str(fact);
    }
    shown
}

#[cfg(test)]
mod tests {
    use domain::{
        Configuration, ConfigurationChange, GuildSettings, Setting, SettingChange, SubscriptionId,
        UserId,
    };

    use super::*;
    use crate::view::fixtures::{ENGLISH, check_limits, now, read, subscription};

    fn entry(change: ConfigurationChange) -> AuditEntry {
        AuditEntry { at: now(), by: UserId(9), command: "subscription edit".to_owned(), change }
    }

    #[test]
    fn changes_are_listed_with_their_user() {
        let settings = vec![SettingChange {
            setting: Setting::MaxPapers,
            old: Some("10".to_owned()),
            new: Some("25".to_owned()),
        }];
        let subscription = Some(SubscriptionId(7));
        let edited = ConfigurationChange { kind: ChangeKind::Edited, subscription, settings };
        insta::assert_snapshot!(read(&page(&[entry(edited)], 9, 0, 90, ENGLISH)), @"
        ### Changes
        -# Kept for 90 days
        **Updated subscription #7** · <@9> · <t:1778572800:f> · `/subscription edit`
        -# max_papers: 10 → 25
        [◀ Previous → off:previous, off] [1 / 2 → off:page, off] [Next ▶ → audit:1]
        ");
        let settings = vec![
            SettingChange { setting: Setting::Time, old: Some("09:00".to_owned()), new: None },
            SettingChange { setting: Setting::MaxPapers, old: Some("6".to_owned()), new: None },
        ];
        let removed = ConfigurationChange { kind: ChangeKind::Removed, subscription, settings };
        let removed = read(&page(&[entry(removed)], 1, 0, 90, ENGLISH));
        assert!(removed.contains("-# time: every day at 09:00 · max_papers: 6"), "{removed}");
        let none = read(&page(&[], 0, 0, 90, ENGLISH));
        assert!(none.contains("Nothing was changed"), "{none}");
    }

    #[test]
    fn pages_of_the_longest_changes_fit() {
        let topics: Vec<String> = (0..25).map(|one| format!("{one} {}", "x*".repeat(38))).collect();
        let mut long = subscription(u64::MAX);
        long.settings.topics = topics.join(", ").parse().expect("topics");
        let empty = Configuration::default();
        let full = Configuration::new(&GuildSettings::default(), &[long], now());
        let changes = [full.changes_to(&empty), empty.changes_to(&full)].concat();
        let all: Vec<AuditEntry> = changes.into_iter().cycle().take(PAGE_SIZE).map(entry).collect();
        for language in Language::ALL {
            check_limits(&page(&all, 99_999, 5, 90, language));
        }
    }
}
