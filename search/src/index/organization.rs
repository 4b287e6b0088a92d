//! Names of organizations in the various ways they are written.

use crate::text::{Words, is_stop_word, key};

/// Other names of organizations, without spaces, and a word in the name that the hub
/// uses. Abbreviations that are the initials need no entry.
const OTHER_NAMES: [(&str, &str); 21] = [
    ("facebook", "meta"),
    ("fair", "meta"),
    ("metaai", "meta"),
    ("fb", "meta"),
    ("googledeepmind", "deepmind"),
    ("msr", "microsoft"),
    ("msra", "microsoft"),
    ("pku", "peking"),
    ("thu", "tsinghua"),
    ("tongyi", "alibaba"),
    ("umd", "maryland"),
    ("uw", "washington"),
    ("zju", "zhejiang"),
    ("sustech", "southern"),
    ("microsoftresearchasia", "microsoft"),
    ("allenai", "ai2"),
    ("alleninstitute", "ai2"),
    ("alleninstituteforai", "ai2"),
    ("caltech", "california"),
    ("hf", "huggingface"),
    ("ucberkeley", "berkeley"),
];

/// A word in the hub's name of an organization that is typed by another one, without spaces.
pub(crate) fn other_organization(name: &str) -> Option<&'static str> {
    OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, word)| *word)
}

/// The words by which papers of an organization are found: those of its name, the name without
/// spaces, and its initials: `MIT`.
pub(crate) fn each_organization_key(name: &str, mut found: impl FnMut(&str)) {
    let words = Words::of(name);
    words.parts().for_each(&mut found);
    let parts: Vec<&str> = words.parts().filter(|word| !is_stop_word(word)).collect();
    if parts.len() > 1 {
        found(&key(name));
    }
    if parts.len() > 2 {
        let initials = |parts: &[&str]| -> String {
            parts.iter().filter_map(|word| word.chars().next()).collect()
        };
        found(&initials(&parts));
        // `UNC` is the University of North Carolina at Chapel Hill.
        let campus = words.parts().position(|word| word == "at").unwrap_or_default();
        let before = words.parts().take(campus).filter(|word| !is_stop_word(word));
        let before: Vec<&str> = before.collect();
        if before.len() > 1 {
            found(&initials(&before));
        }
        // `HKU` is the University of Hong Kong.
        if let Some(("university", place)) = parts.split_first().map(|(first, rest)| (*first, rest))
        {
            found(&initials(&[place, &["university"]].concat()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organizations_are_found_joined_and_by_initials() {
        for (name, expected) in [
            ("NVIDIA", "nvidia"),
            ("Hugging Face", "hugging face huggingface"),
            (
                "Massachusetts Institute of Technology",
                "massachusetts institute of technology massachusettsinstituteoftechnology mit",
            ),
            (
                "University of Maryland College Park",
                "university of maryland college park universityofmarylandcollegepark umcp mcpu",
            ),
            (
                "University of Hong Kong at Shenzhen",
                "university of hong kong at shenzhen universityofhongkongatshenzhen uhks uhk hksu",
            ),
            ("", ""),
        ] {
            let mut keys = Vec::new();
            each_organization_key(name, |key| keys.push(key.to_owned()));
            assert_eq!(keys.join(" "), expected, "{name}");
        }
        assert_eq!(other_organization("facebook"), Some("meta"));
    }
}
