//! A paper's authors and organization.

use crate::index::person_name::Person;
use crate::text::Words;

/// A paper's authors and organization.
#[derive(Default)]
pub(super) struct People {
    pub(super) authors: Vec<(String, Person)>,
    /// The organization's name and the words in it.
    pub(super) organization: Option<(String, Vec<String>)>,
}

impl People {
    pub(super) fn of(paper: &domain::Paper) -> People {
        let authors = paper.authors.iter().map(|author| (author.clone(), Person::new(author)));
        let organization = paper.organization.as_ref();
        People {
            authors: authors.collect(),
            organization: organization.map(|name| (name.clone(), parts_of(name))),
        }
    }
}

pub(super) fn parts_of(text: &str) -> Vec<String> {
    Words::of(text).parts().map(str::to_owned).collect()
}
