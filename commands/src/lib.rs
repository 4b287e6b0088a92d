//! The commands that people use, and the bot's answers.
//!
//! Each command has one file: its declaration ([`spec::Spec`]), the parsing of its options and
//! buttons, and the text of its answers. `table.rs` lists them. An [`Interaction`] is what somebody
//! typed or pressed, a [`Request`] is the validated form, and a [`Reply`] is the answer. The whole
//! crate is free of I/O: handlers elsewhere take a request and return a reply.

#[macro_use]
mod table;

pub mod config_file;
pub mod custom_id;
pub mod day;
#[cfg(test)]
mod golden;
mod interaction;
pub mod l10n;
pub mod manifest;
pub mod mentions;
mod message;
mod options;
mod permissions;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod reference_tests;
mod refusal;
mod reply;
mod request;
pub mod settings;
pub mod spec;
pub mod view;
pub mod words;

macro_rules! modules {
    (
        { $($name:ident => $variant:ident,)* }
        { $($group:ident {
            $($sub:ident => $subvariant:ident,)*
        })* }
    ) => {
        $(pub mod $name;)*
        $(
            #[doc = concat!("`/", stringify!($group), "`.")]
            pub mod $group {
                $(pub mod $sub;)*
            }
        )*
    };
}

each_command!(modules);

pub use interaction::{Input, Interaction};
pub use message::{
    Accessory, Attachment, Button, ButtonStyle, ChannelSelect, Component, IS_COMPONENTS_V2, Limits,
    Message, Modal, RoleSelect, Select, SelectOption, TextInput, escape,
};
pub use options::AttachedFile;
pub use permissions::{Permission, Permissions};
pub use refusal::Refusal;
pub use reply::{Choice, ChoiceValue, Reply};
pub use request::{Cost, Request, ResponseMode};
