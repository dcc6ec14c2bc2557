//! Expressions.

use super::{
    Interpreter,
    environment::Place,
    heap::{Closure, Entry, Object, Plain},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{
        AssignOp, Element, Expr, ExprKind, Key, LogicalOp, Name, Property, Target, UnaryOp,
        number_text,
    },
};

/// The end of `a?.b` when `a` is absent.
struct Absent;

impl Interpreter<'_> {
    /// The value of `expr` in `place`.
    pub fn expr(&mut self, expr: &Expr, place: Place) -> Value {
        self.deeper(expr.span, |cx| {
            cx.chained(expr, place).unwrap_or(Value::Undefined)
        })
    }

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
            ExprKind::Template(texts, exprs) => self.template(texts, exprs, place),
            ExprKind::Ident(name) => self.name(name, span, place),
            ExprKind::This => self.this.clone(),
            ExprKind::Array(items) => match self.elements(items, place) {
                Ok(items) => self.array(items),
                Err(why) => why,
            },
            ExprKind::Object(properties) => self.object(properties, place),
            ExprKind::Function(function) => {
                let this = if function.arrow {
                    self.this.clone()
                } else {
                    Value::Undefined
                };
                let closure = Closure {
                    function: function.clone(),
                    place,
                    this,
                    extra: None,
                };
                Value::Object(self.heap.add(Object::Closure(closure)))
            }
            ExprKind::Class(class) => self.class_value(class, place),
            ExprKind::Unary(UnaryOp::Delete, target) => self.delete(target, place),
            ExprKind::Unary(op, operand) => {
                let operand = self.expr(operand, place);
                self.unary(*op, &operand, span)
            }
            ExprKind::Binary(op, operands) => {
                let left = self.expr(&operands[0], place);
                let right = self.expr(&operands[1], place);
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
                    None => self.by_way_of(test, parts[0].span, || {
                        "this condition decides it".to_owned()
                    }),
                }
            }
            ExprKind::Assign(op, target, value) => self.assignment(*op, (target, value), place),
            ExprKind::Call(callee, args) => return self.call_expr((callee, args), span, place),
            ExprKind::OptionalCall(callee, args) => {
                let (this, function) = self.callee(callee, place)?;
                match function.nullish() {
                    Some(true) => return Err(Absent),
                    _ => self.call_with((this, function), (callee, args, span), place),
                }
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
            ExprKind::Member(object, key) => {
                let object = self.chained_deeper(object, place)?;
                self.member_of(&object, (expr, key), place)
            }
            ExprKind::OptionalMember(object, key) => {
                let object = self.chained_deeper(object, place)?;
                match object.nullish() {
                    Some(true) => return Err(Absent),
                    _ => self.member(&object, key, (span, place)),
                }
            }
            ExprKind::Chain(inner) | ExprKind::Await(inner) => self.expr(inner, place),
            ExprKind::Sequence(items) => {
                let mut last = Value::Undefined;
                for item in items {
                    last = self.expr(item, place);
                }
                last
            }
            ExprKind::Unsupported(what) => self.opaque(catalogue::unsupported(span, what)),
        })
    }

    fn chained_deeper(&mut self, expr: &Expr, place: Place) -> Result<Value, Absent> {
        let mut absent = false;
        let value = self.deeper(expr.span, |cx| {
            if let Ok(value) = cx.chained(expr, place) {
                return value;
            }
            absent = true;
            Value::Undefined
        });
        if absent { Err(Absent) } else { Ok(value) }
    }

    fn call_expr(
        &mut self,
        (callee, args): (&Expr, &[Element]),
        span: Span,
        place: Place,
    ) -> Result<Value, Absent> {
        let target = self.callee(callee, place)?;
        Ok(self.call_with(target, (callee, args, span), place))
    }

    /// The function that `callee` names, with what it is called on.
    fn callee(&mut self, callee: &Expr, place: Place) -> Result<(Value, Value), Absent> {
        match &callee.kind {
            ExprKind::Member(object, key) => {
                let this = self.chained_deeper(object, place)?;
                let function = self.member(&this, key, (callee.span, place));
                Ok((this, function))
            }
            ExprKind::OptionalMember(object, key) => {
                let this = self.chained_deeper(object, place)?;
                if this.nullish() == Some(true) {
                    return Err(Absent);
                }
                let function = self.member(&this, key, (callee.span, place));
                Ok((this, function))
            }
            _ => Ok((Value::Undefined, self.expr(callee, place))),
        }
    }

    fn call_with(
        &mut self,
        (this, function): (Value, Value),
        (callee, args, span): (&Expr, &[Element], Span),
        place: Place,
    ) -> Value {
        if let Value::Opaque(_) = function {
            // The arguments cannot make it known, and need not be evaluated.
            return self.supposed(function, (callee, args));
        }
        if matches!(function, Value::Undefined) {
            let why = self.not_callable(callee.span);
            // A method that arrays have, but not here, may change them.
            let list = self.as_array(&this).is_some();
            return if list { self.unfinished(why) } else { why };
        }
        let value = match self.elements(args, place) {
            Ok(args) => self.call(&function, this, (args, span)),
            Err(why) => why,
        };
        self.supposed(value, (callee, args))
    }

    /// `object.key`, as `expr` writes it.
    fn member_of(&mut self, object: &Value, (expr, key): (&Expr, &Key), place: Place) -> Value {
        match object {
            Value::Opaque(_) if expr.is_node_env() => Value::text("production"),
            object => self.member(object, key, (expr.span, place)),
        }
    }

    fn name(&mut self, name: &Name, span: Span, place: Place) -> Value {
        match self.environments.get(place, name) {
            Some(value) => value,
            None if &**name == "undefined" => Value::Undefined,
            None => self.top_level(place.file, name, span),
        }
    }

    fn template(&mut self, texts: &[Name], exprs: &[Expr], place: Place) -> Value {
        let mut whole = String::new();
        for (index, text) in texts.iter().enumerate() {
            whole.push_str(text);
            if let Some(expr) = exprs.get(index) {
                let value = self.expr(expr, place);
                match self.string_of(&value, expr.span) {
                    Ok(text) => whole.push_str(&text),
                    Err(why) => return why,
                }
            }
        }
        Value::text(&whole)
    }

    /// The values of array items or arguments; an unknown spread makes all of them unknown.
    pub fn elements(&mut self, elements: &[Element], place: Place) -> Result<Vec<Value>, Value> {
        let mut values = Vec::with_capacity(elements.len());
        for element in elements {
            match element {
                Element::Item(item) => values.push(self.expr(item, place)),
                Element::Hole => values.push(Value::Undefined),
                Element::Spread(spread) => {
                    let value = self.expr(spread, place);
                    values.extend(self.iterate(&value, spread.span)?);
                }
            }
        }
        Ok(values)
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
                    let key = match self.key(key, place) {
                        Ok(key) => key,
                        Err(Value::Opaque(why)) => {
                            object.taint(why);
                            continue;
                        }
                        Err(_) => continue,
                    };
                    let value = self.expr(value, place);
                    let docs = docs.as_deref().map(|docs| std::rc::Rc::new(docs.clone()));
                    object.set(Entry {
                        span: Some(*span),
                        docs,
                        ..Entry::new(key, value)
                    });
                }
                Property::Getter { key, function } => {
                    let Ok(key) = self.key(key, place) else {
                        continue;
                    };
                    let closure = Closure {
                        function: function.clone(),
                        place,
                        this: Value::Undefined,
                        extra: None,
                    };
                    let value = Value::Object(self.heap.add(Object::Closure(closure)));
                    object.set(Entry {
                        getter: true,
                        ..Entry::new(key, value)
                    });
                }
                Property::Spread(spread) => {
                    let value = self.expr(spread, place);
                    self.spread_into(&mut object, &value, spread.span);
                }
            }
        }
        Value::Object(self.heap.add(Object::Plain(object)))
    }

    /// The text of a property name.
    pub fn key(&mut self, key: &Key, place: Place) -> Result<Name, Value> {
        match key {
            Key::Name(name) => Ok(name.clone()),
            Key::Computed(expr) => match self.expr(expr, place) {
                Value::String(name) => Ok(name),
                Value::Number(number) => Ok(Name::from(number_text(number))),
                other => self.string_of(&other, expr.span).map(Name::from),
            },
        }
    }

    fn member(&mut self, object: &Value, key: &Key, (span, place): (Span, Place)) -> Value {
        match self.key(key, place) {
            Ok(key) => self.property(object, &key, span),
            Err(why) => why,
        }
    }

    fn logical(&mut self, (op, left): (LogicalOp, Value), right: &Expr, place: Place) -> Value {
        let keep = match op {
            LogicalOp::And => left.truthy().map(|truthy| !truthy),
            LogicalOp::Or => left.truthy(),
            LogicalOp::Coalesce => left.nullish().map(|nullish| !nullish),
        };
        match keep {
            Some(true) | None => left,
            Some(false) => self.expr(right, place),
        }
    }

    fn assignment(
        &mut self,
        op: AssignOp,
        (target, value): (&Target, &Expr),
        place: Place,
    ) -> Value {
        let old = match (op, target) {
            (AssignOp::Set, _) => Value::Undefined,
            (_, Target::Pattern(crate::syntax::Pattern::Name(name, span))) => {
                self.name(name, *span, place)
            }
            (_, Target::Member(object, key)) => {
                let object = self.expr(object, place);
                self.member(&object, key, (value.span, place))
            }
            (_, Target::Pattern(_)) => Value::Undefined,
        };
        let new = match op {
            AssignOp::Set => self.expr(value, place),
            AssignOp::Logical(op) => self.logical((op, old), value, place),
            AssignOp::Binary(op) => {
                let right = self.expr(value, place);
                self.binary(op, (&old, &right), value.span)
            }
        };
        match target {
            Target::Pattern(pattern) => self.assign(pattern, new.clone(), place),
            Target::Member(object, key) => {
                let object = self.expr(object, place);
                match self.key(key, place) {
                    Ok(key) => self.set_property(
                        &object,
                        Entry {
                            span: Some(value.span),
                            ..Entry::new(key, new.clone())
                        },
                    ),
                    Err(Value::Opaque(why)) => self.taint(&object, why),
                    Err(_) => {}
                }
            }
        }
        new
    }

    fn delete(&mut self, target: &Expr, place: Place) -> Value {
        if let ExprKind::Member(object, key) = &target.kind {
            let object = self.expr(object, place);
            match self.key(key, place) {
                Ok(key) => {
                    if let Value::Object(id) = object
                        && let Object::Plain(plain) = self.heap.get_mut(id)
                    {
                        plain.remove(&key);
                    }
                }
                Err(Value::Opaque(why)) => self.taint(&object, why),
                Err(_) => {}
            }
        }
        Value::Bool(true)
    }
}
