//! Subscriptions with their topics and destinations.
//!
//! A removed subscription keeps its row until its guild is purged, so that its deliveries stay
//! readable and one in progress can be finished. No other query returns it.

mod due;

use domain::{
    ChannelId, Destination, Filters, GuildId, Pause, Posting, RoleId, Schedule, Selection,
    Subscription, SubscriptionId, SubscriptionSettings, Topic, TopicPlace, Topics, UserId,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Params, Row, named_params};

pub use due::{
    Due, Place, Unreadable, due, earliest_due, overdue_of, recompute_next_due, resume, set_next_due,
};

use super::value::{Columns, bad, first_readable, millis, readable, stored};
use super::{Result, StoreError, destinations, guilds};

/// Stores a subscription under a new, never reused number. Its guild may still be unknown, because
/// a command can arrive before the event that the bot has joined it.
///
/// # Errors
/// A database error.
pub fn add(
    connection: &Connection,
    settings: &SubscriptionSettings,
    since: Date,
    next_due: Option<Timestamp>,
    now: Timestamp,
) -> Result<Subscription> {
    if let Some(guild) = settings.guild {
        guilds::ensure(connection, guild, now)?;
    }
    let destination = destinations::upsert(connection, settings.guild, settings.destination)?;
    let mut insert = connection.prepare_cached(
        "insert into subscription (
             guild_id, destination_id, created_by, cron, zone, min_upvotes, max_papers, since,
             created_at
         ) values (
             :guild_id, :destination_id, :created_by, :cron, :zone, :min_upvotes, :max_papers,
             :since, :now
         )",
    )?;
    insert.execute(named_params! {
        ":guild_id": settings.guild.map(|guild| stored(guild.0)),
        ":destination_id": destination.0,
        ":created_by": stored(settings.created_by.0),
        ":cron": settings.schedule.cron.as_str(),
        ":zone": settings.schedule.zone.name(),
        ":min_upvotes": settings.min_upvotes,
        ":max_papers": settings.max_papers,
        ":since": since.to_string(),
        ":now": millis(now),
    })?;
    let id = SubscriptionId(connection.last_insert_rowid().cast_unsigned());
    // Rounded as when stored: to the millisecond.
    let next_due = next_due.and_then(|at| Timestamp::from_millisecond(millis(at)).ok());
    let added = Subscription { id, settings: settings.clone(), since, next_due, pause: None };
    // Everything else is what can be edited.
    edit(connection, &added)?;
    Ok(added)
}

/// Stores the editable fields of a subscription and its next slot.
///
/// # Errors
/// A database error; [`StoreError::Unknown`] if it doesn't exist or was removed.
pub fn edit(connection: &Connection, changed: &Subscription) -> Result<()> {
    let settings = &changed.settings;
    let destination = destinations::upsert(connection, settings.guild, settings.destination)?;
    let mut update = connection.prepare_cached(
        "update subscription set
             destination_id = :destination_id, cron = :cron, zone = :zone,
             min_upvotes = :min_upvotes, max_papers = :max_papers, strictness = :strictness,
             language = :language, own_language = :own_language, source = :source,
             paper_order = :paper_order,
             has_code = :has_code, has_model = :has_model, has_dataset = :has_dataset,
             form = :form, role_id = :role_id, silent = :silent, publish = :publish, since = :since, next_due = :next_due, paused_at = :paused_at,
             resume_at = :resume_at
         where id = :id and removed = 0",
    )?;
    let rows = update.execute(named_params! {
        ":id": stored(changed.id.0),
        ":destination_id": destination.0,
        ":cron": settings.schedule.cron.as_str(),
        ":zone": settings.schedule.zone.name(),
        ":min_upvotes": settings.min_upvotes,
        ":max_papers": settings.max_papers,
        ":strictness": settings.strictness.as_str(),
        ":language": settings.language.as_str(),
        ":own_language": settings.own_language,
        ":source": settings.selection.source.as_str(),
        ":paper_order": settings.selection.order.as_str(),
        ":has_code": settings.selection.filters.code,
        ":has_model": settings.selection.filters.model,
        ":has_dataset": settings.selection.filters.dataset,
        ":form": settings.posting.form.as_str(),
        ":role_id": settings.posting.role.map(|role| stored(role.0)),
        ":silent": settings.posting.silent,
        ":publish": settings.posting.publish,
        ":since": changed.since.to_string(),
        ":next_due": changed.next_due.map(millis),
        ":paused_at": changed.pause.map(|pause| millis(pause.since)),
        ":resume_at": changed.pause.and_then(|pause| pause.until).map(millis),
    })?;
    if rows == 0 {
        return Err(StoreError::Unknown { noun: "subscription", id: changed.id.0 });
    }
    connection.execute("delete from topic where subscription_id = ?1", [stored(changed.id.0)])?;
    put_topics(connection, changed.id, &settings.topics)
}

