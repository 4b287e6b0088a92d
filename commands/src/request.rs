//! Parses interactions into requests, and says how they are answered. Both come from the table of
//! commands.

use jiff::Timestamp;

use crate::message::quoted;
use crate::options::{Options, Pressed, Submitted};
use crate::spec::{Answer, Audience, Command, Contexts, Control, Spec, Suggestions};
use crate::{Input, Interaction, Refusal, text};

/// A request, and how it is answered if that differs from the declaration.
type Parsed = (Request, Option<Answer>);

/// A line of the table.
pub(crate) struct Entry {
    pub(crate) spec: Spec,
    parse: fn(&Options) -> Result<Parsed, Refusal>,
    press: fn(&Pressed) -> Option<Request>,
    submit: fn(&Submitted) -> Result<Request, Refusal>,
}

macro_rules! declare {
    (
        { $($name:ident => $variant:ident,)* }
        { $($group:ident {
            $($sub:ident => $subvariant:ident,)*
        })* }
    ) => {
        /// Every possible request, validated.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Request {
            $(#[doc = concat!("`/", stringify!($name), "`.")] $variant(crate::$name::Request),)*
            $($(
                #[doc = concat!("`/", stringify!($group), " ", stringify!($sub), "`.")]
                $subvariant(crate::$group::$sub::Request),
            )*)*
            /// Suggestions for an option, with the text typed so far.
            Suggest(Suggestions, String),
        }

        pub(crate) const TABLE: &[Entry] = &[
            $(entry!(crate::$name::Request, $variant),)*
            $($(entry!(crate::$group::$sub::Request, $subvariant),)*)*
        ];

        #[cfg(test)]
        pub(crate) const NAMES: &[&str] = &[
            $(stringify!($name),)*
            $($(concat!(stringify!($group), " ", stringify!($sub)),)*)*
        ];
    };
}

macro_rules! entry {
    ($request:ty, $variant:ident) => {
        Entry {
            spec: <$request as Command>::SPEC,
            parse: |options| {
                let request = <$request>::parse(options)?;
                let answer = request.answer();
                Ok((Request::$variant(request), answer))
            },
            press: |pressed| <$request>::press(pressed).map(Request::$variant),
            submit: |form| <$request>::submit(form).map(Request::$variant),
        }
    };
}

each_command!(declare);

/// How a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseMode {
    /// The kind of answer.
    pub answer: Answer,
    /// Its cost.
    pub cost: Cost,
    /// Whether everyone in the channel sees it, as opposed to only the user.
    pub is_public: bool,
    /// See [`Spec::changes_something`].
    pub changes_something: bool,
    /// Whether the user may not be an admin: Discord checks who uses a command, but not who presses
    /// a button on a message that others can see.
    pub check_admin: bool,
}

/// The cost of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Suggestions: a look-up in the index for every keystroke.
    Typing,
    /// A press on a message that only the user sees, such as a panel.
    Press,
    /// A few papers.
    Light,
    /// Papers of many days, matched against topics.
    Heavy,
}

impl Entry {
    /// The first word of a two-word command.
    #[cfg(test)]
    pub(crate) fn group(&self) -> Option<&'static str> {
        self.spec.name.split_once(' ').map(|(group, _)| group)
    }
}

impl ResponseMode {
    /// Whether the answer is deferred before anything else.
    pub fn defers_at_once(self) -> bool {
        self.changes_something || self.cost == Cost::Heavy
    }

    fn of_command(spec: &Spec, answer: Option<Answer>) -> ResponseMode {
        let answer = answer.unwrap_or(spec.answer);
        let cost = if spec.slow { Cost::Heavy } else { Cost::Light };
        ResponseMode {
            answer,
            cost,
            is_public: answer == Answer::Public,
            changes_something: spec.changes_something,
            check_admin: false,
        }
    }

    fn of_control(spec: &Spec, control: &Control, interaction: &Interaction) -> ResponseMode {
        let cost = match (control.slow, interaction.is_private_message) {
            (true, _) => Cost::Heavy,
            (false, true) => Cost::Press,
            (false, false) => Cost::Light,
        };
        let is_public = match control.answer {
            Answer::Public => true,
            // The message to update is the command's own answer.
            Answer::Update => spec.answer == Answer::Public && !interaction.is_private_message,
            Answer::Private | Answer::Choices | Answer::Modal => false,
        };
        let changes_something = control.changes_something;
        let check_admin = spec.audience == Audience::Admins && !interaction.is_private_message;
        ResponseMode { answer: control.answer, cost, is_public, changes_something, check_admin }
    }

