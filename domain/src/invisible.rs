//! Characters that are not seen and change how the text around them is seen or read.

/// Whether a character shows nothing and may hide, join or turn the text around it: marks of
/// writing direction, zero-width characters, fillers, tags. The joiners and selectors that emoji
/// and scripts such as Persian are written with are none of them.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_turns_text_is_invisible_and_what_spells_it_is_not() {
        for c in "\u{202e}\u{2066}\u{200b}\u{2060}\u{feff}\u{ad}\u{3164}\u{e0041}\u{61c}".chars() {
            assert!(is_invisible(c), "{c:?}");
        }
        // A family, a heart in red, Persian with a non-joiner, combining accents.
        for c in "👨\u{200d}👩❤\u{fe0f}می\u{200c}خواهم e\u{301} 论文\n ".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
    }
}
