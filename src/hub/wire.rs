//! The hub's JSON, parsed directly into the fields that are used.
//!
//! Every field is optional: one that is absent, null or of the wrong kind counts as absent. Unused
//! data takes no memory, however large: unknown fields, and texts and items beyond their limit, are
//! skipped during parsing.

use serde::Deserialize;

use super::lenient::{Count, Lenient, Many, Object, Text};

/// The limit of each field, in characters or items. Each is well above the largest value in 537
/// recorded lists, given with it.
pub(super) mod max {
    /// Recorded: 10 for an id, 24 for a time.
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
    /// Recorded: 79 for an organization, 55 for an author.
    pub(in crate::hub) const NAME: usize = 300;
    /// Recorded: 664.
    pub(in crate::hub) const AUTHORS: usize = 5_000;
    /// Recorded: 247. A truncated link leads elsewhere, so it is dropped.
    pub(in crate::hub) const LINK: usize = 2_000;
    /// The hub sends the first few of each kind.
    pub(in crate::hub) const REPOS: usize = 200;
    /// The most entries the hub returns in one response, whatever the limit.
    pub(in crate::hub) const ENTRIES: usize = 120;
}

/// The entries of a list.
pub(super) type Entries = Many<Facts, { max::ENTRIES }>;
/// Repositories linked to a paper.
pub(super) type Repos = Many<Repo, { max::REPOS }>;

/// The fields of a paper, at the top level of a list's entry or nested under `paper`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Facts {
    /// Absent for a flat paper.
    pub(super) paper: Option<Lenient<Box<Facts>>>,
    pub(super) id: Lenient<Text<{ max::ID }>>,
    pub(super) title: Lenient<Text<{ max::TITLE }>>,
    pub(super) summary: Lenient<Text<{ max::SUMMARY }>>,
    #[serde(rename = "ai_summary")]
    pub(super) ai_summary: Lenient<Text<{ max::SENTENCE }>>,
    #[serde(rename = "ai_keywords")]
    pub(super) ai_keywords: Lenient<Many<Text<{ max::KEYWORD }>, { max::KEYWORDS }>>,
    pub(super) authors: Lenient<Many<Author, { max::AUTHORS }>>,
    pub(super) organization: Lenient<Organization>,
    /// The name of `organization` in September 2025.
    pub(super) submitter_organization: Lenient<Organization>,
    pub(super) published_at: Lenient<Text<{ max::ID }>>,
    pub(super) upvotes: Lenient<Count>,
    pub(super) num_comments: Lenient<Count>,
    pub(super) thumbnail: Lenient<Text<{ max::LINK }>>,
    pub(super) github_repo: Lenient<Text<{ max::LINK }>>,
    pub(super) github_stars: Lenient<Count>,
    pub(super) project_page: Lenient<Text<{ max::LINK }>>,
    pub(super) linked_models: Lenient<Repos>,
    pub(super) linked_datasets: Lenient<Repos>,
    pub(super) linked_spaces: Lenient<Repos>,
    pub(super) num_total_models: Lenient<Count>,
    pub(super) num_total_datasets: Lenient<Count>,
    pub(super) num_total_spaces: Lenient<Count>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Author {
    pub(super) name: Lenient<Text<{ max::NAME }>>,
    pub(super) hidden: Lenient<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Organization {
    pub(super) fullname: Lenient<Text<{ max::NAME }>>,
    pub(super) name: Lenient<Text<{ max::NAME }>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Repo {
    pub(super) id: Lenient<Text<{ max::NAME }>>,
    pub(super) likes: Lenient<Count>,
    pub(super) downloads: Lenient<Count>,
    #[serde(rename = "pipeline_tag")]
    pub(super) task: Lenient<Text<{ max::NAME }>>,
    #[serde(rename = "shortDescription")]
    pub(super) description: Lenient<Text<{ max::NAME }>>,
}

impl Object for Facts {}
impl Object for Box<Facts> {}
impl Object for Author {}
impl Object for Organization {}
impl Object for Repo {}
