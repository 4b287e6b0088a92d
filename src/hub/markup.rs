//! Removes the HTML entities and TeX in titles and abstracts. The result is what a reader would
//! see, as plain text: `Q\&amp;A` becomes `Q&A`, `Schr\"odinger` becomes `Schrödinger`.
//!
//! Mathematics between dollars is unchanged, because readers know TeX, and so is anything unknown:
//! a wrong guess is worse than a backslash.

use unicode_normalization::char::compose;

/// The maximum depth of nested groups; deeper ones are unchanged.
const MAX_DEPTH: usize = 8;
/// The longest group in braces, in bytes; a brace further on closes another one.
const MAX_GROUP: usize = 1_000;
/// Entities are decoded twice, since some texts were escaped twice.
const ENTITY_PASSES: usize = 2;
/// The longest mathematics between two dollars; a dollar further on is probably a price.
const MAX_MATH: usize = 200;

/// The text without its markup.
pub(super) fn without_markup(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ENTITY_PASSES {
        if text.contains('&') {
            text = without_entities(&text);
        }
    }
    if !text.contains(['\\', '~', '`', '-', '\'']) {
        return text;
    }
    let mut reader = Reader { out: String::with_capacity(text.len()), open_quotes: 0 };
    reader.read(&text, 0);
    reader.out
}

fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let entity = &rest[at..];
        // The longest supported entity has ten characters.
        let end = entity.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, character(&entity[1..end])?))) {
            Some((end, c)) => {
                out.push(c);
                rest = &entity[end + 1..];
            }
            None => {
                out.push('&');
                rest = &entity[1..];
            }
        }
    }
    out + rest
}

/// The character named by an entity.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).filter(|c| *c != '\0');
    }
    const NAMED: [(&str, char); 19] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("times", '×'),
        ("deg", '°'),
        ("micro", 'µ'),
        ("plusmn", '±'),
        ("bull", '•'),
        ("middot", '·'),
    ];
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

struct Reader {
    out: String,
    open_quotes: usize,
}

