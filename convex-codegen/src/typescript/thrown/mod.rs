//! The errors that functions throw as `new ConvexError(data)`.
//!
//! ```text
//! the syntax of a declaration
//!   │ walk      its `throw`s, the names that it uses, the functions that it runs
//!   │ graph     the places that each function reaches
//!   │ insert    the source with a question at each place
//!   ▼
//! tsc           checks those files, and says the type of each place as a message
//!   │ answer    messages → Shape, by place
//!   │ codes     the union of several places: one member for each code
//!   ▼
//! CheckedTypes::thrown
//! ```
//!
//! The type of a thrown expression is local to its function, so no declaration file names it. A
//! parameter that nothing fits makes the compiler print it.

mod answer;
mod codes;
mod forms;
mod graph;
mod insert;
mod merge;
mod walk;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    thread,
};

pub(super) use answer::answers;
pub(super) use insert::{PROBE, PROBE_NAME, questioned};

use codes::{TAGS, union};
pub(super) use merge::Errors;

use super::shape::Shape;
use crate::{
    resolve::Program,
    source::{FileId, Span},
};
use graph::Graph;

/// Stack of the thread that walks syntax; reserved, not used.
const STACK: usize = 1 << 30;

/// The places at which functions throw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Throws {
    /// Each `throw` statement that a function reaches; its number is its position.
    pub places: Vec<Span>,
    /// The places that each function reaches: `payments:charge`.
    pub functions: BTreeMap<String, BTreeSet<usize>>,
    /// The string literals that tell errors apart, in the files of the functions.
    pub codes: BTreeSet<Span>,
}

impl Throws {
    /// The places that the functions at `paths` reach, in themselves and in what they call.
    ///
    /// A backend that never says `ConvexError` throws none.
    pub(super) fn of(program: &mut Program, paths: &[String]) -> Self {
        if !says_error(program) {
            return Self::default();
        }
        thread::scope(|scope| {
            let walk = || Graph::new(program).throws(paths);
            match thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, walk)
            {
                Ok(thread) => thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => Self::default(),
            }
        })
    }

    /// The files to ask about.
    pub(super) fn files(&self) -> BTreeSet<FileId> {
        let places = self.places.iter().map(|span| span.file);
        places
            .chain(self.codes.iter().map(|span| span.file))
            .collect()
    }

    /// The types of the places by their names, and the names of those that each function reaches.
    pub(super) fn named(
        &self,
        mut answers: BTreeMap<usize, Shape>,
        program: &Program,
    ) -> (BTreeMap<String, Shape>, BTreeMap<String, BTreeSet<String>>) {
        let names: BTreeMap<usize, String> = answers
            .keys()
            .filter_map(|index| Some((*index, place(program, *self.places.get(*index)?)?)))
            .collect();
        let mut thrown: BTreeMap<String, Vec<Shape>> = BTreeMap::new();
        for (index, name) in &names {
            let shape = answers.remove(index);
            thrown.entry(name.clone()).or_default().extend(shape);
        }
        let thrown = thrown
            .into_iter()
            .map(|(name, shapes)| (name, Shape::union(shapes)));
        let functions = self.functions.iter().filter_map(|(path, places)| {
            let places: BTreeSet<String> = places
                .iter()
                .filter_map(|index| names.get(index).cloned())
                .collect();
            (!places.is_empty()).then(|| (path.clone(), places))
        });
        (thrown.collect(), functions.collect())
    }
}

fn says_error(program: &Program) -> bool {
    let mut sources = program.project.sources.iter();
    sources.any(|(_, source)| source.text.contains("ConvexError"))
}

/// The name of a place: its file, relative to the functions folder, and its line.
fn place(program: &Program, span: Span) -> Option<String> {
    let file = program.project.loader.path(span.file)?;
    let line = program.project.sources.position(span).line;
    Some(format!(
        "{}:{line}",
        relative(&program.project.functions, file)
    ))
}

/// `file` as seen from `folder`, separated by `/`.
fn relative(folder: &Path, file: &Path) -> String {
    let shared = folder
        .components()
        .zip(file.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.components().count() - shared;
    let mut steps = vec!["..".to_owned(); up];
    let rest = file.components().skip(shared);
    steps.extend(rest.map(|part| part.as_os_str().to_string_lossy().into_owned()));
    steps.join("/")
}

/// The file and line that [`place`] named, as a span, where that file has been read.
pub(super) fn span_of(program: &Program, place: &str) -> Option<Span> {
    let (path, line) = place.rsplit_once(':')?;
    let line: usize = line.parse().ok()?;
    let (sources, loader) = (&program.project.sources, &program.project.loader);
    let functions = &program.project.functions;
    let (file, source) = sources.iter().find(|(file, _)| {
        let own = loader.path(*file);
        own.is_some_and(|own| relative(functions, own) == path)
    })?;
    let before: usize = source
        .text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let at = u32::try_from(before).ok()?;
    Some(Span::new(file, at, at))
}
