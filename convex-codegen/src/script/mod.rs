//! An interpreter for the part of JavaScript that definitions are written in. It is independent of
//! any library: libraries add host objects, and exports of packages come through a port (see
//! [`host`]).
//!
//! A module runs from its first statement to its last when one of its names is first requested,
//! after the modules that it imports. Functions run only when a statement calls them. An unknown
//! value is a [`Value::Opaque`](value::Value::Opaque), which carries its reason. Code that may or
//! may not run is tried: only the state that it changes becomes unknown. Budgets of steps, of depth
//! and of total work stop code that would not end by itself.

mod assign;
mod asynchronous;
mod attempt;
mod builtins;
mod call;
mod chain;
mod class;
mod code_text;
mod coerce;
mod common_js;
mod comparison;
mod declaration;
#[cfg(test)]
mod differential;
pub(crate) mod environment;
pub(crate) mod exotic;
mod export;
mod expr;
mod failure;
mod frame;
mod generator;
pub(crate) mod heap;
pub(crate) mod host;
mod instance;
mod iterator;
mod job;
mod looping;
mod membership;
mod module;
pub(crate) mod native;
mod object;
mod operator;
mod pattern;
mod plain;
mod promise;
mod property;
mod prototype;
mod reach;
mod resume;
mod scope;
mod stars;
mod stmt;
mod store;
mod supposition;
mod switch;
mod target;
mod template;
mod trial;
mod unknown_call;
pub(crate) mod value;
mod watch;

use std::{collections::BTreeMap, rc::Rc};

use self::{
    environment::Environments,
    frame::{Body, Frame, Thrown},
    heap::Heap,
    host::Ports,
    module::ModuleState,
    value::{Opaque, OpaqueId, Value},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Label, catalogue},
    resolve::Program,
    source::{FileId, Span},
    syntax::Name,
};

/// The maximum number of steps of one top-level statement. Real ones take a few hundred.
const BUDGET: u32 = 500_000;

/// The maximum number of steps of all statements together, besides those for each byte of the
/// sources.
const WHOLE: u64 = 4_000_000;

/// Steps allowed for each byte of the sources.
const PER_BYTE: u64 = 16;

/// The maximum depth of nested evaluation. The thread's stack allows for more.
const DEPTH: u32 = 3_000;

/// Labels kept of the way that an unknown value went.
const TRAIL: usize = 6;

/// The longest string that is known.
const LONGEST_TEXT: usize = 1 << 20;

/// Bytes of a string that are made in one step.
const BYTES_PER_STEP: usize = 32;

/// The state of an evaluation.
#[derive(Debug)]
pub struct Interpreter<'a> {
    pub program: &'a mut Program,
    pub diagnostics: &'a mut Diagnostics,
    ports: Ports,
    pub heap: Heap,
    realm: builtins::Realm,
    environments: Environments,
    /// By the number of the file.
    modules: Vec<Option<ModuleState>>,
    /// The targets of each file's `export *`, once they are needed.
    stars: BTreeMap<FileId, Rc<[export::StarTarget]>>,
    /// The previous values of changed top-level names, for each running trial.
    trials: Vec<Vec<(FileId, Name, Option<Value>)>>,
    /// The top-level names that were changed.
    log: watch::Log,
    /// Lowered function bodies, by their place.
    bodies: BTreeMap<Span, Rc<Body>>,
    /// The texts of tagged templates, by their place.
    templates: BTreeMap<Span, heap::ObjectId>,
    /// Steps left for the statement that runs.
    steps: u32,
    /// Steps taken by everything so far.
    taken: u64,
    depth: u32,
    /// The function that runs.
    frame: Frame,
    /// An error on its way to the `try` that catches it.
    thrown: Option<Box<Thrown>>,
    /// The number of running `try` blocks that have a handler.
    trying: u32,
    /// The reason why one of them may have been left early.
    doubt: Option<Value>,
    /// The number of running trials whose changes are undone.
    trying_out: u32,
    aimless: call::Aimless,
    /// The reason why the chain that is evaluated may have ended early.
    may_be_absent: Option<Value>,
    /// The call that is evaluated for its side effects.
    effect: Option<Span>,
    /// The call whose result is awaited.
    awaited: Option<Span>,
    /// The queue of jobs that wait for promises.
    jobs: promise::Jobs,
    /// The number of modules that run.
    running: u32,
    /// `true` if the call that starts is the awaited one.
    awaiting: bool,
}