impl Reader {
    fn read(&mut self, text: &str, depth: usize) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            rest = match c {
                '$' => self.dollar(rest),
                '\\' => self.backslash(after, depth),
                '{' => self.brace(rest, depth),
                '~' if self.out.ends_with(|c: char| c.is_alphanumeric() || ".,)]".contains(c)) => {
                    self.out.push(' ');
                    after
                }
                '`' if after.starts_with('`') => {
                    self.open_quotes += 1;
                    self.out.push('“');
                    &after[1..]
                }
                '\'' if after.starts_with('\'') && self.open_quotes > 0 => {
                    self.open_quotes -= 1;
                    self.out.push('”');
                    &after[1..]
                }
                '-' if after.starts_with('-') => self.dashes(rest),
                c => {
                    self.out.push(c);
                    after
                }
            };
        }
    }

    /// Reads mathematics as a whole, or a dollar sign of a price. Mathematics doesn't end after a
    /// space or before a digit.
    fn dollar<'a>(&mut self, text: &'a str) -> &'a str {
        let inside = &text[1..];
        let ends = inside.char_indices().take(MAX_MATH).filter(|(at, c)| {
            let before = inside[..*at].chars().next_back();
            let after = inside[at + c.len_utf8()..].chars().next();
            *c == '$'
                && before.is_some_and(|c| !c.is_whitespace() && c != '\\')
                && after.is_none_or(|c| !c.is_ascii_digit())
        });
        let begins = inside.starts_with(|c: char| !c.is_whitespace());
        let length = match ends.map(|(at, _)| at).next().filter(|_| begins) {
            Some(end) => end + 2,
            None => 1,
        };
        self.out.push_str(&text[..length]);
        &text[length..]
    }

    /// Reads what follows a backslash.
    fn backslash<'a>(&mut self, text: &'a str, depth: usize) -> &'a str {
        let Some(c) = text.chars().next() else {
            self.out.push('\\');
            return text;
        };
        let after = &text[c.len_utf8()..];
        match c {
            '&' | '$' | '%' | '_' | '#' | '{' | '}' => {
                self.out.push(c);
                after
            }
            ' ' | ',' | '\\' | '\n' => {
                self.out.push(' ');
                after
            }
            '-' => after,
            '\'' | '"' | '^' | '`' | '~' | '=' | '.' => self.accent(c, after),
            'a'..='z' | 'A'..='Z' => self.command(text, depth),
            c => {
                self.out.extend(['\\', c]);
                after
            }
        }
    }

    /// Reads an accent, `\"o`, `\'{e}` or `\"{\i}`; otherwise a quotation mark that was escaped.
    fn accent<'a>(&mut self, accent: char, text: &'a str) -> &'a str {
        let (inside, braced) = match text.strip_prefix('{') {
            Some(inside) => (inside, true),
            None => (text, false),
        };
        let bare = inside.strip_prefix('\\').filter(|bare| bare.starts_with(['i', 'j']));
        let is_dotless = bare.is_some();
        let inside = bare.unwrap_or(inside);
        let letter = inside.chars().next();
        let after = letter.map_or(inside, |letter| &inside[letter.len_utf8()..]);
        let closed = if braced { after.strip_prefix('}') } else { Some(after) };
        let mark = match accent {
            '\'' => '\u{301}',
            '"' => '\u{308}',
            '^' => '\u{302}',
            '`' => '\u{300}',
            '~' => '\u{303}',
            '=' => '\u{304}',
            _ => '\u{307}',
        };
        // "it\'s", "we\'re" and "\'quoted\'" contain apostrophes; "Poincar\'e" has an accent.
        let is_apostrophe = accent == '\''
            && !braced
            && match letter {
                Some('s') => !after.starts_with(char::is_alphabetic),
                Some(letter) => !"aeiouyAEIOUYcnzCNSZ".contains(letter),
                None => true,
            };
        let composed = letter.and_then(|letter| compose(letter, mark));
        match (composed, closed) {
            (Some(letter), Some(after)) if !is_apostrophe || is_dotless => {
                self.out.push(letter);
                after
            }
            _ => {
                if !matches!(accent, '\'' | '"' | '`' | '~') {
                    self.out.push('\\');
                }
                self.out.push(accent);
                text
            }
        }
    }

    /// Reads a command, starting at its name.
    fn command<'a>(&mut self, text: &'a str, depth: usize) -> &'a str {
        let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (name, after) = text.split_at(end);
        if let Some(argument) = group(after).filter(|_| depth < MAX_DEPTH) {
            let after = &after[argument.len() + 2..];
            match name {
                "textbf" | "textit" | "texttt" | "textsc" | "textrm" | "textsf" | "textsl"
                | "emph" | "underline" | "text" | "mbox" | "url" | "path" | "textnormal"
                | "textsuperscript" | "textsubscript" => {
                    self.read(argument, depth + 1);
                    return after;
                }
                "href" => {
                    let label = group(after);
                    self.read(label.unwrap_or(argument), depth + 1);
                    return label.map_or(after, |label| &after[label.len() + 2..]);
                }
                "footnote" => {
                    self.out.push_str(" (");
                    self.read(argument, depth + 1);
                    self.out.push(')');
                    return after;
                }
                _ => {}
            }
        }
        match symbol(name) {
            Some(symbol) => {
                self.out.push_str(symbol);
                after.strip_prefix("{}").unwrap_or(after)
            }
            None => {
                self.out.push('\\');
                self.out.push_str(name);
                after
            }
        }
    }

    /// Removes the braces of `{\em word}` and `{\deg}`; others are kept.
    fn brace<'a>(&mut self, text: &'a str, depth: usize) -> &'a str {
        let inside = group(text).filter(|inside| inside.starts_with('\\') && depth < MAX_DEPTH);
        let Some(inside) = inside else {
            self.out.push('{');
            return &text[1..];
        };
        let fonts = ["\\em ", "\\it ", "\\bf ", "\\tt ", "\\sc ", "\\sf ", "\\rm "];
        let font = fonts.iter().find_map(|font| inside.strip_prefix(font));
        self.read(font.unwrap_or(inside), depth + 1);
        &text[inside.len() + 2..]
    }

    /// Turns two or three hyphens into a dash, unless they begin an option such as `--help`.
    fn dashes<'a>(&mut self, text: &'a str) -> &'a str {
        let after = text.trim_start_matches('-');
        let count = text.len() - after.len();
        let is_apart = self.out.is_empty() || self.out.ends_with(char::is_whitespace);
        let is_option = is_apart && after.starts_with(|c: char| c.is_alphanumeric());
        match count {
            2 if !is_option => self.out.push('–'),
            3 => self.out.push('—'),
            _ => self.out.push_str(&text[..count]),
        }
        after
    }
}

