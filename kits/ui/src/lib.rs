//! Layout, components, icons, charts and maps as functions that return markup.
//!
//! Knows no capability. Pages of capabilities are made of these pieces and take their words from their own
//! `locales/`, opened by [`locales!`].

pub mod assets;
pub mod charts;
pub mod components;
mod ctx;
pub mod form;
mod gallery;
pub mod i18n;
pub mod icons;
pub mod layout;
pub mod maps;
pub mod testing;
pub mod time;

pub use assets::asset;
pub use components::*;
pub use ctx::{Ctx, Helping, Lang, Mode, ViewerBadge};
pub use gallery::{gallery, gallery_for_residents};
pub use i18n::sentence;
pub use i18n_embed::fluent::FluentLanguageLoader;
pub use icons::icon;

crate::locales!();
