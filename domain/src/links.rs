//! What the hub links to a paper.

/// A repository on the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repo {
    /// Weights.
    Model,
    /// Data.
    Dataset,
    /// A running demo.
    Space,
}

/// A repository that a user linked to a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its kind.
    pub kind: Repo,
    /// `owner/name`, or `name` alone; letters, digits, `.`, `_` and `-` only.
    pub id: String,
    /// Likes; 0 for Spaces, for which the hub gives none.
    pub likes: u32,
}

/// Everything linked to a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The first few of each kind, in the hub's order.
    pub shown: Vec<Linked>,
    /// The total number of models.
    pub models: u32,
    /// The total number of datasets.
    pub datasets: u32,
    /// The total number of Spaces.
    pub spaces: u32,
}

impl Repo {
    /// All kinds.
    pub const ALL: [Repo; 3] = [Repo::Model, Repo::Dataset, Repo::Space];

    /// Its name, as stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Repo::Model => "model",
            Repo::Dataset => "dataset",
            Repo::Space => "Space",
        }
    }
}

impl Linked {
    /// Its page.
    pub fn url(&self) -> String {
        let folder = match self.kind {
            Repo::Model => "",
            Repo::Dataset => "datasets/",
            Repo::Space => "spaces/",
        };
        format!("https://huggingface.co/{folder}{}", self.id)
    }
}

impl Links {
    /// The total number of a kind.
    pub fn total(&self, kind: Repo) -> u32 {
        match kind {
            Repo::Model => self.models,
            Repo::Dataset => self.datasets,
            Repo::Space => self.spaces,
        }
    }

    /// The first few of a kind.
    pub fn of(&self, kind: Repo) -> impl Iterator<Item = &Linked> {
        self.shown.iter().filter(move |linked| linked.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_page() {
        for (kind, url) in [
            (Repo::Model, "https://huggingface.co/a/b"),
            (Repo::Dataset, "https://huggingface.co/datasets/a/b"),
            (Repo::Space, "https://huggingface.co/spaces/a/b"),
        ] {
            assert_eq!(Linked { kind, id: "a/b".to_owned(), likes: 0 }.url(), url);
        }
    }
}
