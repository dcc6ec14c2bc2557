//! Walks the syntax of a declaration: its `throw`s, the names that it uses, the functions that it
//! runs.

use std::collections::BTreeSet;

use super::{
    codes::TAGS,
    forms::{declared, is_convex_error, is_plain_error, path, throws},
};
use crate::{
    source::{SourceFile, Span},
    syntax::{
        Body, Class, Each, Element, Expr, ExprKind, Function, Key, MemberKind, Name, Pattern,
        Property, Stmt, StmtKind, Target, Try, parse_block,
    },
};

/// The effects of a declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Its `throw` statements.
    pub throws: BTreeSet<Span>,
    /// The top-level names that it uses, each with the member that it takes of it.
    pub names: BTreeSet<(Name, Option<Name>)>,
    /// The functions that it runs by their reference: `["a", "b"]` of `internal.a.b`.
    pub runs: BTreeSet<Vec<Name>>,
    /// The string literals under `code`, `kind` or `type` in what is passed to `new ConvexError`.
    pub codes: BTreeSet<Span>,
}

/// A walk through one declaration.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    source: &'a SourceFile,
    /// The names of functions and blocks around, which hide those of the file.
    scopes: Vec<BTreeSet<Name>>,
    /// The `try` blocks around whose errors go no further.
    caught: usize,
    found: Found,
}

impl<'a> Walk<'a> {
    /// Returns the effects of `stmt` of `source`.
    pub(super) fn statement(source: &'a SourceFile, stmt: &Stmt) -> Found {
        let mut walk = Self::new(source);
        walk.stmt(stmt);
        walk.found
    }

    /// Returns the effects of `expr` of `source`.
    pub(super) fn expression(source: &'a SourceFile, expr: &Expr) -> Found {
        let mut walk = Self::new(source);
        walk.expr(expr);
        walk.found
    }

    const fn new(source: &'a SourceFile) -> Self {
        Self {
            source,
            scopes: Vec::new(),
            caught: 0,
            found: Found {
                throws: BTreeSet::new(),
                names: BTreeSet::new(),
                runs: BTreeSet::new(),
                codes: BTreeSet::new(),
            },
        }
    }

    fn inside(&mut self, names: BTreeSet<Name>, walk: impl FnOnce(&mut Self)) {
        self.scopes.push(names);
        walk(self);
        self.scopes.pop();
    }

    fn block(&mut self, stmts: &[Stmt]) {
        self.inside(declared(stmts), |walk| {
            walk.stmts(stmts);
        });
    }

