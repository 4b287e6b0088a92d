//! Tables of what people type and how it is read, for tests: a row's last cell is the reading.

/// The rows of a table: what comes before the last cell, and the last cell. Lines that begin with `#`
/// are comments.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.rsplit_once('\t').unwrap_or_else(|| panic!("{line:?} has one cell")))
}

/// Expects that each text is read as stated, and lists all that aren't.
pub(crate) fn check<'a, T: AsRef<str>>(
    typed: impl IntoIterator<Item = (T, &'a str)>,
    understood: impl Fn(&str) -> String,
) {
    let wrong: Vec<String> = typed
        .into_iter()
        .map(|(typed, expected)| (understood(typed.as_ref()), typed, expected))
        .filter(|(found, _, expected)| found != expected)
        .map(|(found, typed, expected)| format!("{}: {found}, not {expected}", typed.as_ref()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
