//! Golden files, which tests keep in step with the code.

/// Compares a project file with its expected content; with `UPDATE_GOLDEN` set, writes it.
#[cfg(test)]
pub(crate) fn check(path: &str, wanted: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, wanted).expect("the golden file is writable");
    }
    let golden = std::fs::read_to_string(&path).expect("the golden file exists");
    let name = path.display();
    // Both are long; write the file to see the difference.
    assert!(golden == wanted, "{name}: run UPDATE_GOLDEN=1 cargo test -p commands golden");
}
