//! Schema migrations. A released migration is never edited; a change is a new file.

use rusqlite::{Connection, TransactionBehavior};

/// All migrations in order; a database at version *n* has had the first *n*.
pub(super) const ALL: &[&str] = &[
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_survival.sql"),
    include_str!("../../migrations/0003_meaning.sql"),
    include_str!("../../migrations/0004_never_twice.sql"),
    include_str!("../../migrations/0005_searches.sql"),
    include_str!("../../migrations/0006_destinations.sql"),
    include_str!("../../migrations/0007_retention.sql"),
    include_str!("../../migrations/0008_language.sql"),
    include_str!("../../migrations/0009_pauses.sql"),
    include_str!("../../migrations/0010_guild_settings.sql"),
    include_str!("../../migrations/0011_audit.sql"),
    include_str!("../../migrations/0012_selection.sql"),
    include_str!("../../migrations/0013_config_import.sql"),
    include_str!("../../migrations/0014_drafts.sql"),
    include_str!("../../migrations/0015_welcomes.sql"),
    include_str!("../../migrations/0016_command_ids.sql"),
    include_str!("../../migrations/0017_sources.sql"),
    include_str!("../../migrations/0018_parts.sql"),
    include_str!("../../migrations/0019_own_language.sql"),
    include_str!("../../migrations/0020_notice_begun.sql"),
    include_str!("../../migrations/0021_commands_per_minute.sql"),
    include_str!("../../migrations/0022_channel_names.sql"),
    include_str!("../../migrations/0023_unused_since.sql"),
];

/// The number of migrations the database has had.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    // A negative version isn't paperboy's; treated as newer, it is refused.
    Ok(version.try_into().unwrap_or(usize::MAX))
}

/// The names of all tables, sorted, without SQLite's own and those that Litestream adds, such as
/// `_litestream_seq`.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut select = connection.prepare(
        "select name from sqlite_schema
         where type = 'table' and name not like 'sqlite\\_%' escape '\\'
         and name not like '\\_%' escape '\\' order by name",
    )?;
    select.query_map([], |row| row.get(0))?.collect()
}

