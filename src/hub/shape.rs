//! The hub's JSON as it is sent. Every field is optional and of the expected kind or not there.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What is said of a paper, on the outside of a list's entry or inside, under `paper`. A field
/// that is absent, null or of another kind is `None`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Facts {
    #[serde(deserialize_with = "lenient")]
    pub(super) id: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) title: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) summary: Option<String>,
    #[serde(rename = "ai_summary", deserialize_with = "lenient")]
    pub(super) ai_summary: Option<String>,
    #[serde(rename = "ai_keywords", deserialize_with = "lenient")]
    pub(super) ai_keywords: Option<Vec<Value>>,
    #[serde(deserialize_with = "lenient")]
    pub(super) authors: Option<Vec<Value>>,
    #[serde(deserialize_with = "lenient")]
    pub(super) organization: Option<Organization>,
    /// The name of `organization` in September 2025.
    #[serde(deserialize_with = "lenient")]
    pub(super) submitter_organization: Option<Organization>,
    #[serde(deserialize_with = "lenient")]
    pub(super) published_at: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) upvotes: Option<Count>,
    #[serde(deserialize_with = "lenient")]
    pub(super) num_comments: Option<Count>,
    #[serde(deserialize_with = "lenient")]
    pub(super) thumbnail: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) github_repo: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) github_stars: Option<Count>,
    #[serde(deserialize_with = "lenient")]
    pub(super) project_page: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Author {
    #[serde(deserialize_with = "lenient")]
    pub(super) name: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) hidden: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Organization {
    #[serde(deserialize_with = "lenient")]
    pub(super) fullname: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Links {
    #[serde(deserialize_with = "lenient")]
    pub(super) linked_models: Option<Vec<Value>>,
    #[serde(deserialize_with = "lenient")]
    pub(super) linked_datasets: Option<Vec<Value>>,
    #[serde(deserialize_with = "lenient")]
    pub(super) linked_spaces: Option<Vec<Value>>,
    #[serde(deserialize_with = "lenient")]
    pub(super) num_total_models: Option<Count>,
    #[serde(deserialize_with = "lenient")]
    pub(super) num_total_datasets: Option<Count>,
    #[serde(deserialize_with = "lenient")]
    pub(super) num_total_spaces: Option<Count>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Repo {
    #[serde(deserialize_with = "lenient")]
    pub(super) id: Option<String>,
    #[serde(deserialize_with = "lenient")]
    pub(super) likes: Option<Count>,
    #[serde(deserialize_with = "lenient")]
    pub(super) downloads: Option<Count>,
    #[serde(rename = "pipeline_tag", deserialize_with = "lenient")]
    pub(super) task: Option<String>,
    #[serde(rename = "shortDescription", deserialize_with = "lenient")]
    pub(super) description: Option<String>,
}

/// A number of things: the hub's numbers may be fractions, and below zero is none.
#[derive(Clone, Copy, Deserialize)]
#[serde(from = "f64")]
pub(super) struct Count(pub(super) u32);

impl From<f64> for Count {
    fn from(number: f64) -> Count {
        // `as` saturates at both ends.
        Count(number as u32)
    }
}

fn lenient<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).ok())
}
