//! Folds characters to a single form for comparison.

use unicode_normalization::UnicodeNormalization;

/// Calls `out` with the comparison form of `c`: compatibility forms resolved (NFKD), lower case, no
/// Latin accents, Greek letters spelled out, so that `π0`, `$\pi_0$` and `pi0` are equal. Anything
/// that is not a letter, a digit or a mark of another script is dropped.
pub(crate) fn fold(c: char, mut out: impl FnMut(char)) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out(c.to_ascii_lowercase());
        }
        return;
    }
    for part in std::iter::once(c).nfkd().flat_map(char::to_lowercase) {
        match part {
            '\u{300}'..='\u{36f}' => {}
            'ø' => out('o'),
            'ł' => out('l'),
            'đ' | 'ð' => out('d'),
            'ı' => out('i'),
            'ß' => "ss".chars().for_each(&mut out),
            'æ' => "ae".chars().for_each(&mut out),
            'œ' => "oe".chars().for_each(&mut out),
            'þ' => "th".chars().for_each(&mut out),
            part => match greek_name(part) {
                Some(name) => name.chars().for_each(&mut out),
                None if is_word_char(part) => out(part),
                None => {}
            },
        }
    }
}

/// Whether a character belongs to a word: letters, digits, and the vowel marks of other scripts.
pub(crate) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Greek letters with their name in TeX and in plain text.
const GREEK: [(char, &str); 25] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('ο', "omicron"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('ς', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
];

fn greek_name(c: char) -> Option<&'static str> {
    if !('α'..='ω').contains(&c) {
        return None;
    }
    GREEK.iter().find(|(letter, _)| *letter == c).map(|(_, name)| *name)
}

/// What the TeX command `\name` means within a word.
pub(crate) enum Command {
    /// These letters: `\alpha`, `\ell`.
    Letters(&'static str),
    /// Nothing: its argument stays in the word, as in `\textbf` and `\mathcal`.
    Style,
    /// A word boundary: `\quad`, `\to`.
    Break,
}

/// The meaning of a TeX command, given its name without the backslash.
pub(crate) fn command(name: &str) -> Command {
    let plain = name.strip_prefix("var").unwrap_or(name).to_ascii_lowercase();
    if let Some((_, letters)) = GREEK.iter().find(|(_, letters)| *letters == plain) {
        return Command::Letters(letters);
    }
    match name {
        "ell" => Command::Letters("l"),
        "times" => Command::Letters("x"),
        "o" | "O" => Command::Letters("o"),
        "l" | "L" => Command::Letters("l"),
        "i" => Command::Letters("i"),
        "ss" => Command::Letters("ss"),
        "ae" | "AE" => Command::Letters("ae"),
        "c" | "v" | "u" | "H" | "k" | "r" => Command::Style,
        "emph" | "bf" | "it" | "rm" | "tt" | "sc" | "bm" | "boldsymbol" | "operatorname" => {
            Command::Style
        }
        _ if name.starts_with("text") || name.starts_with("math") => Command::Style,
        _ => Command::Break,
    }
}
