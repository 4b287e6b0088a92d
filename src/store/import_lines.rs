//! Creates a database from JSON Lines; see [`super::json_lines`] for the format.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::BufRead;
use std::path::Path;

use rusqlite::{OpenFlags, OptionalExtension, Transaction, params_from_iter};
use serde_json::{Map, Value as Json};

use super::json_lines::{FORMAT, LinesError, Rows, decoded, tables};
use super::{migrations, open, private, snapshot};

/// Tables in which a database without data has a row.
const ALWAYS_FILLED: &str = "activity";

/// Checks that there is no database at `path`, or one without data.
///
/// # Errors
/// [`LinesError::NotEmpty`], or what prevents opening it.
pub fn check_is_empty(path: &Path) -> Result<(), LinesError> {
    if !path.exists() {
        return Ok(());
    }
    let failed = |error| open::OpenError::from_sqlite(path, error);
    let mut connection = open::connect(path, OpenFlags::empty()).map_err(failed)?;
    open::accept(&mut connection, path, "pragma quick_check(1)")?;
    for table in tables(&connection)? {
        let any = format!("select exists (select 1 from {})", table.name);
        if table.name != ALWAYS_FILLED && connection.query_one(&any, [], |row| row.get(0))? {
            return Err(LinesError::NotEmpty { path: path.to_owned(), table: table.name });
        }
    }
    Ok(())
}

/// Creates the database at `path` with all rows of an export, and verifies it. It gets its name
/// only when it is complete, and replaces one without data.
///
/// # Errors
/// [`LinesError`]; then nothing is at `path` that wasn't there before.
pub fn import(lines: &mut dyn BufRead, path: &Path) -> Result<Rows, LinesError> {
    check_is_empty(path)?;
    let arriving = snapshot::with_ending(path, ".importing");
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| LinesError::Io { path, source }
    };
    let remove = || private::with_its_log(&arriving).map(fs::remove_file);
    let _ = remove();
    let imported = (|| {
        private::create_database(&arriving).map_err(io(&arriving))?;
        let rows = fill(&arriving, lines)?;
        snapshot::check(&arriving)?;
        File::open(&arriving).and_then(|file| file.sync_all()).map_err(io(&arriving))?;
        for file in private::with_its_log(path).into_iter().filter(|file| file.exists()) {
            fs::remove_file(&file).map_err(io(&file))?;
        }
        fs::rename(&arriving, path).map_err(io(path))?;
        snapshot::sync_folder(path).map_err(io(path))?;
        Ok(rows)
    })();
    let _ = remove();
    imported
}

fn fill(path: &Path, lines: &mut dyn BufRead) -> Result<Rows, LinesError> {
    let mut connection = open::connect(path, OpenFlags::SQLITE_OPEN_CREATE)?;
    connection.pragma_update(None, "auto_vacuum", "incremental")?;
    // The file is thrown away unless everything succeeds.
    connection.pragma_update_and_check(None, "journal_mode", "off", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "off")?;
    connection.pragma_update(None, "foreign_keys", false)?;
    let mut lines = Lines { lines, text: String::new(), number: 0 };
    let schema = begin(lines.next()?)?;
    migrations::migrate(&mut connection, schema)?;
    let transaction = connection.transaction()?;
    let rows = read_rows(&transaction, &mut lines)?;
    let broken = "select \"table\" from pragma_foreign_key_check limit 1";
    if let Some(table) = transaction.query_one(broken, [], |row| row.get(0)).optional()? {
        return Err(LinesError::Inconsistent { table });
    }
    transaction.commit()?;
    migrations::migrate(&mut connection, migrations::ALL.len())?;
    Ok(rows)
}

/// The schema named by the first line.
fn begin(header: Option<Map<String, Json>>) -> Result<usize, LinesError> {
    let header = header.filter(|header| header.get("paperboy") == Some(&"export".into()));
    let header = header.ok_or(LinesError::NotAnExport)?;
    let number = |key: &str| header.get(key).and_then(Json::as_u64).ok_or(LinesError::NotAnExport);
    let (format, schema, known) = (number("format")?, number("schema")?, migrations::ALL.len());
    match usize::try_from(schema) {
        Ok(schema) if format <= FORMAT && schema <= known => Ok(schema),
        _ => Err(LinesError::Newer { format, schema, known }),
    }
}

