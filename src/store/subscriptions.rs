//! Subscriptions with their topics, and when each is due.
//!
//! A removed subscription keeps its row until its guild is purged: its deliveries stay readable
//! and one on its way can still be ended. Nothing here finds it any more.

use domain::{
    ChannelId, Destination, GuildId, Pause, Schedule, Subscription, SubscriptionDraft,
    SubscriptionId, Topic, Topics, UserId,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Params, Row, named_params};

use super::value::{Columns, bad, first_readable, millis, readable, stored};
use super::{Result, StoreError, destinations};

/// Stores a subscription under a new number, which no other ever had. Its guild may still be
/// unknown: a command can arrive before the event that says that the bot is in it.
///
/// # Errors
/// SQLite's.
pub fn add(
    connection: &Connection,
    order: &SubscriptionDraft,
    since: Date,
    next_due: Option<Timestamp>,
    now: Timestamp,
) -> Result<Subscription> {
    if let Some(guild) = order.guild {
        let mut insert = connection.prepare_cached(
            "insert into guild (guild_id, name, seen_at) values (?1, '', ?2)
             on conflict do nothing",
        )?;
        insert.execute((stored(guild.0), millis(now)))?;
    }
    let destination = destinations::upsert(connection, order.guild, order.destination)?;
    let mut insert = connection.prepare_cached(
        "insert into subscription (
             guild_id, destination_id, created_by, cron, zone, min_upvotes, max_papers, since,
             next_due, created_at, strictness, language
         ) values (
             :guild_id, :destination_id, :created_by, :cron, :zone, :min_upvotes, :max_papers,
             :since, :next_due, :now, :strictness, :language
         )",
    )?;
    insert.execute(named_params! {
        ":guild_id": order.guild.map(|guild| stored(guild.0)),
        ":destination_id": destination.0,
        ":created_by": stored(order.created_by.0),
        ":cron": order.schedule.cron.as_str(),
        ":zone": order.schedule.zone.name(),
        ":min_upvotes": order.min_upvotes,
        ":max_papers": order.max_papers,
        ":strictness": order.strictness.as_str(),
        ":language": order.language.as_str(),
        ":since": since.to_string(),
        ":next_due": next_due.map(millis),
        ":now": millis(now),
    })?;
    let id = connection.last_insert_rowid();
    let id = SubscriptionId(id.cast_unsigned());
    put_topics(connection, id, &order.topics)?;
    // As it will be read back: to the millisecond.
    let next_due = next_due.and_then(|at| Timestamp::from_millisecond(millis(at)).ok());
    Ok(Subscription { id, order: order.clone(), since, next_due, pause: None })
}

/// Stores the topics of a subscription that has none.
pub(super) fn put_topics(
    connection: &Connection,
    id: SubscriptionId,
    topics: &Topics,
) -> Result<()> {
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

/// Removes a subscription of this guild and returns it; `None` if the guild has none with
/// this number. What its channel has had stays known.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
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

/// Puts another topic in a wanted one's place and returns the subscription as it is then; `None` if
/// the guild has none with this number. If the other is wanted already, the one goes.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn correct_topic(
    connection: &Connection,
    guild: GuildId,
    id: SubscriptionId,
    place: usize,
    meant: &Topic,
) -> Result<Option<Subscription>> {
    let Some(found) = get(connection, guild, id)? else { return Ok(None) };
    let wanted = &found.order.topics.include;
    let Some(wrong) = wanted.get(place).filter(|wrong| *wrong != meant) else {
        return Ok(Some(found));
    };
    let sql = match wanted.contains(meant) {
        true => {
            "delete from topic where subscription_id = ?1 and kind = 'wanted' and text = ?2 \
             and text <> ?3"
        }
        false => {
            "update topic set text = ?3 where subscription_id = ?1 and kind = 'wanted' \
             and text = ?2"
        }
    };
    connection.execute(sql, (stored(id.0), wrong.as_str(), meant.as_str()))?;
    get(connection, guild, id)
}