    const SUGGESTIONS: ResponseMode = ResponseMode {
        answer: Answer::Choices,
        cost: Cost::Typing,
        is_public: false,
        changes_something: false,
        check_admin: false,
    };
}

impl Request {
    /// A request for a panel in which what was given to a refused `/subscription add` can be
    /// corrected, if that is possible.
    pub fn to_correct(refused: &Interaction, now: Timestamp) -> Option<(Request, ResponseMode)> {
        let Input::Command(name, values) = &refused.input else { return None };
        if *name != crate::subscription::add::Request::SPEC.name {
            return None;
        }
        let request = crate::setup::prefilled(&Options { interaction: refused, now, values })?;
        let mode = ResponseMode::of_command(&crate::setup::Request::SPEC, None);
        Some((Request::Setup(request), mode))
    }

    /// The command an interaction belongs to, for metrics; `unknown` if there is none.
    pub fn command_of(input: &Input) -> &'static str {
        let entry = match input {
            Input::Command(name, _) | Input::Autocomplete(name, ..) => of_name(name).ok(),
            Input::Component(custom_id, _) | Input::Modal(custom_id, _) => {
                of_custom_id(custom_id).ok().map(|found| found.0)
            }
        };
        entry.map_or("unknown", |entry| entry.spec.name)
    }

    /// Validates a request made at `now`, and says how to answer it; offsets from UTC are read as
    /// of then.
    ///
    /// # Errors
    /// A sentence with the value and what to do instead.
    pub fn parse(
        interaction: &Interaction,
        now: Timestamp,
    ) -> Result<(Request, ResponseMode), Refusal> {
        match &interaction.input {
            Input::Command(name, values) => {
                let entry = of_name(name)?;
                check_context(entry, interaction)?;
                let options = Options { interaction, now, values };
                let (request, answer) = (entry.parse)(&options)?;
                Ok((request, ResponseMode::of_command(&entry.spec, answer)))
            }
            Input::Autocomplete(name, values, focused) => {
                let entry = of_name(name)?;
                check_context(entry, interaction)?;
                let option = entry.spec.options.iter().find(|option| option.name == focused);
                // Not used: either suggestions are shown or nothing.
                let suggestions =
                    option.and_then(|option| option.suggests).ok_or_else(unknown_control)?;
                let typed = Options { interaction, now, values }.typed(focused);
                Ok((Request::Suggest(suggestions, typed), ResponseMode::SUGGESTIONS))
            }
            Input::Component(custom_id, values) => {
                let (entry, control, rest) = of_custom_id(custom_id)?;
                if !control.in_direct_messages {
                    check_context(entry, interaction)?;
                }
                let pressed = Pressed { interaction, prefix: control.prefix, rest, values };
                let request = (entry.press)(&pressed).ok_or_else(unknown_control)?;
                Ok((request, ResponseMode::of_control(&entry.spec, control, interaction)))
            }
            Input::Modal(custom_id, fields) => {
                let (entry, control, rest) = of_custom_id(custom_id)?;
                if !control.in_direct_messages {
                    check_context(entry, interaction)?;
                }
                let form = Submitted { interaction, prefix: control.prefix, rest, fields };
                let mode = ResponseMode::of_control(&entry.spec, control, interaction);
                Ok(((entry.submit)(&form)?, mode))
            }
        }
    }
}

fn of_name(name: &str) -> Result<&'static Entry, Refusal> {
    let entry = TABLE.iter().find(|entry| entry.spec.name == name);
    entry.ok_or_else(|| text!("command-unknown", command = quoted(name)).into())
}

/// The command and control that a custom id belongs to, and the rest of it.
fn of_custom_id(custom_id: &str) -> Result<(&'static Entry, &'static Control, &str), Refusal> {
    let (prefix, rest) = custom_id.split_once(':').ok_or_else(unknown_control)?;
    let controls = TABLE
        .iter()
        .flat_map(|entry| entry.spec.controls.iter().map(move |control| (entry, control)));
    let (entry, control) =
        { controls }.find(|(_, control)| control.prefix == prefix).ok_or_else(unknown_control)?;
    Ok((entry, control, rest))
}

pub(crate) fn unknown_control() -> Refusal {
    text!("button-unknown").into()
}

fn check_context(entry: &Entry, interaction: &Interaction) -> Result<(), Refusal> {
    match (entry.spec.contexts, interaction.guild) {
        (Contexts::Guild, None) => Err(text!("server-only").into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "request_tests.rs"]
pub(crate) mod tests;
