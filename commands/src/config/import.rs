//! `/config import`: shows what a file would change, and applies it when a button is pressed.

use domain::{ChangeKind, Configuration, ConfigurationChange, GuildId, Language, Setting};

use crate::config_file::{FileProblem, MAX_BYTES};
use crate::l10n::Text;
use crate::message::{Button, ButtonStyle, Component, Limits, Message, lines_that_fit};
use crate::options::{AttachedFile, Options, Pressed};
use crate::server::audit::details;
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Opt, Spec};
use crate::view::setting;
use crate::{Refusal, say, text};

/// An import request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Show what a file would change.
    Compare(GuildId, AttachedFile),
    /// Apply it.
    Apply(GuildId, u64),
    /// Discard it.
    Cancel(GuildId, u64),
    /// Undo it.
    Undo(GuildId, u64),
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "config import",
        options: &[Opt::file("file").required()],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: true,
        controls: &[Control::update("Applies, cancels or undoes the import", "import:apply:1f")
            .changing()
            .slow()],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let file = options.file("file")?;
        if file.bytes > MAX_BYTES as u64 {
            return Err(too_large());
        }
        Ok(Request::Compare(options.guild()?, file))
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        let (what, key) = pressed.rest.split_once(':')?;
        let (guild, key) = (pressed.guild()?, u64::from_str_radix(key, 16).ok()?);
        match what {
            "apply" => Some(Request::Apply(guild, key)),
            "cancel" => Some(Request::Cancel(guild, key)),
            "undo" => Some(Request::Undo(guild, key)),
            _ => None,
        }
    }
}

/// The refusal of a file that is too large.
pub fn too_large() -> Refusal {
    text!("config-too-large", most = MAX_BYTES / 1_024).into()
}

/// The refusal of a file that could not be downloaded.
pub fn not_fetched() -> Refusal {
    text!("config-not-fetched").into()
}

/// The refusal of a press after the import was applied or canceled, or has expired.
pub fn gone() -> Refusal {
    text!("config-gone").into()
}

/// The refusal of a press if the configuration has changed in the meantime.
pub fn changed_meanwhile() -> Refusal {
    text!("config-changed").into()
}

/// The refusal to undo an import twice, or after it has expired.
pub fn undo_gone() -> Refusal {
    text!("config-undo-gone").into()
}

/// The refusal to undo an import if the configuration has changed since.
pub fn changed_since() -> Refusal {
    text!("config-undo-changed").into()
}

/// The answer to an invalid file, with all its problems.
pub fn problems(mut problems: Vec<FileProblem>, language: Language) -> Message {
    let heading = say!(language, "config-problems", count = problems.len());
    problems.sort_by(|one, other| one.place.cmp(&other.place));
    let lines = problems.iter().map(|one| format!("- {}", one.shown(language)));
    let more = |left| text!("config-problems-more", count = left);
    listed(heading, lines.collect(), more, language)
}

/// The answer to a file that changes nothing.
pub fn nothing_to_do(language: Language) -> Message {
    Message::text(say!(language, "config-same"))
}

/// The answer to a file: what it would change, and the buttons for `key` to apply or discard it.
pub fn comparison(
    before: &Configuration,
    changes: &[ConfigurationChange],
    key: u64,
    language: Language,
) -> Message {
    let mut message = summary(before, changes, say!(language, "config-compare"), language);
    message.components.push(Component::Buttons(vec![
        Button::Press {
            label: say!(language, "button-apply"),
            custom_id: format!("import:apply:{key:x}"),
            style: ButtonStyle::Primary,
            disabled: false,
        },
        Button::press(say!(language, "button-cancel"), format!("import:cancel:{key:x}")),
    ]));
    message
}

/// The answer after it was applied, with the button for `key` to undo it.
pub fn applied(
    before: &Configuration,
    changes: &[ConfigurationChange],
    key: u64,
    language: Language,
) -> Message {
    let mut message = summary(before, changes, say!(language, "config-applied"), language);
    let undo = Button::press(say!(language, "button-undo"), format!("import:undo:{key:x}"));
    message.components.push(Component::Buttons(vec![undo]));
    message
}

/// The answer after it was undone.
pub fn undone(
    before: &Configuration,
    changes: &[ConfigurationChange],
    language: Language,
) -> Message {
    summary(before, changes, say!(language, "config-undone"), language)
}

/// The answer after it was canceled.
pub fn canceled(language: Language) -> Message {
    Message::text(say!(language, "config-canceled"))
}

fn summary(
    before: &Configuration,
    changes: &[ConfigurationChange],
    heading: String,
    language: Language,
) -> Message {
    let count =
        |kinds: &[ChangeKind]| changes.iter().filter(|change| kinds.contains(&change.kind)).count();
    let (added, removed) = (count(&[ChangeKind::Added]), count(&[ChangeKind::Removed]));
    let changed = changes.len() - added - removed - count(&[ChangeKind::Settings]);
    let unchanged = before.subscriptions.len().saturating_sub(changed + removed);
    let counts = say!(
        language,
        "config-counts",
        added = added,
        changed = changed,
        removed = removed,
        unchanged = unchanged
    );
    let lines = changes.iter().map(|change| line(change, language)).collect();
    let more = |left| text!("more", count = left);
    listed(format!("{heading}\n-# {counts}"), lines, more, language)
}

