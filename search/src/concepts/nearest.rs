//! Finds the concept name closest to a misspelt topic.

use super::ConceptMap;

/// Shorter names have too many neighbors.
const SHORTEST: usize = 5;
/// From this length on, two letters may be wrong.
const TWO_WRONG: usize = 9;

impl ConceptMap {
    /// The name with the fewest wrong letters, if it is close enough.
    pub fn nearest(&self, topic: &str) -> Option<&'static str> {
        let typed: Vec<char> = crate::text::key(topic).chars().collect();
        if typed.len() < SHORTEST {
            return None;
        }
        let most = if typed.len() < TWO_WRONG { 1 } else { 2 };
        let names = self.ids().flat_map(|id| self.names(id).iter().chain(self.typed_names(id)));
        let near = names.filter_map(|name| {
            let key: Vec<char> = crate::text::key(name).chars().collect();
            if key.len().abs_diff(typed.len()) > most || key.len() < SHORTEST {
                return None;
            }
            let wrong = distance(&typed, &key);
            (wrong <= most).then_some((wrong, *name))
        });
        near.min_by_key(|(wrong, _)| *wrong).map(|(_, name)| name)
    }
}

/// The number of letters to change, insert, delete or swap with a neighbor to turn one into the
/// other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = last[j] + usize::from(a != b);
            let mut cost = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}