fn read_rows(transaction: &Transaction, lines: &mut Lines) -> Result<Rows, LinesError> {
    let tables = tables(transaction)?;
    for table in &tables {
        // Migrations fill some tables.
        transaction.execute(&format!("delete from {}", table.name), [])?;
    }
    let tables: HashMap<_, _> = tables.into_iter().map(|one| (one.name, one.columns)).collect();
    let mut read: Rows = tables.keys().map(|name| (name.clone(), 0)).collect();
    let mut all = 0;
    while let Some(mut line) = lines.next()? {
        if let Some(count) = line.get("rows") {
            if count.as_u64() != Some(all) {
                return Err(lines.bad(format!("it counts {count} rows, but {all} were read")));
            }
            return match lines.next()? {
                None => Ok(read),
                Some(_) => Err(lines.bad("it follows the last line")),
            };
        }
        if let Some(counter) = line.get("counter").and_then(Json::as_str) {
            let last = line.get("last").and_then(Json::as_i64);
            let last = last.ok_or_else(|| lines.bad("a counter without its last number"))?;
            transaction.execute("delete from sqlite_sequence where name = ?1", [counter])?;
            let insert = "insert into sqlite_sequence (name, seq) values (?1, ?2)";
            transaction.execute(insert, (counter, last))?;
            continue;
        }
        let table = line.remove("table").and_then(|name| name.as_str().map(str::to_owned));
        let table = table.filter(|name| tables.contains_key(name));
        let table = table.ok_or_else(|| lines.bad("it names no table of this schema"))?;
        let Some(Json::Object(row)) = line.remove("row") else {
            return Err(lines.bad("it has no row"));
        };
        insert(transaction, &table, &tables[&table], row).map_err(|bad| lines.bad(bad))?;
        *read.entry(table).or_default() += 1;
        all += 1;
    }
    Err(LinesError::Incomplete { rows: all })
}

/// Inserts a row; on failure, says what is wrong with it.
fn insert(
    transaction: &Transaction,
    table: &str,
    columns: &[String],
    mut row: Map<String, Json>,
) -> Result<(), String> {
    let mut values = Vec::new();
    for column in columns {
        let value = row.remove(column).ok_or_else(|| format!("{table}.{column} is missing"))?;
        let value = decoded(value).ok_or_else(|| format!("{table}.{column} has another type"))?;
        values.push(value);
    }
    if let Some(column) = row.keys().next() {
        return Err(format!("{table} has no column {column}"));
    }
    let places = vec!["?"; columns.len()].join(", ");
    let insert = format!("insert into {table} ({}) values ({places})", columns.join(", "));
    let mut insert = transaction.prepare_cached(&insert).map_err(|error| error.to_string())?;
    insert.execute(params_from_iter(values)).map(drop).map_err(|error| error.to_string())
}

/// The lines of an export, each an object.
struct Lines<'a> {
    lines: &'a mut dyn BufRead,
    text: String,
    number: u64,
}

