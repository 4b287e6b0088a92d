//! Converts between stored values and domain types. A value that this version can't read is an
//! error that names the column, never a guess.
//!
//! Instants are stored as integer milliseconds since 1970, which compare and index correctly; RFC
//! 3339 texts with and without fractions of a second don't sort by time. Dates are ISO texts, which
//! sort and are readable in any SQLite shell.

use std::str::FromStr;

use domain::{Language, WebUrl};
use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::FromSql;

use super::{Result, StoreError};

/// The instant as stored, truncated to milliseconds.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Ids are stored bit for bit; a snowflake fits into 63 bits.
pub(super) fn stored(id: u64) -> i64 {
    id.cast_signed()
}

/// Texts as a JSON array.
pub(super) fn json(texts: &[String]) -> String {
    serde_json::Value::from(texts.to_vec()).to_string()
}

/// Reads a row's columns by name as domain types.
pub(super) trait Columns {
    /// A value that rusqlite can convert.
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

    /// A text that is parsed to another type.
    fn parsed<T: FromStr>(&self, column: &str) -> Result<T> {
        self.value::<String>(column)?.parse().map_err(|_| bad(column, "unknown to this version"))
    }

    /// A language; one from a later version is read as English.
    fn language(&self) -> Result<Language> {
        Ok(self.value::<String>("language")?.parse().unwrap_or_default())
    }

    /// An optional link. One that this version refuses to show counts as absent, so that stricter
    /// rules don't make a paper unreadable.
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

/// The readable rows. Unreadable ones are logged and skipped.
pub(super) fn readable<T>(rows: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    let mut found = Vec::new();
    for row in rows {
        found.extend(unless_unreadable(row)?);
    }
    Ok(found)
}

/// The first readable row, if any.
pub(super) fn first_readable<T>(rows: impl Iterator<Item = Result<T>>) -> Result<Option<T>> {
    rows.map(unless_unreadable).find_map(Result::transpose).transpose()
}

/// The row, or `None` if it can't be read.
pub(super) fn unless_unreadable<T>(row: Result<T>) -> Result<Option<T>> {
    match row {
        Ok(row) => Ok(Some(row)),
        Err(error @ StoreError::BadValue { .. }) => {
            tracing::warn!(%error, "skipped a row that this version cannot read");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// An error for a value that this version doesn't write. The value may be user text, so it is kept
/// out of the error and thus the log.
pub(super) fn bad(column: &str, problem: &'static str) -> StoreError {
    StoreError::BadValue { column: column.to_owned(), problem }
}
