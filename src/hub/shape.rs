//! The hub's JSON, read straight into what is kept of it.
//!
//! Every field is optional, and one that is absent, null or of another kind than expected is
//! none. What is not kept takes no memory, however much of it there is: unknown fields, texts
//! past their length and items past their number are skipped while the body is read.

use serde::Deserialize;

use super::loosely::{Count, Loosely, Many, Object, Text};

/// The most that is kept of each field, in characters or items. Each is well above the most seen
/// in 537 recorded lists, which is stated with it.
pub(super) mod most {
    /// Recorded: 10 of an id, 24 of a time.
    pub(in crate::hub) const ID: usize = 100;
    /// Recorded: 175.
    pub(in crate::hub) const TITLE: usize = 1_000;
    /// Recorded: 1,923.
    pub(in crate::hub) const SUMMARY: usize = 20_000;
    /// Recorded: 1,606.
    pub(in crate::hub) const SENTENCE: usize = 4_000;
    /// Recorded: 73.
    pub(in crate::hub) const KEYWORD: usize = 300;
    /// Recorded: 33.
    pub(in crate::hub) const KEYWORDS: usize = 300;
    /// Recorded: 79 of an organisation, 55 of an author.
    pub(in crate::hub) const NAME: usize = 300;
    /// Recorded: 664.
    pub(in crate::hub) const AUTHORS: usize = 5_000;
    /// Recorded: 247. A link that was cut leads elsewhere, and is dropped.
    pub(in crate::hub) const LINK: usize = 2_000;
    /// The hub sends the first few of each kind.
    pub(in crate::hub) const REPOS: usize = 200;
    /// The most entries the hub gives in one answer, whatever is asked for.
    pub(in crate::hub) const ENTRIES: usize = 120;
}

/// The entries of a list.
pub(super) type Entries = Many<Facts, { most::ENTRIES }>;
/// Repositories linked to a paper.
pub(super) type Repos = Many<Repo, { most::REPOS }>;

/// What is said of a paper, on the outside of a list's entry or inside, under `paper`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Facts {
    /// Absent for a flat paper, which is its own inside.
    pub(super) paper: Option<Loosely<Box<Facts>>>,
    pub(super) id: Loosely<Text<{ most::ID }>>,
    pub(super) title: Loosely<Text<{ most::TITLE }>>,
    pub(super) summary: Loosely<Text<{ most::SUMMARY }>>,
    #[serde(rename = "ai_summary")]
    pub(super) ai_summary: Loosely<Text<{ most::SENTENCE }>>,
    #[serde(rename = "ai_keywords")]
    pub(super) ai_keywords: Loosely<Many<Text<{ most::KEYWORD }>, { most::KEYWORDS }>>,
    pub(super) authors: Loosely<Many<Author, { most::AUTHORS }>>,
    pub(super) organization: Loosely<Organization>,
    /// The name of `organization` in September 2025.
    pub(super) submitter_organization: Loosely<Organization>,
    pub(super) published_at: Loosely<Text<{ most::ID }>>,
    pub(super) upvotes: Loosely<Count>,
    pub(super) num_comments: Loosely<Count>,
    pub(super) thumbnail: Loosely<Text<{ most::LINK }>>,
    pub(super) github_repo: Loosely<Text<{ most::LINK }>>,
    pub(super) github_stars: Loosely<Count>,
    pub(super) project_page: Loosely<Text<{ most::LINK }>>,
    pub(super) linked_models: Loosely<Repos>,
    pub(super) linked_datasets: Loosely<Repos>,
    pub(super) linked_spaces: Loosely<Repos>,
    pub(super) num_total_models: Loosely<Count>,
    pub(super) num_total_datasets: Loosely<Count>,
    pub(super) num_total_spaces: Loosely<Count>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Author {
    pub(super) name: Loosely<Text<{ most::NAME }>>,
    pub(super) hidden: Loosely<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Organization {
    pub(super) fullname: Loosely<Text<{ most::NAME }>>,
    pub(super) name: Loosely<Text<{ most::NAME }>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Repo {
    pub(super) id: Loosely<Text<{ most::NAME }>>,
    pub(super) likes: Loosely<Count>,
    pub(super) downloads: Loosely<Count>,
    #[serde(rename = "pipeline_tag")]
    pub(super) task: Loosely<Text<{ most::NAME }>>,
    #[serde(rename = "shortDescription")]
    pub(super) description: Loosely<Text<{ most::NAME }>>,
}

impl Object for Facts {}
impl Object for Box<Facts> {}
impl Object for Author {}
impl Object for Organization {}
impl Object for Repo {}
