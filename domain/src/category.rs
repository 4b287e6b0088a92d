//! arXiv categories. People type them as topics, but papers on the hub are not filed under them.

/// A category as typed, with words for its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// As typed: `cs.CL`.
    pub typed: String,
    /// What to write instead: `natural language processing`.
    pub instead: &'static str,
}

impl Category {
    /// The category that a word names, with or without a leading `cat:`.
    pub(crate) fn find(word: &str) -> Option<Category> {
        let typed = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '*');
        let lower = typed.to_ascii_lowercase();
        let (prefixed, name) = match lower.strip_prefix("cat:") {
            Some(rest) => (true, rest),
            None => (false, lower.as_str()),
        };
        let (archive, class) = match name.split_once('.') {
            Some((archive, class)) => (archive, Some(class)),
            None => (name, None),
        };
        let known = ARCHIVES.iter().find(|(known, ..)| *known == archive);
        let (_, subject, classes) = known.or(prefixed.then_some(&ARCHIVES[0]))?;
        let instead = match class {
            Some("*") => *subject,
            Some(class) => match classes.iter().find(|(known, _)| *known == class) {
                Some((_, subject)) => subject,
                None if prefixed => subject,
                None => return None,
            },
            // `math`, `physics` and `stat` are ordinary words; `hep-th` and `cs` are not.
            None if !prefixed && matches!(archive, "math" | "physics" | "stat" | "econ") => {
                return None;
            }
            None => subject,
        };
        Some(Category { typed: typed.to_owned(), instead })
    }
}

type Classes = &'static [(&'static str, &'static str)];

/// Each archive with its subject, and its classes with theirs.
const ARCHIVES: [(&str, &str, Classes); 20] = [
    ("cs", "machine learning", CS),
    ("stat", "statistics", STAT),
    ("eess", "signal processing", EESS),
    ("math", "mathematics", MATH),
    ("q-bio", "biology", Q_BIO),
    ("q-fin", "finance", Q_FIN),
    ("econ", "economics", &[("em", "econometrics"), ("gn", "economics"), ("th", "game theory")]),
    ("physics", "physics", PHYSICS),
    ("quant-ph", "quantum computing", &[]),
    ("astro-ph", "astronomy", ASTRO),
    ("cond-mat", "condensed matter", COND_MAT),
    ("hep-th", "high-energy physics", &[]),
    ("hep-ph", "high-energy physics", &[]),
    ("hep-ex", "particle physics", &[]),
    ("hep-lat", "lattice field theory", &[]),
    ("gr-qc", "general relativity", &[]),
    ("math-ph", "mathematical physics", &[]),
    ("nucl-th", "nuclear physics", &[]),
    ("nucl-ex", "nuclear physics", &[]),
    ("nlin", "nonlinear dynamics", NLIN),
];

const CS: Classes = &[
    ("ai", "artificial intelligence"),
    ("ar", "hardware architecture"),
    ("cc", "computational complexity"),
    ("ce", "computational science"),
    ("cg", "computational geometry"),
    ("cl", "natural language processing"),
    ("cr", "security"),
    ("cv", "computer vision"),
    ("cy", "society"),
    ("db", "databases"),
    ("dc", "distributed training"),
    ("dl", "digital libraries"),
    ("dm", "discrete mathematics"),
    ("ds", "algorithms"),
    ("et", "emerging hardware"),
    ("fl", "formal languages"),
    ("gl", "computer science"),
    ("gr", "computer graphics"),
    ("gt", "game theory"),
    ("hc", "human-computer interaction"),
    ("ir", "information retrieval"),
    ("it", "information theory"),
    ("lg", "machine learning"),
    ("lo", "logic"),
    ("ma", "multi-agent systems"),
    ("mm", "multimedia"),
    ("ms", "mathematical software"),
    ("na", "numerical analysis"),
    ("ne", "evolutionary algorithms"),
    ("ni", "networking"),
    ("oh", "computer science"),
    ("os", "operating systems"),
    ("pf", "performance"),
    ("pl", "programming languages"),
    ("ro", "robotics"),
    ("sc", "symbolic computation"),
    ("sd", "speech"),
    ("se", "software engineering"),
    ("si", "social networks"),
    ("sy", "control"),
];
const STAT: Classes = &[
    ("ap", "statistics"),
    ("co", "sampling"),
    ("me", "causal inference"),
    ("ml", "machine learning"),
    ("ot", "statistics"),
    ("th", "statistical theory"),
];
const EESS: Classes =
    &[("as", "speech"), ("iv", "image processing"), ("sp", "signal processing"), ("sy", "control")];
