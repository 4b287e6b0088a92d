//! Detects questions in a language other than the papers'.

/// A language other than English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Arabic script.
    Arabic,
    /// Han characters without kana.
    Chinese,
    /// Dutch.
    Dutch,
    /// French.
    French,
    /// German.
    German,
    /// Devanagari.
    Hindi,
    /// Italian.
    Italian,
    /// With kana.
    Japanese,
    /// Hangul.
    Korean,
    /// Polish.
    Polish,
    /// Portuguese.
    Portuguese,
    /// Cyrillic script.
    Russian,
    /// Spanish.
    Spanish,
    /// Turkish.
    Turkish,
    /// Vietnamese.
    Vietnamese,
    /// Any other.
    Other,
}

/// Very common words of a language that English doesn't have.
const COMMON: [(Language, &str); 9] = [
    (
        Language::German,
        "der die das und oder ist sind ein eine einen einem einer nicht mit von zu zum zur für über \
         wie was wer warum wo wann welche welcher welches auf aus bei nach durch ohne gegen neue \
         neuen neueste zwischen ich wir gibt es im den dem des als auch kann werden wird sich \
         modell modelle modellen netze lernen sprachmodelle daten",
    ),
    (
        Language::French,
        "le la les une des et ou est sont dans pour avec sur par comment pourquoi quel quelle quels \
         quelles que qui aux du de ce cette ces sans entre vers nous vous \
         apprentissage modèle modèles modeles réseaux reseaux neurones données langage",
    ),
    (
        Language::Spanish,
        "el la los las una unos unas y o es son en para con por sobre como cómo qué cuál cuáles \
         del de al que sin entre hacia desde \
         aprendizaje modelos redes neuronales datos lenguaje",
    ),
    (
        Language::Portuguese,
        "o os as um uma e ou é são em para com por sobre como qual quais do da dos das no na nos \
         nas de que sem entre não aprendizagem aprendizado \
         neurais dados linguagem",
    ),
    (
        Language::Italian,
        "il lo la gli una uno e è sono in per con su come perché quale quali del della dello dei \
         delle degli di che senza tra nel nella \
         apprendimento modelli reti neurali dati linguaggio",
    ),
    (
        Language::Dutch,
        "de het een en of is zijn niet met van voor over hoe wat waarom welke op uit bij naar door \
         zonder tegen tussen ik wij \
         modellen netwerken",
    ),
    (
        Language::Polish,
        "i w z na do jak co dlaczego jest są dla przez bez między nie od po uczenie",
    ),
    (Language::Turkish, "ve bir ile için nasıl neden nedir olan bu şu da öğrenme hakkında"),
    (Language::Vietnamese, "và của là cho với trong không như thế nào tại sao các một học"),
];
/// Word endings that distinguish languages that share their most common words.
const ENDS: [(Language, &[&str]); 5] = [
    (Language::German, &["ung", "ungen", "keit", "heit", "lich", "ische", "modelle"]),
    (Language::French, &["issage", "eur", "eux", "euse", "ement", "ique", "iques"]),
    (Language::Spanish, &["miento", "ción", "ciones", "idad", "zaje", "ales"]),
    (Language::Portuguese, &["mento", "ção", "ções", "idade", "agem", "izado"]),
    (Language::Italian, &["mento", "zione", "zioni", "ità", "amenti"]),
];
/// Words in the lists above that also appear in English questions.
const ALSO_ENGLISH: [&str; 29] = [
    "is", "in", "die", "was", "den", "o", "e", "a", "i", "en", "as", "do", "no", "on", "of", "per",
    "com", "lo", "z", "y", "el", "la", "de", "des", "du", "van", "von", "di", "con",
];

impl Language {
    /// Its ISO 639-1 code; empty for any other.
    pub fn code(self) -> &'static str {
        match self {
            Language::Arabic => "ar",
            Language::Chinese => "zh",
            Language::Dutch => "nl",
            Language::French => "fr",
            Language::German => "de",
            Language::Hindi => "hi",
            Language::Italian => "it",
            Language::Japanese => "ja",
            Language::Korean => "ko",
            Language::Polish => "pl",
            Language::Portuguese => "pt",
            Language::Russian => "ru",
            Language::Spanish => "es",
            Language::Turkish => "tr",
            Language::Vietnamese => "vi",
            Language::Other => "",
        }
    }

    /// The language of a question; `None` for English, or if it can't be determined.
    pub fn of(question: &str) -> Option<Language> {
        by_script(question).or_else(|| by_words(question))
    }
}

