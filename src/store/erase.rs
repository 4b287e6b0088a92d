//! Deletes everything about a guild or a user at once, for `paperboy purge`.

use std::collections::BTreeMap;
use std::path::Path;

use domain::{GuildId, UserId};
use rusqlite::{Connection, TransactionBehavior};

use super::open::{self, OpenError};
use super::value::stored;
use super::{Result, StoreError, migrations};

/// Whose data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataSubject {
    /// A server's.
    Guild(GuildId),
    /// A person's, in all servers.
    User(UserId),
}

/// Columns in which a user's id is replaced by [`UserId::ERASED`], because the row belongs to a
/// guild; rows of other tables with a user's id are deleted.
const REPLACED: [(&str, &str); 2] = [("audit", "user_id"), ("subscription", "created_by")];

/// The effect, in rows by table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasedRows {
    /// Deleted rows.
    pub deleted: BTreeMap<String, u64>,
    /// Rows that remain without the user's id.
    pub replaced: BTreeMap<String, u64>,
    /// Whether the bot is still in the guild.
    pub is_member: bool,
    /// Whether old copies of the rows are gone from the write-ahead log, too.
    pub is_overwritten: bool,
}

impl ErasedRows {
    /// Whether there was nothing.
    pub fn is_empty(&self) -> bool {
        self.deleted.is_empty() && self.replaced.is_empty()
    }
}

/// Deletes everything about `whose` in the database at `path`, which a bot may be using, and
/// overwrites it in the file. If `keep`, only says what would be deleted.
///
/// # Errors
/// [`OpenError`], also for a database that stays busy.
pub fn erase(
    path: &Path,
    whose: DataSubject,
    keep: bool,
) -> std::result::Result<ErasedRows, OpenError> {
    let failed = |error| match error {
        StoreError::Sqlite(error) => OpenError::from_sqlite(path, error),
        error => OpenError::new(path, error),
    };
    let mut connection = open::open(path)?;
    // Deleted content is overwritten with zeros.
    let secure = connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()));
    secure.map_err(|error| failed(error.into()))?;
    let done = (|| {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let erased = erase_rows(&transaction, whose)?;
        match keep {
            true => transaction.rollback()?,
            false => transaction.commit()?,
        }
        Ok(erased)
    })();
    let mut erased = done.map_err(failed)?;
    if !keep {
        let truncated =
            connection.query_one("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>(0));
        erased.is_overwritten = truncated.is_ok_and(|busy| busy == 0);
    }
    Ok(erased)
}

fn erase_rows(connection: &Connection, whose: DataSubject) -> Result<ErasedRows> {
    let before = count_rows(connection)?;
    let mut erased = ErasedRows::default();
    let (column, id) = match whose {
        DataSubject::Guild(guild) => ("guild_id", stored(guild.0)),
        DataSubject::User(user) => ("user_id", stored(user.0)),
    };
    if let DataSubject::Guild(_) = whose {
        let member =
            "select exists (select 1 from guild where guild_id = ?1 and removed_at is null)";
        erased.is_member = connection.query_one(member, [id], |row| row.get(0))?;
    }
    // Whatever refers to these rows is deleted along with them.
    for table in tables_with(connection, column)? {
        if !REPLACED.contains(&(&table, column)) {
            connection.execute(&format!("delete from {table} where {column} = ?1"), [id])?;
        }
    }
    if let DataSubject::User(_) = whose {
        for (table, column) in REPLACED {
            let update = format!("update {table} set {column} = ?2 where {column} = ?1");
            let rows = connection.execute(&update, (id, stored(UserId::ERASED.0)))?;
            if rows > 0 {
                erased.replaced.insert(table.to_owned(), rows as u64);
            }
        }
    }
    for (table, rows) in count_rows(connection)? {
        let gone = before.get(&table).copied().unwrap_or_default().saturating_sub(rows);
        if gone > 0 {
            erased.deleted.insert(table, gone);
        }
    }
    Ok(erased)
}

/// The tables with a column of this name, so that a new one can't be forgotten.
fn tables_with(connection: &Connection, column: &str) -> Result<Vec<String>> {
    let mut select = connection.prepare(
        "select schema.name from sqlite_schema schema, pragma_table_info(schema.name) info
         where schema.type = 'table' and info.name = ?1 order by schema.name",
    )?;
    let tables = select.query_map([column], |row| row.get(0))?;
    Ok(tables.collect::<rusqlite::Result<_>>()?)
}

