//! Facts about a guild's subscriptions that can be read without loading them all.

use domain::{GuildId, Source, Subscription, SubscriptionId, Zone};
use rusqlite::Connection;

use super::value::{Columns, first_readable, stored};
use super::{Result, subscriptions};

/// The number of a guild's subscriptions.
///
/// # Errors
/// A database error.
pub fn count(connection: &Connection, guild: GuildId) -> Result<usize> {
    let mut select = connection
        .prepare_cached("select count(*) from subscription where guild_id = ?1 and removed = 0")?;
    let count: i64 = select.query_row([stored(guild.0)], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Whether any subscription draws on a list.
///
/// # Errors
/// SQLite's.
pub fn is_source_used(connection: &Connection, source: Source) -> Result<bool> {
    let mut select = connection
        .prepare_cached("select 1 from subscription where source = ?1 and removed = 0 limit 1")?;
    Ok(select.exists([source.as_str()])?)
}

/// Another subscription of the guild that would post the same papers to the same destination at the
/// same time. Since no paper is posted twice, one of the two would always be empty.
///
/// # Errors
/// A database error.
pub fn twin(connection: &Connection, one: &Subscription) -> Result<Option<SubscriptionId>> {
    let same = |other: &Subscription| {
        let (one, other) = (&one.settings, &other.settings);
        (&one.topics, &one.schedule, one.strictness, one.selection)
            == (&other.topics, &other.schedule, other.strictness, other.selection)
            && (one.min_upvotes, one.max_papers) == (other.min_upvotes, other.max_papers)
    };
    let all = subscriptions::of_destination(connection, one.settings.destination)?;
    Ok(all.iter().find(|other| other.id != one.id && same(other)).map(|other| other.id))
}

/// The zone of the newest subscription, as a default for the next one.
///
/// # Errors
/// A database error.
pub fn last_zone(connection: &Connection, guild: GuildId) -> Result<Option<Zone>> {
    let mut select = connection.prepare_cached(
        "select zone from subscription where guild_id = ?1 and removed = 0 order by id desc",
    )?;
    first_readable(select.query_and_then([stored(guild.0)], |row| row.parsed("zone"))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;
    use crate::store::samples::subscribe;

    #[test]
    fn twins_post_the_same_to_the_same_destination() {
        let db = open::in_memory();
        let [one, two, elsewhere] = [2, 2, 3].map(|channel| subscribe(&db, 1, channel, None));
        assert_eq!(twin(&db, &two).unwrap(), Some(one.id));
        assert_eq!(twin(&db, &one).unwrap(), Some(two.id));
        assert_eq!(twin(&db, &elsewhere).unwrap(), None);
        let is_source_used = |source| is_source_used(&db, source).unwrap();
        assert_eq!(
            (is_source_used(Source::Daily), is_source_used(Source::Trending)),
            (true, false)
        );
        let set = "update subscription set source = 'trending' where id = ?1";
        db.execute(set, [stored(elsewhere.id.0)]).unwrap();
        assert!(is_source_used(Source::Trending));
        db.execute("update subscription set min_upvotes = 99 where id = ?1", [stored(one.id.0)])
            .unwrap();
        assert_eq!(twin(&db, &two).unwrap(), None);
    }

    #[test]
    fn the_last_zone_is_that_of_the_newest_active_subscription() {
        let db = open::in_memory();
        assert_eq!(
            (count(&db, GuildId(1)).unwrap(), last_zone(&db, GuildId(1)).unwrap()),
            (0, None)
        );
        let [one, two] = [2, 3].map(|channel| subscribe(&db, 1, channel, None));
        let set = "update subscription set zone = ?2 where id = ?1";
        db.execute(set, (stored(one.id.0), "Asia/Tokyo")).unwrap();
        db.execute(set, (stored(two.id.0), "Europe/Berlin")).unwrap();
        let zone =
            |guild| last_zone(&db, GuildId(guild)).unwrap().map(|zone| zone.name().to_owned());
        assert_eq!(zone(1).as_deref(), Some("Europe/Berlin"));
        assert_eq!(zone(9), None);
        subscriptions::remove(&db, GuildId(1), two.id).unwrap();
        assert_eq!(zone(1).as_deref(), Some("Asia/Tokyo"));
        assert_eq!(count(&db, GuildId(1)).unwrap(), 1);
    }
}
