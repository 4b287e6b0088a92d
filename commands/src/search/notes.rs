//! How a search was understood, in lines above its results.

use domain::PaperId;

use crate::message::{escape, shorten};

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
    /// The hub's own search did not answer.
    pub hub_is_silent: bool,
}

impl SearchNotes {
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.unknown.is_empty() {
            let ids: Vec<String> = self.unknown.iter().map(|id| format!("`{id}`")).collect();
            lines.push(format!("I couldn't find {} on Hugging Face.", ids.join(", ")));
        }
        if let Some(meant) = &self.repaired {
            lines.push(format!("Showing results for “{}”.", escape(&shorten(meant, 100))));
        }
        let order = match (self.newest, self.most_votes) {
            (true, _) => Some("newest first".to_owned()),
            (_, true) => Some("most votes first".to_owned()),
            _ => None,
        };
        let days = self.days.map(|days| match days {
            1 => "of today".to_owned(),
            days => format!("of the last {days} days"),
        });
        let surveys = self.surveys.then(|| "surveys first".to_owned());
        let understood: Vec<String> = [surveys, order, days].into_iter().flatten().collect();
        if let Some((first, rest)) = understood.split_first() {
            let mut letters = first.chars();
            let first: String =
                letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            lines.push([&[first], rest].concat().join(", ") + ".");
        }
        match self.excluded {
            0 => {}
            1 => lines.push("1 paper is left out because of what you excluded.".to_owned()),
            some => lines.push(format!("{some} papers are left out because of what you excluded.")),
        }
        lines.extend(self.language.map(in_english).map(str::to_owned));
        if self.hub_is_silent {
            lines.push("Hugging Face didn't answer; these are the papers stored here.".to_owned());
        }
        lines
    }
}

/// What to do about a question that is not in English, in its own language.
fn in_english(language: &str) -> &'static str {
    match language {
        "de" => "Die Papers sind auf Englisch. Suche mit englischen Begriffen.",
        "fr" => "Les articles sont en anglais. Essayez avec des mots anglais.",
        "es" => "Los artículos están en inglés. Prueba con palabras en inglés.",
        "pt" => "Os artigos estão em inglês. Tente com palavras em inglês.",
        "it" => "Gli articoli sono in inglese. Prova con parole inglesi.",
        "nl" => "De artikelen zijn in het Engels. Zoek met Engelse woorden.",
        "pl" => "Artykuły są po angielsku. Spróbuj angielskich słów.",
        "tr" => "Makaleler İngilizce. İngilizce kelimelerle deneyin.",
        "vi" => "Các bài báo bằng tiếng Anh. Hãy thử tìm bằng từ tiếng Anh.",
        "ru" => "Статьи на английском. Попробуйте английские слова.",
        "ja" => "論文は英語です。英語の語句で検索してください。",
        "zh" => "论文都是英文的，请用英文词语搜索。",
        "ko" => "논문은 영어로 되어 있습니다. 영어 단어로 검색해 보세요.",
        "ar" => "الأوراق باللغة الإنجليزية. جرّب البحث بكلمات إنجليزية.",
        "hi" => "पेपर अंग्रेज़ी में हैं। अंग्रेज़ी शब्दों से खोजें।",
        _ => "The papers are in English. Try English words.",
    }
}

/// What no paper has.
pub(super) fn missing(part: &str) -> String {
    let quoted = |text: &str| escape(&shorten(text.trim_matches('"'), 100));
    match part.split_once(':') {
        Some(("author", name)) => format!("No paper here is by “{}”.", quoted(name)),
        Some(("org", name)) => format!("No paper here is from “{}”.", quoted(name)),
        Some(("title", words)) => format!("No title here has “{}”.", quoted(words)),
        _ if part.starts_with('"') => {
            format!("No paper here has the phrase “{}”.", quoted(part))
        }
        _ => format!("No paper here is by or from “{}”.", quoted(part)),
    }
}