/// A subscription of this guild.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn get(
    connection: &Connection,
    guild: GuildId,
    id: SubscriptionId,
) -> Result<Option<Subscription>> {
    let condition = "subscription.guild_id = ?1 and subscription.id = ?2 and removed = 0";
    Ok(select(connection, condition, (stored(guild.0), stored(id.0)))?.pop())
}

/// A subscription, whose ever it is, even one that was removed.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn by_id(connection: &Connection, id: SubscriptionId) -> Result<Option<Subscription>> {
    Ok(select(connection, "subscription.id = ?1", [stored(id.0)])?.pop())
}

/// The subscriptions of a guild, oldest first.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn of_guild(connection: &Connection, guild: GuildId) -> Result<Vec<Subscription>> {
    let condition = "subscription.guild_id = ?1 and removed = 0 order by subscription.id";
    select(connection, condition, [stored(guild.0)])
}

/// The subscriptions that post to a destination, oldest first.
///
/// # Errors
/// SQLite's.
pub fn of_destination(
    connection: &Connection,
    destination: Destination,
) -> Result<Vec<Subscription>> {
    let Some(id) = destinations::find(connection, destination)? else { return Ok(Vec::new()) };
    let condition = "destination_id = ?1 and removed = 0 order by subscription.id";
    select(connection, condition, [id.0])
}

/// The channels of guilds that subscriptions post to, each once; subscriptions that this version
/// cannot read count, too.
///
/// # Errors
/// SQLite's.
pub fn places(connection: &Connection) -> Result<Vec<(GuildId, ChannelId)>> {
    let mut select = connection.prepare(
        "select distinct subscription.guild_id, channel_id
         from subscription join destination on destination.id = destination_id
         where removed = 0 and subscription.guild_id is not null",
    )?;
    let read = |row: &Row| Ok((GuildId(row.id("guild_id")?), ChannelId(row.id("channel_id")?)));
    readable(select.query_and_then([], read)?)
}

/// What is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The longest due first.
    pub subscriptions: Vec<Subscription>,
    /// Those of which a stored value cannot be read, such as a zone that is no more: they must
    /// not hold the others.
    pub unreadable: Vec<Unreadable>,
    /// The place of the last of all these, after which the rest is due; `None` if nothing is.
    pub last: Option<Place>,
}

/// The place of a subscription among all that are due.
pub type Place = (Timestamp, SubscriptionId);

/// A subscription that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number.
    pub id: SubscriptionId,
    /// When it is due.
    pub due: Timestamp,
    /// What cannot be read.
    pub problem: String,
}

/// At most `limit` subscriptions that come after a place and fell due by `now`. Those of guilds
/// that removed the bot wait.
///
/// # Errors
/// SQLite's.
pub fn due(connection: &Connection, after: Place, now: Timestamp, limit: u32) -> Result<Due> {
    let mut select = connection.prepare_cached(&format!(
        "{SELECT} where (next_due, subscription.id) > (?1, ?2) and next_due <= ?3
             and guild.removed_at is null
         order by next_due, subscription.id limit ?4"
    ))?;
    let mut due = Due::default();
    let after_id = i64::try_from(after.1.0).unwrap_or(i64::MAX);
    let mut rows = select.query((millis(after.0), after_id, millis(now), limit))?;
    while let Some(row) = rows.next()? {
        due.last = Some((row.instant("next_due")?, SubscriptionId(row.id("id")?)));
        match read(connection, row) {
            Ok(subscription) => due.subscriptions.push(subscription),
            Err(error @ StoreError::BadValue { .. }) => due.unreadable.push(Unreadable {
                id: SubscriptionId(row.id("id")?),
                due: row.instant("next_due")?,
                problem: error.to_string(),
            }),
            Err(error) => return Err(error),
        }
    }
    Ok(due)
}