impl<'a> Interpreter<'a> {
    /// An interpreter of the modules of `program`.
    pub fn new(program: &'a mut Program, diagnostics: &'a mut Diagnostics, ports: Ports) -> Self {
        Self {
            program,
            diagnostics,
            ports,
            heap: Heap::default(),
            realm: builtins::Realm::default(),
            environments: Environments::default(),
            modules: Vec::new(),
            stars: BTreeMap::new(),
            trials: Vec::new(),
            log: watch::Log::default(),
            bodies: BTreeMap::new(),
            templates: BTreeMap::new(),
            steps: BUDGET,
            taken: 0,
            depth: 0,
            frame: Frame::default(),
            thrown: None,
            trying: 0,
            trying_out: 0,
            aimless: call::Aimless::default(),
            doubt: None,
            may_be_absent: None,
            effect: None,
            awaited: None,
            jobs: promise::Jobs::default(),
            running: 0,
            awaiting: false,
        }
    }

    /// The module that stands for the package `specifier` where `from` imports it.
    pub fn package_module(&mut self, from: FileId, specifier: &str) -> Option<FileId> {
        self.ports.packages.module(self, from, specifier)
    }

    /// A value that is not known, because of `problem`.
    pub fn opaque(&mut self, problem: Diagnostic) -> Value {
        Value::Opaque(self.heap.add_opaque(Opaque {
            problem,
            hint: None,
            code: None,
        }))
    }

    /// `value`; an unknown one remembers that it came by `span`.
    fn by_way_of(&mut self, value: Value, span: Span, text: impl FnOnce() -> String) -> Value {
        let Value::Opaque(id) = value else {
            return value;
        };
        let mut opaque = self.heap.opaque(id).clone();
        let trail = &mut opaque.problem.related;
        if trail.len() >= TRAIL
            || span == opaque.problem.primary.span
            || trail.iter().any(|label| label.span == span)
        {
            return value;
        }
        trail.push(Label { span, text: text() });
        Value::Opaque(self.heap.add_opaque(opaque))
    }

    /// A string of `text`. Its bytes count as steps.
    pub fn string(&mut self, text: &str, span: Span) -> Value {
        if text.len() > LONGEST_TEXT {
            return self.opaque(catalogue::too_long(span));
        }
        match self.steps(text.len() / BYTES_PER_STEP, span) {
            Ok(()) => Value::text(text),
            Err(why) => why,
        }
    }

    /// Counts a step; returns an unknown value if none are left.
    fn step(&mut self, span: Span) -> Result<(), Value> {
        if self.steps == 0 {
            return Err(self.opaque(catalogue::too_long(span)));
        }
        self.steps -= 1;
        self.taken += 1;
        Ok(())
    }

    /// Counts `count` steps.
    pub fn steps(&mut self, count: usize, span: Span) -> Result<(), Value> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let counted = count.min(self.steps);
        self.steps -= counted;
        self.taken += u64::from(counted);
        self.step(span)
    }

    /// Steps that a statement may take now.
    fn allowance(&self) -> u32 {
        let bytes: u64 = self.program.project.sources.bytes();
        let whole = WHOLE + PER_BYTE * bytes;
        let left = whole.saturating_sub(self.taken);
        u32::try_from(left).unwrap_or(u32::MAX).min(BUDGET)
    }

    /// Runs `inner` one level deeper, unless that is too deep.
    fn deeper(&mut self, span: Span, inner: impl FnOnce(&mut Self) -> Value) -> Value {
        if let Err(value) = self.step(span) {
            return value;
        }
        if self.depth >= DEPTH {
            return self.too_deep(span);
        }
        self.depth += 1;
        let value = inner(self);
        self.depth -= 1;
        value
    }

    /// Ends the statement that runs: code inside it, which would run here, does not. In a trial,
    /// where recursion may have no end because its condition is unknown, only this value is lost.
    pub(super) fn too_deep(&mut self, span: Span) -> Value {
        if self.trying_out == 0 {
            self.steps = 0;
        }
        self.opaque(catalogue::too_long(span))
    }

    /// Runs `inner`, which may end early, one level deeper.
    fn nested<T>(
        &mut self,
        span: Span,
        inner: impl FnOnce(&mut Self) -> Result<T, Value>,
    ) -> Result<T, Value> {
        if self.depth >= DEPTH {
            return Err(self.too_deep(span));
        }
        self.depth += 1;
        let value = inner(self);
        self.depth -= 1;
        value
    }

    /// `value`; what was changed in a way that is not known is unknown.
    fn seen(&self, value: Value) -> Value {
        match value {
            Value::Object(id) => match self.heap.get(id) {
                heap::Object::Unknown(why) => Value::Opaque(*why),
                _ => Value::Object(id),
            },
            value => value,
        }
    }

    /// The reason why the value `id` is unknown.
    pub fn problem_of(&self, id: OpaqueId) -> &Diagnostic {
        &self.heap.opaque(id).problem
    }
}
