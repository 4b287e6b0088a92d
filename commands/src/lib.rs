//! What people say to paperboy and what it answers.
//!
//! One file for each command: its declaration ([`spec::Spec`]), how its options and buttons are
//! read, and the words of its answers. The table in `table.rs` lists them. An [`Interaction`] is
//! what somebody typed or pressed; [`Request`] is the same, checked; [`Reply`] is what goes back.
//! All of it is pure: handlers elsewhere take a request and return a reply.

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
    Accessory, Attachment, Button, ButtonStyle, ChannelSelect, Component, Limits, Message, Modal,
    RoleSelect, Select, SelectOption, TextInput, escape,
};
pub use options::GivenFile;
pub use permissions::{Permission, Permissions};
pub use refusal::Refusal;
pub use reply::{Choice, ChoiceValue, Reply};
pub use request::{Cost, Manner, Request};
