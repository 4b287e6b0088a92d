//! SentencePiece's character normalization table.
//!
//! The table is base64-encoded: the length of a double-array trie, the trie, and the replacement
//! texts it points to, each terminated by a zero byte.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// A letter with combining marks is looked up as a whole if it is shorter than this, in bytes.
const WHOLE: usize = 6;

/// The table.
pub(super) struct Charsmap {
    trie: Vec<u32>,
    texts: Vec<u8>,
}

impl Charsmap {
    /// Parses base64; `None` if it is not a valid table.
    pub(super) fn parse(text: &str) -> Option<Charsmap> {
        let bytes = from_base64(text)?;
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let (trie, texts) = rest.split_at_checked(length)?;
        let trie: Vec<u32> =
            trie.as_chunks::<4>().0.iter().map(|unit| u32::from_le_bytes(*unit)).collect();
        (!trie.is_empty()).then(|| Charsmap { trie, texts: texts.to_vec() })
    }

    /// The normalized text.
    pub(super) fn normalize(&self, text: &str) -> String {
        let mut read = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let (cluster, after) = rest.split_at(cluster_length(rest));
            rest = after;
            if cluster.len() < WHOLE
                && let Some(text) = self.find(cluster)
            {
                read.push_str(text);
                continue;
            }
            let mut letter = [0; 4];
            for c in cluster.chars() {
                match self.find(c.encode_utf8(&mut letter)) {
                    Some(text) => read.push_str(text),
                    None => read.push(c),
                }
            }
        }
        read
    }

    /// The replacement for the shortest matching prefix.
    fn find(&self, piece: &str) -> Option<&str> {
        let offset = |unit: u32| ((unit >> 10) << ((unit & 1 << 9) >> 6)) as usize;
        let mut at = offset(*self.trie.first()?);
        for byte in piece.bytes().take_while(|byte| *byte != 0) {
            at ^= usize::from(byte);
            let unit = *self.trie.get(at)?;
            // A leaf's label has its highest bit set, so it never equals a byte.
            if unit & (1 << 31 | 0xff) != u32::from(byte) {
                return None;
            }
            at ^= offset(unit);
            if unit >> 8 & 1 == 1 {
                let from = (self.trie.get(at)? & !(1 << 31)) as usize;
                let texts = self.texts.get(from..)?;
                let end = texts.iter().position(|byte| *byte == 0).unwrap_or(texts.len());
                return std::str::from_utf8(&texts[..end]).ok();
            }
        }
        None
    }
}

/// The length in bytes of the first character and its combining marks.
fn cluster_length(text: &str) -> usize {
    let joins =
        |c: char| c.general_category_group() == GeneralCategoryGroup::Mark || c == '\u{200d}';
    let mut chars = text.char_indices();
    let first = chars.next();
    if first.is_some_and(|(_, c)| c.is_control()) {
        return 1;
    }
    chars.find(|(_, c)| !joins(*c)).map_or(text.len(), |(at, _)| at)
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded() {
        for (text, expected) in
            [("", Some("")), ("YQ==", Some("a")), ("YWJj", Some("abc")), ("?", None)]
        {
            assert_eq!(from_base64(text).as_deref(), expected.map(str::as_bytes), "{text}");
        }
    }

    #[test]
    fn marks_stay_with_their_letter() {
        for (text, length) in [("ab", 1), ("e\u{301}x", 3), ("\r\n", 1), ("数据", 3)] {
            assert_eq!(cluster_length(text), length, "{text:?}");
        }
    }

    #[test]
    fn a_damaged_table_is_rejected() {
        for text in ["", "AAAA", "/////w=="] {
            assert!(Charsmap::parse(text).is_none(), "{text}");
        }
        let looped = Charsmap { trie: vec![u32::MAX; 4], texts: Vec::new() };
        assert_eq!(looped.normalize("añb"), "añb");
    }
}