/// Stores the topics of a subscription that has none.
fn put_topics(connection: &Connection, id: SubscriptionId, topics: &Topics) -> Result<()> {
    let wanted = topics.include.iter().map(|topic| ("wanted", topic));
    let excluded = topics.exclude.iter().map(|topic| ("excluded", topic));
    let mut insert = connection.prepare_cached(
        "insert into topic (subscription_id, position, kind, text) values (?1, ?2, ?3, ?4)",
    )?;
    for (position, (kind, topic)) in (0_i64..).zip(wanted.chain(excluded)) {
        insert.execute((stored(id.0), position, kind, topic.as_str()))?;
    }
    Ok(())
}

/// Removes a subscription of this guild and returns it; `None` if the guild has none with this
/// number. Its channel's history is kept.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn remove(
    connection: &Connection,
    guild: GuildId,
    id: SubscriptionId,
) -> Result<Option<Subscription>> {
    let found = get(connection, guild, id)?;
    if found.is_some() {
        connection.execute(
            "update subscription set removed = 1, next_due = null where id = ?1",
            [stored(id.0)],
        )?;
    }
    Ok(found)
}

/// Replaces a topic or exclusion with another, see [`Topics::correct`](domain::Topics::correct), and
/// returns the subscription; `None` if the guild has none with this number.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn correct_topic(
    connection: &Connection,
    guild: GuildId,
    id: SubscriptionId,
    place: TopicPlace,
    meant: &Topic,
) -> Result<Option<Subscription>> {
    let Some(mut found) = get(connection, guild, id)? else { return Ok(None) };
    if found.settings.topics.correct(place, meant) {
        edit(connection, &found)?;
    }
    Ok(Some(found))
}

/// A subscription of this guild.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn get(
    connection: &Connection,
    guild: GuildId,
    id: SubscriptionId,
) -> Result<Option<Subscription>> {
    let condition = "subscription.guild_id = ?1 and subscription.id = ?2 and removed = 0";
    Ok(select(connection, condition, (stored(guild.0), stored(id.0)))?.pop())
}

/// Any subscription by number, even a removed one.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn by_id(connection: &Connection, id: SubscriptionId) -> Result<Option<Subscription>> {
    Ok(select(connection, "subscription.id = ?1", [stored(id.0)])?.pop())
}

/// The subscriptions of a guild, oldest first.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn of_guild(connection: &Connection, guild: GuildId) -> Result<Vec<Subscription>> {
    let condition = "subscription.guild_id = ?1 and removed = 0 order by subscription.id";
    select(connection, condition, [stored(guild.0)])
}

/// The subscriptions that post to a destination, oldest first.
///
/// # Errors
/// A database error.
pub fn of_destination(
    connection: &Connection,
    destination: Destination,
) -> Result<Vec<Subscription>> {
    let Some(id) = destinations::find(connection, destination)? else { return Ok(Vec::new()) };
    let condition = "destination_id = ?1 and removed = 0 order by subscription.id";
    select(connection, condition, [id.0])
}

