//! Combines a panel with changes that were made to its subscription while it was open.

use super::Panel;

/// Copies some settings of a panel from another. Settings that were checked together, or that only
/// make sense together, are copied together.
type Copy = fn(&mut Panel, &Panel);

/// All settings.
const SETTINGS: [Copy; 12] = [
    |to, from| (to.destination, to.posting) = (from.destination, from.posting),
    |to, from| to.topics.clone_from(&from.topics),
    |to, from| {
        to.cron = from.cron.clone();
        to.zone.clone_from(&from.zone);
    },
    |to, from| to.min_upvotes = from.min_upvotes,
    |to, from| to.max_papers = from.max_papers,
    |to, from| to.strictness = from.strictness,
    |to, from| to.selection.source = from.selection.source,
    |to, from| to.selection.order = from.selection.order,
    |to, from| to.selection.filters.code = from.selection.filters.code,
    |to, from| to.selection.filters.model = from.selection.filters.model,
    |to, from| to.selection.filters.dataset = from.selection.filters.dataset,
    |to, from| to.language = from.language,
];

/// A panel combined with the changes of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The panel's own changes, and those of others to settings that the panel doesn't change.
    pub panel: Panel,
    /// If both changed a setting: the current subscription, but with these settings as they were
    /// before, so that the difference to the current one is what the panel would replace.
    pub conflict: Option<Panel>,
}

impl Panel {
    /// Combines this panel, opened when its subscription was as in `before`, with the subscription
    /// as it is `now`. With `anyway`, the panel wins where the user was asked about what is there
    /// now: see [`Panel::note_shown`].
    pub fn merged(&self, before: &Panel, now: &Panel, anyway: bool) -> Merged {
        let (mut panel, mut undone) = (self.clone(), now.clone());
        let shown = self.shown.as_deref().and_then(Panel::read).filter(|_| anyway);
        let mut is_conflict = false;
        for copy in SETTINGS {
            let is_same = |one: &Panel, other: &Panel| {
                let mut copied = one.clone();
                copy(&mut copied, other);
                copied.is_same(one)
            };
            if is_same(before, now) || is_same(self, now) {
                continue;
            }
            if is_same(self, before) {
                copy(&mut panel, now);
            } else if !shown.as_ref().is_some_and(|shown| is_same(shown, now)) {
                copy(&mut undone, before);
                is_conflict = true;
            }
        }
        Merged { panel, conflict: is_conflict.then_some(undone) }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        ChannelId, Destination, Form, GuildId, Language, PaperOrder, Source, Strictness, UserId,
    };

    use super::*;
    use crate::settings::LanguageChoice;

    fn opened() -> Panel {
        let mut panel = Panel::fresh("0 9 * * *".parse().unwrap(), Some("UTC".parse().unwrap()));
        panel.destination = Some(Destination::Channel(ChannelId(1)));
        panel.topics = Some("diffusion".parse().unwrap());
        panel
    }

    /// One change of each setting.
    const CHANGES: [fn(&mut Panel); 15] = [
        |panel| panel.destination = Some(Destination::Channel(ChannelId(2))),
        |panel| panel.posting.form = Form::Compact,
        |panel| panel.posting.silent = true,
        |panel| panel.topics = Some("all".parse().unwrap()),
        |panel| panel.cron = "0 15 * * *".parse().unwrap(),
        |panel| panel.zone = Some("Europe/Berlin".parse().unwrap()),
        |panel| panel.min_upvotes = 7,
        |panel| panel.max_papers = 3,
        |panel| panel.strictness = Strictness::Strict,
        |panel| panel.selection.source = Source::Trending,
        |panel| panel.selection.order = PaperOrder::Votes,
        |panel| panel.selection.filters.code = true,
        |panel| panel.selection.filters.model = true,
        |panel| panel.selection.filters.dataset = true,
        |panel| panel.language = Some(LanguageChoice::Own(Language::German)),
    ];
    /// Changes that belong together: they were checked or are understood together.
    const TOGETHER: [&[usize]; 2] = [&[0, 1, 2], &[4, 5]];

    #[test]
    fn changes_of_different_settings_are_both_kept() {
        let before = opened();
        for (one, mine) in CHANGES.iter().enumerate() {
            for (other, theirs) in CHANGES.iter().enumerate() {
                let (mut panel, mut now, mut both) =
                    (before.clone(), before.clone(), before.clone());
                mine(&mut panel);
                assert!(!panel.is_same(&before), "{one} changes something");
                theirs(&mut now);
                mine(&mut both);
                theirs(&mut both);
                let merged = panel.merged(&before, &now, false);
                let is_together = |group: &&[usize]| group.contains(&one) && group.contains(&other);
                if one != other && TOGETHER.iter().any(is_together) {
                    assert_eq!(merged.panel, panel, "{one} and {other}");
                    let conflict = merged.conflict.expect("they belong together");
                    assert!(conflict.is_same(&before), "{one} and {other}");
                } else {
                    assert!(merged.panel.is_same(&both), "{one} and {other}");
                    assert_eq!(merged.conflict, None, "{one} and {other}");
                }
            }
        }
    }

    #[test]
    fn only_settings_that_both_changed_are_in_conflict() {
        let before = opened();
        let (mut panel, mut now) = (before.clone(), before.clone());
        (panel.max_papers, panel.min_upvotes) = (3, 5);
        (now.max_papers, now.strictness) = (4, Strictness::Strict);
        let merged = panel.merged(&before, &now, false);
        let conflict = merged.conflict.expect("the maximum");
        assert_eq!(conflict.max_papers, before.max_papers);
        assert!(Panel { max_papers: 4, ..conflict }.is_same(&now), "nothing else");
        let expected = Panel { strictness: Strictness::Strict, ..panel.clone() };
        assert_eq!(merged.panel, expected);

        // The user was asked, and others go on changing it.
        let settings = |panel: &Panel| {
            panel.settings(GuildId(1), UserId(2), Language::English).expect("a channel and topics")
        };
        panel.note_shown(&settings(&now));
        let is_asked = |now: &Panel| panel.merged(&before, now, true).conflict.is_some();
        assert!(!is_asked(&now), "the panel replaces what was shown");
        now.min_upvotes = 9;
        assert!(is_asked(&now), "this was not shown");
        now.min_upvotes = before.min_upvotes;
        now.topics = Some("all".parse().unwrap());
        assert!(!is_asked(&now), "the panel doesn't replace this");
        now.max_papers = 9;
        assert!(is_asked(&now), "another value was shown");
        assert!(panel.merged(&before, &now, false).conflict.is_some());
    }
}
