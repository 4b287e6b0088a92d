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
/// papers use, or in names. They never say alone that a short question is in another language.
const ALSO_ENGLISH: [&str; 108] = [
    "al", "als", "as", "aus", "aux", "bei", "bu", "ce", "ces", "che", "cho", "co", "com", "come",
    "comment", "como", "con", "da", "dans", "das", "de", "dei", "del", "dem", "den", "der", "des",
    "di", "die", "dla", "do", "door", "dos", "du", "e", "el", "em", "en", "es", "est", "et", "het",
    "hoe", "i", "ik", "il", "ile", "im", "in", "is", "ist", "jest", "la", "las", "le", "les", "lo",
    "los", "met", "mit", "na", "nas", "nel", "nie", "no", "nos", "nous", "o", "od", "of", "op",
    "os", "ou", "over", "par", "para", "per", "po", "por", "pour", "que", "qui", "sans", "sao",
    "sem", "sin", "son", "sono", "su", "sur", "tra", "trong", "uit", "um", "uma", "una", "uno",
    "van", "ve", "von", "w", "was", "wat", "wer", "wo", "y", "z", "zu",
];
/// Endings in the list above that English words also have: `movement`, `technique`, `scales`.
const ALSO_ENGLISH_ENDS: [&str; 5] = ["ement", "ique", "iques", "eur", "ales"];
/// Words that nearly every English sentence has one of.
const ENGLISH: [&str; 8] = ["the", "of", "and", "for", "with", "to", "how", "what"];
/// Further ones, which other languages also have.
const MAYBE_ENGLISH: [&str; 16] = [
    "a", "are", "as", "by", "can", "does", "from", "in", "is", "no", "on", "that", "using", "was",
    "when", "why",
];
/// The fewest bytes before a telling ending.
const SHORTEST_BEFORE_END: usize = 3;
/// This many words that could also be English are enough.
const UNSURE: usize = 3;

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
    // `Devlin et al.`
    let is_of_a_name = |at: usize| {
        let word = |at: usize| words.get(at).copied();
        word(at) == Some("et") && word(at + 1) == Some("al")
            || word(at) == Some("al") && at > 0 && word(at - 1) == Some("et")
    };
    let words: Vec<&str> =
        (0..words.len()).filter(|at| !is_of_a_name(*at)).map(|at| words[at]).collect();
    let english = words.iter().filter(|word| ENGLISH.contains(word)).count();
    let maybe_english = words.iter().any(|word| MAYBE_ENGLISH.contains(word));
    let few = words.len() <= 4 && english == 0;
    let accents =
        question.chars().any(|c| matches!(c, '\u{df}'..='\u{17f}' | '\u{1ea0}'..='\u{1ef9}'));
    let found = COMMON.iter().map(|(language, common)| {
        let signs = Signs::of(&words, *language, common);
        (signs, *language)
    });
    // Of two that share their words, the first is taken.
    let (signs, language) = found.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let Signs { sure, all, endings, sure_endings, distinct } = signs;
    let enough = sure >= 2
        || sure == 1 && (all >= 2 || accents || few)
        || few && sure_endings > 0 && all >= 2
        || all >= 3 && sure + endings > 0
        || distinct >= UNSURE && 3 * distinct > words.len() && english == 0 && !maybe_english;
    (enough && all > english).then_some(language)
}

/// What speaks for a language, the most telling first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Signs {
    /// Its common words that English doesn't have.
    sure: usize,
    /// Its common words, and words with its endings.
    all: usize,
    /// Words with its endings.
    endings: usize,
    /// The same, if English words don't end so.
    sure_endings: usize,
    /// Different common words.
    distinct: usize,
}

impl Signs {
    fn of(words: &[&str], language: Language, common: &str) -> Signs {
        let known: Vec<&str> = common.split_whitespace().collect();
        let recognized: Vec<&str> =
            words.iter().filter(|word| known.contains(word)).copied().collect();
        let sure = recognized.iter().filter(|word| !ALSO_ENGLISH.contains(word)).count();
        let ends = ENDS.iter().filter(|(other, _)| *other == language).flat_map(|(_, ends)| *ends);
        let ends: Vec<&str> = ends.copied().collect();
        let ending = |word: &&str| ends.iter().find(|end| word.ends_with(**end)).copied();
        let endings: Vec<&str> = words.iter().filter_map(ending).collect();
        // `lung`, `young`
        let long = |word: &&&str| {
            let end = ending(word).filter(|end| !ALSO_ENGLISH_ENDS.contains(end));
            end.is_some_and(|end| word.len() >= end.len() + SHORTEST_BEFORE_END)
        };
        let mut distinct = recognized.clone();
        distinct.sort_unstable();
        distinct.dedup();
        Signs {
            sure,
            all: recognized.len() + endings.len(),
            endings: endings.len(),
            sure_endings: words.iter().filter(long).count(),
            distinct: distinct.len(),
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
            ("", None),
        ] {
            assert_eq!(Language::of(question), expected, "{question}");
        }
    }

    /// English questions with words that other languages have, too.
    const ENGLISH_QUESTIONS: &str = "
reasoning over knowledge graphs|met office|nas benchmarks|dos attacks|code comment generation
sin activation|als factorization|mit license|sur attention|on par|et al detection|al acquisition
Devlin et al|der estimation|van der waals|das sensing|aus detection|aux loss|bei chen|bu net
ce loss|ces loss|che wang|kyunghyun cho|co training|com port|come together|lake como|chat con
da methods|leonardo da vinci|dans retrieval|de novo|dei audits|del operator|dem super resolution
den haag|des cipher|di wu|die casting|dla accelerators|do calculus|door opening|du et al|e commerce
el nino forecasting|em algorithm|en route|es optimization|est benchmark|het graphs|hoe bot|i vector
ik solver|ile agents|il policies|im recovery|in context|is attention needed|ist austria
jest tests|la plateforme|las vegas|le chat|les simulation|lo fi|los detection|na handling|nel linking
nie detection|no regret|nos index|nous research|o notation|od transformer|of mice|on policy|op fusion
os agents|ou process|para athletes|per token|po mdp|por shaping|pour water|que bias|qui chen|sans serif
sao paulo|sem images|son preference|sono images|su doku|tra metric|trong nguyen|uit corpora|um loss
uma potentials|una nlp|uno card game|ve sde|von neumann|wat is attention|was attention enough|wer metrics
wo supervision|y net|z loss|zu wang|w net|as judges|lung images mit data|Fernando de la Torre et al";

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
