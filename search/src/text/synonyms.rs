//! Synonyms, from `synonyms.txt`.

/// One group of names per line, separated by `=`; `#` starts a comment.
const TABLE: &str = include_str!("synonyms.txt");

/// The synonym groups.
pub(crate) fn synonym_groups() -> impl Iterator<Item = std::str::Split<'static, char>> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('='))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Stems, stems_of};

    #[test]
    fn every_name_of_the_table_has_words() {
        let stems = Stems::new();
        for group in synonym_groups() {
            let names: Vec<_> = group.map(|name| stems_of(name, &stems)).collect();
            assert!(names.len() >= 2 && names.iter().all(|name| !name.is_empty()), "{names:?}");
        }
    }
}
