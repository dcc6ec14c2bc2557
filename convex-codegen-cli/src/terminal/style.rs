//! Colours. They are always written; the terminal strips them where they do not belong.

use std::fmt::Display;

use anstyle::{AnsiColor, Effects, Style};

/// `text` in `style`.
fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

pub(crate) fn bold(text: impl Display) -> String {
    paint(Style::new().effects(Effects::BOLD), text)
}

pub(crate) fn dim(text: impl Display) -> String {
    paint(Style::new().effects(Effects::DIMMED), text)
}

/// Green: done, added, compatible.
pub(crate) fn good(text: impl Display) -> String {
    paint(AnsiColor::Green.on_default(), text)
}

/// Yellow: look at it.
pub(crate) fn doubtful(text: impl Display) -> String {
    let style = AnsiColor::Yellow.on_default();
    paint(style.effects(Effects::BOLD), text)
}

/// Red: wrong, removed, breaking.
pub(crate) fn bad(text: impl Display) -> String {
    let style = AnsiColor::Red.on_default();
    paint(style.effects(Effects::BOLD), text)
}

/// Red and light: a removed line.
pub(crate) fn removed(text: impl Display) -> String {
    paint(AnsiColor::Red.on_default(), text)
}
