//! Reads a destination to find out whether a message arrived, and which papers there are missing
//! from the database.

use domain::{ChannelId, Destination, FailureReason, GuildId, MessageId, PaperId};
use jiff::Timestamp;
use serde_json::Value;

use super::destination::channel_of;
use super::step;
use crate::app::App;
use crate::discord::{DiscordError, History, Lane, Post};
use crate::store::deliveries::{Part, Slot};
use crate::store::{self, destinations, ledger};

/// What reading the destination shows about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The message is there, in this channel.
    Message(MessageId, ChannelId),
    /// Its line is there, but has not been edited yet.
    Line(MessageId),
    /// The message is not there, but some of its papers are, in these posts.
    Papers(Vec<(MessageId, ChannelId, PaperId)>),
    /// Neither the message nor any of its papers is there.
    Nothing,
    /// The destination cannot be read, or not far enough back.
    Unreadable,
}

/// Reads the destination of a slot, from `since` on, to look for one of its messages.
///
/// # Errors
/// Store errors; inside, the same errors as any Discord request.
pub(super) async fn look_for(
    app: &App,
    slot: &Slot,
    part: &Part,
    since: Timestamp,
) -> anyhow::Result<Result<Found, DiscordError>> {
    let place = match step::place_of(app, slot, part).await? {
        Ok(place) => place,
        Err(error) => return Ok(Err(error)),
    };
    let read = match place.is_destination {
        true => read(app, slot.guild, slot.destination, since).await?,
        false => app.discord.own_posts(place.channel, since).await.map(Some),
    };
    let history = match read {
        Ok(Some(history)) => history,
        Ok(None) => return Ok(Ok(Found::Unreadable)),
        Err(error) if error.is_temporary() || error == DiscordError::Unauthorized => {
            return Ok(Err(error));
        }
        Err(_) => return Ok(Ok(Found::Unreadable)),
    };
    let body: Value = serde_json::from_str(&part.body).unwrap_or_default();
    let menu_id = commands::custom_id::paper_menu(&part.nonce);
    // Check the papers too: another copy of the database may have used this nonce for other papers.
    let holds = |post: &&Post| part.papers.iter().all(|paper| post.papers.contains(paper));
    let mut sent = history.posts.iter().filter(|post| post.is(&menu_id, &body));
    if let Some(post) = sent.find(holds) {
        return Ok(Ok(Found::Message(post.id, post.channel)));
    }
    let line: Value =
        part.line.as_deref().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
    let line = line["content"].as_str().or(line["message"]["content"].as_str());
    let opened = line.and_then(|line| history.posts.iter().find(|post| post.is_line(line)));
    if let Some(post) = opened {
        return Ok(Ok(Found::Line(post.id)));
    }
    let is_in = |paper: &PaperId| {
        let post = history.posts.iter().find(|post| post.papers.contains(paper))?;
        Some((post.id, post.channel, paper.clone()))
    };
    let papers: Vec<_> = part.papers.iter().filter_map(is_in).collect();
    Ok(Ok(match papers.is_empty() {
        // The message may be further back than the part that was read.
        true if !history.is_complete => Found::Unreadable,
        true => Found::Nothing,
        false => Found::Papers(papers),
    }))
}

/// Whether the database knows all posts at a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reconciled {
    /// It does now.
    Yes,
    /// It does now, and the post of the slot is among them.
    Sent,
    /// Discord is not answering at the moment.
    Later,
    /// The history is hidden from the bot or too long. The posts in the part that was read are known
    /// now; `is_sent` tells whether the post of the slot is among them.
    Unreadable { is_sent: bool },
    /// The destination accepts no posts.
    Closed(FailureReason),
}