/// The guild channels that subscriptions post to, without duplicates and including subscriptions
/// that this version can't read.
///
/// # Errors
/// A database error.
pub fn places(connection: &Connection) -> Result<Vec<(GuildId, ChannelId)>> {
    let mut select = connection.prepare(
        "select distinct subscription.guild_id, channel_id
         from subscription join destination on destination.id = destination_id
         where removed = 0 and subscription.guild_id is not null
         order by 1, 2",
    )?;
    let read = |row: &Row| Ok((GuildId(row.id("guild_id")?), ChannelId(row.id("channel_id")?)));
    readable(select.query_and_then([], read)?)
}

/// The date of the first list that any subscription may post from; `None` without subscriptions.
///
/// # Errors
/// A database error.
pub fn earliest_since(connection: &Connection) -> Result<Option<Date>> {
    let mut select = connection
        .prepare_cached("select since from subscription where removed = 0 order by since")?;
    first_readable(select.query_and_then([], |row| row.parsed("since"))?)
}

/// Every distinct topic of active subscriptions.
///
/// # Errors
/// A database error, or a stored value that can't be read.
pub fn all_topics(connection: &Connection) -> Result<Vec<Topic>> {
    let mut select = connection.prepare_cached(
        "select distinct text from topic
         join subscription on subscription.id = topic.subscription_id where removed = 0",
    )?;
    readable(select.query_and_then([], |row| row.parsed("text"))?)
}

/// Selects subscriptions with their destinations and guilds. A personal subscription has no guild.
const SELECT: &str = "select subscription.*, destination.kind as destination_kind,
     destination.channel_id as destination_channel_id, destination.user_id as destination_user_id
     from subscription cross join destination on destination.id = subscription.destination_id
     left join guild on guild.guild_id = subscription.guild_id";

fn select(
    connection: &Connection,
    condition: &str,
    params: impl Params,
) -> Result<Vec<Subscription>> {
    let mut select = connection.prepare_cached(&format!("{SELECT} where {condition}"))?;
    readable(select.query_and_then(params, |row| read(connection, row))?)
}

fn read(connection: &Connection, row: &Row) -> Result<Subscription> {
    let id = SubscriptionId(row.id("id")?);
    let settings = SubscriptionSettings {
        guild: row.maybe_id("guild_id")?.map(GuildId),
        destination: destinations::read(row)?,
        created_by: UserId(row.id("created_by")?),
        topics: topics(connection, id)?,
        schedule: Schedule { cron: row.parsed("cron")?, zone: row.parsed("zone")? },
        min_upvotes: row.count("min_upvotes")?,
        max_papers: row.count("max_papers")?,
        strictness: row.parsed("strictness")?,
        selection: selection(row)?,
        posting: posting(row)?,
        language: row.language()?,
        own_language: row.value("own_language")?,
    };
    let (since, next_due) = (row.parsed("since")?, row.maybe_instant("next_due")?);
    let until = row.maybe_instant("resume_at")?;
    let pause = row.maybe_instant("paused_at")?.map(|since| Pause { since, until });
    Ok(Subscription { id, settings, since, next_due, pause })
}

fn selection(row: &Row) -> Result<Selection> {
    let filters = Filters {
        code: row.value("has_code")?,
        model: row.value("has_model")?,
        dataset: row.value("has_dataset")?,
    };
    Ok(Selection { source: row.parsed("source")?, order: row.parsed("paper_order")?, filters })
}

fn posting(row: &Row) -> Result<Posting> {
    Ok(Posting {
        form: row.parsed("form")?,
        role: row.maybe_id("role_id")?.map(RoleId),
        silent: row.value("silent")?,
        publish: row.value("publish")?,
    })
}

