//! Functions that are guessed: each is named in a diagnostic.

use std::collections::BTreeMap;

use super::guess::Guess;
use crate::{
    diagnostics::{Code, Diagnostic, guesses},
    source::Span,
};

/// An export: how Convex names it, and its place.
type Named = (String, Span);

/// Functions that are guessed, by what is guessed and why.
#[derive(Debug, Default)]
pub(super) struct Guessed(BTreeMap<(Code, Span, Guess), Vec<Named>>);

impl Guessed {
    /// Records that `export` is taken for `guess`, since `why` hides its value.
    pub(super) fn add(&mut self, (why, guess): (&Diagnostic, Guess), export: Named) {
        let place = (why.code, why.primary.span, guess);
        self.0.entry(place).or_default().push(export);
    }

    /// The diagnostics for all guesses.
    pub(super) fn problems(self) -> impl Iterator<Item = Diagnostic> {
        let guesses = self.0.into_iter();
        guesses.map(|((.., guess), exports)| guesses::guessed(&exports, &guess.to_string()))
    }
}
