//! Answering a person, from the local store and index.
//!
//! No command waits for the hub, with two exceptions, each of at most 1.2 s: a paper that is not
//! known here is looked up, and a search asks the hub's beside ours (`app::lookup`).

use std::time::Duration;

use commands::render::{self, PAGE_SIZE, Page};
use commands::{Message, Refusal, Reply, Request, SearchRequest, SubscriptionRequest};
use domain::{
    Destination, Forecast, GuildId, Hints, Paper, PaperId, Subscription, SubscriptionDraft,
    SubscriptionId, Topic, UserId, Zone, feed_date,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Transaction;
use search::{Exact, Query};

use super::change::change;
use super::delivery::compose::first_day;
use super::forecast::forecast;
use super::lookup::{answer_search, turn_page};
use super::papers::links::links_of;
use super::status::status;
use super::unsaved::{self, papers_of};
use super::{App, preview};
use crate::discord::{Access, DiscordError, Lane, Obstacle};
use crate::store::deliveries::{self, SlotRecord};
use crate::store::{destinations, links, lists, papers, subscriptions};

/// The longest that a look-up at the hub may hold an answer back; Discord waits 3 s.
const LOOK_UP: Duration = Duration::from_millis(1_200);
/// One server's subscriptions; more are a mistake or an attack.
const MAX_SUBSCRIPTIONS: usize = 100;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The person's mistake, shown word for word.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It was done before, by another process or at the same event's first coming: whoever did it
    /// answers.
    #[error("it was done before")]
    Done,
    /// Ours, logged and answered by an apology.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// Who asks, and when.
#[derive(Clone, Debug)]
pub struct Context {
    /// The interaction, under which a change is done once.
    pub interaction: u64,
    /// The person.
    pub user: UserId,
    /// The server, unless it is a direct message.
    pub guild: Option<GuildId>,
    /// Whether the answer takes the place of the message that was pressed.
    pub turns_page: bool,
    /// When.
    pub now: Timestamp,
}

impl From<crate::store::StoreError> for Failure {
    fn from(error: crate::store::StoreError) -> Failure {
        Failure::Internal(error.into())
    }
}

type Result<T> = std::result::Result<T, Failure>;

/// What to say.
///
/// # Errors
/// [`Failure`]: a refusal to show, or a fault to log.
pub async fn answer(app: &App, request: Request, context: &Context) -> Result<Reply> {
    let now = context.now;
    let reply = |message: Message| match context.turns_page {
        true => Reply::Update(message),
        false => Reply::public(message),
    };
    match request {
        Request::Search(search) => Ok(reply(answer_search(app, &search, now).await?)),
        Request::SearchPage(key, page) => Ok(reply(turn_page(app, key, page, now).await?)),
        Request::Day(date, page) => Ok(reply(answer_day(app, date, page, now).await?)),
        Request::Paper(text) => Ok(Reply::public(answer_paper(app, &text, now).await?)),
        Request::Card(id) => {
            let paper = by_id(app, &id, now).await?;
            Ok(Reply::private(card(app, &paper).await?))
        }
        Request::Similar(text) => {
            let paper = named(app, &text, now).await?;
            Ok(Reply::public(answer_similar(app, &paper).await?))
        }
        Request::SimilarTo(id) => {
            let paper = by_id(app, &id, now).await?;
            Ok(Reply::private(answer_similar(app, &paper).await?))
        }
        Request::Help => Ok(Reply::private(render::help())),
        Request::Subscribe(request) => subscribe(app, context, request).await,
        Request::CorrectTopic(guild, id, place, meant) => {
            correct_topic(app, context, guild, (id, place), meant).await
        }
        Request::Subscriptions(guild) => list(app, guild, now).await,
        Request::Unsubscribe(guild, id) => {
            let remove = move |tx: &Transaction| {
                let removed = subscriptions::remove(tx, guild, id)?;
                Ok(removed.ok_or_else(|| no_subscription(id)))
            };
            Ok(Reply::private(render::removed(&change(app, context, remove).await?)))
        }
        Request::Status(guild) => {
            let status = status(app, guild, now).await?;
            Ok(Reply::private(render::status(&status, now)))
        }
        Request::Preview(guild, id, date) => answer_preview(app, guild, id, date, now).await,
        Request::SuggestZone(typed, locale) => {
            let guild = match context.guild {
                Some(guild) => last_zone(app, guild).await?,
                None => None,
            };
            let zones = Zone::suggest(&typed, &Hints { now, locale, guild }, 25);
            Ok(Reply::Choices(zones.iter().map(|zone| render::zone_choice(zone, now)).collect()))
        }
        Request::SuggestPaper(typed) => {
            let found = app.index.with_index(|index| index.complete(&typed, 25));
            Ok(Reply::Choices(render::paper_choices(found)))
        }
        Request::SuggestSubscription(guild, typed) => {
            let all = app.store.read(move |conn| subscriptions::of_guild(conn, guild)).await?;
            let choice = |one: &Subscription| {
                let label = format!("#{} · {}", one.id, one.order.topics);
                (render::choice(&label), format!("#{}", one.id))
            };
            let fits =
                |(label, _): &(String, String)| label.contains(typed.trim_start_matches('#'));
            Ok(Reply::Choices(all.iter().map(choice).filter(fits).take(25).collect()))
        }
    }
}

async fn answer_day(app: &App, date: Option<Date>, page: u32, now: Timestamp) -> Result<Message> {
    let today = feed_date(now);
    let (date, papers, read_at) = app
        .store
        .read(move |conn| {
            let date = match date {
                Some(date) => date,
                None => lists::newest(conn, today)?.unwrap_or(today),
            };
            let papers = papers::on_lists(conn, date, date)?;
            Ok((date, papers, lists::state(conn, date)?.map(|state| state.fetched_at)))
        })
        .await?;
    let total = papers.len();
    let shown = papers.into_iter().skip(page as usize * PAGE_SIZE).take(PAGE_SIZE);
    let note = read_at.map(|at| format!("read <t:{}:R>", at.as_second()));
    let papers = shown.map(|(paper, _)| (paper, None)).collect();
    Ok(render::day(date, &Page { papers, total, number: page, note }))
}

async fn answer_paper(app: &App, text: &str, now: Timestamp) -> Result<Message> {
    let search = SearchRequest { query: text.to_owned(), ..SearchRequest::default() };
    match PaperId::find_all(text).as_slice() {
        [] => {}
        [id] => return card(app, &by_id(app, id, now).await?).await,
        _ => return answer_search(app, &search, now).await,
    }
    let best = app.index.with_index(|index| index.search(&Query { limit: 1, ..Query::new(text) }));
    match best.hits.first().filter(|hit| hit.exact == Some(Exact::Title)) {
        Some(hit) => match find(app, &hit.id, now).await? {
            Some(paper) => card(app, &paper).await,
            None => answer_search(app, &search, now).await,
        },
        None => answer_search(app, &search, now).await,
    }
}

async fn card(app: &App, paper: &Paper) -> Result<Message> {
    let id = paper.id.clone();
    let links = match app.unsaved.get(&id) {
        Some((_, Some(links))) => links,
        _ => app.store.read(move |conn| links::get(conn, &id)).await?,
    };
    Ok(render::card(paper, &links))
}

/// The paper that is meant by an id, a link, its title or words of it.
async fn named(app: &App, text: &str, now: Timestamp) -> Result<Paper> {
    let id = match PaperId::find(text) {
        Some(id) => Some(id),
        None => {
            let query = Query { limit: 1, ..Query::new(text) };
            let best = app.index.search(&query, &app.index.embed_query(text).await);
            let close = best.hits.into_iter().next().filter(|_| !best.nothing_close);
            close.map(|hit| hit.id)
        }
    };
    let Some(id) = id else {
        return Err(Refusal(format!(
            "I know no paper called `{}`. Give its arXiv id or a link, or choose one of the \
             suggestions.",
            render::choice(text)
        ))
        .into());
    };
    by_id(app, &id, now).await
}

async fn answer_similar(app: &App, paper: &Paper) -> Result<Message> {
    let hits = app.index.with_index(|index| index.similar(paper, PAGE_SIZE));
    let ids: Vec<PaperId> = hits.into_iter().map(|hit| hit.id).collect();
    Ok(render::similar(paper, papers_of(app, ids).await?))
}

/// The paper with an id, or a refusal that says where else to look.
async fn by_id(app: &App, id: &PaperId, now: Timestamp) -> Result<Paper> {
    find(app, id, now).await?.ok_or_else(|| unknown(id).into())
}

/// The paper from the store, or from the hub within `LOOK_UP`.
pub(super) async fn find(app: &App, id: &PaperId, now: Timestamp) -> Result<Option<Paper>> {
    if let Some(paper) = papers_of(app, vec![id.clone()]).await?.pop() {
        return Ok(Some(paper));
    }
    let card = match tokio::time::timeout(LOOK_UP, app.hub.paper(id)).await {
        Ok(Ok(Some(card))) => card,
        Ok(Ok(None)) => return Ok(None),
        Ok(Err(error)) => {
            tracing::warn!(paper = %id, %error, "a look-up failed");
            return Ok(None);
        }
        Err(_) => return Ok(None),
    };
    // It is stored behind the answer: neither a slow disk nor a full one holds it.
    let (found, paper) = (links_of(&card), card.paper);
    unsaved::learn(app, vec![(paper.clone(), Some(found))], now).await?;
    Ok(Some(paper))
}

fn unknown(id: &PaperId) -> Refusal {
    Refusal(format!(
        "I couldn't find `{id}` on Hugging Face. On arXiv it would \
         be at https://arxiv.org/abs/{id}"
    ))
}

fn no_subscription(id: SubscriptionId) -> Refusal {
    Refusal(format!("This server has no subscription #{id}. See `/subscription list`."))
}

async fn subscribe(app: &App, context: &Context, request: SubscriptionRequest) -> Result<Reply> {
    let destination = check_access(app, &request).await?;
    let (guild, user, now) = (request.guild, context.user, context.now);
    let since = first_day(app, now).await?;
    let add = move |tx: &Transaction| {
        // Counted in the transaction that adds it: two at once must not both be the last.
        let existing = subscriptions::of_guild(tx, guild)?;
        if existing.len() >= MAX_SUBSCRIPTIONS {
            return Ok(Err(Refusal(format!(
                "This server has {MAX_SUBSCRIPTIONS} subscriptions already. Remove one first."
            ))));
        }
        // The zone last used here is most likely meant again.
        let last_zone = existing.last().map(|one| one.order.schedule.zone.clone());
        let zone = request.zone.clone().or(last_zone).unwrap_or_else(Zone::utc);
        let draft = SubscriptionDraft { destination, ..request.into_draft(user, zone) };
        let next = draft.schedule.next_after(now);
        let subscription = subscriptions::add(tx, &draft, since, next, now)?;
        let was_closed = destinations::unblock(tx, draft.destination)?;
        Ok(Ok((subscription, was_closed)))
    };
    let (subscription, was_closed) = change(app, context, add).await?;
    if was_closed {
        tracing::info!(subscription = %subscription.id, "the channel takes posts again");
    }
    app.schedule_changed.notify_one();
    tracing::info!(subscription = %subscription.id, guild = %guild, "subscription added");
    Ok(Reply::private(render::subscribed(
        &subscription,
        lately(app, &subscription, now).await.as_ref(),
        now,
    )))
}

/// What a subscription would have brought. It is stored: what fails here must not look as if it
/// were not.
async fn lately(app: &App, subscription: &Subscription, now: Timestamp) -> Option<Forecast> {
    let forecast = forecast(app, &subscription.order, now).await;
    forecast.unwrap_or_else(|error| {
        tracing::warn!(%error, subscription = %subscription.id, "no forecast for a subscription");
        None
    })
}

/// Takes the topic that was meant for a misspelt one.
async fn correct_topic(
    app: &App,
    context: &Context,
    guild: GuildId,
    (id, place): (SubscriptionId, usize),
    meant: Topic,
) -> Result<Reply> {
    let write = move |tx: &Transaction| {
        let corrected = subscriptions::correct_topic(tx, guild, id, place, &meant)?;
        Ok(corrected.ok_or_else(|| no_subscription(id)))
    };
    let corrected = change(app, context, write).await?;
    tracing::info!(subscription = %id, guild = %guild, "topic corrected");
    let forecast = lately(app, &corrected, context.now).await;
    Ok(Reply::Update(render::corrected(&corrected, forecast.as_ref(), context.now)))
}

/// The zone last used in a guild, which is most likely meant again.
async fn last_zone(app: &App, guild: GuildId) -> Result<Option<Zone>> {
    let all = app.store.read(move |conn| subscriptions::of_guild(conn, guild)).await?;
    Ok(all.last().map(|one| one.order.schedule.zone.clone()))
}

/// The channel as a destination. Refuses one in which a post would fail, and names what is missing.
async fn check_access(app: &App, request: &SubscriptionRequest) -> Result<Destination> {
    let channel = request.channel;
    let access = match app.discord.access(request.guild, channel, Lane::Person).await {
        Ok(access) => access,
        Err(DiscordError::Forbidden { .. }) => Access::default(),
        Err(DiscordError::NotFound { .. }) => {
            return Err(Refusal(format!(
                "I can't find <#{channel}> in this server. Choose one of its channels. Nothing \
                 was saved."
            ))
            .into());
        }
        Err(DiscordError::RateLimited { .. }) => {
            return Err(Refusal(
                "Discord is limiting me right now, so I can't check that channel. Nothing was \
                 saved. Please try again in a minute."
                    .to_owned(),
            )
            .into());
        }
        Err(error) => return Err(Failure::Internal(error.into())),
    };
    let Some(obstacle) = access.obstacle() else { return Ok(access.destination(channel)) };
    let why = match obstacle {
        Obstacle::Missing(missing) => format!(
            "I can't post in <#{channel}> yet: I'm missing {}. Allow it in the channel's settings \
             under Permissions, then run the command again.",
            missing.join(", ")
        ),
        Obstacle::Locked => format!(
            "<#{channel}> is a locked thread: only moderators write there. Unlock it, or choose \
             another channel."
        ),
        Obstacle::NoMessages => format!(
            "<#{channel}> takes no messages: in a forum each post needs a title, and often a \
             tag. Choose a text channel, or a thread or post inside the forum."
        ),
    };
    Err(Refusal(format!("{why} Nothing was saved.")).into())
}

async fn list(app: &App, guild: GuildId, now: Timestamp) -> Result<Reply> {
    let (all, recent) = app
        .store
        .read(move |conn| {
            Ok((subscriptions::of_guild(conn, guild)?, deliveries::recent(conn, guild, 200)?))
        })
        .await?;
    let last = |id: SubscriptionId| recent.iter().find(|slot| slot.subscription == id).map(ended);
    let all: Vec<_> = all.into_iter().map(|one| (one.clone(), last(one.id))).collect();
    Ok(Reply::private(render::subscriptions(&all, now)))
}

fn ended(slot: &SlotRecord) -> String {
    let why = slot.reason.map(|reason| format!(": {}", render::explain(reason)));
    let due = slot.due_at.as_second();
    format!("<t:{due}:f> {}{}", slot.state.as_str(), why.unwrap_or_default())
}

async fn answer_preview(
    app: &App,
    guild: GuildId,
    id: Option<SubscriptionId>,
    date: Option<Date>,
    now: Timestamp,
) -> Result<Reply> {
    let subscription = app
        .store
        .read(move |conn| match id {
            Some(id) => subscriptions::get(conn, guild, id),
            None => Ok(subscriptions::of_guild(conn, guild)?.pop()),
        })
        .await?;
    let subscription = match (subscription, id) {
        (Some(subscription), _) => subscription,
        (None, Some(id)) => return Err(no_subscription(id).into()),
        (None, None) => {
            return Err(Refusal(
                "This server has no subscription yet. Add one with `/subscription add`.".to_owned(),
            )
            .into());
        }
    };
    let _turn = app.prepared.turn().await;
    let digest = match date {
        Some(date) => preview::of_day(app, &subscription, date).await?,
        None => preview::next_post(app, &subscription, now).await?,
    };
    Ok(Reply::Messages { messages: render::preview(&subscription, &digest), ephemeral: true })
}
