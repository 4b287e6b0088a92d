//! The hub's data: lists by date, read from disk on first use.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::paper::Repos;
use super::{Days, calendar};

const BUNDLED: [(&str, &str); 3] = [
    ("2026-05-12", include_str!("../../edition/2026-05-12.json")),
    ("2026-05-13", include_str!("../../edition/2026-05-13.json")),
    ("2026-05-14", include_str!("../../edition/2026-05-14.json")),
];
const BUNDLED_REPOS: &str = include_str!("../../edition/repos.json");

/// One entry of a daily list, `{paper: {id, …}, title, …}`.
pub(super) type Entry = Arc<Value>;

/// The lists, with the votes and links set since the start.
#[derive(Debug, Default)]
pub(super) struct Library {
    days: BTreeMap<String, Day>,
    upvotes: HashMap<String, u64>,
    repos: HashMap<String, Repos>,
}

#[derive(Debug)]
enum Day {
    OnDisk(PathBuf),
    Read(Vec<Entry>),
}

impl Library {
    pub(super) fn open(days: Days) -> io::Result<Library> {
        match days {
            Days::Bundled => bundled(),
            Days::Folder(folder) => Ok(Library { days: files(&folder)?, ..Library::default() }),
            Days::Given(days) => {
                let mut library = Library::default();
                days.into_iter().for_each(|(date, entries)| library.set_day(&date, entries));
                Ok(library)
            }
        }
    }

    pub(super) fn dates(&self) -> Vec<String> {
        self.days.keys().cloned().collect()
    }

    /// The current list of a day; empty for a day without one.
    pub(super) fn day(&mut self, date: &str) -> io::Result<Vec<Entry>> {
        let Some(day) = self.days.get_mut(date) else { return Ok(Vec::new()) };
        if let Day::OnDisk(path) = day {
            let mut entries = read(path)?;
            entries.iter_mut().for_each(|entry| revise(entry, &self.upvotes));
            *day = Day::Read(entries);
        }
        match day {
            Day::Read(entries) => Ok(entries.clone()),
            Day::OnDisk(_) => Ok(Vec::new()),
        }
    }

    /// Every paper of the loaded days and the last `last` days, newest day first, without
    /// duplicates.
    pub(super) fn recent_entries(&mut self, last: usize) -> io::Result<Vec<Entry>> {
        let dates: Vec<String> = self
            .days
            .iter()
            .rev()
            .enumerate()
            .filter(|(place, (_, day))| *place < last || matches!(day, Day::Read(_)))
            .map(|(_, (date, _))| date.clone())
            .collect();
        let mut found = Vec::new();
        for date in dates {
            found.extend(self.day(&date)?);
        }
        Ok(once_each(found))
    }

    /// The newest entry of a paper. Unread files are first searched as text.
    pub(super) fn find(&mut self, wanted: &str) -> io::Result<Option<Entry>> {
        for date in self.dates().into_iter().rev() {
            if let Some(Day::OnDisk(path)) = self.days.get(&date)
                && !std::fs::read_to_string(path)?.contains(wanted)
            {
                continue;
            }
            if let Some(entry) = self.day(&date)?.into_iter().find(|entry| id(entry) == wanted) {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    pub(super) fn repos(&self, id: &str) -> Repos {
        self.repos.get(id).cloned().unwrap_or_default()
    }

    pub(super) fn set_day(&mut self, date: &str, entries: Vec<Value>) {
        let entries = entries.into_iter().map(Arc::new).collect();
        self.days.insert(date.to_owned(), Day::Read(entries));
    }

    pub(super) fn add(&mut self, date: &str, entry: Value) {
        if let Err(error) = self.day(date) {
            tracing::warn!(%error, date, "replaced the list of a day that could not be read");
            self.set_day(date, Vec::new());
        }
        let day = self.days.entry(date.to_owned()).or_insert_with(|| Day::Read(Vec::new()));
        if let Day::Read(entries) = day {
            entries.retain(|old| id(old).is_empty() || id(old) != id(&entry));
            entries.push(Arc::new(entry));
        }
    }

    pub(super) fn set_upvotes(&mut self, id: &str, upvotes: u64) {
        self.upvotes.insert(id.to_owned(), upvotes);
        for day in self.days.values_mut() {
            if let Day::Read(entries) = day {
                entries.iter_mut().for_each(|entry| revise(entry, &self.upvotes));
            }
        }
    }

    pub(super) fn set_repos(&mut self, id: &str, repos: Repos) {
        self.repos.insert(id.to_owned(), repos);
    }
}

/// The paper's id; empty if the entry has none.
pub(super) fn id(entry: &Value) -> &str {
    entry.pointer("/paper/id").and_then(Value::as_str).unwrap_or_default()
}

/// The paper's votes; 0 if missing.
pub(super) fn upvotes(entry: &Value) -> u64 {
    entry.pointer("/paper/upvotes").and_then(Value::as_u64).unwrap_or_default()
}

/// Keeps the first entry of each paper, and every entry without an id.
pub(super) fn once_each(list: Vec<Entry>) -> Vec<Entry> {
    let mut seen = HashSet::new();
    let first = |entry: &Entry| id(entry).is_empty() || seen.insert(id(entry).to_owned());
    list.into_iter().filter(first).collect()
}

fn revise(entry: &mut Entry, upvotes: &HashMap<String, u64>) {
    if let Some(count) = upvotes.get(id(entry)).copied()
        && let Some(field) = Arc::make_mut(entry).pointer_mut("/paper/upvotes")
    {
        *field = count.into();
    }
}

fn bundled() -> io::Result<Library> {
    let mut library = Library::default();
    for (date, text) in BUNDLED {
        library.set_day(date, serde_json::from_str(text)?);
    }
    library.repos = serde_json::from_str(BUNDLED_REPOS)?;
    Ok(library)
}

fn files(folder: &Path) -> io::Result<BTreeMap<String, Day>> {
    let expected = "expected a folder of DATE.json files, such as 2026-05-14.json";
    let name = folder.display();
    let listing = std::fs::read_dir(folder)
        .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}; {expected}")))?;
    let mut days = BTreeMap::new();
    for file in listing {
        let path = file?.path();
        let date = path.file_name().and_then(|file| file.to_str()?.strip_suffix(".json"));
        if let Some(date) = date.filter(|date| calendar::day_number(date).is_some()) {
            days.insert(date.to_owned(), Day::OnDisk(path.clone()));
        }
    }
    if days.is_empty() {
        let text = format!("{name}: holds no day; {expected}");
        return Err(io::Error::new(io::ErrorKind::NotFound, text));
    }
    Ok(days)
}

fn read(path: &Path) -> io::Result<Vec<Entry>> {
    let wrong = |error: io::Error| {
        io::Error::new(error.kind(), format!("{}: {error}; expected a list", path.display()))
    };
    let text = std::fs::read(path).map_err(wrong)?;
    let entries: Vec<Value> = serde_json::from_slice(&text).map_err(|error| wrong(error.into()))?;
    Ok(entries.into_iter().map(Arc::new).collect())
}