/// When the next subscription after `after` is due; `None` if none ever will be.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn earliest_due(connection: &Connection, after: Timestamp) -> Result<Option<Timestamp>> {
    let mut select = connection.prepare_cached(
        "select next_due from subscription left join guild using (guild_id)
         where next_due > ?1 and guild.removed_at is null
         order by next_due limit 1",
    )?;
    first_readable(select.query_and_then([millis(after)], |row| row.instant("next_due"))?)
}

/// The first list that any subscription may post from; `None` without subscriptions.
///
/// # Errors
/// SQLite's.
pub fn earliest_since(connection: &Connection) -> Result<Option<Date>> {
    let mut select = connection
        .prepare_cached("select since from subscription where removed = 0 order by since")?;
    first_readable(select.query_and_then([], |row| row.parsed("since"))?)
}

/// Every topic of a subscription that is not removed, once.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn all_topics(connection: &Connection) -> Result<Vec<Topic>> {
    let mut select = connection.prepare_cached(
        "select distinct text from topic
         join subscription on subscription.id = topic.subscription_id where removed = 0",
    )?;
    readable(select.query_and_then([], |row| row.parsed("text"))?)
}

/// Says when a subscription is due next. A removed one stays removed.
///
/// # Errors
/// SQLite's.
pub fn set_next_due(
    connection: &Connection,
    id: SubscriptionId,
    next_due: Option<Timestamp>,
) -> Result<()> {
    let mut update = connection
        .prepare_cached("update subscription set next_due = ?2 where id = ?1 and removed = 0")?;
    update.execute((stored(id.0), next_due.map(millis)))?;
    Ok(())
}

/// Sets every next slot to the one that follows `now`, except those that are due: after the
/// clock was set, or the rules of a zone changed. Returns how many moved. One that cannot be
/// read stays as it is.
///
/// # Errors
/// SQLite's, or a stored value that cannot be read.
pub fn recompute_next_due(connection: &Connection, now: Timestamp) -> Result<usize> {
    let condition = "removed = 0 and guild.removed_at is null
         and (next_due is null or next_due > ?1)";
    set_next(connection, condition, [millis(now)], now)
}

/// Sets the next slots of one guild to those that follow `now`: what fell due while the bot was
/// not in it is not made up for. Returns how many moved. One that cannot be read stays as it is.
///
/// # Errors
/// SQLite's.
pub fn resume(connection: &Connection, guild: GuildId, now: Timestamp) -> Result<usize> {
    let condition = "subscription.guild_id = ?1 and removed = 0";
    set_next(connection, condition, [stored(guild.0)], now)
}

fn set_next(
    connection: &Connection,
    condition: &str,
    params: impl Params,
    now: Timestamp,
) -> Result<usize> {
    let mut moved = 0;
    let mut select = connection.prepare_cached(&format!("{SELECT} where {condition}"))?;
    let all = select.query_and_then(params, |row| read(connection, row))?;
    for subscription in all.collect::<Vec<_>>() {
        let subscription = match subscription {
            Ok(subscription) => subscription,
            Err(StoreError::BadValue { .. }) => continue,
            Err(error) => return Err(error),
        };
        let next = subscription.next_after(now);
        if next.map(millis) != subscription.next_due.map(millis) {
            set_next_due(connection, subscription.id, next)?;
            moved += 1;
        }
    }
    Ok(moved)
}

/// What is due of a guild that has taken the bot back, with the slot that follows `now`: it was
/// not there when they fell due. Those that cannot be read stay as they are.
///
/// # Errors
/// SQLite's.
pub fn overdue_of(
    connection: &Connection,
    guild: GuildId,
    now: Timestamp,
) -> Result<Vec<Subscription>> {
    let condition = "subscription.guild_id = ?1 and removed = 0 and next_due <= ?2
         order by subscription.id";
    select(connection, condition, (stored(guild.0), millis(now)))
}