/// The inside of the brace group at the start of the text.
fn group(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('{')?;
    let mut depth = 1;
    let mut is_escaped = false;
    for (at, c) in inside.char_indices().take(MAX_GROUP) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '{' => depth += 1,
            '}' if depth == 1 => return Some(&inside[..at]),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What a command without argument displays.
fn symbol(name: &str) -> Option<&'static str> {
    const SYMBOLS: [(&str, &str); 62] = [
        ("LaTeX", "LaTeX"),
        ("TeX", "TeX"),
        ("eg", "e.g."),
        ("ie", "i.e."),
        ("etc", "etc."),
        ("ldots", "…"),
        ("dots", "…"),
        ("xspace", ""),
        ("allowbreak", ""),
        ("textgreater", ">"),
        ("textless", "<"),
        ("textbackslash", "\\"),
        ("textasciitilde", "~"),
        ("ss", "ß"),
        ("o", "ø"),
        ("O", "Ø"),
        ("l", "ł"),
        ("L", "Ł"),
        ("ae", "æ"),
        ("AE", "Æ"),
        ("oe", "œ"),
        ("OE", "Œ"),
        ("aa", "å"),
        ("AA", "Å"),
        ("i", "i"),
        ("deg", "°"),
        ("times", "×"),
        ("pm", "±"),
        ("cdot", "·"),
        ("to", "→"),
        ("rightarrow", "→"),
        ("leq", "≤"),
        ("le", "≤"),
        ("geq", "≥"),
        ("ge", "≥"),
        ("neq", "≠"),
        ("approx", "≈"),
        ("sim", "∼"),
        ("infty", "∞"),
        ("ell", "ℓ"),
        ("alpha", "α"),
        ("beta", "β"),
        ("gamma", "γ"),
        ("Gamma", "Γ"),
        ("delta", "δ"),
        ("Delta", "Δ"),
        ("epsilon", "ε"),
        ("eta", "η"),
        ("theta", "θ"),
        ("Theta", "Θ"),
        ("kappa", "κ"),
        ("lambda", "λ"),
        ("Lambda", "Λ"),
        ("mu", "μ"),
        ("pi", "π"),
        ("rho", "ρ"),
        ("sigma", "σ"),
        ("Sigma", "Σ"),
        ("tau", "τ"),
        ("phi", "φ"),
        ("psi", "ψ"),
        ("omega", "ω"),
    ];
    SYMBOLS.iter().find(|(known, _)| *known == name).map(|(_, symbol)| *symbol)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_becomes_what_readers_see() {
        for (text, expected) in [
            ("Q&amp;A, R&amp;amp;D, 3 &lt; 5, it&#39;s &#x1F600;", "Q&A, R&D, 3 < 5, it's 😀"),
            ("AT&T; &unknown; & &amp", "AT&T; &unknown; & &amp"),
            (r"\$OneMillion, Prefill \& Decode, 45\%", "$OneMillion, Prefill & Decode, 45%"),
            (r#"Schr\"odinger, na\"{\i}ve, It\^o, \'a la"#, "Schrödinger, naïve, Itô, á la"),
            (r#"object\'s, we\'re, \'x\', \"model\""#, r#"object's, we're, 'x', "model""#),
            (r"\textbf{bold \emph{and} more}, {\em word}, 360{\deg}", "bold and more, word, 360°"),
            (
                r"\url{https://a.example/b\_c}, \href{b.example}{here}",
                "https://a.example/b_c, here",
            ),
            (
                "an RTX~5090, ~16k, https://a.example/~ada",
                "an RTX 5090, ~16k, https://a.example/~ada",
            ),
            ("the ``gap'' of f''(x) -- 3--5 --- --help", "the “gap” of f''(x) – 3–5 — --help"),
            (r"7.5 vs.\ 9.6, 19.7\,FPS, E\textsuperscript{2}", "7.5 vs. 9.6, 19.7 FPS, E2"),
            (r"$\pi_0$, $O(n\_2)$, $1 and $200k", r"$\pi_0$, $O(n\_2)$, $1 and $200k"),
            (r"\method and \ours{}, \( x \), \", r"\method and \ours{}, \( x \), \"),
            (r"{BERT} \textbf{open \eg", r"{BERT} \textbf{open e.g."),
        ] {
            assert_eq!(without_markup(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_markup_panics_or_grows(text in "[ -~é\\\\{}$&;`'\"~-]{0,120}", other in "\\PC{0,60}") {
            prop_assert!(without_markup(&text).len() <= text.len() * 2 + 8);
            let _ = without_markup(&other);
        }

        #[test]
        fn plain_words_are_unchanged(text in "[a-zA-Z0-9 .,:()?!éß论文-]{0,80}") {
            prop_assume!(!text.contains("--"));
            prop_assert_eq!(without_markup(&text), text);
        }
    }

    #[test]
    fn hostile_texts_are_fast() {
        for text in ["{\\".repeat(10_000), "$a".repeat(10_000), "\\textbf{".repeat(5_000)] {
            assert!(without_markup(&text).len() <= 2 * text.len());
        }
    }
}
