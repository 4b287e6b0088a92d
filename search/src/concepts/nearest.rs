//! Finds the concept name closest to a misspelt topic.

use super::ConceptMap;
use crate::text::{key, wrong_letters};

/// Shorter names have too many neighbors.
const SHORTEST: usize = 5;
/// From this length on, two letters may be wrong.
const TWO_WRONG: usize = 9;

impl ConceptMap {
    /// The name with the fewest wrong letters, if it is close enough.
    pub fn nearest(&self, topic: &str) -> Option<&'static str> {
        let typed = key(topic);
        let letters = typed.chars().count();
        if letters < SHORTEST {
            return None;
        }
        let most = if letters < TWO_WRONG { 1 } else { 2 };
        let names = self.ids().flat_map(|id| self.names(id).iter().chain(self.typed_names(id)));
        let near = names.filter_map(|name| {
            let key = key(name);
            let count = key.chars().count();
            if count.abs_diff(letters) > most || count < SHORTEST {
                return None;
            }
            Some((wrong_letters(&typed, &key, most)?, *name))
        });
        near.min_by_key(|(wrong, _)| *wrong).map(|(_, name)| name)
    }
}
