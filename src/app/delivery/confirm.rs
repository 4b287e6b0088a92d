//! What a channel itself says: whether a message arrived, and which papers are there that the
//! database does not know of.

use domain::{ChannelId, FailureReason, GuildId, MessageId, PaperId};
use jiff::Timestamp;

use crate::app::App;
use crate::discord::{DiscordError, History, Lane, Post};
use crate::store::deliveries::{Part, Slot};
use crate::store::{self, channels, ledger};

/// What became of a part, by the channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is there.
    Message(MessageId),
    /// It is not, but some of its papers are, in these posts.
    Papers(Vec<(MessageId, PaperId)>),
    /// Neither.
    Nothing,
    /// The channel does not let itself be read, or not far enough.
    Unreadable,
}

/// Reads the channel of a slot for one of its parts, from `since` on.
///
/// # Errors
/// As any call to Discord.
pub(super) async fn look_for(
    app: &App,
    slot: &Slot,
    part: &Part,
    since: Timestamp,
) -> Result<Found, DiscordError> {
    let history = match read(app, slot.guild, slot.channel, since).await {
        Ok(Some(history)) => history,
        Ok(None) => return Ok(Found::Unreadable),
        Err(
            DiscordError::Forbidden { .. }
            | DiscordError::NotFound { .. }
            | DiscordError::Refused { .. },
        ) => return Ok(Found::Unreadable),
        Err(error) => return Err(error),
    };
    let body = serde_json::from_str(&part.body).unwrap_or_default();
    let mark = commands::Press::card_menu(&part.nonce);
    // With its papers: another copy of the database may have used the mark for others.
    let holds = |post: &&Post| part.papers.iter().all(|paper| post.papers.contains(paper));
    let mut sent = history.posts.iter().filter(|post| post.is(&mark, &body));
    if let Some(post) = sent.find(holds) {
        return Ok(Found::Message(post.id));
    }
    let is_in = |paper: &&PaperId| history.posts.iter().find(|post| post.papers.contains(paper));
    let papers: Vec<(MessageId, PaperId)> =
        part.papers.iter().filter_map(|paper| Some((is_in(&paper)?.id, paper.clone()))).collect();
    Ok(match papers.is_empty() {
        // What is further back may hold it.
        true if !history.is_complete => Found::Unreadable,
        true => Found::Nothing,
        false => Found::Papers(papers),
    })
}

/// Whether a channel's posts are all in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reconciled {
    /// They are now.
    Yes,
    /// They are now, and the post of the slot is among them.
    Sent,
    /// Discord does not answer now.
    Later,
    /// The channel's past is hidden from us, or too long.
    Unreadable,
    /// The channel takes nothing from us.
    Closed(FailureReason),
}

/// Reads a channel's posts since an instant, looking for that of the slot with `mark`, and enters
/// their papers into the ledger: after this it is doubted no more.
///
/// # Errors
/// The store's, and a token that is refused.
pub(super) async fn reconcile(
    app: &App,
    (guild, channel): (GuildId, ChannelId),
    mark: &str,
    since: Timestamp,
    now: Timestamp,
) -> anyhow::Result<Reconciled> {
    let history = match read(app, guild, channel, since).await {
        Ok(Some(history)) if history.is_complete => history,
        Ok(_) => return Ok(Reconciled::Unreadable),
        Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
        Err(DiscordError::Forbidden { .. }) => {
            return Ok(Reconciled::Closed(FailureReason::MissingPermission));
        }
        Err(DiscordError::NotFound { .. }) => {
            return Ok(Reconciled::Closed(FailureReason::UnknownChannel));
        }
        Err(DiscordError::Refused { .. }) => return Ok(Reconciled::Unreadable),
        Err(error) => {
            tracing::warn!(%channel, %error, "the channel could not be read yet");
            return Ok(Reconciled::Later);
        }
    };
    let begin = commands::Press::card_menu(&format!("{mark}-"));
    let is_sent = history.posts.iter().any(|post| post.has_mark(&begin));
    let papers: Vec<PaperId> = history.posts.into_iter().flat_map(|post| post.papers).collect();
    let count = papers.len();
    let enter = move |tx: &rusqlite::Transaction| {
        ledger::enter(tx, channel, &papers, ledger::Source::Found, now)?;
        channels::doubt_no_more(tx, channel)
    };
    app.store.write(enter).await?;
    tracing::info!(%channel, %since, papers = count, "read the channel for posts of ours");
    Ok(if is_sent { Reconciled::Sent } else { Reconciled::Yes })
}

/// Takes papers for posted that may be: the channel could not be read.
///
/// # Errors
/// The store's.
pub(super) async fn assume(
    app: &App,
    channel: ChannelId,
    papers: Vec<PaperId>,
    now: Timestamp,
) -> store::Result<()> {
    let count = papers.len();
    let enter = move |tx: &rusqlite::Transaction| {
        ledger::enter(tx, channel, &papers, ledger::Source::Assumed, now)?;
        channels::doubt_no_more(tx, channel)
    };
    app.store.write(enter).await?;
    tracing::warn!(%channel, papers = count, "the channel cannot be read: papers may be there already");
    Ok(())
}

/// Our posts in the channel; nothing if its past is hidden from us.
async fn read(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    since: Timestamp,
) -> Result<Option<History>, DiscordError> {
    let history = app.discord.own_posts(channel, since).await?;
    // Discord hides the past without saying so: an empty channel asks for a second look.
    if history.is_blank
        && !app.discord.access(guild, channel, Lane::Delivery).await?.reads_history()
    {
        return Ok(None);
    }
    Ok(Some(history))
}
