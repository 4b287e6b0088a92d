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
    (Language::Spanish, &["miento", "ción", "sión", "ciones", "siones", "idad", "zaje", "ales"]),
    (Language::Portuguese, &["mento", "ção", "ções", "idade", "agem", "izado"]),
    (Language::Italian, &["mento", "zione", "zioni", "ità", "amenti"]),
];
/// Words in the lists above that English questions also have: as English words, as abbreviations that
/// papers use, or in names. One of them never says alone that a question is in another language.
const ALSO_ENGLISH: [&str; 75] = [
    "al", "als", "as", "aux", "ce", "cho", "co", "com", "come", "comment", "con", "da", "das",
    "de", "del", "dem", "den", "der", "des", "di", "die", "dla", "do", "door", "dos", "du", "e",
    "el", "em", "en", "es", "et", "i", "ik", "il", "in", "is", "la", "las", "le", "les", "lo",
    "los", "met", "na", "nas", "no", "nous", "o", "od", "of", "op", "os", "ou", "over", "par",
    "para", "per", "po", "pour", "sans", "sem", "sin", "son", "tra", "uno", "van", "ve", "von",
    "w", "was", "wer", "wo", "y", "z",
];
/// Those that are in names: `van der Waals`, `Los Angeles`. Several of them don't say it, either.
const IN_NAMES: [&str; 19] = [
    "al", "da", "das", "de", "del", "den", "der", "des", "di", "du", "e", "el", "la", "las", "le",
    "los", "van", "von", "y",
];
/// Endings in the list above that English words also have: `movement`, `technique`, `scales`.
const ALSO_ENGLISH_ENDS: [&str; 5] = ["ement", "ique", "iques", "eur", "ales"];
/// Words that nearly every English sentence has one of.
const ENGLISH: [&str; 8] = ["the", "of", "and", "for", "with", "to", "how", "what"];
/// Words in the lists above that are among the most common of English.
const MAYBE_ENGLISH: [&str; 10] = ["as", "co", "do", "in", "is", "no", "on", "over", "per", "was"];
/// The fewest bytes before a telling ending.
const SHORTEST_BEFORE_END: usize = 3;

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
    let shouted = !question.chars().any(char::is_lowercase);
    let is_name = |word: &&str| !shouted && word.len() > 1 && !word.chars().any(char::is_lowercase);
    let named = question.split(|c: char| !c.is_alphabetic()).filter(|word| !is_name(word));
    let lower = named.collect::<Vec<_>>().join(" ").to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let before = |at: usize| at.checked_sub(1).map_or("", word);
    let is_of_a_name = |at: usize| match word(at) {
        // `Devlin et al.`
        "et" => word(at + 1) == "al",
        "al" => before(at) == "et",
        // The institute, unless it is used like the German preposition: `Agenten mit Werkzeugen`.
        "mit" => matches!(before(at), "" | "at" | "by" | "from") || at + 1 == words.len(),
        _ => false,
    };
    let words: Vec<&str> =
        (0..words.len()).filter(|at| !is_of_a_name(*at)).map(|at| words[at]).collect();
    let english = words.iter().filter(|word| ENGLISH.contains(word)).count();
    let few = words.len() <= 5 && english == 0;
    let accents =
        question.chars().any(|c| matches!(c, '\u{df}'..='\u{17f}' | '\u{1ea0}'..='\u{1ef9}'));
    let found = COMMON.iter().map(|(language, common)| {
        let signs = Signs::of(&words, *language, common);
        (signs, *language)
    });
    // Of two that share their words, the first is taken.
    let (signs, language) = found.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let Signs { sure, all, endings, unusual, likely } = signs;
    let enough = sure >= 2
        || sure == 1 && (all >= 2 || accents || few && words.len() <= 4)
        || few && likely > 0 && unusual >= 2
        || all >= 3 && sure + endings > 0;
    (enough && all > english).then_some(language)
}

/// What suggests a language, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Signs {
    /// Its common words that English doesn't have.
    sure: usize,
    /// Its different common words, and words with its endings.
    all: usize,
    /// Words with its endings.
    endings: usize,
    /// Those of all that are hardly in English questions.
    unusual: usize,
    /// Those that are hardly in names, either.
    likely: usize,
}

