//! How a search was understood, in lines above its results.

use domain::{Language, PaperId};

use crate::message::{escape, shorten};
use crate::say;

/// How a search was understood, and what its reader should know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchNotes {
    /// The words that were searched instead of misspelt ones.
    pub repaired: Option<String>,
    /// Papers left out because of what the search excludes.
    pub excluded: usize,
    /// What the search insists on and no paper has, as it is typed: `"chain of thought"`.
    pub missing: Option<String>,
    /// The newest were asked for.
    pub newest: bool,
    /// Those with the most votes were asked for.
    pub most_votes: bool,
    /// Only papers of so many days.
    pub days: Option<i32>,
    /// Surveys come first.
    pub surveys: bool,
    /// The code of a language other than English that was typed; empty for one without a code.
    pub language: Option<&'static str>,
    /// Papers that were asked for by id and are known neither here nor at the hub.
    pub unknown: Vec<PaperId>,
    /// Papers that match, of which none passes the filters.
    pub unfiltered: usize,
    /// The key under which the search for the words as typed is kept, if no button can carry it.
    pub as_typed: Option<u64>,
    /// The hub's own search did not answer.
    pub hub_is_silent: bool,
}

impl SearchNotes {
    pub(super) fn lines(&self, language: Language) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.unknown.is_empty() {
            let ids: Vec<String> = self.unknown.iter().map(|id| format!("`{id}`")).collect();
            lines.push(say!(language, "search-not-found", ids = ids));
        }
        if let Some(meant) = &self.repaired {
            let query = escape(&shorten(meant, 100));
            lines.push(say!(language, "search-repaired", query = query));
        }
        let surveys = self.surveys.then(|| say!(language, "search-surveys"));
        let order = match (self.newest, self.most_votes) {
            (true, _) => Some(say!(language, "search-newest")),
            (_, true) => Some(say!(language, "search-most-votes")),
            _ => None,
        };
        let days = self.days.map(|days| say!(language, "search-days", days = days.unsigned_abs()));
        let understood: Vec<String> = [surveys, order, days].into_iter().flatten().collect();
        if !understood.is_empty() {
            lines.push(understood.join(" · "));
        }
        if self.excluded > 0 {
            lines.push(say!(language, "search-excluded", count = self.excluded));
        }
        lines.extend(self.language.map(in_english));
        if self.hub_is_silent {
            lines.push(say!(language, "search-hub-silent"));
        }
        lines
    }
}

/// What to do about a question that is not in English, in its own language. The bot speaks six; of
/// the others it knows this sentence alone.
fn in_english(code: &str) -> String {
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

/// What no paper has.
pub(super) fn missing(part: &str, language: Language) -> String {
    let quoted = |text: &str| escape(&shorten(text.trim_matches('"'), 100));
    match part.split_once(':') {
        Some(("author", name)) => say!(language, "search-no-author", name = quoted(name)),
        Some(("org", name)) => say!(language, "search-no-organization", name = quoted(name)),
        Some(("title", words)) => say!(language, "search-no-title", words = quoted(words)),
        _ if part.starts_with('"') => say!(language, "search-no-phrase", words = quoted(part)),
        _ => say!(language, "search-no-name", name = quoted(part)),
    }
}
