//! Invisible characters that change how the surrounding text is seen or read, and the variants of
//! visible ones.

/// Whether a character is invisible and can hide, join or reverse the text around it: direction
/// marks, zero-width characters, fillers, tags. Joiners and selectors used in emoji and in scripts
/// such as Persian don't count.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A character where only what is typed matters, not how: full-width forms and dashes are in ASCII.
/// `None` if it is invisible.
pub(crate) fn plain(c: char) -> Option<char> {
    match c {
        c if is_invisible(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{20e3}' | '\u{fe0f}') => {
            None
        }
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hiding_and_reversing_characters_are_invisible_and_spelling_ones_are_not() {
        for c in "\u{202e}\u{2066}\u{200b}\u{2060}\u{feff}\u{ad}\u{3164}\u{e0041}\u{61c}".chars() {
            assert!(is_invisible(c), "{c:?}");
        }
        // A family emoji, a red heart, Persian with a non-joiner, combining accents.
        for c in "👨\u{200d}👩❤\u{fe0f}می\u{200c}خواهم e\u{301} 论文\n ".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
    }
}
