//! Discord's limits for a message, and how much of them a message uses.

use super::{Component, Message};

/// Limits of a message, including nested components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Components of any kind.
    pub components: usize,
    /// Characters in all text displays.
    pub characters: usize,
}

impl Limits {
    /// Discord's own limits.
    pub const DISCORD: Limits = Limits { components: 40, characters: 4_000 };

    /// Whether this fits into `room`.
    pub fn fits(self, room: Limits) -> bool {
        self.components <= room.components && self.characters <= room.characters
    }

    /// The sum of both.
    pub fn plus(self, other: Limits) -> Limits {
        Limits {
            components: self.components + other.components,
            characters: self.characters + other.characters,
        }
    }
}

impl Message {
    /// How much of the limits this message uses.
    pub fn size(&self) -> Limits {
        self.components
            .iter()
            .map(Component::size)
            .fold(Limits { components: 0, characters: 0 }, Limits::plus)
    }
}

impl Component {
    /// How much of the limits this component and its children use.
    pub fn size(&self) -> Limits {
        let one = |characters: usize, nested: usize| Limits { components: 1 + nested, characters };
        match self {
            Component::Text(text) => one(text.chars().count(), 0),
            Component::Section(text, _) => one(text.chars().count(), 2),
            Component::Container { components, .. } => {
                components.iter().map(Component::size).fold(one(0, 0), Limits::plus)
            }
            Component::Separator | Component::File(_) => one(0, 0),
            Component::Buttons(buttons) => one(0, buttons.len()),
            Component::Select(_) | Component::ChannelSelect(_) | Component::RoleSelect(_) => {
                one(0, 1)
            }
        }
    }
}
