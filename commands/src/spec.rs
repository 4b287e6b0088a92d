//! The declaration of a command. The manifest, the help page, docs/COMMANDS.md, permissions and
//! deferral are derived from it. Texts are messages: `command-subscription-add` in
//! `commands/locales` is its name, with attributes for `.about` and each option.

use crate::Refusal;
use crate::options::{Options, Pressed, Submitted};

/// A command: its declaration, and the parsing of Discord's values.
pub(crate) trait Command: Sized {
    /// The declaration.
    const SPEC: Spec;

    /// Parses the options of the slash command.
    ///
    /// # Errors
    /// A sentence with the value and what to do instead.
    fn parse(options: &Options) -> Result<Self, Refusal>;

    /// How this request is answered, if that differs from the declaration.
    fn answer(&self) -> Option<Answer> {
        None
    }

    /// Parses a press on one of the declared controls; `None` if no version has written it.
    fn press(_: &Pressed) -> Option<Self> {
        None
    }

    /// Parses a submission of one of the declared modals.
    ///
    /// # Errors
    /// The same as [`Command::parse`].
    fn submit(form: &Submitted) -> Result<Self, Refusal> {
        Err(form.unknown())
    }
}

/// The declaration of a command.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// What is typed after the slash: `search`, `subscription add`.
    pub name: &'static str,
    /// Its options, required ones first.
    pub options: &'static [Opt],
    /// Who may use it by default.
    pub audience: Audience,
    /// Where it can be used.
    pub contexts: Contexts,
    /// Its section of the help page.
    pub section: HelpSection,
    /// How it is answered.
    pub answer: Answer,
    /// Whether it stores a change for a guild or user. Changes are made once, and only after
    /// Discord has accepted the deferral, so that nothing is changed after a visible failure.
    pub changes_something: bool,
    /// Whether it may be slow: it is deferred immediately, and only a few run at a time.
    pub slow: bool,
    /// Its buttons, menus and modals.
    pub controls: &'static [Control],
}

/// Who may use a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone.
    Everyone,
    /// Members with Manage Server.
    Admins,
}

/// Where a command can be used: its interaction contexts, as Discord calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contexts {
    /// In guilds, direct messages, and by accounts that installed the bot.
    Anywhere,
    /// In guilds only.
    Guild,
}

/// The sections of the help page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HelpSection {
    /// Finding and reading papers.
    Papers,
    /// Papers posted to channels.
    Subscriptions,
    /// The bot itself.
    Bot,
}

impl HelpSection {
    /// All of them, in order.
    pub const ALL: [HelpSection; 3] =
        [HelpSection::Papers, HelpSection::Subscriptions, HelpSection::Bot];
}

/// How a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A message for everyone in the channel.
    Public,
    /// A message that only the user sees.
    Private,
    /// An update of the message whose button was pressed.
    Update,
    /// Suggestions for the option being typed.
    Choices,
    /// A modal.
    Modal,
}

/// A button, menu or modal of a command, identified by the prefix of its custom id.
#[derive(Clone, Copy, Debug)]
pub struct Control {
    /// The prefix of the custom id, without the colon. Messages can be years old, so it is never
    /// reused for another control.
    pub prefix: &'static str,
    /// What it does, for docs/COMMANDS.md.
    pub about: &'static str,
    /// A custom id, for docs and tests.
    pub example: &'static str,
    /// A selectable value, if it is a menu; for tests.
    pub chosen: &'static str,
    /// How it is answered.
    pub answer: Answer,
    /// See [`Spec::changes_something`].
    pub changes_something: bool,
    /// See [`Spec::slow`].
    pub slow: bool,
    /// Whether it can be in a direct message, even if its command is only for servers.
    pub in_direct_messages: bool,
}

impl Control {
    const fn new(about: &'static str, example: &'static str, answer: Answer) -> Control {
        let (mut at, bytes) = (0, example.as_bytes());
        while bytes[at] != b':' {
            at += 1;
        }
        let (prefix, _) = example.split_at(at);
        let (changes_something, slow, in_direct_messages) = (false, false, false);
        let chosen = "2605.00001";
        Control {
            prefix,
            about,
            example,
            chosen,
            answer,
            changes_something,
            slow,
            in_direct_messages,
        }
    }