impl Signs {
    fn of(words: &[&str], language: Language, common: &str) -> Signs {
        let mut known: Vec<&str> = common.split_whitespace().collect();
        known.retain(|word| words.contains(word));
        let sure = known.iter().filter(|word| !ALSO_ENGLISH.contains(word)).count();
        let ends = ENDS.iter().filter(|(other, _)| *other == language).flat_map(|(_, ends)| *ends);
        let ends: Vec<&str> = ends.copied().collect();
        // `lung`, `young`
        let ending = |word: &str| {
            let end = ends.iter().find(|end| word.ends_with(**end));
            end.filter(|end| word.len() >= end.len() + SHORTEST_BEFORE_END).copied()
        };
        let endings: Vec<&str> = words.iter().filter_map(|word| ending(word)).collect();
        let telling = endings.iter().filter(|end| !ALSO_ENGLISH_ENDS.contains(end)).count();
        let unusual: Vec<&&str> =
            known.iter().filter(|word| !MAYBE_ENGLISH.contains(word)).collect();
        Signs {
            sure,
            all: known.len() + endings.len(),
            endings: endings.len(),
            unusual: unusual.len() + telling,
            likely: unusual.iter().filter(|word| !IN_NAMES.contains(word)).count() + telling,
        }
    }
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
            ("comment améliorer les réponses des LLM sur des textes", Some(Language::French)),
            ("agents pour la robotique", Some(Language::French)),
            ("difusión para vídeo", Some(Language::Spanish)),
            ("redes para datos", Some(Language::Spanish)),
            ("aprendizado com memória", Some(Language::Portuguese)),
            ("Lernen mit wenig Aufsicht", Some(Language::German)),
            ("redeneren over grafen zonder toezicht", Some(Language::Dutch)),
            ("Agenten mit Werkzeugen", Some(Language::German)),
            ("was ist RAG", Some(Language::German)),
            ("Was bedeutet RLHF bei Sprachmodellen", Some(Language::German)),
            ("agents pour le web", Some(Language::French)),
            ("papiers sur la diffusion", Some(Language::French)),
            ("comment marche la diffusion", Some(Language::French)),
            ("comment les LLM raisonnent", Some(Language::French)),
            ("vision par ordinateur des modèles", Some(Language::French)),
            ("que es RAG", Some(Language::Spanish)),
            ("agentes para la web", Some(Language::Spanish)),
            ("como funciona la difusion", Some(Language::Spanish)),
            ("visión por computadora", Some(Language::Spanish)),
            ("como usar RAG para documentos largos", Some(Language::Spanish)),
            ("robos que aprendem com videos", Some(Language::Portuguese)),
            ("wat is RAG", Some(Language::Dutch)),
            ("wat is het beste model", Some(Language::Dutch)),
            ("hoe werkt diffusie", Some(Language::Dutch)),
            ("leren robots van het internet", Some(Language::Dutch)),
            ("come funziona la diffusione", Some(Language::Italian)),
            ("agenti per il controllo dei robot", Some(Language::Italian)),
            ("il futuro dei robot in casa", Some(Language::Italian)),
            ("co to jest RAG", Some(Language::Polish)),
            ("", None),
        ] {
            assert_eq!(Language::of(question), expected, "{question}");
        }
    }

    /// English questions with words that other languages have, too.
    const ENGLISH_QUESTIONS: &str = "
reasoning over knowledge graphs|met office|nas benchmarks|dos attacks|code comment generation
sin activation|als factorization|mit license|models by mit researchers|on par|et al detection
Devlin et al|al acquisition|der estimation|van der waals|das sensing|aux loss|co training|com port
ce loss|kyunghyun cho|come together|chat con|da methods|leonardo da vinci|de novo|del operator
dem super resolution|den haag|des cipher|di wu|die casting|dla accelerators|do calculus|door opening
du et al|e commerce|el nino forecasting|em algorithm|en route|es optimization|i vector|ik solver
il policies|in context|is attention needed|la plateforme|las vegas|le chat|les simulation|lo fi
los detection|na handling|no regret|nous research|o notation|od transformer|of mice|on policy
op fusion|os agents|ou process|para athletes|per token|per token loss in context|po mdp|pour water
sans serif|sem images|son preference|tra metric|uno card game|ve sde|von neumann|was attention enough
wer metrics|wo supervision|y net|z loss|w net|as judges|Fernando de la Torre et al|no regret do calculus";

    #[test]
    fn english_questions_are_not_taken_for_another_language() {
        let questions = || ENGLISH_QUESTIONS.trim().split(['|', '\n']);
        let wrong: Vec<_> = questions().map(|text| (text, Language::of(text))).collect();
        let wrong: Vec<_> = wrong.iter().filter(|(_, language)| language.is_some()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        for word in ALSO_ENGLISH {
            let common = COMMON.iter().any(|(_, words)| words.split(' ').any(|one| one == word));
            assert!(common, "{word} is no common word");
            let asked = questions().any(|text| text.split(' ').any(|one| one == word));
            assert!(asked, "no question has {word}");
        }
    }
}