const MATH: Classes = &[
    ("ac", "algebra"),
    ("ag", "algebraic geometry"),
    ("ap", "differential equations"),
    ("at", "topology"),
    ("ca", "analysis"),
    ("co", "combinatorics"),
    ("ct", "category theory"),
    ("cv", "complex analysis"),
    ("dg", "differential geometry"),
    ("ds", "dynamical systems"),
    ("fa", "functional analysis"),
    ("gm", "mathematics"),
    ("gn", "topology"),
    ("gr", "group theory"),
    ("gt", "topology"),
    ("ho", "mathematics"),
    ("it", "information theory"),
    ("kt", "topology"),
    ("lo", "logic"),
    ("mg", "geometry"),
    ("mp", "mathematical physics"),
    ("na", "numerical analysis"),
    ("nt", "number theory"),
    ("oa", "algebra"),
    ("oc", "optimization"),
    ("pr", "probability"),
    ("qa", "algebra"),
    ("ra", "algebra"),
    ("rt", "representation theory"),
    ("sg", "geometry"),
    ("sp", "spectral theory"),
    ("st", "statistics"),
];
const Q_BIO: Classes = &[
    ("bm", "protein"),
    ("cb", "cell biology"),
    ("gn", "genomics"),
    ("mn", "molecular networks"),
    ("nc", "neuroscience"),
    ("ot", "biology"),
    ("pe", "evolution"),
    ("qm", "biology"),
    ("sc", "biology"),
    ("to", "biology"),
];
const Q_FIN: Classes = &[
    ("cp", "finance"),
    ("ec", "economics"),
    ("gn", "finance"),
    ("mf", "finance"),
    ("pm", "portfolio"),
    ("pr", "finance"),
    ("rm", "risk management"),
    ("st", "finance"),
    ("tr", "trading"),
];
const PHYSICS: Classes = &[
    ("ao-ph", "weather and climate"),
    ("bio-ph", "biophysics"),
    ("chem-ph", "chemistry"),
    ("comp-ph", "simulation"),
    ("data-an", "data analysis"),
    ("flu-dyn", "fluid dynamics"),
    ("geo-ph", "geophysics"),
    ("med-ph", "medical imaging"),
    ("optics", "optics"),
    ("soc-ph", "social networks"),
];
const ASTRO: Classes = &[
    ("co", "cosmology"),
    ("ep", "planets"),
    ("ga", "galaxies"),
    ("he", "astronomy"),
    ("im", "telescopes"),
    ("sr", "stars"),
];
const COND_MAT: Classes = &[
    ("dis-nn", "disordered systems"),
    ("mes-hall", "condensed matter"),
    ("mtrl-sci", "materials science"),
    ("other", "condensed matter"),
    ("quant-gas", "quantum gases"),
    ("soft", "soft matter"),
    ("stat-mech", "statistical mechanics"),
    ("str-el", "condensed matter"),
    ("supr-con", "superconductivity"),
];
const NLIN: Classes = &[
    ("ao", "self-organization"),
    ("cd", "chaos"),
    ("cg", "cellular automata"),
    ("ps", "pattern formation"),
    ("si", "nonlinear dynamics"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_distinguished_from_words() {
        for (word, instead) in [
            ("cs.CL", Some("natural language processing")),
            ("CS.cv,", Some("computer vision")),
            ("(stat.ML)", Some("machine learning")),
            ("cat:cs.RO", Some("robotics")),
            ("cat:unknown", Some("machine learning")),
            ("cs.*", Some("machine learning")),
            ("cs", Some("machine learning")),
            ("hep-th", Some("high-energy physics")),
            ("cond-mat.str-el", Some("condensed matter")),
            ("math.OC", Some("optimization")),
            // Words, addresses and ids.
            ("math", None),
            ("physics", None),
            ("cs.toronto", None),
            ("math.inc", None),
            ("hep-th/9901001", None),
            ("cat", None),
            ("css", None),
            ("", None),
        ] {
            let found = Category::find(word).map(|category| category.instead);
            assert_eq!(found, instead, "{word}");
        }
    }
}
