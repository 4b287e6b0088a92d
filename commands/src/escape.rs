//! Foreign text made harmless for Discord's Markdown: titles, names and queries come from
//! anywhere, and may neither format, link, mention nor ping.

/// Text that shows as it reads, whatever it contains, in one line.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, c) in text.trim().char_indices() {
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<' | '>' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // Headings, lists and quotes only exist at the start of a line.
            '#' | '-' | '+' if at == 0 => {
                escaped.push('\\');
                escaped.push(c);
            }
            // A zero-width space keeps `@everyone` from being a mention, and a link in a title
            // from becoming a link of its own, which would break the link around it.
            '@' => escaped.push_str("@\u{200b}"),
            ':' if text.trim()[at..].starts_with("://") => escaped.push_str(":\u{200b}"),
            c if c.is_control() => escaped.push(' '),
            c if is_direction_mark(c) => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Marks that turn the direction of writing could make a title swallow the words after it.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// At most `most` characters, cut at a word where there is one, with an ellipsis.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let at_word = match cut.rfind(' ') {
        Some(space) if space > cut.len() / 2 => &cut[..space],
        _ => &cut,
    };
    format!("{}…", at_word.trim_end_matches([' ', ',', '.', ';', ':', '\\']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_formats_links_or_pings() {
        for (text, escaped) in [
            ("plain words", "plain words"),
            ("A*-search_tree", "A\\*-search\\_tree"),
            ("# [x](https://evil.example)", "\\# \\[x\\](https:\u{200b}//evil.example)"),
            ("@everyone <@1> <#2>", "@\u{200b}everyone \\<@\u{200b}1\\> \\<#2\\>"),
            ("two\nlines", "two lines"),
            ("- item", "\\- item"),
            ("state-of-the-art", "state-of-the-art"),
            ("a\u{202e}b", "ab"),
        ] {
            assert_eq!(escape(text), escaped, "{text}");
        }
    }

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(shorten("short", 10), "short");
        assert_eq!(shorten("one two three four", 12), "one two…");
        assert_eq!(shorten("onetwothreefour", 8), "onetwot…");
    }

    proptest! {
        #[test]
        fn the_cut_fits(text in "\\PC{0,60}", most in 2_usize..40) {
            prop_assert!(shorten(&text, most).chars().count() <= most);
            prop_assert!(!escape(&text).contains("@e"));
        }
    }
}
