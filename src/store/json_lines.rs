//! The format of an export: JSON Lines that hold every row of the database, for inspection and for
//! moving to another machine.
//!
//! - The first line names the format and the schema: `{"paperboy":"export","format":1,"schema":18}`.
//! - One line per row: `{"table":"guild","row":{"guild_id":"150448…","name":"lab",…}}`, with all its
//!   columns. Integers that a double can't hold are strings, as in Discord's API.
//! - One line per counter of numbers that must not be reused: `{"counter":"draft","last":7}`.
//! - The last line counts the rows, so that a truncated file is recognized: `{"rows":1234}`.
//!
//! An import creates the database at the schema of the export and then migrates it, so that exports
//! of older versions can be read.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};
use serde_json::Value as Json;

use super::migrations;
use super::open::OpenError;

/// The version of the format.
pub(super) const FORMAT: u64 = 1;

/// Tables that are not exported: the lease belongs to a process of this machine, and vectors are
/// computed from the papers with a model whose folder is on this machine.
pub(super) const LEFT_OUT: [&str; 3] = ["lease", "model", "vector"];

/// Integers up to this are JSON numbers; other programs read larger ones imprecisely.
const LARGEST_NUMBER: u64 = 1 << 53;

/// The number of rows by table.
pub type Rows = BTreeMap<String, u64>;

/// Why an export or an import failed; each is one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum LinesError {
    /// SQLite refused.
    #[error("the database refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The lines could not be read or written.
    #[error("cannot read or write the lines: {0}")]
    Lines(#[source] io::Error),
    /// The file system refused.
    #[error("cannot write {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The database can't be opened.
    #[error(transparent)]
    Unusable(#[from] OpenError),
    /// The first line is not that of an export.
    #[error("this is not an export by `paperboy export`: its first line has no format")]
    NotAnExport,
    /// The export is from a newer version.
    #[error(
        "the export was written by a newer paperboy (format {format}, schema {schema}; this one reads \
         format {FORMAT}, schema {known}); import it with that one"
    )]
    Newer {
        /// Its format.
        format: u64,
        /// Its schema.
        schema: u64,
        /// The newest schema supported.
        known: usize,
    },
    /// A line that can't be stored.
    #[error("line {line} of the export is invalid: {problem}")]
    BadLine {
        /// Its number, starting at 1.
        line: u64,
        /// What is wrong with it, without its content.
        problem: String,
    },
    /// The last line is missing.
    #[error("the export is incomplete: it ends after {rows} rows without a last line")]
    Incomplete {
        /// The rows that were read.
        rows: u64,
    },
    /// Rows refer to others that are not in the export.
    #[error("the export is inconsistent: rows of {table} refer to rows that are missing")]
    Inconsistent {
        /// A table with such rows.
        table: String,
    },
    /// There is already data.
    #[error("the database {path} already contains data ({table}); import into a new one")]
    NotEmpty {
        /// The database.
        path: PathBuf,
        /// A table with rows.
        table: String,
    },
}

/// A table that is exported, as far as the lines need it.
pub(super) struct Table {
    /// Its name.
    pub(super) name: String,
    /// Its columns, in the order of their declaration.
    pub(super) columns: Vec<String>,
    /// The columns that identify a row.
    pub(super) key: Vec<String>,
}

/// The exported tables of a database, by name.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut tables = Vec::new();
    let names = migrations::tables(connection)?.into_iter();
    for name in names.filter(|name| !LEFT_OUT.contains(&name.as_str())) {
        let mut select =
            connection.prepare("select name, pk from pragma_table_info(?1) order by cid")?;
        let columns: Vec<(String, i64)> = select
            .query_map([&name], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut key: Vec<_> = columns.iter().filter(|(_, pk)| *pk > 0).collect();
        key.sort_by_key(|(_, pk)| *pk);
        let key = key.into_iter().map(|(name, _)| name.clone()).collect();
        let columns = columns.into_iter().map(|(name, _)| name).collect();
        tables.push(Table { name, columns, key });
    }
    Ok(tables)
}

/// A stored value as JSON; `None` for one that no exported table has.
pub(super) fn encoded(value: ValueRef<'_>) -> Option<Json> {
    match value {
        ValueRef::Null => Some(Json::Null),
        ValueRef::Integer(number) if number.unsigned_abs() > LARGEST_NUMBER => {
            Some(number.to_string().into())
        }
        ValueRef::Integer(number) => Some(number.into()),
        ValueRef::Text(text) => Some(str::from_utf8(text).ok()?.into()),
        ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
}

/// The value to store for JSON. A number written as a string is converted by SQLite where the
/// column holds integers.
pub(super) fn decoded(value: Json) -> Option<Value> {
    match value {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Integer),
        Json::String(text) => Some(Value::Text(text)),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}
