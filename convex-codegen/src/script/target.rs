//! Assignment targets, i.e. variables and members: `a = b`, `a += b`, `a++`, `delete a.b`.

use super::{
    Interpreter,
    builtins::message,
    environment::Place,
    expr::taint,
    heap::{Entry, Object},
    native::done,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{AssignOp, BinaryOp, Expr, ExprKind, Key, Name, Pattern, Target, Update},
};

/// A target whose parts were evaluated, once.
enum Spot {
    Name(Name, Span),
    Member(Value, Result<Name, Value>),
}

impl Interpreter<'_> {
    fn spot(&mut self, target: &Target, place: Place) -> Option<Spot> {
        Some(match target {
            Target::Pattern(Pattern::Name(name, span)) => Spot::Name(name.clone(), *span),
            Target::Pattern(_) => return None,
            Target::Member(object, key) => self.member_spot(object, key, place),
        })
    }

    fn member_spot(&mut self, object: &Expr, key: &Key, place: Place) -> Spot {
        let object = self.expr(object, place);
        Spot::Member(object, self.key(key, place))
    }

    fn read(&mut self, spot: &Spot, span: Span, place: Place) -> Value {
        match spot {
            Spot::Name(name, at) => self.name(name, *at, place),
            Spot::Member(object, Ok(key)) => {
                let value = self.property(object, key, span);
                self.seen(value)
            }
            Spot::Member(_, Err(why)) => why.clone(),
        }
    }

    fn write(&mut self, spot: Spot, value: Value, span: Span, place: Place) {
        if self.thrown.is_some() {
            return;
        }
        match spot {
            Spot::Name(name, at) => self.assign_name((&name, at), value, place),
            Spot::Member(object, Ok(key)) => self.set_member(&object, key, value, span),
            Spot::Member(object, Err(why)) => self.lose_value(&object, &why),
        }
    }

    /// `object.key = value`
    pub(super) fn set_member(&mut self, object: &Value, key: Name, value: Value, span: Span) {
        if self.thrown.is_some() {
            return;
        }
        if let Value::Undefined | Value::Null = object {
            let what = if matches!(object, Value::Null) {
                "null"
            } else {
                "undefined"
            };
            let problem = catalogue::property_of_nothing(span, &key, what);
            let message = message::property_of_nothing(&key, what, message::Use::Set);
            self.throw_saying("TypeError", problem, message);
            return;
        }
        let entry = Entry {
            span: Some(span),
            ..Entry::new(key, value)
        };
        self.set_property(object, entry);
    }

    /// Nothing of `value` itself is known from here on.
    pub(super) fn lose_value(&mut self, value: &Value, why: &Value) {
        if let (Value::Object(id), Value::Opaque(why)) = (value, why) {
            self.lose(*id, *why);
        }
    }

    /// Assigns to the parts of `pattern` that is a member.
    pub(super) fn assign_member(&mut self, parts: &(Expr, Key), value: Value, place: Place) {
        let spot = self.member_spot(&parts.0, &parts.1, place);
        self.write(spot, value, parts.0.span, place);
    }

    /// `target = value`, `target += value`
    pub(super) fn assignment(
        &mut self,
        op: AssignOp,
        (target, value): (&Target, &Expr),
        span: Span,
        place: Place,
    ) -> Value {
        let Some(spot) = self.spot(target, place) else {
            let Target::Pattern(pattern) = target else {
                return Value::Undefined;
            };
            let new = self.expr(value, place);
            self.forget_callee(value);
            if let Pattern::Unsupported = pattern {
                let why = self.opaque(catalogue::unsupported(span, "this assignment"));
                self.touch(span, place, &why);
            }
            self.assign(pattern, new.clone(), place);
            return new;
        };
        let new = match op {
            AssignOp::Set => {
                let name = match &spot {
                    Spot::Name(name, _) => Some(name.clone()),
                    Spot::Member(..) => None,
                };
                self.named(value, name.as_ref(), place)
            }
            AssignOp::Logical(op) => {
                let old = self.read(&spot, span, place);
                let keep = match op {
                    crate::syntax::LogicalOp::And => old.truthy().map(|truthy| !truthy),
                    crate::syntax::LogicalOp::Or => old.truthy(),
                    crate::syntax::LogicalOp::Coalesce => old.nullish().map(|nullish| !nullish),
                };
                // Nothing is assigned then.
                if keep == Some(true) {
                    return old;
                }
                let new = self.logical((op, old.clone()), value, place);
                if keep.is_none() {
                    let write = |cx: &mut Self| cx.write(spot, new.clone(), value.span, place);
                    let ((), changes) = self.tried(write);
                    self.forget(changes, &old);
                    return new;
                }
                new
            }
            AssignOp::Binary(op) => {
                let old = self.read(&spot, span, place);
                let right = self.expr(value, place);
                if self.thrown.is_some() {
                    return Value::Undefined;
                }
                self.binary(op, (&old, &right), span)
            }
        };
        self.write(spot, new.clone(), value.span, place);
        new
    }

    /// `target++`
    pub(super) fn update(&mut self, update: &Update, span: Span, place: Place) -> Value {
        let Some(spot) = self.spot(&update.target, place) else {
            let why = self.opaque(catalogue::unsupported(span, "this assignment"));
            self.touch(span, place, &why);
            return why;
        };
        let old = self.read(&spot, span, place);
        if self.thrown.is_some() {
            return Value::Undefined;
        }
        let old = done(self.numeric(&old, span));
        let one = match old {
            Value::BigInt(_) => Value::BigInt(1),
            _ => Value::Number(1.0),
        };
        let new = match update.op {
            BinaryOp::Add => self.binary(BinaryOp::Add, (&old, &one), span),
            op => self.binary(op, (&old, &one), span),
        };
        self.write(spot, new.clone(), span, place);
        if update.prefix { new } else { old }
    }

    /// `delete object.key`
    pub(super) fn delete(&mut self, target: &Expr, place: Place) -> Value {
        let (object, key) = match &target.kind {
            ExprKind::Member(object, key) | ExprKind::OptionalMember(object, key) => (object, key),
            ExprKind::Chain(inner) => return self.chain(inner, place, Self::delete),
            _ => {
                self.expr(target, place);
                return Value::Bool(true);
            }
        };
        let optional = matches!(target.kind, ExprKind::OptionalMember(..));
        let object = self.chained_deeper(object, place).and_then(|object| {
            if optional {
                self.present(&object)?;
            }
            Ok(object)
        });
        // `delete a?.b` of nothing does nothing.
        let Ok(object) = object else {
            return Value::Bool(true);
        };
        let key = self.key(key, place);
        if self.thrown.is_some() {
            return Value::Undefined;
        }
        match key {
            Ok(key) => self.remove(&object, &key, target.span),
            Err(why) => {
                self.lose_value(&object, &why);
                why
            }
        }
    }

    fn remove(&mut self, object: &Value, key: &str, span: Span) -> Value {
        if let Value::Opaque(_) = object {
            return object.clone();
        }
        if let Value::Object(id) = object
            && let Object::Unknown(why) = self.heap.get(*id)
        {
            return Value::Opaque(*why);
        }
        match self.delete_property(object, key, span) {
            Ok(()) => Value::Bool(true),
            Err(why) => why,
        }
    }

    /// The value of `expr`, which is given a name: functions and classes without one have it.
    pub(super) fn named(&mut self, expr: &Expr, name: Option<&Name>, place: Place) -> Value {
        let value = self.expr(expr, place);
        let (Value::Object(id), Some(name)) = (&value, name) else {
            return value;
        };
        let anonymous = match &expr.kind {
            ExprKind::Function(function) => function.name.is_none(),
            ExprKind::Class(class) => class.name.is_none(),
            _ => false,
        };
        if anonymous {
            match self.heap.get_mut(*id) {
                Object::Closure(closure) => closure.given = Some(name.clone()),
                Object::Class(class) => class.given = Some(name.clone()),
                _ => {}
            }
        }
        value
    }

    /// Makes the object that `value` is unknown in every property.
    pub fn taint_object(&mut self, value: &Value, why: &Value) {
        if let Value::Object(id) = value
            && let Object::Plain(plain) = self.heap.get_mut(*id)
        {
            taint(plain, why);
        }
    }
}