/// Subscriptions with their destinations and guilds, found in that order. A person's own has no guild.
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
    let order = SubscriptionDraft {
        guild: row.maybe_id("guild_id")?.map(GuildId),
        destination: destinations::read(row)?,
        created_by: UserId(row.id("created_by")?),
        topics: topics(connection, id)?,
        schedule: Schedule { cron: row.parsed("cron")?, zone: row.parsed("zone")? },
        min_upvotes: row.count("min_upvotes")?,
        max_papers: row.count("max_papers")?,
        strictness: row.parsed("strictness")?,
        language: row.language()?,
    };
    let (since, next_due) = (row.parsed("since")?, row.maybe_instant("next_due")?);
    let until = row.maybe_instant("resume_at")?;
    let pause = row.maybe_instant("paused_at")?.map(|since| Pause { since, until });
    Ok(Subscription { id, order, since, next_due, pause })
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
            other => return Err(bad("kind", format!("`{other}` is no kind of topic"))),
        }
    }
    Ok(topics)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::{self, SINCE, at, order, subscribe};

    #[test]
    fn what_was_asked_for_is_read_back() {
        for (topics, when, zone) in [
            ("all", "09:00", "UTC"),
            ("agents, video generation, -games, -medical", "18:30 weekdays", "Europe/Berlin"),
            ("all, -GPT-4", "0 9 13 * 5", "America/New_York"),
        ] {
            let db = open::in_memory();
            let draft = SubscriptionDraft {
                topics: topics.parse().unwrap(),
                schedule: Schedule { cron: when.parse().unwrap(), zone: zone.parse().unwrap() },
                // A snowflake of the far future uses all 64 bits.
                created_by: UserId(u64::MAX),
                strictness: domain::Strictness::Loose,
                language: domain::Language::Japanese,
                ..order(1, 2)
            };
            let added = add(&db, &draft, SINCE, Some(at(0)), at(0)).unwrap();
            assert_eq!(added.order, draft);
            assert_eq!(get(&db, GuildId(1), added.id).unwrap(), Some(added), "{topics}");
        }
    }

    #[test]
    fn a_subscription_belongs_to_its_server_and_numbers_are_unique() {
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
    fn a_topic_is_put_in_the_place_of_another() {
        let check = |topics: &str, place: usize, meant: &str, expected: &str| {
            let db = open::in_memory();
            let draft = SubscriptionDraft { topics: topics.parse().expect(topics), ..order(1, 2) };
            let since = jiff::civil::Date::constant(2026, 5, 12);
            let id = add(&db, &draft, since, None, at(0)).unwrap().id;
            let meant = meant.parse().expect(meant);
            assert_eq!(correct_topic(&db, GuildId(5), id, place, &meant).unwrap(), None);
            let corrected = correct_topic(&db, GuildId(1), id, place, &meant).unwrap();
            assert_eq!(corrected, get(&db, GuildId(1), id).unwrap());
            let topics = corrected.expect("a subscription").order.topics;
            assert_eq!(topics, expected.parse().expect(expected), "{place} {meant}");
        };
        check("LLM, lerning, -tv", 1, "learning", "LLM, learning, -tv");
        // It is there already: pressed twice, or wanted besides.
        check("LLM, learning, -tv", 1, "learning", "LLM, learning, -tv");
        check("learning, lerning, LLM", 1, "learning", "learning, LLM");
        check("LLM, -tv", 1, "learning", "LLM, -tv");
        check("learning", 0, "learning", "learning");
    }

    #[test]
    fn slots_that_the_clock_has_left_are_set_anew() {
        let db = open::in_memory();
        // 09:00 on weekdays in UTC; minute 0 is Tuesday, 09:00.
        let [far, right, due, never] =
            [Some(30 * 1_440), Some(1_440), Some(5), None].map(|due| subscribe(&db, 1, 2, due));
        assert_eq!(recompute_next_due(&db, at(10)).unwrap(), 2);
        let next = |id| get(&db, GuildId(1), id).unwrap().unwrap().next_due;
        for (one, expected) in [(far, 1_440), (right, 1_440), (due, 5), (never, 1_440)] {
            assert_eq!(next(one.id), Some(at(expected)), "{}", one.id);
        }
        assert_eq!(recompute_next_due(&db, at(10)).unwrap(), 0);
    }

    #[test]
    fn a_guild_that_returns_moves_its_own_slots_and_no_others() {
        let db = open::in_memory();
        // 09:00 on weekdays in UTC; minute 0 is Tuesday, 09:00.
        let own = [Some(-1_440), Some(5), Some(1_440)].map(|due| subscribe(&db, 1, 2, due));
        let removed = subscribe(&db, 1, 2, Some(5));
        remove(&db, GuildId(1), removed.id).unwrap();
        let other = subscribe(&db, 7, 8, Some(5));
        assert_eq!(resume(&db, GuildId(1), at(10)).unwrap(), 2);
        for one in own {
            let next = get(&db, GuildId(1), one.id).unwrap().unwrap().next_due;
            assert_eq!(next, Some(at(1_440)), "{}", one.id);
        }
        assert_eq!(get(&db, GuildId(7), other.id).unwrap(), Some(other));
        assert_eq!(earliest_due(&db, at(6)).unwrap(), Some(at(1_440)), "a removed one stays so");
    }

    #[test]
    fn the_longest_due_comes_first() {
        let db = open::in_memory();
        let subscriptions =
            [Some(5), Some(3), None, Some(5), Some(8)].map(|due| subscribe(&db, 1, 2, due));
        let ids = |found: Vec<Subscription>| -> Vec<u64> {
            found.into_iter().map(|subscription| subscription.id.0).collect()
        };
        let check = |after: i64, now: i64, limit: u32, expected: &[u64]| {
            let found = due(&db, samples::after(after), at(now), limit).unwrap();
            assert_eq!(ids(found.subscriptions), expected, "{after} to {now}, {limit}");
        };
        check(0, 2, 10, &[]);
        check(0, 5, 10, &[2, 1, 4]);
        check(3, 5, 10, &[1, 4]);
        check(0, 5, 2, &[2, 1]);
        check(0, 9, 10, &[2, 1, 4, 5]);
        // However many fall due at one instant, what one reading leaves is in the next.
        let mut place = samples::after(0);
        let mut read = Vec::new();
        while let Some(last) = due(&db, place, at(9), 1).unwrap().last {
            read.push(last.1.0);
            place = last;
        }
        assert_eq!(read, [2, 1, 4, 5]);
        assert_eq!(earliest_due(&db, at(0)).unwrap(), Some(at(3)));
        assert_eq!(earliest_due(&db, at(3)).unwrap(), Some(at(5)));
        assert_eq!(earliest_due(&db, at(8)).unwrap(), None);

        set_next_due(&db, subscriptions[1].id, Some(at(9))).unwrap();
        set_next_due(&db, subscriptions[0].id, None).unwrap();
        remove(&db, GuildId(1), subscriptions[3].id).unwrap();
        set_next_due(&db, subscriptions[3].id, Some(at(1))).unwrap();
        set_next_due(&db, SubscriptionId(99), Some(at(1))).unwrap();
        check(0, 9, 10, &[5, 2]);
        assert_eq!(earliest_due(&db, at(0)).unwrap(), Some(at(8)));
    }

    #[test]
    fn one_that_cannot_be_read_holds_no_other() {
        let db = open::in_memory();
        let [bad, good] = [3, 4].map(|channel| subscribe(&db, 1, channel, Some(5)));
        let spoil = "update subscription set zone = 'Mars/Olympus' where id = ?1";
        db.execute(spoil, [stored(bad.id.0)]).unwrap();
        let found = due(&db, samples::after(0), at(9), 10).unwrap();
        assert_eq!(found.subscriptions, std::slice::from_ref(&good));
        let [unreadable] = &found.unreadable[..] else { panic!("{found:?}") };
        assert_eq!((unreadable.id, unreadable.due), (bad.id, at(5)));
        assert!(unreadable.problem.contains("`zone`"), "{}", unreadable.problem);
        set_next_due(&db, bad.id, None).unwrap();
        set_next_due(&db, good.id, None).unwrap();
        assert_eq!(recompute_next_due(&db, at(9)).unwrap(), 1);
    }
}