/// Migrates the database to version `target`, or leaves it unchanged. Foreign keys must be off.
pub(super) fn migrate(connection: &mut Connection, target: usize) -> rusqlite::Result<()> {
    // Read inside the transaction, because two processes may start at the same time.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let steps = ALL.iter().take(target).skip(version(&transaction)?);
    for step in steps {
        transaction.execute_batch(step)?;
        let violations = "select count(*) from pragma_foreign_key_check";
        if transaction.query_one(violations, [], |row| row.get::<_, i64>(0))? > 0 {
            // The transaction is rolled back; use SQLite's own code for a broken reference.
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
            return Err(rusqlite::Error::SqliteFailure(code, None));
        }
        let reached = version(&transaction)? + 1;
        transaction.pragma_update(None, "user_version", reached as i64)?;
    }
    transaction.commit()
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use domain::GuildId;

    use super::*;
    use crate::store::{deliveries, papers, subscriptions};

    /// Rows as each version wrote them, added after its migration.
    const SAMPLES: &[&str] = &[
        include_str!("../../migrations/samples/0001.sql"),
        include_str!("../../migrations/samples/0002.sql"),
        include_str!("../../migrations/samples/0003.sql"),
        include_str!("../../migrations/samples/0004.sql"),
        include_str!("../../migrations/samples/0005.sql"),
        include_str!("../../migrations/samples/0006.sql"),
        include_str!("../../migrations/samples/0007.sql"),
        include_str!("../../migrations/samples/0008.sql"),
        include_str!("../../migrations/samples/0009.sql"),
        include_str!("../../migrations/samples/0010.sql"),
        include_str!("../../migrations/samples/0011.sql"),
        include_str!("../../migrations/samples/0012.sql"),
        include_str!("../../migrations/samples/0013.sql"),
        include_str!("../../migrations/samples/0014.sql"),
        include_str!("../../migrations/samples/0015.sql"),
        include_str!("../../migrations/samples/0016.sql"),
        include_str!("../../migrations/samples/0017.sql"),
        include_str!("../../migrations/samples/0018.sql"),
        include_str!("../../migrations/samples/0019.sql"),
        include_str!("../../migrations/samples/0020.sql"),
        include_str!("../../migrations/samples/0021.sql"),
        include_str!("../../migrations/samples/0022.sql"),
        include_str!("../../migrations/samples/0023.sql"),
    ];

    /// The fingerprint of each migration.
    const FINGERPRINTS: &[u64] = &[
        7028372090714734636,
        18165145719797528958,
        10044641098550464972,
        17511125567807818675,
        921058628920772575,
        4342569480184721095,
        5493629272835404058,
        5989521057374978993,
        12115794883537270739,
        15471984210592741875,
        6611082144544246168,
        15357260853586429867,
        3387529330323293335,
        8244449528814332858,
        3954034705181936932,
        10578596794875087265,
        14604356883606141589,
        190420930774755862,
        11036834414293042188,
        16333738043050543355,
        5856628663075920504,
        4648875426805031113,
        4165489972508614743,
    ];

    /// A database at `version`, with the rows written by it and earlier versions.
    pub(in crate::store) fn database(version: usize) -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        for (step, sample) in SAMPLES.iter().enumerate().take(version) {
            migrate(&mut connection, step + 1).unwrap();
            connection.execute_batch(sample).unwrap();
        }
        connection
    }

    fn rows(connection: &Connection) -> BTreeMap<String, i64> {
        let count = |table: &str| {
            let count = format!("select count(*) from {table}");
            connection.query_one(&count, [], |row| row.get(0)).unwrap()
        };
        let tables = tables(connection).unwrap().into_iter();
        tables.map(|table| (table.clone(), count(&table))).collect()
    }

    /// The name of a table in the latest version.
    fn renamed(table: &str) -> &str {
        match table {
            "server" => "guild",
            "channel" => "destination",
            "handled" => "processed_interaction",
            table => table,
        }
    }

    fn texts(connection: &Connection, sql: &str) -> Vec<String> {
        let mut select = connection.prepare(sql).unwrap();
        let rows = select.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn every_subscription_slot_and_paper_keeps_its_channel() {
        // Before with the channel in the row, after with a reference to its destination.
        let of = |place: &str, join: &str| {
            [
                format!(
                    "select concat_ws('|', 'subscription', subscription.id, subscription.guild_id,
                         {place}, created_by, cron, zone, min_upvotes, max_papers, since,
                         coalesce(next_due, ''), created_at, removed)
                     from subscription {join} where subscription.id < 3 order by 1"
                ),
                format!(
                    "select concat_ws('|', 'slot', slot.id, subscription_id, {place}, due_at,
                         state, late, created_at, coalesce(finished_at, ''))
                     from slot {join} where slot.id < 4 order by 1"
                ),
                format!(
                    "select concat_ws('|', 'ledger', {place}, paper_id, coalesce(part_id, ''),
                         coalesce(position, ''), at)
                     from ledger {join} where {place} < 9000 and state <> 'passed' order by 1"
                ),
            ]
        };
        let old = of("channel_id", "");
        let new =
            of("destination.channel_id", "join destination on destination.id = destination_id");
        for start in 1..ALL.len() {
            let mut connection = database(start);
            let had_destinations = start >= 6;
            let read = if had_destinations { &new } else { &old };
            let before: Vec<_> = read.iter().map(|sql| texts(&connection, sql)).collect();
            migrate(&mut connection, ALL.len()).unwrap();
            let after: Vec<_> = new.iter().map(|sql| texts(&connection, sql)).collect();
            assert_eq!(before, after, "from version {start}");
            assert!(before.iter().all(|rows| !rows.is_empty()), "from version {start}");
        }
    }

    #[test]
    fn numbers_of_deleted_subscriptions_are_not_reused_after_a_migration() {
        let mut connection = database(5);
        connection
            .execute_batch(
                "update sqlite_sequence set seq = 40 where name = 'subscription';
                 delete from topic; delete from part; delete from passed_over; delete from slot;
                 delete from ledger; delete from subscription;",
            )
            .unwrap();
        migrate(&mut connection, ALL.len()).unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        let added = crate::store::samples::subscribe(&connection, 1, 2, None);
        assert_eq!(added.id.0, 41);
    }

    #[test]
    fn every_version_migrates_to_the_latest_without_losing_rows() {
        assert_eq!(SAMPLES.len(), ALL.len(), "a new migration needs rows in migrations/samples");
        for start in 0..=ALL.len() {
            let mut connection = database(start);
            let before = rows(&connection);
            migrate(&mut connection, ALL.len()).unwrap();
            assert_eq!(version(&connection).unwrap(), ALL.len());
            let after = rows(&connection);
            for (table, count) in &before {
                let table = renamed(table);
                // Papers passed over have moved from the ledger to their subscriptions.
                let moved = if table == "ledger" && (1..4).contains(&start) { 1 } else { 0 };
                let found = after.get(table).map(|found| found + moved);
                assert_eq!(found, Some(*count), "{table}, from version {start}");
            }
            if (1..4).contains(&start) {
                assert_eq!(after.get("passed_over"), Some(&1), "from version {start}");
            }
            connection.pragma_update(None, "foreign_keys", true).unwrap();
            let mut read = 0;
            papers::all(&connection, |_| read += 1).unwrap();
            assert_eq!(Some(&read), after.get("paper"), "from version {start}");
            for guild in [GuildId(100), GuildId(200)] {
                subscriptions::of_guild(&connection, guild).unwrap();
                deliveries::recent(&connection, guild, 20).unwrap();
            }
            deliveries::unfinished(&connection).unwrap();
        }
    }

    #[test]
    fn reasons_that_were_sentences_become_codes() {
        for start in 2..=ALL.len() {
            let mut connection = database(start);
            migrate(&mut connection, ALL.len()).unwrap();
            let reasons =
                "select id, reason from slot where reason is not null and id < 60 order by id";
            let mut select = connection.prepare(reasons).unwrap();
            let row = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
            let found: Vec<(i64, String)> =
                select.query_map([], row).unwrap().map(Result::unwrap).collect();
            let expected = [
                (1, "refused"),
                (4, "missed"),
                (5, "overtaken"),
                (6, "own fault"),
                (7, "discord unavailable"),
                (8, "hub unavailable"),
            ];
            let expected = expected.map(|(id, reason)| (id, reason.to_owned()));
            assert_eq!(found, expected, "from version {start}");
            for (_, reason) in &found {
                assert!(reason.parse::<domain::FailureReason>().is_ok(), "{reason}");
            }
        }
    }

    #[test]
    fn languages_that_differ_from_the_guilds_were_chosen() {
        let mut connection = database(18);
        connection
            .execute_batch(
                "insert or replace into guild_settings (guild_id, language) values (100, 'de');
                 update subscription set language = 'de' where guild_id = 100;
                 update subscription set language = 'fr'
                 where id = (select max(id) from subscription where guild_id = 100);",
            )
            .unwrap();
        migrate(&mut connection, ALL.len()).unwrap();
        let count = "select count(*), sum(own_language), max(iif(own_language, language, ''))
             from subscription where guild_id = 100";
        let row = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let (all, own, language): (i64, i64, String) =
            connection.query_one(count, [], row).unwrap();
        assert!(all >= 1);
        assert_eq!((own, language.as_str()), (1, "fr"));
    }

    #[test]
    fn every_table_has_a_sample_row_with_valid_references() {
        let connection = database(ALL.len());
        for (table, count) in rows(&connection) {
            assert!(count > 0, "migrations/samples has no row for {table}");
        }
        let broken = "select count(*) from pragma_foreign_key_check";
        assert_eq!(connection.query_one(broken, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
    }

    #[test]
    fn released_migrations_are_never_edited() {
        // FNV-1a: the same number on every machine and with every compiler.
        let fingerprint = |step: &&str| {
            step.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            })
        };
        let found: Vec<u64> = ALL.iter().map(fingerprint).collect();
        assert_eq!(
            found, FINGERPRINTS,
            "a migration has changed: revert that and add a new one; \
             only an unreleased migration may change, along with its number here"
        );
    }

    #[test]
    fn failed_migrations_leave_the_previous_version() {
        let mut connection = database(1);
        let before = rows(&connection);
        connection.execute_batch("insert into topic values (99, 0, 'wanted', 'x')").unwrap();
        connection.pragma_update(None, "user_version", 0).unwrap();
        // The first migration again fails, because its first table exists.
        assert!(migrate(&mut connection, 1).is_err());
        assert_eq!(version(&connection).unwrap(), 0);
        assert_eq!(rows(&connection).get("paper"), before.get("paper"));
    }
}