/// Reads the posts at a destination since an instant, looking for the post of the slot with the
/// nonce `nonce`, and records their papers in the ledger. If all of them could be read, the
/// destination is then no longer in doubt.
///
/// # Errors
/// Store errors, and a refused token.
pub(super) async fn reconcile(
    app: &App,
    (guild, destination): (Option<GuildId>, Destination),
    nonce: &str,
    since: Timestamp,
    now: Timestamp,
) -> anyhow::Result<Reconciled> {
    let history = match read(app, guild, destination, since).await? {
        // Nothing of a hidden one is known.
        Ok(history) => history.unwrap_or_default(),
        Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
        Err(DiscordError::Forbidden { .. }) => {
            return Ok(Reconciled::Closed(FailureReason::MissingPermission));
        }
        Err(DiscordError::NotFound { .. }) => {
            return Ok(Reconciled::Closed(FailureReason::UnknownChannel));
        }
        Err(DiscordError::Refused { .. }) => History::default(),
        Err(error) => {
            let channel = destination.channel().map(tracing::field::display);
            tracing::warn!(channel, %error, "could not read a destination before posting there; trying again");
            return Ok(Reconciled::Later);
        }
    };
    let begin = commands::custom_id::paper_menu(&format!("{nonce}-"));
    let is_sent = history.posts.iter().any(|post| post.has_mark(&begin));
    let papers: Vec<PaperId> = history.posts.into_iter().flat_map(|post| post.papers).collect();
    let (count, is_complete) = (papers.len(), history.is_complete);
    let enter = move |tx: &rusqlite::Transaction| {
        ledger::enter(tx, destination, &papers, ledger::Source::Found, now)?;
        if is_complete { destinations::clear_doubt(tx, destination) } else { Ok(()) }
    };
    app.store.write(enter).await?;
    let channel = destination.channel().map(tracing::field::display);
    tracing::info!(channel, %since, papers = count, is_complete, "looked for earlier posts at a destination");
    Ok(match (is_complete, is_sent) {
        (true, true) => Reconciled::Sent,
        (true, false) => Reconciled::Yes,
        (false, is_sent) => Reconciled::Unreadable { is_sent },
    })
}

/// Records papers as posted that may have been posted, because the destination could not be read.
///
/// # Errors
/// The store's.
pub(super) async fn assume_posted(
    app: &App,
    destination: Destination,
    papers: Vec<PaperId>,
    now: Timestamp,
) -> store::Result<()> {
    let count = papers.len();
    let enter = move |tx: &rusqlite::Transaction| {
        ledger::enter(tx, destination, &papers, ledger::Source::Assumed, now)?;
        destinations::clear_doubt(tx, destination)
    };
    app.store.write(enter).await?;
    let channel = destination.channel().map(tracing::field::display);
    tracing::warn!(
        channel,
        papers = count,
        "could not read a destination; assumed that the lists' papers were posted there"
    );
    Ok(())
}

/// The bot's posts at a destination; `None` if the history is hidden. If only a part of it can be
/// read, but nobody has written anything since, that is all of it.
async fn read(
    app: &App,
    guild: Option<GuildId>,
    destination: Destination,
    since: Timestamp,
) -> anyhow::Result<Result<Option<History>, DiscordError>> {
    let channel = match channel_of(app, destination).await? {
        Ok(channel) => channel,
        Err(error) => return Ok(Err(error)),
    };
    let read = async {
        let history = match (destination, guild) {
            (Destination::Forum(forum), Some(guild)) => {
                app.discord.own_posts_in_forum((guild, forum), since).await?
            }
            _ => app.discord.own_posts_with_threads(channel, since).await?,
        };
        // Discord hides the history without an error, so an empty channel is checked again.
        let is_hidden = match guild.filter(|_| history.is_blank) {
            Some(guild) => {
                !app.discord.access(guild, channel, Lane::Delivery).await?.reads_history()
            }
            None => false,
        };
        let is_whole = !is_hidden && history.is_complete;
        if !is_whole && app.discord.is_silent_since(channel, since).await? {
            return Ok(Some(History { is_complete: true, ..History::default() }));
        }
        Ok((!is_hidden).then_some(history))
    };
    Ok(read.await)
}