fn topics(connection: &Connection, id: SubscriptionId) -> Result<Topics> {
    let mut select = connection.prepare_cached(
        "select kind, text from topic where subscription_id = ?1 order by position",
    )?;
    let mut topics = Topics::default();
    let read =
        |row: &Row| -> Result<(String, Topic)> { Ok((row.value("kind")?, row.parsed("text")?)) };
    for topic in select.query_and_then([stored(id.0)], read)? {
        let (kind, topic) = topic?;
        match kind.as_str() {
            "wanted" => topics.include.push(topic),
            "excluded" => topics.exclude.push(topic),
            _ => return Err(bad("kind", "not a kind of topic")),
        }
    }
    Ok(topics)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::{SINCE, at, settings, subscribe};

    #[test]
    fn subscriptions_are_read_back() {
        for (topics, when, zone) in [
            ("all", "09:00", "UTC"),
            ("agents, video generation, -games, -medical", "18:30 weekdays", "Europe/Berlin"),
            ("all, -GPT-4", "0 9 13 * 5", "America/New_York"),
        ] {
            let db = open::in_memory();
            let draft = SubscriptionSettings {
                topics: topics.parse().unwrap(),
                schedule: Schedule { cron: when.parse().unwrap(), zone: zone.parse().unwrap() },
                // A snowflake of the far future uses all 64 bits.
                created_by: UserId(u64::MAX),
                strictness: domain::Strictness::Loose,
                selection: crate::store::samples::selection(),
                posting: crate::store::samples::posting(),
                language: domain::Language::Japanese,
                own_language: false,
                ..settings(1, 2)
            };
            let added = add(&db, &draft, SINCE, Some(at(0)), at(0)).unwrap();
            assert_eq!(added.settings, draft);
            assert_eq!(get(&db, GuildId(1), added.id).unwrap(), Some(added), "{topics}");
        }
    }

    #[test]
    fn subscriptions_belong_to_their_server_and_numbers_are_unique() {
        let db = open::in_memory();
        let [one, two, three] =
            [(1, 2), (1, 3), (5, 6)].map(|(guild, channel)| subscribe(&db, guild, channel, None));
        assert_eq!([one.id.0, two.id.0, three.id.0], [1, 2, 3]);
        assert_eq!(get(&db, GuildId(5), one.id).unwrap(), None);
        assert_eq!(remove(&db, GuildId(5), one.id).unwrap(), None);
        assert_eq!(of_guild(&db, GuildId(1)).unwrap(), [one.clone(), two.clone()]);
        assert_eq!(remove(&db, GuildId(1), one.id).unwrap(), Some(one.clone()));
        assert_eq!(remove(&db, GuildId(1), one.id).unwrap(), None);
        assert_eq!(get(&db, GuildId(1), one.id).unwrap(), None);
        assert_eq!(of_guild(&db, GuildId(1)).unwrap(), [two]);
        assert_eq!(subscribe(&db, 1, 2, None).id.0, 4);
        let topics: Vec<String> =
            all_topics(&db).unwrap().iter().map(|topic| topic.as_str().to_owned()).collect();
        assert_eq!(topics, ["agents", "video generation", "games"], "each once");
    }

    #[test]
    fn topics_are_replaced_by_their_correction() {
        use TopicPlace::{Excluded, Wanted};
        let check = |topics: &str, place: TopicPlace, meant: &str, expected: &str| {
            let db = open::in_memory();
            let draft =
                SubscriptionSettings { topics: topics.parse().expect(topics), ..settings(1, 2) };
            let since = jiff::civil::Date::constant(2026, 5, 12);
            let id = add(&db, &draft, since, None, at(0)).unwrap().id;
            let meant = meant.parse().expect(meant);
            assert_eq!(correct_topic(&db, GuildId(5), id, place, &meant).unwrap(), None);
            let corrected = correct_topic(&db, GuildId(1), id, place, &meant).unwrap();
            assert_eq!(corrected, get(&db, GuildId(1), id).unwrap());
            let topics = corrected.expect("a subscription").settings.topics;
            assert_eq!(topics, expected.parse().expect(expected), "{place:?} {meant}");
        };
        check("LLM, lerning, -tv", Wanted(1), "learning", "LLM, learning, -tv");
        // It is already there: the button was pressed twice, or the topic is also wanted.
        check("LLM, learning, -tv", Wanted(1), "learning", "LLM, learning, -tv");
        check("learning, lerning, LLM", Wanted(1), "learning", "learning, LLM");
        check("LLM, -tv", Wanted(1), "learning", "LLM, -tv");
        check("learning", Wanted(0), "learning", "learning");
        check("LLM, -tv, -medicl", Excluded(1), "medical", "LLM, -tv, -medical");
    }
}