/// Detects it by script, if at most half of the letters are Latin.
fn by_script(question: &str) -> Option<Language> {
    let (mut latin, mut others) = (0, 0);
    let mut counts: Vec<(Language, usize)> = Vec::new();
    for c in question.chars().filter(|c| c.is_alphabetic()) {
        let language = match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                latin += 1;
                continue;
            }
            // Used in mathematics.
            '\u{370}'..='\u{3ff}' | '\u{1d400}'..='\u{1d7ff}' | '\u{2100}'..='\u{214f}' => continue,
            '\u{3040}'..='\u{30ff}' => Language::Japanese,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Language::Chinese,
            '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}' => Language::Korean,
            '\u{400}'..='\u{52f}' => Language::Russian,
            '\u{600}'..='\u{6ff}' => Language::Arabic,
            '\u{900}'..='\u{97f}' => Language::Hindi,
            _ => Language::Other,
        };
        // One character says about as much as two Latin letters.
        others += 2;
        match counts.iter_mut().find(|(other, _)| *other == language) {
            Some((_, count)) => *count += 1,
            None => counts.push((language, 1)),
        }
    }
    if others < latin.max(1) {
        return None;
    }
    let kana = counts.iter().any(|(language, _)| *language == Language::Japanese);
    let most = counts.iter().max_by_key(|(_, count)| *count).map(|(language, _)| *language);
    if kana { Some(Language::Japanese) } else { most }
}

/// Detects it by words that occur in nearly every sentence.
fn by_words(question: &str) -> Option<Language> {
    // `MIT` is no German preposition.
    let shouted = !question.chars().any(char::is_lowercase);
    let is_name = |word: &&str| !shouted && word.len() > 1 && !word.chars().any(char::is_lowercase);
    let named = question.split(|c: char| !c.is_alphabetic()).filter(|word| !is_name(word));
    let lower = named.collect::<Vec<_>>().join(" ").to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let count = |language: Language, common: &str| {
        let known: Vec<&str> = common.split_whitespace().collect();
        let recognized = words.iter().filter(|word| known.contains(word));
        let recognized: Vec<&&str> = recognized.collect();
        let sure = recognized.iter().filter(|word| !ALSO_ENGLISH.contains(**word)).count();
        let ends = ENDS.iter().filter(|(other, _)| *other == language).flat_map(|(_, ends)| *ends);
        let ends: Vec<&&str> = ends.collect();
        let ending = words.iter().filter(|word| ends.iter().any(|end| word.ends_with(**end)));
        let ending = ending.count();
        (sure, recognized.len() + ending, ending)
    };
    let english = words
        .iter()
        .filter(|word| {
            matches!(**word, "the" | "of" | "and" | "for" | "with" | "to" | "how" | "what")
        })
        .count();
    let found = COMMON.iter().map(|(language, common)| (count(*language, common), *language));
    // Of two that share their words, the first is taken.
    let ((sure, all, ending), language) =
        found.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let accents =
        question.chars().any(|c| matches!(c, '\u{df}'..='\u{17f}' | '\u{1ea0}'..='\u{1ef9}'));
    let few = words.len() <= 4 && english == 0;
    let enough =
        sure >= 2 || sure == 1 && (all >= 2 || accents || few) || all >= 3 && sure + ending > 0;
    (enough && all > english).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_detected_by_script_or_common_words() {
        for (question, expected) in [
            ("Warum halluzinieren Sprachmodelle", Some(Language::German)),
            ("Bilderzeugung mit Diffusion", Some(Language::German)),
            ("reconocimiento de la lengua de signos", Some(Language::Spanish)),
            ("apprentissage par renforcement pour les robots", Some(Language::French)),
            ("aprendizado de máquina para robôs", Some(Language::Portuguese)),
            ("riconoscimento della voce con il computer", Some(Language::Italian)),
            ("大语言模型智能体", Some(Language::Chinese)),
            ("LLM 智能体", Some(Language::Chinese)),
            ("拡散モデルによる動画生成", Some(Language::Japanese)),
            ("강화 학습", Some(Language::Korean)),
            ("обучение с подкреплением", Some(Language::Russian)),
            ("التعلم المعزز", Some(Language::Arabic)),
            ("modèles de diffusion", Some(Language::French)),
            ("modelos de difusión", Some(Language::Spanish)),
            ("Diffusion Modelle", Some(Language::German)),
            ("org:MIT", None),
            ("I'm new to RL, where do I start", None),
            ("ภาษาไทย", Some(Language::Other)),
            ("why language models hallucinate", None),
            ("diffusion models for video", None),
            ("what is the state of the art", None),
            ("LoRA", None),
            ("La Plateforme", None),
            ("die casting", None),
            ("de novo protein design", None),
            ("Yann LeCun", None),
            ("π0: a vision-language-action model", None),
            ("Aäron van den Oord", None),
            ("", None),
        ] {
            assert_eq!(Language::of(question), expected, "{question}");
        }
    }
}