/// A change on one line, worded the same before and after it is made.
fn line(change: &ConfigurationChange, language: Language) -> String {
    let all = |settings: &[domain::SettingChange]| {
        details(&setting::changes(settings, language), language)
    };
    let of = |wanted: Setting| {
        let found = change.settings.iter().find(|one| one.setting == wanted);
        let value = found.and_then(|one| one.new.as_ref().or(one.old.as_ref()));
        value.map(|value| setting::value_of(wanted, value, language).shown(language))
    };
    let subscription = || {
        let parts = [Setting::Channel, Setting::Topics, Setting::Time, Setting::Zone];
        let parts = parts.into_iter().filter_map(of);
        details(&parts.collect::<Vec<_>>(), language)
    };
    let id = change.subscription.map(|id| format!("**#{id}** ")).unwrap_or_default();
    match change.kind {
        ChangeKind::Settings => format!("⚙️ {}", all(&change.settings)),
        ChangeKind::Added | ChangeKind::Restored => format!("➕ {id}{}", subscription()),
        ChangeKind::Removed => format!("➖ {id}{}", subscription()),
        ChangeKind::Edited | ChangeKind::Paused | ChangeKind::Resumed => {
            format!("✏️ {id}{}", all(&change.settings))
        }
    }
}

/// A heading and as many of the lines as fit; `more` says how many don't.
fn listed(
    heading: String,
    lines: Vec<String>,
    more: impl Fn(usize) -> Text,
    language: Language,
) -> Message {
    let room = Limits::DISCORD.characters - 200;
    let room = room.saturating_sub(heading.chars().count());
    let (mut shown, left) = lines_that_fit(lines.into_iter(), room);
    if left > 0 {
        shown.push(format!("-# {}", more(left).to(language)));
    }
    Message::text(format!("### {heading}\n{}", shown.join("\n")))
}

#[cfg(test)]
mod tests {
    use domain::GuildSettings;

    use super::*;
    use crate::config_file::FileLocation;
    use crate::request::tests::{parse, press};
    use crate::view::fixtures::{ENGLISH, check_limits, now, read, subscription};

    #[test]
    fn files_are_read_with_their_size() {
        let given = |bytes: u64| {
            let file = serde_json::json!({ "url": "https://x.example/a", "size": bytes });
            parse("config import", serde_json::json!({ "file": file }))
        };
        assert!(matches!(
            given(12),
            Ok(crate::Request::ConfigImport(Request::Compare(_, AttachedFile { bytes: 12, .. })))
        ));
        let refusal = given(MAX_BYTES as u64 + 1).expect_err("too large");
        assert!(refusal.to_string().contains("256"), "{refusal}");
        let apply = press("import:apply:1f", &[]);
        assert!(matches!(apply, Some(crate::Request::ConfigImport(Request::Apply(_, 0x1f)))));
        let undo = press("import:undo:1f", &[]);
        assert!(matches!(undo, Some(crate::Request::ConfigImport(Request::Undo(_, 0x1f)))));
        assert_eq!(press("import:redo:1f", &[]), None);
        assert_eq!(press("import:apply:x", &[]), None);
    }

    fn stored(ids: &[u64]) -> Configuration {
        let all: Vec<_> = ids.iter().copied().map(subscription).collect();
        Configuration::new(&GuildSettings::default(), &all, now())
    }

    #[test]
    fn changes_are_listed() {
        let before = stored(&[3, 4, 5]);
        let mut after = stored(&[3, 4]);
        after.subscriptions[0].1.insert(Setting::MaxPapers, "25".to_owned());
        let mut new = after.subscriptions[1].clone();
        new.0 = None;
        new.1.insert(Setting::Topics, "all".to_owned());
        after.subscriptions.push(new);
        after.settings.insert(Setting::Zone, "Europe/Berlin".to_owned());
        let changes = before.changes_to(&after);
        insta::assert_snapshot!(read(&comparison(&before, &changes, 0x1f, ENGLISH)), @"
        ### What this file would change
        -# 1 added · 1 changed · 1 removed · 1 unchanged
        ⚙️ zone: Europe/Berlin
        ✏️ **#3** max_papers: 10 → 25
        ➖ **#5** <#42> · stars, -tv · every day at 09:00 · UTC
        ➕ <#42> · all papers · every day at 09:00 · UTC
        [Apply → import:apply:1f] [Cancel → import:cancel:1f]
        ");
        let done = read(&applied(&before, &changes, 0x2f, ENGLISH));
        assert!(done.starts_with("### Imported") && !done.contains("Apply"), "{done}");
        assert!(done.ends_with("[Undo → import:undo:2f]"), "{done}");
    }

    #[test]
    fn the_longest_answers_fit() {
        let mut long = subscription(u64::MAX);
        let topics: Vec<String> = (0..25).map(|one| format!("{one} {}", "x*".repeat(38))).collect();
        long.settings.topics = topics.join(", ").parse().expect("topics");
        let full = Configuration::new(&GuildSettings::default(), &vec![long; 100], now());
        let empty = Configuration::default();
        let why = text!("config-unknown-key", key = "x".repeat(40));
        let problem = |index| FileProblem {
            place: FileLocation::Subscription(index),
            why: why.clone().into(),
        };
        let all: Vec<FileProblem> = (0..2_900).map(problem).collect();
        let shown = read(&problems(all.clone(), ENGLISH));
        let last = shown.lines().last().unwrap_or_default();
        assert!(last.starts_with("-# … and 2,8"), "{last}");
        assert!(last.ends_with("more. Fix these first, then import the file again."), "{last}");
        for language in Language::ALL {
            let changes = empty.changes_to(&full);
            check_limits(&comparison(&empty, &changes, u64::MAX, language));
            check_limits(&applied(&empty, &changes, u64::MAX, language));
            check_limits(&undone(&empty, &changes, language));
            check_limits(&problems(all.clone(), language));
            check_limits(&nothing_to_do(language));
            check_limits(&canceled(language));
        }
    }
}