    /// A control answered by a private message.
    pub(crate) const fn private(about: &'static str, example: &'static str) -> Control {
        Control::new(about, example, Answer::Private)
    }

    /// A control that updates its message.
    pub(crate) const fn update(about: &'static str, example: &'static str) -> Control {
        Control::new(about, example, Answer::Update)
    }

    /// A control that opens a modal.
    pub(crate) const fn opens_modal(about: &'static str, example: &'static str) -> Control {
        Control::new(about, example, Answer::Modal)
    }

    /// The same, but it stores a change.
    pub(crate) const fn changing(self) -> Control {
        Control { changes_something: true, ..self }
    }

    /// The same, but also in direct messages. Its custom id contains the guild.
    pub(crate) const fn in_direct_messages(self) -> Control {
        Control { in_direct_messages: true, ..self }
    }

    /// The same, for a menu with this value.
    pub(crate) const fn choosing(self, chosen: &'static str) -> Control {
        Control { chosen, ..self }
    }

    /// The same, but deferred immediately.
    pub(crate) const fn slow(self) -> Control {
        Control { slow: true, ..self }
    }
}

/// An option of a command.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: OptKind,
    /// Whether it is required.
    pub required: bool,
    /// Suggestions while it is typed.
    pub suggests: Option<Suggestions>,
}

/// The type of an option.
#[derive(Clone, Copy, Debug)]
pub enum OptKind {
    /// Text with a maximum length.
    Text(u16),
    /// One of several choices.
    Choice(fn() -> Vec<&'static str>),
    /// An integer with a minimum and an optional maximum.
    Number(u32, Option<u32>),
    /// Yes or no.
    Flag,
    /// A channel with messages.
    Channel,
    /// A role of the server.
    Role,
    /// A file.
    File,
}

/// The kind of suggestions for an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestions {
    /// Papers by title.
    Papers,
    /// Time zones.
    Zones,
    /// Subscriptions of the guild.
    Subscriptions,
}

impl Opt {
    const fn new(name: &'static str, kind: OptKind) -> Opt {
        Opt { name, kind, required: false, suggests: None }
    }

    /// Text with a maximum length.
    pub(crate) const fn text(name: &'static str, most: u16) -> Opt {
        Opt::new(name, OptKind::Text(most))
    }

    /// A date, parsed by [`Day`](crate::day::Day).
    pub(crate) const fn date(name: &'static str) -> Opt {
        Opt::text(name, 30)
    }

    /// One of several choices.
    pub(crate) const fn choice(name: &'static str, all: fn() -> Vec<&'static str>) -> Opt {
        Opt::new(name, OptKind::Choice(all))
    }

    /// An integer with a minimum and an optional maximum.
    pub(crate) const fn number(name: &'static str, least: u32, most: Option<u32>) -> Opt {
        Opt::new(name, OptKind::Number(least, most))
    }

    /// Yes or no.
    pub(crate) const fn flag(name: &'static str) -> Opt {
        Opt::new(name, OptKind::Flag)
    }

    /// A channel with messages.
    pub(crate) const fn channel(name: &'static str) -> Opt {
        Opt::new(name, OptKind::Channel)
    }

    /// A file.
    pub(crate) const fn file(name: &'static str) -> Opt {
        Opt::new(name, OptKind::File)
    }

    /// A role of the server.
    pub(crate) const fn role(name: &'static str) -> Opt {
        Opt::new(name, OptKind::Role)
    }

    /// The same, but required.
    pub(crate) const fn required(self) -> Opt {
        Opt { required: true, ..self }
    }

    /// The same, with suggestions.
    pub(crate) const fn suggesting(self, suggestions: Suggestions) -> Opt {
        Opt { suggests: Some(suggestions), ..self }
    }
}
