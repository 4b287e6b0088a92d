//! A paper's authors and organization.

use crate::index::organization::each_organization_key;
use crate::index::person_name::Person;
use crate::text::Words;

/// A paper's authors and organization.
#[derive(Default)]
pub(super) struct People {
    pub(super) authors: Vec<(String, Person)>,
    /// The organization's name and the words by which it is found.
    pub(super) organization: Option<(String, Vec<String>)>,
}

impl People {
    pub(super) fn of(paper: &domain::Paper) -> People {
        let authors = paper.authors.iter().map(|author| (author.clone(), Person::new(author)));
        let organization = paper.organization.as_ref();
        People {
            authors: authors.collect(),
            organization: organization.map(|name| (name.clone(), keys_of(name))),
        }
    }
}

fn keys_of(organization: &str) -> Vec<String> {
    let mut keys = Vec::new();
    each_organization_key(organization, |key| keys.push(key.to_owned()));
    keys
}

pub(super) fn parts_of(text: &str) -> Vec<String> {
    Words::of(text).parts().map(str::to_owned).collect()
}
