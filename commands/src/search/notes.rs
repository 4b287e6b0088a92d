//! The lines above search results that say how the query was understood.

use domain::{Language, PaperId};
use jiff::civil::Date;

use crate::l10n::comma;
use crate::message::{escape, shorten};
use crate::say;

/// The maximum number of words listed.
const MOST_WORDS: usize = 5;

/// How a search was understood, and anything else the user should know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchNotes {
    /// The corrected words that were searched.
    pub repaired: Option<String>,
    /// Words that no paper has; the others were searched.
    pub unknown_words: Vec<String>,
    /// The number of papers left out by the query's exclusions.
    pub excluded: usize,
    /// A required part that no paper has, as typed: `"chain of thought"`.
    pub missing: Option<String>,
    /// The newest were requested.
    pub newest: bool,
    /// Those with the most votes were requested.
    pub most_votes: bool,
    /// Only papers from this many days.
    pub days: Option<i32>,
    /// Only papers published on this day or later.
    pub from: Option<Date>,
    /// Only papers published on this day or earlier.
    pub to: Option<Date>,
    /// Surveys come first.
    pub surveys: bool,
    /// The code of a language other than English in which the query was typed; empty if it has
    /// none.
    pub language: Option<&'static str>,
    /// Requested ids that neither the store nor the hub knows.
    pub unknown: Vec<PaperId>,
    /// Papers that match, of which none passes the filters.
    pub unfiltered: usize,
    /// The key under which the search for the words as typed is kept, if no button can carry it.
    pub as_typed: Option<u64>,
    /// The hub's search did not respond.
    pub hub_is_silent: bool,
}

impl SearchNotes {
    /// The line about a required part that no paper has, as Markdown.
    pub fn missing_line(&self, language: Language) -> Option<String> {
        self.missing.as_deref().map(|part| missing_part(part, language))
    }

    /// The other lines, as Markdown.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.unknown.is_empty() {
            let ids: Vec<String> = self.unknown.iter().map(|id| format!("`{id}`")).collect();
            lines.push(say!(language, "search-not-found", ids = ids));
        }
        if let Some(meant) = &self.repaired {
            let query = escape(&shorten(meant, 100));
            lines.push(say!(language, "search-repaired", query = query));
        }
        if !self.unknown_words.is_empty() {
            let words = self.unknown_words.iter().map(|word| escape(&shorten(word, 50)));
            let words: Vec<String> = words.take(MOST_WORDS).collect();
            let words = words.join(comma(language));
            lines.push(say!(language, "search-unknown-words", words = words));
        }
        let surveys = self.surveys.then(|| say!(language, "search-surveys"));
        let order = match (self.newest, self.most_votes) {
            (true, _) => Some(say!(language, "search-newest")),
            (_, true) => Some(say!(language, "search-most-votes")),
            _ => None,
        };
        let days = self.days.map(|days| say!(language, "search-days", days = days.unsigned_abs()));
        let dates = match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => Some(say!(language, "search-on", date = from)),
            (Some(from), Some(to)) => Some(say!(language, "search-between", from = from, to = to)),
            (Some(from), None) => Some(say!(language, "search-since", from = from)),
            (None, Some(to)) => Some(say!(language, "search-until", to = to)),
            (None, None) => None,
        };
        let understood = [surveys, order, days, dates];
        let understood: Vec<String> = understood.into_iter().flatten().collect();
        if !understood.is_empty() {
            lines.push(understood.join(" · "));
        }
        if self.excluded > 0 {
            lines.push(say!(language, "search-excluded", count = self.excluded));
        }
        lines.extend(self.language.map(|code| in_english(code, language)));
        if self.hub_is_silent {
            lines.push(say!(language, "search-hub-silent"));
        }
        lines
    }
}

/// A hint, in the query's own language, to search in English. The bot speaks six languages; for
/// others it has only this sentence.
fn in_english(code: &str, reader: Language) -> String {
    // Han characters without kana can be either.
    let code = match (code, reader) {
        ("zh", Language::Japanese) => "ja",
        (code, _) => code,
    };
    let other = match code {
        "pt" => "Os artigos estão em inglês. Tente com palavras em inglês.",
        "it" => "Gli articoli sono in inglese. Prova con parole inglesi.",
        "nl" => "De artikelen zijn in het Engels. Zoek met Engelse woorden.",
        "pl" => "Artykuły są po angielsku. Spróbuj angielskich słów.",
        "tr" => "Makaleler İngilizce. İngilizce kelimelerle deneyin.",
        "vi" => "Các bài báo bằng tiếng Anh. Hãy thử tìm bằng từ tiếng Anh.",
        "ru" => "Статьи на английском. Попробуйте английские слова.",
        "ko" => "논문은 영어로 되어 있습니다. 영어 단어로 검색해 보세요.",
        "ar" => "الأوراق باللغة الإنجليزية. جرّب البحث بكلمات إنجليزية.",
        "hi" => "पेपर अंग्रेज़ी में हैं। अंग्रेज़ी शब्दों से खोजें।",
        _ => {
            let speaks = |language: &Language| language.as_str().split('-').next() == Some(code);
            let language = Language::ALL.into_iter().find(speaks).unwrap_or_default();
            return say!(language, "search-in-english");
        }
    };
    other.to_owned()
}

/// The note about a part that no paper has.
fn missing_part(part: &str, language: Language) -> String {
    let quoted = |text: &str| escape(&shorten(text.trim_matches('"'), 100));
    match part.split_once(':') {
        Some(("author", name)) => say!(language, "search-no-author", name = quoted(name)),
        Some(("org", name)) => say!(language, "search-no-organization", name = quoted(name)),
        Some(("title", words)) => say!(language, "search-no-title", words = quoted(words)),
        _ if part.starts_with('"') => say!(language, "search-no-phrase", words = quoted(part)),
        _ => say!(language, "search-no-name", name = quoted(part)),
    }
}
