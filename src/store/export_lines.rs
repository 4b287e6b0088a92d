//! Writes the database as JSON Lines; see [`super::json_lines`] for the format.

use std::io::Write;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row};
use serde_json::json;

use super::json_lines::{FORMAT, LinesError, Rows, Table, encoded, tables};
use super::{migrations, open};

/// Writes all rows of the database at `path` to `out`, ordered by table and key. It is a consistent
/// snapshot and doesn't block the bot.
///
/// # Errors
/// [`LinesError`]; what was written by then has no last line.
pub fn export(path: &Path, out: &mut dyn Write) -> Result<Rows, LinesError> {
    let mut connection = open::connect(path, OpenFlags::empty())
        .map_err(|error| open::OpenError::from_sqlite(path, error))?;
    open::accept(&mut connection, path, "pragma quick_check(1)")?;
    // Everything is read in one transaction, which sees no later write.
    let view = connection.transaction()?;
    write_all(&view, out)
}

fn write_all(connection: &Connection, out: &mut dyn Write) -> Result<Rows, LinesError> {
    let schema = migrations::version(connection)?;
    let header = format!(r#"{{"paperboy":"export","format":{FORMAT},"schema":{schema}}}"#);
    line(out, &header)?;
    let mut written = Rows::new();
    for table in tables(connection)? {
        let rows = write_table(connection, &table, out)?;
        written.insert(table.name, rows);
    }
    let mut counters = connection.prepare("select name, seq from sqlite_sequence order by name")?;
    let counters = counters.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for counter in counters {
        let (name, last): (String, i64) = counter?;
        if written.contains_key(&name) {
            line(out, &json!({ "counter": name, "last": last }).to_string())?;
        }
    }
    line(out, &json!({ "rows": written.values().sum::<u64>() }).to_string())?;
    out.flush().map_err(LinesError::Lines)?;
    Ok(written)
}

fn write_table(
    connection: &Connection,
    table: &Table,
    out: &mut dyn Write,
) -> Result<u64, LinesError> {
    let (name, key) = (&table.name, table.key.join(", "));
    let mut select = connection.prepare(&format!("select * from {name} order by {key}"))?;
    let mut rows = select.query([])?;
    let mut written = 0;
    while let Some(row) = rows.next()? {
        let row = fields(table, row)?;
        line(out, &format!(r#"{{"table":"{name}","row":{{{row}}}}}"#))?;
        written += 1;
    }
    Ok(written)
}

/// The columns of a row in the order of their declaration, which a JSON map wouldn't keep.
fn fields(table: &Table, row: &Row) -> Result<String, LinesError> {
    let mut fields = Vec::new();
    for (number, column) in table.columns.iter().enumerate() {
        let value = encoded(row.get_ref(number)?).ok_or_else(|| {
            // Only a damaged text gets here: exported tables have texts and integers.
            let (from, kind) = (number, rusqlite::types::Type::Text);
            rusqlite::Error::InvalidColumnType(from, format!("{}.{column}", table.name), kind)
        })?;
        fields.push(format!(r#""{column}":{value}"#));
    }
    Ok(fields.join(","))
}

fn line(out: &mut dyn Write, text: &str) -> Result<(), LinesError> {
    writeln!(out, "{text}").map_err(LinesError::Lines)
}
