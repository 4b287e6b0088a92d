//! Splits texts into words and normalizes them for comparison.

mod compounds;
mod fold;
mod stems;
mod synonyms;
mod typos;
mod word_forms;
mod words;

pub(crate) use compounds::parts_of;
pub(crate) use stems::{Stems, hash, is_request_word, is_stop_word, stems_of};
pub(crate) use synonyms::synonym_groups;
pub(crate) use typos::{are_swapped, is_typo_of, most_wrong, wrong_letters};
pub(crate) use word_forms::family;
pub(crate) use words::{Word, Words, key};
