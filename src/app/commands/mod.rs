//! The command handlers, one file per command, named as in the `commands` crate.
//!
//! `run(&App, &Context, Request) -> Result<Reply>`: a handler returns the reply but doesn't send
//! it. Answers come from the local store and index; requests to the hub take at most 1.2 s.

mod managers;
mod member_limit;
mod suggest;

use commands::spec::Answer;
use commands::{Input, Interaction, Message, Permissions, Refusal, Reply, Request, ResponseMode};
use domain::{ChannelId, GuildId, Language, RoleId, UserId};
use jiff::Timestamp;

pub(crate) use self::search::notes as search_notes;

use super::App;
use crate::store::StoreError;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The user's mistake, shown verbatim.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It was already done, by another process or for an earlier copy of the event, which
    /// answers it.
    #[error("already done")]
    AlreadyDone,
    /// An internal error, logged and answered with an apology.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> CommandError {
        CommandError::Internal(error.into())
    }
}

type Result<T> = std::result::Result<T, CommandError>;

/// Who asks, where and when.
#[derive(Clone, Debug)]
pub struct Context {
    /// The interaction's id, under which a change is made once.
    pub interaction: u64,
    /// The user.
    pub user: UserId,
    /// The channel of the question.
    pub channel: ChannelId,
    /// The guild, unless it is a direct message.
    pub guild: Option<GuildId>,
    /// The user's permissions in the channel.
    pub permissions: Permissions,
    /// The user's roles in the guild.
    pub roles: Vec<RoleId>,
    /// Whether it remains to be checked that the user is an admin.
    pub check_admin: bool,
    /// Whether a command was used, not a button, menu or modal of one.
    pub is_command: bool,
    /// The command that was used, or whose button was pressed.
    pub command: &'static str,
    /// The user's locale in Discord's form.
    pub locale: Option<String>,
    /// The guild's, unless it is a direct message.
    pub guild_locale: Option<String>,
    /// How it is answered.
    pub answer: Answer,
    /// Whether everyone in the channel sees the answer.
    pub is_public: bool,
    /// When.
    pub now: Timestamp,
}

impl Context {
    /// The context of an interaction, by its id.
    pub fn new(
        interaction: u64,
        asked: &Interaction,
        mode: ResponseMode,
        now: Timestamp,
    ) -> Context {
        Context {
            interaction,
            user: asked.user,
            channel: asked.channel,
            guild: asked.guild,
            permissions: asked.permissions,
            roles: asked.roles.clone(),
            check_admin: mode.check_admin,
            is_command: matches!(asked.input, Input::Command(..)),
            command: Request::command_of(&asked.input),
            locale: asked.locale.clone(),
            guild_locale: asked.guild_locale.clone(),
            answer: mode.answer,
            is_public: mode.is_public,
            now,
        }
    }

    /// The language of the answer: the guild's for public answers, the user's for private ones.
    pub fn language(&self) -> Language {
        match (self.is_public, &self.guild_locale) {
            (true, Some(_)) => self.guild_language(),
            _ => of_locale(&self.locale),
        }
    }

    /// The language of the guild and its posts.
    fn guild_language(&self) -> Language {
        of_locale(&self.guild_locale)
    }

    /// A reply with the message, public or private as declared by the command.
    fn reply(&self, message: Message) -> Reply {
        match self.answer {
            Answer::Update => Reply::Update(message),
            Answer::Public => Reply::public(message),
            Answer::Private | Answer::Choices | Answer::Modal => Reply::private(message),
        }
    }
}

fn of_locale(locale: &Option<String>) -> Language {
    locale.as_deref().map(Language::of_locale).unwrap_or_default()
}

macro_rules! handlers {
    (
        { $($name:ident => $variant:ident,)* }
        { $($group:ident {
            $($sub:ident => $subvariant:ident,)*
        })* }
    ) => {
        $(mod $name;)*
        $(mod $group {
            $(pub(super) mod $sub;)*
        })*

        /// The reply to a request.
        ///
        /// # Errors
        /// [`CommandError`]: a refusal to show, or an error to log.
        pub async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
            if context.check_admin {
                managers::check(app, context).await?;
            }
            member_limit::check(app, context).await?;
            match request {
                $(Request::$variant(request) => $name::run(app, context, request).await,)*
                $($(
                    Request::$subvariant(request) => {
                        $group::$sub::run(app, context, request).await
                    }
                )*)*
                Request::Suggest(what, typed) => suggest::run(app, context, what, &typed).await,
            }
        }
    };
}

commands::each_command!(handlers);
