//! Expressions.

use super::{
    Interpreter,
    builtins::message,
    environment::Place,
    heap::{Accessor, Entry, Object, Plain},
    native::done,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Element, Expr, ExprKind, Key, LogicalOp, Name, Property, UnaryOp},
};

/// The end of `a?.b` when `a` is absent.
pub(super) struct Absent;

impl Interpreter<'_> {
    /// The value of `expr` in `place`.
    pub(super) fn expr(&mut self, expr: &Expr, place: Place) -> Value {
        if self.thrown.is_some() {
            return Value::Undefined;
        }
        self.deeper(expr.span, |cx| {
            let value = cx.chained(expr, place).unwrap_or(Value::Undefined);
            cx.may_have_thrown(expr, &value);
            value
        })
    }

    /// Remembers that an expression with an unknown value may have thrown.
    fn may_have_thrown(&mut self, expr: &Expr, value: &Value) {
        let unknown = matches!(value, Value::Opaque(_)) && self.thrown.is_none();
        if self.trying > 0 && unknown && expr.can_throw() {
            self.doubtful(value);
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of expression")]
    fn chained(&mut self, expr: &Expr, place: Place) -> Result<Value, Absent> {
        let span = expr.span;
        Ok(match &expr.kind {
            ExprKind::Null => Value::Null,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Number(value) => Value::Number(*value),
            ExprKind::BigInt(Some(value)) => Value::BigInt(*value),
            ExprKind::BigInt(None) => {
                self.opaque(catalogue::unsupported(span, "a `bigint` this large"))
            }
            ExprKind::String(value) => Value::String(value.clone()),
            ExprKind::Template(texts, exprs) => self.template((texts, exprs), span, place),
            ExprKind::Tagged(tagged) => self.tagged(tagged, span, place),
            ExprKind::Regex(source, flags) => done(self.make_regex(source, flags, span)),
            ExprKind::Ident(name) => self.name(name, span, place),
            ExprKind::This if self.frame.given.is_some() => self.before_super(span),
            ExprKind::This => self.seen(self.frame.this.clone()),
            ExprKind::NewTarget => self.frame.new_target.clone(),
            ExprKind::Array(items) => match self.elements(items, place) {
                Ok(items) => self.array(items),
                Err(why) => why,
            },
            ExprKind::Object(properties) => self.object(properties, place),
            ExprKind::Function(function) => self.function_value(function, place),
            ExprKind::Class(class) => self.class_value(class, place),
            ExprKind::Unary(UnaryOp::Delete, target) => self.delete(target, place),
            ExprKind::Unary(UnaryOp::TypeOf, operand) if self.is_undeclared(operand, place) => {
                Value::text("undefined")
            }
            ExprKind::Unary(op, operand) => {
                let operand = self.expr(operand, place);
                self.unary(*op, &operand, span)
            }
            ExprKind::Update(update) => self.update(update, span, place),
            ExprKind::Binary(op, operands) => {
                let left = self.expr(&operands[0], place);
                let right = self.expr(&operands[1], place);
                if self.thrown.is_some() {
                    return Ok(Value::Undefined);
                }
                self.binary(*op, (&left, &right), span)
            }
            ExprKind::Logical(op, operands) => {
                let left = self.expr(&operands[0], place);
                self.logical((*op, left), &operands[1], place)
            }
            ExprKind::Conditional(parts) => {
                let test = self.expr(&parts[0], place);
                match test.truthy() {
                    Some(true) => self.expr(&parts[1], place),
                    Some(false) => self.expr(&parts[2], place),
                    None => {
                        let why = self.undecided(test, parts[0].span);
                        let first = self.maybe(&parts[1], &why, place);
                        let second = self.maybe(&parts[2], &why, place);
                        self.either_value(first, &second, why)
                    }
                }
            }
            ExprKind::Assign(op, target, value) => {
                self.assignment(*op, (target, value), span, place)
            }
            ExprKind::Call(callee, args) => {
                let target = self.callee(callee, place)?;
                self.call_with(target, (callee, args, span), place)
            }
            ExprKind::OptionalCall(callee, args) => {
                let (this, function) = self.callee(callee, place)?;
                self.present(&function)?;
                self.call_with((this, function), (callee, args, span), place)
            }
            ExprKind::New(callee, args) => {
                let class = self.expr(callee, place);
                match self.elements(args, place) {
                    Ok(args) => self.construct(&class, args, span),
                    Err(why) => why,
                }
            }
            ExprKind::SuperCall(args) => match self.elements(args, place) {
                Ok(args) => self.super_call(args, span),
                Err(why) => why,
            },
            ExprKind::SuperMember(key) => match self.key(key, place) {
                Ok(key) => self.super_member(&key, span),
                Err(why) => why,
            },
            ExprKind::Member(object, key) => {
                let object = self.chained_deeper(object, place)?;
                self.member_of(&object, (expr, key), place)
            }
            ExprKind::OptionalMember(object, key) => {
                let object = self.chained_deeper(object, place)?;
                self.present(&object)?;
                self.member(&object, key, (span, place))
            }
            ExprKind::Chain(inner) => self.chain(inner, place, Self::expr),
            ExprKind::Await(inner) => self.await_value(inner, span, place),
            ExprKind::Yield(inner) => {
                let value = match inner {
                    Some(inner) => self.expr(inner, place),
                    None => Value::Undefined,
                };
                self.yielded(value, span)
            }
            ExprKind::YieldAll(inner) => {
                let values = self.expr(inner, place);
                self.forget_callee(inner);
                if self.thrown.is_some() {
                    return Ok(Value::Undefined);
                }
                self.yield_all(&values, span)
            }
            ExprKind::Sequence(items) => {
                let mut last = Value::Undefined;
                for item in items {
                    last = self.expr(item, place);
                }
                last
            }
            ExprKind::Unsupported(what) => {
                let why = self.opaque(catalogue::unsupported(span, what));
                self.touch(span, place, &why);
                why
            }
        })
    }

    pub(super) fn chained_deeper(&mut self, expr: &Expr, place: Place) -> Result<Value, Absent> {
        let mut absent = false;
        let value = self.deeper(expr.span, |cx| {
            if let Ok(value) = cx.chained(expr, place) {
                cx.may_have_thrown(expr, &value);
                return value;
            }
            absent = true;
            Value::Undefined
        });
        if absent { Err(Absent) } else { Ok(value) }
    }

    /// An operand that may be evaluated or not: what it would change is not known afterwards.
    pub(super) fn maybe(&mut self, expr: &Expr, why: &Value, place: Place) -> Value {
        if expr.is_plain() {
            return self.expr(expr, place);
        }
        let (value, changes) = self.tried(|cx| cx.expr(expr, place));
        self.forget(changes, why);
        value
    }

    /// `object.key`, as `expr` writes it.
    fn member_of(&mut self, object: &Value, (expr, key): (&Expr, &Key), place: Place) -> Value {
        match object {
            Value::Opaque(_) if expr.is_node_env() => Value::text("production"),
            object => self.member(object, key, (expr.span, place)),
        }
    }

    /// The values of array items or arguments. All are evaluated; an unknown spread makes all
    /// unknown.
    pub fn elements(&mut self, elements: &[Element], place: Place) -> Result<Vec<Value>, Value> {
        let mut values = Vec::with_capacity(elements.len());
        let mut unknown = None;
        for element in elements {
            match element {
                Element::Item(item) => values.push(self.expr(item, place)),
                Element::Hole => values.push(Value::Hole),
                Element::Spread(spread) => {
                    let value = self.expr(spread, place);
                    self.forget_callee(spread);
                    match self.iterate(&value, spread.span) {
                        Ok(items) => values.extend(items),
                        Err(why) => unknown = unknown.or(Some(why)),
                    }
                }
            }
        }
        unknown.map_or(Ok(values), Err)
    }

    fn object(&mut self, properties: &[Property], place: Place) -> Value {
        let mut object = Plain::default();
        for property in properties {
            match property {
                Property::Field {
                    key,
                    value,
                    docs,
                    span,
                } => {
                    let literal = matches!(key, Key::Name(_));
                    let key = self.key(key, place);
                    let value = self.named(value, key.as_ref().ok(), place);
                    match key {
                        Ok(key) if literal && &*key == "__proto__" => {
                            if !self.inherit(&mut object, &value) {
                                let what = "`__proto__` of this value";
                                let why = self.opaque(catalogue::unsupported(*span, what));
                                taint(&mut object, &why);
                            }
                        }
                        Ok(key) => {
                            let docs = docs.as_deref();
                            object.set(Entry {
                                span: Some(*span),
                                docs: docs.map(|docs| std::rc::Rc::new(docs.clone())),
                                ..Entry::new(key, value)
                            });
                        }
                        Err(why) => taint(&mut object, &why),
                    }
                }
                Property::Getter { key, function } | Property::Setter { key, function } => {
                    match self.key(key, place) {
                        Ok(key) => {
                            let function = self.function_value(function, place);
                            let half = match property {
                                Property::Getter { .. } => Accessor::Getter(function),
                                _ => Accessor::Setter(function),
                            };
                            object.set_accessor(Entry::accessor(key, half));
                        }
                        Err(why) => taint(&mut object, &why),
                    }
                }
                Property::Spread(spread) => {
                    let value = self.expr(spread, place);
                    self.spread_into(&mut object, &value, spread.span);
                }
            }
        }
        Value::Object(self.heap.add(Object::Plain(object)))
    }

    /// Makes `object` inherit from `prototype`. Returns `false` if this is unsupported.
    fn inherit(&self, object: &mut Plain, prototype: &Value) -> bool {
        match prototype {
            Value::Null => {
                object.bare = true;
                true
            }
            Value::Object(id) if matches!(self.heap.get(*id), Object::Plain(_)) => {
                object.prototype = Some(*id);
                true
            }
            Value::Object(_) | Value::Opaque(_) | Value::Namespace(_) | Value::Native(_) => false,
            _ => true,
        }
    }

    /// The text of a property name.
    pub fn key(&mut self, key: &Key, place: Place) -> Result<Name, Value> {
        match key {
            Key::Name(name) => Ok(name.clone()),
            Key::Computed(expr) => {
                let value = self.expr(expr, place);
                self.property_key(&value, expr.span)
            }
        }
    }

    /// The property name that `value` is.
    pub fn property_key(&mut self, value: &Value, span: Span) -> Result<Name, Value> {
        match value {
            Value::String(name) | Value::Symbol(name) => Ok(name.clone()),
            other => self.key_of(other, span),
        }
    }

    pub(super) fn member(&mut self, object: &Value, key: &Key, at: (Span, Place)) -> Value {
        let (span, place) = at;
        if let Value::Opaque(_) = object {
            self.doubtful(object);
        }
        match self.key(key, place) {
            Ok(key) => {
                let what = match object {
                    Value::Undefined => "undefined",
                    Value::Null => "null",
                    _ => {
                        let value = self.property(object, &key, span);
                        return self.seen(value);
                    }
                };
                if self.thrown.is_some() {
                    return Value::Undefined;
                }
                let problem = catalogue::property_of_nothing(span, &key, what);
                let message = message::property_of_nothing(&key, what, message::Use::Read);
                self.throw_saying("TypeError", problem, message)
            }
            Err(why) => why,
        }
    }

    pub(super) fn logical(
        &mut self,
        (op, left): (LogicalOp, Value),
        right: &Expr,
        place: Place,
    ) -> Value {
        let keep = match op {
            LogicalOp::And => left.truthy().map(|truthy| !truthy),
            LogicalOp::Or => left.truthy(),
            LogicalOp::Coalesce => left.nullish().map(|nullish| !nullish),
        };
        match keep {
            Some(true) => left,
            Some(false) => self.expr(right, place),
            None => {
                self.maybe(right, &left, place);
                left
            }
        }
    }
}

/// Makes all of `object` unknown.
pub(super) fn taint(object: &mut Plain, why: &Value) {
    if let Value::Opaque(why) = why {
        object.taint(*why);
    }
}