impl Lines<'_> {
    /// The next line; `None` after the last.
    fn next(&mut self) -> Result<Option<Map<String, Json>>, LinesError> {
        self.text.clear();
        if self.lines.read_line(&mut self.text).map_err(LinesError::Lines)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        match serde_json::from_str(&self.text) {
            Ok(Json::Object(line)) => Ok(Some(line)),
            // The first line decides what the file is.
            _ if self.number == 1 => Err(LinesError::NotAnExport),
            _ => Err(self.bad("it is no JSON object")),
        }
    }

    fn bad(&self, problem: impl Into<String>) -> LinesError {
        LinesError::BadLine { line: self.number, problem: problem.into() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::export_lines::export;
    use crate::store::json_lines::LEFT_OUT;

    /// A database file with the sample rows of a version, which is in every table.
    fn samples(folder: &Path, version: usize) -> std::path::PathBuf {
        let path = folder.join(format!("{version}.db"));
        let database = migrations::tests::database(version);
        database.execute("vacuum into ?1", [path.display().to_string()]).unwrap();
        path
    }

    fn exported(path: &Path) -> (String, Rows) {
        let mut lines = Vec::new();
        let rows = export(path, &mut lines).unwrap();
        (String::from_utf8(lines).unwrap(), rows)
    }

    #[test]
    fn an_imported_export_exports_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = samples(folder.path(), migrations::ALL.len());
        let (lines, rows) = exported(&path);
        assert!(rows.values().all(|&rows| rows > 0), "{rows:?}");
        let copy = folder.path().join("copy.db");
        assert_eq!(import(&mut lines.as_bytes(), &copy).unwrap(), rows);
        assert_eq!(exported(&copy), (lines, rows));
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 2, "{left:?}");
        // Numbers of deleted drafts are not given again, also after a move.
        let last = "select seq from sqlite_sequence where name = 'draft'";
        let counter = |path: &Path| -> i64 {
            open::reader(path).unwrap().query_one(last, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(counter(&copy), counter(&path));
    }

    #[test]
    fn every_table_is_exported_or_left_out_for_a_reason() {
        let database = migrations::tests::database(migrations::ALL.len());
        let named: Vec<_> = tables(&database).unwrap().into_iter().map(|one| one.name).collect();
        let all = migrations::tables(&database).unwrap();
        assert_eq!(named.len() + LEFT_OUT.len(), all.len());
        for table in named {
            let other = "select group_concat(name) from pragma_table_info(?1)
                 where lower(type) not in ('text', 'integer')";
            let other: Option<String> =
                database.query_one(other, [&table], |row| row.get(0)).unwrap();
            assert_eq!(other, None, "{table} has columns that JSON can't hold unchanged");
        }
    }

    #[test]
    fn what_litestream_adds_is_not_exported() {
        let folder = tempfile::tempdir().unwrap();
        let path = samples(folder.path(), migrations::ALL.len());
        let before = exported(&path);
        let added = "create table _litestream_seq (id integer primary key, seq integer);
            create table _litestream_lock (id integer);
            insert into _litestream_seq values (1, 7);";
        rusqlite::Connection::open(&path).unwrap().execute_batch(added).unwrap();
        assert_eq!(exported(&path), before);
    }

    #[test]
    fn exports_of_older_schemas_are_migrated() {
        let folder = tempfile::tempdir().unwrap();
        for version in 1..=migrations::ALL.len() {
            let (lines, _) = exported(&samples(folder.path(), version));
            let imported = folder.path().join("imported.db");
            import(&mut lines.as_bytes(), &imported).unwrap();
            let mut migrated = migrations::tests::database(version);
            migrations::migrate(&mut migrated, migrations::ALL.len()).unwrap();
            let direct = folder.path().join("direct.db");
            migrated.execute("vacuum into ?1", [direct.display().to_string()]).unwrap();
            assert_eq!(exported(&imported), exported(&direct), "from version {version}");
            fs::remove_file(&imported).unwrap();
            fs::remove_file(&direct).unwrap();
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_and_number_survives(
            rows in proptest::collection::btree_map(any::<i64>(), (any::<String>(), any::<i64>()), 0..8),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("paperboy.db");
            let database = open::open(&path).unwrap();
            for (key, (text, number)) in &rows {
                let insert = "insert into search (key, state, at) values (?1, ?2, ?3)";
                database.execute(insert, (key, text, number)).unwrap();
                let insert = "insert into guild (guild_id, name, seen_at, removed_at)
                    values (?1, ?2, ?3, nullif(?3, 0))";
                database.execute(insert, (key, text, number)).unwrap();
            }
            drop(database);
            let (lines, _) = exported(&path);
            let copy = folder.path().join("copy.db");
            import(&mut lines.as_bytes(), &copy).unwrap();
            prop_assert_eq!(&exported(&copy).0, &lines);
            let copied = open::reader(&copy).unwrap();
            for (key, expected) in rows {
                let found = copied.query_one("select state, at from search where key = ?1", [key],
                    |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
                prop_assert_eq!(expected, found);
            }
        }
    }

    #[test]
    fn invalid_exports_are_refused_and_leave_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (lines, _) = exported(&samples(folder.path(), migrations::ALL.len()));
        let path = folder.path().join("paperboy.db");
        let check = |lines: &str, problem: &str| {
            let error = import(&mut lines.as_bytes(), &path).unwrap_err().to_string();
            assert!(error.contains(problem), "{error} instead of {problem}");
            assert!(!path.exists(), "{problem}");
            let left = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(left, 1, "{problem}");
        };
        let changed = |from: &str, to: &str| {
            assert!(lines.contains(from), "{from}");
            lines.replacen(from, to, 1)
        };
        let without = |part: &str| -> String {
            lines
                .lines()
                .filter(|line| !line.contains(part))
                .map(|line| format!("{line}\n"))
                .collect()
        };
        check("", "not an export");
        check("not an export", "not an export");
        check("{\"paperboy\":1}\n", "not an export");
        check(&changed("\"format\":1", "\"format\":2"), "written by a newer paperboy (format 2");
        check(&changed("\"schema\":", "\"schema\":9"), "written by a newer paperboy");
        check(&without("{\"rows\""), "the export is incomplete");
        check(&without("\"table\":\"activity\""), "it counts");
        check(&format!("{lines}{{}}\n"), "it follows the last line");
        check(&changed("{\"table\":\"audit\"", "{\"table\":\"lease\""), "names no table");
        check(&changed("\"command\":", "\"comand\":"), "audit.command is missing");
        check(&changed("\"sends\":5", "\"sends\":5,\"more\":1"), "activity has no column more");
        check(&changed("\"sends\":5", "\"sends\":\"five\""), "line 2 of the export is invalid");
        check(&changed("\"sends\":5", "\"sends\":[5]"), "activity.sends has another type");
        check(&changed("{\"table\":\"audit\"", "\"table\":\"audit\""), "it is no JSON object");
        let orphans = without("\"table\":\"guild\"");
        let counted: usize =
            lines.lines().last().unwrap().trim_matches(|c: char| !c.is_numeric()).parse().unwrap();
        let gone = lines.lines().count() - orphans.lines().count();
        let orphans = orphans.replace(
            &format!("{{\"rows\":{counted}}}"),
            &format!("{{\"rows\":{}}}", counted - gone),
        );
        check(&orphans, "refer to rows that are missing");
    }

    #[test]
    fn databases_with_data_are_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (lines, _) = exported(&samples(folder.path(), migrations::ALL.len()));
        let path = folder.path().join("paperboy.db");
        drop(open::open(&path).unwrap());
        import(&mut lines.as_bytes(), &path).expect("an empty database is replaced");
        let before = exported(&path);
        let refused = import(&mut lines.as_bytes(), &path).unwrap_err().to_string();
        assert!(
            refused.contains("already contains data (audit); import into a new one"),
            "{refused}"
        );
        assert_eq!(exported(&path), before);
    }
}
