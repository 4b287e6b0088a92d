//! What a command declares of itself. The manifest, the help page, the table in docs/COMMANDS.md,
//! who may use it and when its answer is deferred all follow from this. Its descriptions are
//! messages: `command-subscription-add` in `commands/locales` has its name, and as attributes
//! `.about` and a line for each option.

use crate::Refusal;
use crate::options::{Options, Pressed, Submitted};

/// A command: its declaration, and the door from Discord's loose values to checked ones.
pub(crate) trait Command: Sized {
    /// The declaration.
    const SPEC: Spec;

    /// Checks the options of the slash command.
    ///
    /// # Errors
    /// A sentence that names the value and the remedy.
    fn parse(options: &Options) -> Result<Self, Refusal>;

    /// What becomes of the answer to this one, if it is not what the declaration says.
    fn answer(&self) -> Option<Answer> {
        None
    }

    /// Reads one of the buttons and menus that the declaration lists; `None` for what no version
    /// has written.
    fn press(_: &Pressed) -> Option<Self> {
        None
    }

    /// Checks what was filled into one of the modals that the declaration lists.
    ///
    /// # Errors
    /// As [`Command::parse`].
    fn submit(form: &Submitted) -> Result<Self, Refusal> {
        Err(form.unknown())
    }
}

/// The declaration of a command.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// What is typed after the slash: `search`, `subscription add`.
    pub name: &'static str,
    /// Its options; the required ones first.
    pub options: &'static [Opt],
    /// Who may use it, unless a server's settings say otherwise.
    pub audience: Audience,
    /// Where it can be used.
    pub place: Place,
    /// Where it is listed on the help page.
    pub topic: Topic,
    /// What becomes of its answer.
    pub answer: Answer,
    /// Whether something is stored for a guild or a person. That is done once, and only after
    /// Discord has taken the promise of an answer: nothing is done that was shown as failed.
    pub changes_something: bool,
    /// Whether it may take more than a moment: it is deferred at once, and few are made at a time.
    pub slow: bool,
    /// The buttons, menus and modals that come back to it.
    pub controls: &'static [Control],
}

/// Who may use a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone.
    Everyone,
    /// Those who may manage the server.
    Admins,
}

/// Where a command can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In guilds, direct messages, and by accounts that installed the bot.
    Anywhere,
    /// In guilds only.
    Guild,
}

/// The parts of the help page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Finding and reading papers.
    Papers,
    /// Papers posted to channels.
    Subscriptions,
    /// The bot itself.
    Bot,
}

impl Topic {
    /// All of them, in the order of the help page.
    pub const ALL: [Topic; 3] = [Topic::Papers, Topic::Subscriptions, Topic::Bot];
}

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A message for everyone in the channel.
    Public,
    /// A message that only the person who asked sees.
    Private,
    /// It takes the place of the message whose button was pressed.
    Update,
    /// Suggestions for the option being typed.
    Choices,
    /// A form to fill in.
    Modal,
}

/// A button, menu or modal of a command, known by the first part of its custom id.
#[derive(Clone, Copy, Debug)]
pub struct Control {
    /// The first part of the custom id, without the colon. Messages of years ago carry it: it is
    /// never given to another.
    pub prefix: &'static str,
    /// What it does, for docs/COMMANDS.md.
    pub about: &'static str,
    /// A custom id, for docs and tests.
    pub example: &'static str,
    /// What may be chosen in it, if it is a menu; for tests.
    pub chosen: &'static str,
    /// What becomes of the answer.
    pub answer: Answer,
    /// As [`Spec::changes_something`].
    pub changes_something: bool,
    /// As [`Spec::slow`].
    pub slow: bool,
    /// Whether it may be under a direct message, although its command is for servers.
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

    /// One that is answered by a message for the person who pressed it.
    pub(crate) const fn private(about: &'static str, example: &'static str) -> Control {
        Control::new(about, example, Answer::Private)
    }

    /// One that changes its own message.
    pub(crate) const fn update(about: &'static str, example: &'static str) -> Control {
        Control::new(about, example, Answer::Update)
    }

    /// One that opens a modal.
    pub(crate) const fn opens_modal(about: &'static str, example: &'static str) -> Control {
        Control::new(about, example, Answer::Modal)
    }

    /// The same, storing something.
    pub(crate) const fn changing(self) -> Control {
        Control { changes_something: true, ..self }
    }

    /// The same, under direct messages, too. What it carries names the guild.
    pub(crate) const fn in_direct_messages(self) -> Control {
        Control { in_direct_messages: true, ..self }
    }

    /// The same, for a menu that offers this.
    pub(crate) const fn choosing(self, chosen: &'static str) -> Control {
        Control { chosen, ..self }
    }

    /// The same, deferred at once.
    pub(crate) const fn slow(self) -> Control {
        Control { slow: true, ..self }
    }
}

/// An option of a command.
#[derive(Clone, Copy, Debug)]
pub struct Opt {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: OptKind,
    /// Whether Discord sends no command without it.
    pub required: bool,
    /// What is offered while it is typed.
    pub suggests: Option<Suggestions>,
}

/// What an option takes.
#[derive(Clone, Copy, Debug)]
pub enum OptKind {
    /// Text of at most so many characters.
    Text(u16),
    /// One of these.
    Choice(fn() -> Vec<&'static str>),
    /// A whole number, at least and at most so much.
    Number(u32, Option<u32>),
    /// Yes or no.
    Flag,
    /// A channel that takes messages.
    Channel,
    /// A role of the server.
    Role,
    /// A file.
    File,
}

/// What is offered while an option is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestions {
    /// Papers, by their titles.
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

    /// Text of at most so many characters.
    pub(crate) const fn text(name: &'static str, most: u16) -> Opt {
        Opt::new(name, OptKind::Text(most))
    }

    /// A day, as [`Day`](crate::day::Day) reads it.
    pub(crate) const fn date(name: &'static str) -> Opt {
        Opt::text(name, 30)
    }

    /// One of these.
    pub(crate) const fn choice(name: &'static str, all: fn() -> Vec<&'static str>) -> Opt {
        Opt::new(name, OptKind::Choice(all))
    }

    /// A whole number, at least and at most so much.
    pub(crate) const fn number(name: &'static str, least: u32, most: Option<u32>) -> Opt {
        Opt::new(name, OptKind::Number(least, most))
    }

    /// Yes or no.
    pub(crate) const fn flag(name: &'static str) -> Opt {
        Opt::new(name, OptKind::Flag)
    }

    /// A channel that takes messages.
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

    /// The same, without which there is no command.
    pub(crate) const fn required(self) -> Opt {
        Opt { required: true, ..self }
    }

    /// The same, with suggestions while it is typed.
    pub(crate) const fn suggesting(self, suggestions: Suggestions) -> Opt {
        Opt { suggests: Some(suggestions), ..self }
    }
}
