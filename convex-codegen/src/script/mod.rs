//! Works out what a backend is without running it: an interpreter for the part of JavaScript that validators,
//! definitions and small pure functions are written in.
//!
//! It starts from each export and evaluates only what that needs. A value that it does not know is
//! [`Value::Opaque`](value::Value::Opaque) with its reason, which travels with it; nothing is ever guessed. A budget
//! of steps and a limit of depth end what would not end by itself.

mod builtins;
pub mod call;
mod class;
mod effects;
pub mod environment;
mod expr;
pub mod heap;
pub mod host;
mod module;
pub mod native;
mod object;
mod operator;
mod pattern;
mod property;
mod stars;
mod stmt;
pub mod value;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use self::{
    environment::Environments,
    heap::{Heap, ObjectId},
    host::Ports,
    module::ModuleState,
    value::{Opaque, OpaqueId, Value},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Label, catalogue},
    resolve::Program,
    source::{FileId, Span},
    syntax::Stmt,
};

/// Steps that one top-level name may take. Real ones take a few hundred.
const BUDGET: u32 = 500_000;

/// How deep evaluation may nest. The thread's stack allows for more.
const DEPTH: u32 = 3_000;

/// Labels kept of the way that an unknown value went.
const TRAIL: usize = 6;

/// The state of an evaluation.
#[derive(Debug)]
pub struct Interpreter<'a> {
    pub program: &'a mut Program,
    pub diagnostics: &'a mut Diagnostics,
    ports: Ports,
    pub heap: Heap,
    environments: Environments,
    modules: BTreeMap<FileId, ModuleState>,
    /// Lowered function bodies, by their place.
    bodies: BTreeMap<Span, Rc<[Stmt]>>,
    /// Star exports being followed, to end cycles.
    stars: BTreeSet<FileId>,
    steps: u32,
    depth: u32,
    /// The `this` of the function that runs.
    this: Value,
    /// The class whose constructor or method runs, for `super`.
    class: Option<ObjectId>,
    /// Why calls of functions did not come to their end, so that what they change is not known.
    unfinished: Vec<Value>,
    /// How many `try` blocks with a handler run.
    trying: u32,
    /// The top-level statement that runs.
    at: Option<(FileId, usize)>,
}

impl<'a> Interpreter<'a> {
    /// An interpreter of the modules of `program`.
    pub fn new(program: &'a mut Program, diagnostics: &'a mut Diagnostics, ports: Ports) -> Self {
        Self {
            program,
            diagnostics,
            ports,
            heap: Heap::default(),
            environments: Environments::default(),
            modules: BTreeMap::new(),
            bodies: BTreeMap::new(),
            stars: BTreeSet::new(),
            steps: BUDGET,
            depth: 0,
            this: Value::Undefined,
            class: None,
            unfinished: Vec::new(),
            trying: 0,
            at: None,
        }
    }

    /// A value that is not known, because of `problem`.
    pub fn opaque(&mut self, problem: Diagnostic) -> Value {
        Value::Opaque(self.heap.add_opaque(Opaque {
            problem,
            hint: None,
        }))
    }

    /// What a built-in makes of an argument that it does not understand. An unknown argument explains itself.
    pub fn rejected(&mut self, argument: &Value, span: Span, why: &str) -> Value {
        match argument {
            Value::Opaque(_) => argument.clone(),
            _ => self.opaque(catalogue::unsupported(span, why)),
        }
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

    /// Counts a step; an unknown value when there are none left.
    fn step(&mut self, span: Span) -> Result<(), Value> {
        if self.steps == 0 {
            return Err(self.opaque(catalogue::too_long(span)));
        }
        self.steps -= 1;
        Ok(())
    }

    /// Counts `count` steps.
    pub fn steps(&mut self, count: usize, span: Span) -> Result<(), Value> {
        self.steps = self
            .steps
            .saturating_sub(u32::try_from(count).unwrap_or(u32::MAX));
        self.step(span)
    }

    /// Runs `inner` one level deeper, unless that is too deep.
    fn deeper(&mut self, span: Span, inner: impl FnOnce(&mut Self) -> Value) -> Value {
        if let Err(value) = self.step(span) {
            return value;
        }
        if self.depth >= DEPTH {
            return self.opaque(catalogue::too_long(span));
        }
        self.depth += 1;
        let value = inner(self);
        self.depth -= 1;
        value
    }

    pub fn problem_of(&self, id: OpaqueId) -> &Diagnostic {
        &self.heap.opaque(id).problem
    }
}