    fn stmts(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Var(var) => {
                self.pattern(&var.pattern);
                self.maybe(var.init.as_ref());
            }
            StmtKind::Function(_, function) => self.function(function),
            StmtKind::Class(_, class) => self.class(class),
            StmtKind::Enum(_, members) => {
                let values = members.iter().filter_map(|(_, value)| value.as_ref());
                values.for_each(|value| self.expr(value));
            }
            StmtKind::Namespace(_, namespace) => self.block(&namespace.body),
            StmtKind::Expr(expr) => self.expr(expr),
            StmtKind::Return(expr) => self.maybe(expr.as_ref()),
            StmtKind::Throw(expr) => {
                if self.caught == 0 && !is_plain_error(expr) {
                    self.found.throws.insert(stmt.span);
                }
                self.expr(expr);
            }
            StmtKind::If(test, then, otherwise) => {
                self.expr(test);
                self.stmt(then);
                if let Some(otherwise) = otherwise {
                    self.stmt(otherwise);
                }
            }
            StmtKind::Block(stmts) => self.block(stmts),
            StmtKind::ForOf(each) | StmtKind::ForIn(each) => self.each(each),
            StmtKind::For(parts) => self.inside(declared(&parts.init), |walk| {
                walk.stmts(&parts.init);
                walk.maybe(parts.test.as_ref());
                walk.maybe(parts.update.as_ref());
                walk.stmt(&parts.body);
            }),
            StmtKind::DoWhile(body, test) => {
                self.stmt(body);
                self.expr(test);
            }
            StmtKind::Labeled(_, body) => self.stmt(body),
            StmtKind::Switch(value, cases) => {
                self.expr(value);
                let names = cases.iter().flat_map(|(_, body)| declared(body)).collect();
                self.inside(names, |walk| {
                    for (test, body) in cases {
                        walk.maybe(test.as_ref());
                        walk.stmts(body);
                    }
                });
            }
            StmtKind::Try(parts) => self.attempt(parts),
            StmtKind::Default(_)
            | StmtKind::Break(_)
            | StmtKind::Continue(_)
            | StmtKind::Empty
            | StmtKind::Unsupported(_) => {}
        }
    }

    /// Errors of a `try` block go no further when its handler throws none.
    fn attempt(&mut self, parts: &Try) {
        let ends_here = parts.handler.as_ref().is_some_and(|body| !throws(body));
        self.caught += usize::from(ends_here);
        self.block(&parts.block);
        self.caught -= usize::from(ends_here);
        let names = parts.param.iter().flat_map(Pattern::names);
        let names = names.map(|(name, _)| name.clone()).collect();
        self.inside(names, |walk| {
            parts.handler.iter().for_each(|body| walk.block(body));
        });
        parts.finalizer.iter().for_each(|body| self.block(body));
    }

    fn each(&mut self, each: &Each) {
        self.expr(&each.over);
        let names = if each.declares.is_some() {
            each.pattern.names()
        } else {
            Vec::new()
        };
        let names = names.into_iter().map(|(name, _)| name.clone()).collect();
        self.inside(names, |walk| walk.stmt(&each.body));
    }

    fn function(&mut self, function: &Function) {
        let patterns = || function.params.iter().chain(&function.rest);
        let mut names: BTreeSet<Name> = patterns()
            .flat_map(Pattern::names)
            .map(|(name, _)| name.clone())
            .collect();
        if function.expression {
            names.extend(function.name.clone());
        }
        self.inside(names, |walk| {
            patterns().for_each(|pattern| walk.pattern(pattern));
            match &function.body {
                Body::Expr(expr) => walk.expr(expr),
                Body::Block(span) => walk.block(&parse_block(walk.source, *span)),
                Body::Missing => {}
            }
        });
    }

    fn class(&mut self, class: &Class) {
        self.maybe(class.parent.as_ref());
        class
            .constructor
            .iter()
            .for_each(|made| self.function(made));
        for member in &class.members {
            self.key(&member.key);
            match &member.kind {
                MemberKind::Field(value) => self.maybe(value.as_ref()),
                MemberKind::Method(function)
                | MemberKind::Getter(function)
                | MemberKind::Setter(function) => self.function(function),
                MemberKind::Block(span) => self.block(&parse_block(self.source, *span)),
            }
        }
    }

    /// The defaults in a pattern.
    fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Array(items, rest) => {
                let items = items.iter().flatten().chain(rest.as_deref());
                items.for_each(|item| self.pattern(item));
            }
            Pattern::Object(fields, rest) => {
                for (key, field) in fields {
                    self.key(key);
                    self.pattern(field);
                }
                if let Some(rest) = rest {
                    self.pattern(rest);
                }
            }
            Pattern::Default(pattern, value) => {
                self.pattern(pattern);
                self.expr(value);
            }
            Pattern::Member(member) => {
                self.expr(&member.0);
                self.key(&member.1);
            }
            Pattern::Name(..) | Pattern::Unsupported => {}
        }
    }

    fn maybe(&mut self, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn key(&mut self, key: &Key) {
        if let Key::Computed(expr) = key {
            self.expr(expr);
        }
    }

    fn elements(&mut self, elements: &[Element]) {
        for element in elements {
            match element {
                Element::Item(expr) | Element::Spread(expr) => self.expr(expr),
                Element::Hole => {}
            }
        }
    }

    fn name(&mut self, name: &Name, member: Option<&Name>) {
        if self.caught == 0 && !self.is_local(name) {
            self.found.names.insert((name.clone(), member.cloned()));
        }
    }

    fn is_local(&self, name: &Name) -> bool {
        self.scopes.iter().any(|scope| scope.contains(name))
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Ident(name) => self.name(name, None),
            ExprKind::Member(object, key) | ExprKind::OptionalMember(object, key) => {
                match (&object.kind, key) {
                    (ExprKind::Ident(name), Key::Name(member)) => self.name(name, Some(member)),
                    _ => self.expr(object),
                }
                self.key(key);
            }
            ExprKind::Call(callee, args) | ExprKind::OptionalCall(callee, args) => {
                self.run(callee, args);
                self.expr(callee);
                self.elements(args);
            }
            ExprKind::New(callee, args) => {
                if is_convex_error(callee)
                    && let Some(Element::Item(data)) = args.first()
                {
                    self.data(data);
                }
                self.expr(callee);
                self.elements(args);
            }
            ExprKind::Array(elements) | ExprKind::SuperCall(elements) => self.elements(elements),
            ExprKind::Object(properties) => properties.iter().for_each(|one| self.property(one)),
            ExprKind::Function(function) => self.function(function),
            ExprKind::Class(class) => self.class(class),
            ExprKind::Unary(_, inner)
            | ExprKind::YieldAll(inner)
            | ExprKind::Chain(inner)
            | ExprKind::Await(inner) => self.expr(inner),
            ExprKind::Yield(inner) => self.maybe(inner.as_deref()),
            ExprKind::Binary(_, sides) | ExprKind::Logical(_, sides) => {
                sides.iter().for_each(|side| self.expr(side));
            }
            ExprKind::Conditional(parts) => parts.iter().for_each(|part| self.expr(part)),
            ExprKind::Template(_, exprs) | ExprKind::Sequence(exprs) => {
                for expr in exprs {
                    self.expr(expr);
                }
            }
            ExprKind::Tagged(tagged) => {
                self.expr(&tagged.tag);
                tagged.exprs.iter().for_each(|expr| self.expr(expr));
            }
            ExprKind::Update(update) => self.target(&update.target),
            ExprKind::Assign(_, target, value) => {
                self.target(target);
                self.expr(value);
            }
            ExprKind::SuperMember(key) => self.key(key),
            _ => {}
        }
    }

    fn target(&mut self, target: &Target) {
        match target {
            Target::Pattern(pattern) => self.pattern(pattern),
            Target::Member(object, key) => {
                self.expr(object);
                self.key(key);
            }
        }
    }

    fn property(&mut self, property: &Property) {
        match property {
            Property::Field { key, value, .. } => {
                self.key(key);
                self.expr(value);
            }
            Property::Getter { key, function } | Property::Setter { key, function } => {
                self.key(key);
                self.function(function);
            }
            Property::Spread(expr) => self.expr(expr),
        }
    }

    /// `ctx.runMutation(internal.a.b, ..)`: what that function throws reaches its caller.
    fn run(&mut self, callee: &Expr, args: &[Element]) {
        const RUN: [&str; 3] = ["runQuery", "runMutation", "runAction"];
        let (ExprKind::Member(_, Key::Name(method)), Some(Element::Item(reference))) =
            (&callee.kind, args.first())
        else {
            return;
        };
        if self.caught == 0
            && RUN.contains(&&**method)
            && let Some(path) = path(reference)
        {
            self.found.runs.insert(path);
        }
    }

    /// The literals that tell apart what is passed to `new ConvexError`: TypeScript infers `string`
    /// for them.
    fn data(&mut self, data: &Expr) {
        let ExprKind::Object(properties) = &data.kind else {
            return;
        };
        for property in properties {
            if let Property::Field {
                key: Key::Name(name),
                value,
                ..
            } = property
                && TAGS.contains(&&**name)
            {
                self.code(value);
            }
        }
    }

    fn code(&mut self, value: &Expr) {
        match &value.kind {
            ExprKind::String(_) => {
                let text = self.source.text.get(value.span.start as usize..);
                if text.is_some_and(|text| text.starts_with(['"', '\'', '`'])) {
                    self.found.codes.insert(value.span);
                }
            }
            ExprKind::Conditional(parts) => {
                self.code(&parts[1]);
                self.code(&parts[2]);
            }
            _ => {}
        }
    }
}
