//! Lists with pages: search results and a day's papers.

use domain::{Paper, PaperId};
use jiff::civil::Date;

use super::{AMBER, block, card_menu, count, long_date, title_link};
use crate::escape::{escape, shorten};
use crate::{Button, Component, Hub, Limits, Message, Press, SearchRequest};

/// Papers on a page; more make the answer too long for a phone.
pub const PAGE_SIZE: usize = 5;

/// A page of a longer list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The papers of this page, each with a note on it or none.
    pub papers: Vec<(Paper, Option<String>)>,
    /// Papers on all pages.
    pub total: usize,
    /// The number of this page; 0 is the first.
    pub number: u32,
    /// What the reader should know, such as that the hub is down.
    pub note: Option<String>,
}

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
    fn lines(&self) -> Vec<String> {
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
fn missing(part: &str) -> String {
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

/// The answer to a search.
pub fn search(search: &SearchRequest, page: &Page, notes: &SearchNotes) -> Message {
    let query = escape(&shorten(&search.query, 100));
    let mut lines = notes.lines();
    if page.papers.is_empty() {
        let mut text = format!("**Nothing close to “{query}”.**\n");
        if let Some(part) = &notes.missing {
            text.push_str(&missing(part));
            text.push(' ');
        }
        text.push_str(
            "Try fewer or other words, an author's full name, an arXiv id, or `/today` for the \
             newest list.",
        );
        if notes.language.is_none() {
            text.push_str(" The papers are in English.");
        }
        if is_filtered(search) {
            text.push_str("\nThe filters of this search leave papers out, too.");
        }
        lines.iter().for_each(|line| text.push_str(&format!("\n-# {line}")));
        return Message::text(text);
    }
    lines.splice(0..0, notes.missing.as_deref().map(missing));
    let mut heading =
        format!("### “{query}”\n-# {}{}", count(page.total, "paper"), note_line(page));
    lines.iter().for_each(|line| heading.push_str(&format!("\n-# {line}")));
    let turn = |number: u32| Press::Search(SearchRequest { page: number, ..search.clone() });
    let mut message = list(heading, page, turn);
    if let (Some(button), Some(Component::Container { components, .. })) =
        (as_typed(search, notes), message.components.first_mut())
    {
        components.push(Component::Buttons(vec![button]));
    }
    message
}

/// The button for the words as they were typed.
fn as_typed(search: &SearchRequest, notes: &SearchNotes) -> Option<Button> {
    notes.repaired.as_ref()?;
    // What is kept under a key is the other search: this one must be carried as a whole.
    let whole = |hub: Hub| {
        let typed = SearchRequest { as_typed: true, page: 0, hub, ..search.clone() };
        Press::Search(typed).custom_id().filter(|id| !id.starts_with("q:"))
    };
    Some(Button::Press {
        label: format!("Search for “{}” instead", shorten(&search.query, 50)),
        custom_id: whole(search.hub).or_else(|| whole(Hub::Silent))?,
        disabled: false,
    })
}

/// The answer to a button whose search is no longer kept.
pub fn search_is_gone() -> String {
    "This search is too old for its buttons. Please search again.".to_owned()
}

/// A sentence of a paper; every second piece is in bold.
pub fn marked(pieces: &[String]) -> String {
    let show = |(at, piece): (usize, &String)| {
        let text = escape(piece);
        if at % 2 == 1 {
            return format!("**{text}**");
        }
        // Escaping trims, and the spaces around a mark are part of the sentence.
        let space = |there: bool| if there { " " } else { "" };
        let (before, after) = (piece.starts_with(' '), piece.len() > 1 && piece.ends_with(' '));
        format!("{}{text}{}", space(before), space(after))
    };
    pieces.iter().enumerate().map(show).collect()
}

/// The answer to `/similar`: papers like one, on a single page.
pub fn similar(paper: &Paper, found: Vec<Paper>) -> Message {
    let like = title_link(&Paper { title: shorten(&paper.title, 200), ..paper.clone() });
    if found.is_empty() {
        return Message::text(format!("**No paper known here is like {like}.**"));
    }
    let papers: Vec<(Paper, Option<String>)> = found.into_iter().map(|one| (one, None)).collect();
    let page = Page { total: papers.len(), papers, number: 0, note: None };
    list(format!("### Like {like}"), &page, |_| Press::Similar(paper.id.clone()))
}

/// A day's papers.
pub fn day(date: Date, page: &Page) -> Message {
    if page.papers.is_empty() {
        return Message::text(format!(
            "**No papers are listed for {}.**{}",
            long_date(date),
            note_line(page)
        ));
    }
    let heading = format!(
        "### Papers of {}\n-# {}, most votes first{}",
        long_date(date),
        count(page.total, "paper"),
        note_line(page)
    );
    list(heading, page, |number| Press::Day(date, number))
}

fn is_filtered(search: &SearchRequest) -> bool {
    let has = search.has_code || search.has_model || search.has_dataset;
    search.from.is_some() || search.to.is_some() || search.min_upvotes > 0 || has
}

fn note_line(page: &Page) -> String {
    page.note.as_ref().map(|note| format!("\n-# {note}")).unwrap_or_default()
}

/// The page, with as much of each paper as fits.
fn list(heading: String, page: &Page, turn: impl Fn(u32) -> Press) -> Message {
    let build = |detail: Detail| {
        let mut components = vec![Component::Text(heading.clone())];
        let shown = |(paper, note): &(Paper, Option<String>)| {
            let note = note.as_deref().filter(|_| detail == Detail::Full);
            block(&detail.of(paper), note)
        };
        components.extend(page.papers.iter().map(shown));
        components.push(card_menu("list", page.papers.iter().map(|(paper, _)| paper)));
        components.extend(page_buttons(page, &turn));
        Message { components: vec![Component::Container { accent: AMBER, components }] }
    };
    let fits = |message: &Message| message.size().fits(Limits::DISCORD);
    let all = [Detail::Full, Detail::Short].map(build);
    all.into_iter().find(fits).unwrap_or_else(|| build(Detail::Title))
}

/// How much is shown of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Full,
    /// A sentence, and no long link.
    Short,
    /// Little more than the title.
    Title,
}

impl Detail {
    fn of(self, paper: &Paper) -> Paper {
        const LINK: usize = 100;
        let mut paper = paper.clone();
        let (gist, people) = match self {
            Detail::Full => return paper,
            Detail::Short => (120, 40),
            Detail::Title => (1, 20),
        };
        paper.ai_summary = Some(shorten(paper.gist(), gist));
        paper.organization = None;
        paper.authors.iter_mut().for_each(|name| *name = shorten(name, people));
        paper.github = paper.github.filter(|link| link.as_str().len() < LINK);
        if self == Detail::Title {
            paper.title = shorten(&paper.title, 100);
            paper.github = None;
        }
        paper
    }
}

/// None where everything stands on one page, or the list cannot be carried by a button.
fn page_buttons(page: &Page, turn: &impl Fn(u32) -> Press) -> Option<Component> {
    let pages = page.total.div_ceil(PAGE_SIZE);
    if pages < 2 {
        return None;
    }
    let here = page.number as usize;
    let button = |label: &str, to: Option<u32>, name: &str| {
        // A disabled button is never pressed, but Discord wants its id to be unique.
        let custom_id = match to {
            Some(to) => turn(to).custom_id()?,
            None => format!("off:{name}"),
        };
        Some(Button::Press { label: label.to_owned(), custom_id, disabled: to.is_none() })
    };
    Some(Component::Buttons(vec![
        button("◀ Previous", page.number.checked_sub(1), "previous")?,
        Button::Press {
            label: format!("{} / {pages}", here + 1),
            custom_id: "off:page".to_owned(),
            disabled: true,
        },
        button("Next ▶", (here + 1 < pages).then_some(page.number + 1), "next")?,
    ]))
}

#[cfg(test)]
mod tests {
    use domain::WebUrl;
    use proptest::prelude::*;

    use super::super::tests::{paper, read};
    use super::*;

    /// Everything in a message that Discord measures.
    fn check(message: &Message) {
        assert!(message.size().fits(Limits::DISCORD), "{:?}", message.size());
        let body = message.to_json();
        let mut open = vec![&body];
        while let Some(value) = open.pop() {
            for name in ["custom_id", "label", "description", "placeholder"] {
                let Some(text) = value[name].as_str() else { continue };
                // That of a picture may be longer.
                let most = if value["type"] == 11 { 1_024 } else { 100 };
                assert!((1..=most).contains(&text.chars().count()), "{name}: {text}");
            }
            if let Some(text) = value["content"].as_str() {
                assert!(!text.trim().is_empty(), "an empty text");
            }
            let inner = value.as_object().map(|object| object.values());
            open.extend(inner.into_iter().flatten().chain(value.as_array().into_iter().flatten()));
        }
    }

    proptest! {
        #[test]
        fn every_page_fits(
            title in "\\PC{0,400}", name in "\\PC{0,300}", gist in "\\PC{0,800}",
            loud in "[@*_:/<#-]{0,400}", query in "\\PC{1,400}", note in "\\PC{0,300}",
            link in 0_usize..2_000, number in 0_u32..40, papers in 1_usize..=PAGE_SIZE,
            picture: bool, kept: bool,
        ) {
            let github = format!("https://github.com/a/{}", "b".repeat(link));
            let papers = (0..papers as u32).map(|at| {
                let mut paper = paper(at);
                paper.title = if at % 2 == 0 { title.clone() } else { loud.clone() };
                paper.authors = vec![name.clone(), loud.clone(), name.clone()];
                paper.organization = Some(loud.clone());
                paper.ai_summary = Some(if at % 2 == 1 { gist.clone() } else { loud.clone() });
                paper.github = WebUrl::parse(&github);
                if !picture { paper.thumbnail = None; }
                (paper, Some(marked(&[note.clone(), loud.chars().take(160).collect()])))
            }).collect();
            let page = Page { papers, total: 1_000, number, note: None };
            let notes = SearchNotes {
                repaired: Some(loud.clone()),
                missing: Some(format!("\"{loud}\"")),
                excluded: 7,
                language: Some("vi"),
                unknown: PaperId::find_all("2601.00001 2601.00002 hep-th/9901001"),
                hub_is_silent: true,
                ..none()
            };
            let hub = if kept { Hub::Kept(u64::MAX) } else { Hub::Silent };
            let request = SearchRequest { query, hub, ..SearchRequest::default() };
            check(&search(&request, &page, &notes));
            check(&day(Date::constant(2026, 5, 12), &page));
            let all: Vec<Paper> = page.papers.iter().map(|(paper, _)| paper.clone()).collect();
            check(&similar(&all[0], all.clone()));
        }
    }

    fn request(query: &str) -> SearchRequest {
        SearchRequest { query: query.to_owned(), ..SearchRequest::default() }
    }

    fn none() -> SearchNotes {
        SearchNotes::default()
    }

    #[test]
    fn how_a_search_was_understood_is_said() {
        let notes = SearchNotes {
            repaired: Some("quiet stars".to_owned()),
            excluded: 3,
            newest: true,
            days: Some(7),
            surveys: true,
            ..none()
        };
        insta::assert_snapshot!(read(&search(&request("quite stras"), &page(1, 1, 0), &notes)), @r"
        ### “quite stras”
        -# 1 paper
        -# Showing results for “quiet stars”.
        -# Surveys first, newest first, of the last 7 days.
        -# 3 papers are left out because of what you excluded.
        **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
        Ada Lovelace, Alan Turing and 1 other · Analytical Society
        Stars shine when looked at.
        -# ▲ 40 · 💬 2 · [code](https://github.com/society/stars) ★ 1200  (https://images.example/1.png)
        [card:list ▾ A Small Study of *Stars* [0]]
        [Search for “quite stras” instead → s:0:rt:0:::quite stras]
        ");
    }

    fn page(papers: usize, total: usize, number: u32) -> Page {
        let papers = (0..papers as u32).map(|number| (paper(number), None)).collect();
        Page { papers, total, number, note: None }
    }

    #[test]
    fn pages_turn_by_their_buttons() {
        insta::assert_snapshot!(read(&search(&request("stars"), &page(1, 12, 1), &none())), @r"
        ### “stars”
        -# 12 papers
        **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
        Ada Lovelace, Alan Turing and 1 other · Analytical Society
        Stars shine when looked at.
        -# ▲ 40 · 💬 2 · [code](https://github.com/society/stars) ★ 1200  (https://images.example/1.png)
        [card:list ▾ A Small Study of *Stars* [0]]
        [◀ Previous → s:0:r:0:::stars] [2 / 3 → off:page, off] [Next ▶ → s:2:r:0:::stars]
        ");
        let one_page = read(&search(&request("stars"), &page(2, 2, 0), &none()));
        assert!(!one_page.contains("Next"), "{one_page}");
        let long = SearchRequest { hub: Hub::Kept(0xabc), ..request(&"long ".repeat(30)) };
        let long = read(&search(&long, &page(5, 12, 0), &none()));
        assert!(long.contains("Next ▶ → q:abc:1"), "more than a button can carry: {long}");
    }

    #[test]
    fn an_empty_answer_says_what_to_try() {
        let filtered = SearchRequest { has_code: true, ..request("astrology") };
        let notes = SearchNotes { hub_is_silent: true, ..none() };
        insta::assert_snapshot!(read(&search(&filtered, &page(0, 0, 0), &notes)), @"
        **Nothing close to “astrology”.**
        Try fewer or other words, an author's full name, an arXiv id, or `/today` for the newest list. The papers are in English.
        The filters of this search leave papers out, too.
        -# Hugging Face didn't answer; these are the papers stored here.
        ");
        let phrase = SearchNotes { missing: Some("\"quiet stars\"".to_owned()), ..none() };
        let text = read(&search(&request("\"quiet stars\""), &page(0, 0, 0), &phrase));
        assert!(text.contains("No paper here has the phrase “quiet stars”."), "{text}");
        let german = SearchNotes { language: Some("de"), ..none() };
        let text = read(&search(&request("leise Sterne"), &page(0, 0, 0), &german));
        assert!(text.contains("Suche mit englischen Begriffen"), "{text}");
    }

    #[test]
    fn marks_are_bold_and_foreign_text_is_harmless() {
        let pieces = ["…the ", "*loud*", " ", "sea", " is @here…"].map(str::to_owned);
        assert_eq!(marked(&pieces), "…the **\\*loud\\*** **sea** is @\u{200b}here…");
    }

    #[test]
    fn similar_papers_stand_on_one_page() {
        let none = read(&similar(&paper(1), Vec::new()));
        assert!(none.starts_with("**No paper known here is like [A Small"), "{none}");
        let some = read(&similar(&paper(1), (2..7).map(paper).collect()));
        assert!(some.starts_with("### Like [A Small") && !some.contains("Next"), "{some}");
        assert_eq!(some.matches("/papers/2605.").count(), 6);
    }

    #[test]
    fn a_day_is_a_list() {
        let date = Date::constant(2026, 5, 12);
        insta::assert_snapshot!(read(&day(date, &page(0, 0, 0))), @"**No papers are listed for Tuesday, 12 May 2026.**");
        insta::assert_snapshot!(read(&day(date, &page(1, 6, 0))), @r"
        ### Papers of Tuesday, 12 May 2026
        -# 6 papers, most votes first
        **[A Small Study of \*Stars\* \[0\]](https://huggingface.co/papers/2605.00000)**
        Ada Lovelace, Alan Turing and 1 other · Analytical Society
        Stars shine when looked at.
        -# ▲ 40 · 💬 2 · [code](https://github.com/society/stars) ★ 1200  (https://images.example/1.png)
        [card:list ▾ A Small Study of *Stars* [0]]
        [◀ Previous → off:previous, off] [1 / 2 → off:page, off] [Next ▶ → day:2026-05-12:1]
        ");
    }
}
