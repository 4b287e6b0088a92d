//! Between stored values and the domain's types. What this version cannot read is an error that
//! names the column, never a guess.
//!
//! Instants are integers, milliseconds since 1970: they compare and index as what they are,
//! while RFC 3339 texts with and without fractions of a second do not sort by time. Days are
//! ISO texts, which sort, and are readable in any SQLite shell.

use std::str::FromStr;

use domain::{Language, WebUrl};
use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::FromSql;

use super::{Result, StoreError};

/// The instant as stored: finer parts than a millisecond are cut.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Numbers are stored bit for bit: a snowflake fits 63 bits.
pub(super) fn stored(id: u64) -> i64 {
    id.cast_signed()
}

/// Texts as a JSON array.
pub(super) fn json(texts: &[String]) -> String {
    serde_json::Value::from(texts.to_vec()).to_string()
}

/// Reads a row's columns by name, as domain types.
pub(super) trait Columns {
    /// A value that SQLite itself can give.
    fn value<T: FromSql>(&self, column: &str) -> Result<T>;

    /// A snowflake or a row number.
    fn id(&self, column: &str) -> Result<u64> {
        Ok(self.value::<i64>(column)?.cast_unsigned())
    }

    /// A snowflake that may be absent.
    fn maybe_id(&self, column: &str) -> Result<Option<u64>> {
        Ok(self.value::<Option<i64>>(column)?.map(i64::cast_unsigned))
    }

    /// A count.
    fn count(&self, column: &str) -> Result<u32> {
        let count: i64 = self.value(column)?;
        count.try_into().map_err(|_| bad(column, "not a count"))
    }

    /// An instant.
    fn instant(&self, column: &str) -> Result<Timestamp> {
        self.maybe_instant(column)?.ok_or_else(|| bad(column, "missing"))
    }

    /// An instant that may be absent.
    fn maybe_instant(&self, column: &str) -> Result<Option<Timestamp>> {
        let millis: Option<i64> = self.value(column)?;
        let read =
            |millis| Timestamp::from_millisecond(millis).map_err(|_| bad(column, "not an instant"));
        millis.map(read).transpose()
    }

    /// A text with a type of its own.
    fn parsed<T: FromStr>(&self, column: &str) -> Result<T> {
        self.value::<String>(column)?.parse().map_err(|_| bad(column, "unknown to this version"))
    }

    /// A language. Posts of one that a later version added are in English.
    fn language(&self) -> Result<Language> {
        Ok(self.value::<String>("language")?.parse().unwrap_or_default())
    }

    /// A link that may be absent. One that this version refuses to show is absent, too: a rule
    /// that becomes stricter must not make a paper unreadable.
    fn link(&self, column: &str) -> Result<Option<WebUrl>> {
        let text: Option<String> = self.value(column)?;
        Ok(text.and_then(|text| WebUrl::parse(&text)))
    }

    /// A list of texts.
    fn texts(&self, column: &str) -> Result<Vec<String>> {
        let text: String = self.value(column)?;
        serde_json::from_str(&text).map_err(|_| bad(column, "not a list of texts"))
    }
}

impl Columns for Row<'_> {
    fn value<T: FromSql>(&self, column: &str) -> Result<T> {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error,
        };
        self.get(column).map_err(|error| match error {
            FromSqlConversionFailure(..)
            | IntegralValueOutOfRange(..)
            | InvalidColumnType(..)
            | Utf8Error(..) => bad(column, "of another type"),
            error => error.into(),
        })
    }
}

/// The rows that can be read. One that cannot is logged and left out: it rests, and holds no
/// other.
pub(super) fn readable<T>(rows: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for row in rows {
        found.extend(unless_unreadable(row)?);
    }
    Ok(found)
}

/// The first row that can be read, if there is one.
pub(super) fn first_readable<T>(rows: impl Iterator<Item = Result<T>>) -> Result<Option<T>> {
    rows.map(unless_unreadable).find_map(Result::transpose).transpose()
}

/// The row, or nothing if it cannot be read.
pub(super) fn unless_unreadable<T>(row: Result<T>) -> Result<Option<T>> {
    match row {
        Ok(row) => Ok(Some(row)),
        Err(error @ StoreError::BadValue { .. }) => {
            tracing::warn!(%error, "left out a row that this version cannot read");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// A value that this version does not write. The value itself may be somebody's words: it stays out
/// of the error, and so out of the log.
pub(super) fn bad(column: &str, problem: &'static str) -> StoreError {
    StoreError::BadValue { column: column.to_owned(), problem }
}
