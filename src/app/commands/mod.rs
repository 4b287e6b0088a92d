//! What people ask for, one file for each command, by the names of the `commands` crate.
//!
//! `run(&App, &Context, Request) -> Result<Reply>`: a handler returns what to say and never says
//! it. Answers come from the local store and index; what the hub is asked for takes 1.2 s at most.

mod managers;
mod suggest;

use commands::spec::Answer;
use commands::{Message, Permissions, Refusal, Reply, Request};
use domain::{GuildId, Language, RoleId, UserId};
use jiff::Timestamp;

use super::App;
use crate::store::StoreError;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The person's mistake, shown word for word.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It was done before, by another process or when the same event came first: who did it
    /// answers.
    #[error("already done")]
    AlreadyDone,
    /// Ours, logged and answered by an apology.
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
    /// The interaction, under which a change is done once.
    pub interaction: u64,
    /// The person.
    pub user: UserId,
    /// The guild, unless it is a direct message.
    pub guild: Option<GuildId>,
    /// What the person may do in the channel of the question.
    pub permissions: Permissions,
    /// The person's roles in the guild.
    pub roles: Vec<RoleId>,
    /// Whether it is still to be checked that the person is an admin.
    pub check_admin: bool,
    /// The command that was used, or whose button was.
    pub command: &'static str,
    /// The person's locale, as Discord writes it.
    pub locale: Option<String>,
    /// The guild's, unless it is a direct message.
    pub guild_locale: Option<String>,
    /// What becomes of the answer.
    pub answer: Answer,
    /// Whether everyone in the channel reads the answer.
    pub is_public: bool,
    /// When.
    pub now: Timestamp,
}

impl Context {
    /// The language of the answer: the guild's for what everyone reads, the person's for what only
    /// this person does.
    pub fn language(&self) -> Language {
        match (self.is_public, &self.guild_locale) {
            (true, Some(_)) => self.guild_language(),
            _ => of_locale(&self.locale),
        }
    }

    /// The language of the guild, and of what is posted to it.
    fn guild_language(&self) -> Language {
        of_locale(&self.guild_locale)
    }

    /// A message as the command's declaration wants it shown.
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

        /// What to say.
        ///
        /// # Errors
        /// [`CommandError`]: a refusal to show, or a fault to log.
        pub async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
            if context.check_admin {
                managers::check(app, context).await?;
            }
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
