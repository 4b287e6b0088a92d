//! Escapes text for Discord's Markdown: titles, names and queries can contain anything, and must
//! not format, link, mention or ping.

use domain::is_invisible;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Text on one line that is displayed exactly as written.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    // Remove invisible characters first, so that they can't hide the start of a line.
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let trimmed = seen.trim();
    for (at, c) in trimmed.char_indices() {
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '[' | ']' | '<' | '>' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // Headings, lists and quotes exist only at the start of a line.
            '#' | '-' | '+' if at == 0 => {
                escaped.push('\\');
                escaped.push(c);
            }
            // A number with a dot at the start of a line begins a list.
            '.' | ')' if is_number(&trimmed[..at]) && trimmed[at + 1..].starts_with(' ') => {
                escaped.push('\\');
                escaped.push(c);
            }
            // A zero-width space keeps `@everyone` from being a mention, and a URL in a title from
            // becoming a link, which would break the surrounding link.
            '@' => escaped.push_str("@\u{200b}"),
            ':' if trimmed[at..].starts_with("://") => escaped.push_str(":\u{200b}"),
            c if c.is_control() || c.is_whitespace() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Typed text for a message that shows it between back-quotes: on one line, and nothing in it ends
/// the code. It is cut, because a message that is cut in the middle of it would lose the back-quote
/// that ends the code.
pub(crate) fn quoted(typed: &str) -> String {
    const MOST: usize = 300;
    let shown = typed.chars().filter(|c| !is_invisible(*c)).map(|c| match c {
        '`' => '\'',
        c if c.is_control() || c.is_whitespace() => ' ',
        c => c,
    });
    let shown: String = shown.collect();
    match shown.trim() {
        // Two back-quotes in a row would begin another code.
        "" => "…".to_owned(),
        shown => shorten(shown, MOST),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// At most `most` characters, cut between words if possible, with an ellipsis. Never cut inside a
/// grapheme cluster: an accent stays with its letter, a family emoji stays whole.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let end = text.char_indices().nth(most.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let cut = &text[..whole_characters(text, end)];
    let at_word = match cut.rfind(' ') {
        Some(space) if space > cut.len() / 2 => &cut[..space],
        _ => cut,
    };
    format!("{}…", at_word.trim_end_matches([' ', ',', '.', ';', ':', '\\']))
}

/// The last position up to `end` where the text may be cut; `end` itself if there is none.
fn whole_characters(text: &str, end: usize) -> usize {
    let mut at = end;
    loop {
        let (before, after) = text.split_at(at);
        let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
            return if at == 0 { end } else { at };
        };
        let flags = before.chars().rev().take_while(|c| is_flag_half(*c)).count();
        let splits_flag = is_flag_half(next) && flags % 2 == 1;
        if !(joins(next) || last == ZERO_WIDTH_JOINER || splits_flag) {
            return at;
        }
        at -= last.len_utf8();
    }
}

const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Whether a character belongs to the one before it: marks, joiners, skin tones.
fn joins(c: char) -> bool {
    let is_mark = c.general_category_group() == GeneralCategoryGroup::Mark;
    is_mark || matches!(c, '\u{200c}' | ZERO_WIDTH_JOINER | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether this is one of the two characters that make up a flag.
fn is_flag_half(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
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
            ("\u{200b}# heading", "\\# heading"),
            ("\u{2066}1. one", "1\\. one"),
            ("12) twelve, 3. three", "12\\) twelve, 3. three"),
            ("2.5 billion", "2.5 billion"),
            ("> quoted", "\\> quoted"),
            ("-# small", "\\-# small"),
            ("one\u{2028}# two", "one # two"),
        ] {
            assert_eq!(escape(text), escaped, "{text}");
        }
    }

    #[test]
    fn quoted_text_stays_between_its_back_quotes() {
        for (typed, shown) in [
            ("fri 9am", "fri 9am"),
            ("`**x** [y](https://evil.example)`", "'**x** [y](https://evil.example)'"),
            ("``` \n# x", "'''  # x"),
            ("two\r\nlines", "two  lines"),
            ("a\u{202e}b", "ab"),
            ("\u{200b}", "…"),
            (" ", "…"),
        ] {
            assert_eq!(quoted(typed), shown, "{typed}");
        }
        assert_eq!(quoted(&"x".repeat(6_000)).chars().count(), 300);
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(shorten("short", 10), "short");
        assert_eq!(shorten("one two three four", 12), "one two…");
        assert_eq!(shorten("onetwothreefour", 8), "onetwot…");
    }

    #[test]
    fn grapheme_clusters_are_not_cut() {
        let family = "👨\u{200d}👩\u{200d}👧";
        for (text, most, expected) in [
            (format!("ab{family}cd"), 5, "ab…".to_owned()),
            (format!("ab{family}cd"), 8, format!("ab{family}…")),
            ("ab🇩🇪🇫🇷".to_owned(), 4, "ab…".to_owned()),
            ("ab🇩🇪🇫🇷".to_owned(), 5, "ab🇩🇪…".to_owned()),
            ("ab👍🏽cd".to_owned(), 4, "ab…".to_owned()),
            ("abe\u{301}cd".to_owned(), 4, "ab…".to_owned()),
            ("ab❤\u{fe0f}cd".to_owned(), 4, "ab…".to_owned()),
            // Only marks: cut anyway.
            ("\u{301}".repeat(9), 4, format!("{}…", "\u{301}".repeat(3))),
        ] {
            assert_eq!(shorten(&text, most), expected, "{text} to {most}");
        }
    }

    proptest! {
        #[test]
        fn the_cut_fits(text in "\\PC{0,60}", most in 2_usize..40) {
            prop_assert!(shorten(&text, most).chars().count() <= most);
            prop_assert!(!escape(&text).contains("@e"));
        }
    }
}
