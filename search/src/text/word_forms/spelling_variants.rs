//! Converts British to American spelling.

use std::borrow::Cow;

/// `-our` that becomes `-or`, with the letters before it. They can be anywhere in the word, so that
/// `behavioural` and `colouring` change, too.
const OUR: [&str; 26] = [
    "arbour",
    "ardour",
    "armour",
    "behaviour",
    "candour",
    "clamour",
    "colour",
    "demeanour",
    "endeavour",
    "favour",
    "fervour",
    "flavour",
    "glamour",
    "harbour",
    "honour",
    "humour",
    "labour",
    "neighbour",
    "odour",
    "rigour",
    "rumour",
    "saviour",
    "splendour",
    "tumour",
    "vapour",
    "vigour",
];

/// Letters inside a word: British and American.
const INSIDE: [(&str, &str); 25] = [
    ("aemi", "emi"),
    ("aemo", "emo"),
    ("aesth", "esth"),
    ("aetiol", "etiol"),
    ("archaeo", "archeo"),
    ("artefact", "artifact"),
    ("diarrhoea", "diarrhea"),
    ("faec", "fec"),
    ("foet", "fet"),
    ("gynaec", "gynec"),
    ("haem", "hem"),
    ("caesar", "cesar"),
    ("coeliac", "celiac"),
    ("judgement", "judgment"),
    ("leukaem", "leukem"),
    ("manoeuv", "maneuv"),
    ("mould", "mold"),
    ("oedema", "edema"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("paed", "ped"),
    ("palaeo", "paleo"),
    ("pnoea", "pnea"),
    ("sceptic", "skeptic"),
    ("sulph", "sulf"),
];

/// Endings after at least two letters. The first match is used.
const ENDINGS: [(&str, &str); 24] = [
    ("isation", "ization"),
    ("isations", "izations"),
    ("ise", "ize"),
    ("ises", "izes"),
    ("ised", "ized"),
    ("ising", "izing"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("lyse", "lyze"),
    ("lysed", "lyzed"),
    ("lysing", "lyzing"),
    ("lyser", "lyzer"),
    ("lysers", "lyzers"),
    ("centre", "center"),
    ("centres", "centers"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("fibre", "fiber"),
    ("fibres", "fibers"),
    ("logue", "log"),
    ("logues", "logs"),
    ("fence", "fense"),
    ("fences", "fenses"),
    ("theatre", "theater"),
];

/// The word in American spelling. Some words that are not British change as well (`promise`,
/// `fence`); this is harmless, since all their forms change in the same way.
pub(super) fn american(word: &str) -> Cow<'_, str> {
    let mut word = Cow::Borrowed(word);
    if word.contains("our")
        && let Some(our) = OUR.iter().find(|our| word.contains(**our))
    {
        let or = [&our[..our.len() - 2], "r"].concat();
        word = Cow::Owned(word.replace(our, &or));
    }
    if let Some((british, american)) = INSIDE.iter().find(|(british, _)| word.contains(british)) {
        word = Cow::Owned(word.replace(british, american));
    }
    for (british, american) in ENDINGS {
        if let Some(root) = word.strip_suffix(british).filter(|root| root.len() >= 2) {
            return Cow::Owned([root, american].concat());
        }
    }
    // `centre` and `theatre` have nothing before their endings.
    match &*word {
        "centre" | "fibre" | "metre" | "theatre" => {
            Cow::Owned([&word[..word.len() - 2], "er"].concat())
        }
        "centres" | "fibres" | "metres" | "theatres" => {
            Cow::Owned([&word[..word.len() - 3], "ers"].concat())
        }
        _ => word,
    }
}