fn count_rows(connection: &Connection) -> Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    for table in migrations::tables(connection)? {
        let rows: i64 =
            connection.query_one(&format!("select count(*) from {table}"), [], |row| row.get(0))?;
        counts.insert(table, rows.unsigned_abs());
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: i64 = 1_504_483_399_086_112_001;
    const USER: i64 = 1_504_483_399_086_112_002;

    /// All columns that may hold a guild's or a user's id, or neither. A new column with such a name
    /// has to be added here, and to the sample rows.
    const OF_GUILDS: &[&str] = &[
        "audit.guild_id",
        "config_import.guild_id",
        "destination.guild_id",
        "draft.guild_id",
        "guild.guild_id",
        "guild_settings.guild_id",
        "subscription.guild_id",
        "welcome.guild_id",
    ];
    const OF_USERS: &[&str] = &[
        "audit.user_id",
        "config_import.user_id",
        "destination.user_id",
        "draft.user_id",
        "subscription.created_by",
    ];
    const OF_NEITHER: &[&str] = &[
        "audit.subscription_id",
        "command_id.application_id",
        "destination.channel_id",
        "draft.subscription_id",
        "ledger.destination_id",
        "ledger.paper_id",
        "ledger.part_id",
        "linked.paper_id",
        "listing.paper_id",
        "part.channel_id",
        "part.message_id",
        "part.opened_id",
        "part.slot_id",
        "passed_over.paper_id",
        "passed_over.slot_id",
        "passed_over.subscription_id",
        "processed_interaction.interaction_id",
        "slot.destination_id",
        "slot.subscription_id",
        "subscription.destination_id",
        "subscription.role_id",
        "topic.subscription_id",
        "trending.paper_id",
        "vector.model_id",
        "vector.paper_id",
        "vote.paper_id",
        "welcome.channel_id",
    ];

    fn columns(connection: &Connection) -> Vec<(String, String)> {
        let mut select = connection
            .prepare(
                "select schema.name, info.name
                 from sqlite_schema schema, pragma_table_info(schema.name) info
                 where schema.type = 'table' order by 1, 2",
            )
            .unwrap();
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    /// The sample rows, with one guild's and one user's id wherever there is one.
    fn samples() -> Connection {
        let db = migrations::tests::database(migrations::ALL.len());
        for (columns, from, to) in [(OF_GUILDS, 100, GUILD), (OF_USERS, 9, USER)] {
            for column in columns {
                let (table, column) = column.split_once('.').unwrap();
                let update = format!("update {table} set {column} = ?2 where {column} = ?1");
                let rows = db.execute(&update, (from, to)).unwrap();
                assert!(rows > 0, "migrations/samples has no {table}.{column} = {from}");
            }
        }
        db.pragma_update(None, "foreign_keys", true).unwrap();
        let broken = "select count(*) from pragma_foreign_key_check";
        assert_eq!(db.query_one(broken, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
        db
    }

    /// Where a text appears, in all columns of all tables.
    fn naming(connection: &Connection, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (table, column) in columns(connection) {
            let any = format!(
                "select exists (select 1 from {table} where instr(cast({column} as text), ?1) > 0)"
            );
            if connection.query_one(&any, [text], |row| row.get(0)).unwrap() {
                found.push(format!("{table}.{column}"));
            }
        }
        found
    }

    #[test]
    fn every_column_with_an_id_is_known() {
        let db = migrations::tests::database(migrations::ALL.len());
        let is_id =
            |name: &str| name.ends_with("_id") || name.ends_with("_by") || name.contains("user");
        let named = columns(&db)
            .into_iter()
            .filter(|(table, column)| is_id(column) && !table.starts_with("sqlite_"));
        let mut named: Vec<_> = named.map(|(table, column)| format!("{table}.{column}")).collect();
        named.sort();
        let mut known = [OF_GUILDS, OF_USERS, OF_NEITHER].concat();
        known.sort_unstable();
        assert_eq!(named, known);
    }

    #[test]
    fn nothing_names_a_deleted_guild_or_user() {
        let check = |whose: DataSubject, id: i64, replaced: &[(&str, u64)], kept: i64| {
            let db = samples();
            let papers = |db: &Connection| -> i64 {
                db.query_one("select count(*) from paper", [], |row| row.get(0)).unwrap()
            };
            let before = papers(&db);
            assert!(!naming(&db, &id.to_string()).is_empty());
            let erased = erase_rows(&db, whose).unwrap();
            assert_eq!(naming(&db, &id.to_string()), Vec::<String>::new(), "{whose:?}");
            let replaced: BTreeMap<_, _> =
                replaced.iter().map(|(table, rows)| ((*table).to_owned(), *rows)).collect();
            assert_eq!(erased.replaced, replaced, "{whose:?}");
            assert!(erased.deleted["destination"] > 0, "{whose:?}: {:?}", erased.deleted);
            assert!(erased.deleted["ledger"] > 0, "{whose:?}: {:?}", erased.deleted);
            assert_eq!(papers(&db), before, "papers stay");
            assert!(!naming(&db, &kept.to_string()).is_empty(), "{whose:?}: the other stays");
            let broken = "select count(*) from pragma_foreign_key_check";
            assert_eq!(db.query_one(broken, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
            assert!(erase_rows(&db, whose).unwrap().is_empty(), "{whose:?}: once is enough");
        };
        check(DataSubject::Guild(GuildId(GUILD.cast_unsigned())), GUILD, &[], USER);
        let replaced = [("audit", 1), ("subscription", 2)];
        check(DataSubject::User(UserId(USER.cast_unsigned())), USER, &replaced, GUILD);
    }

    #[test]
    fn deleted_rows_are_overwritten_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("paperboy.db");
        let (whose, name) = (DataSubject::Guild(GuildId(7)), "A name that is found in the file");
        let connection = open::open(&path).unwrap();
        connection.execute("insert into guild values (7, ?1, 0, null)", [name]).unwrap();
        let holds = || {
            ["paperboy.db", "paperboy.db-wal"].iter().any(|file| {
                let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
                bytes.windows(name.len()).any(|part| part == name.as_bytes())
            })
        };
        assert!(holds());
        let planned = erase(&path, whose, true).unwrap();
        assert_eq!(planned.deleted, BTreeMap::from([("guild".to_owned(), 1)]));
        assert!(holds(), "nothing is deleted before it is confirmed");
        let erased = erase(&path, whose, false).unwrap();
        assert_eq!(erased.deleted, planned.deleted);
        assert!(erased.is_member && erased.is_overwritten && !holds());
    }
}
