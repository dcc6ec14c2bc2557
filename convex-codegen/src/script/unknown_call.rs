//! Calls that are not known: what they may change.

use super::{
    Interpreter,
    heap::{Closure, Object},
    native::Call,
    value::Value,
};
use crate::syntax::{Expr, ExprKind, Flavor, Key};

/// Built-in methods that change what they are called on.
const CHANGERS: [&str; 15] = [
    "push",
    "pop",
    "shift",
    "unshift",
    "splice",
    "sort",
    "reverse",
    "fill",
    "copyWithin",
    "set",
    "add",
    "delete",
    "clear",
    "setPrototypeOf",
    "lastIndex",
];

/// Built-in functions that change their first argument.
const CHANGERS_OF_FIRST: [&str; 8] = [
    "assign",
    "defineProperty",
    "defineProperties",
    "freeze",
    "seal",
    "preventExtensions",
    "setPrototypeOf",
    "deleteProperty",
];

/// The purpose of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Its result.
    Result,
    /// Its side effects: the call is a statement.
    Effect,
}

impl Interpreter<'_> {
    /// Returns whether an unknown method of a built-in class may change what it is called on.
    pub(super) fn may_change(&self, this: &Value, callee: &Expr) -> bool {
        let Value::Object(id) = this else {
            return false;
        };
        let name = match &callee.kind {
            ExprKind::Member(_, Key::Name(name)) | ExprKind::OptionalMember(_, Key::Name(name)) => {
                &**name
            }
            _ => "",
        };
        let reads = [
            "to",
            "is",
            "union",
            "intersection",
            "difference",
            "symmetric",
        ];
        let reads = reads.iter().any(|start| name.starts_with(start))
            || (name.starts_with("get") && !name.starts_with("getOr"));
        match self.heap.get(*id) {
            Object::Array(_)
            | Object::Date(_)
            | Object::Collection(_)
            | Object::Regex(_)
            | Object::Iterator(_)
            | Object::Generator(_) => !reads,
            _ => false,
        }
    }

    /// Accounts for a call with unknown arguments. Returns `true` if it may change its receiver.
    pub(super) fn unknown_arguments(
        &mut self,
        this: &Value,
        function: &Value,
        why: &Value,
    ) -> bool {
        match function {
            Value::Native(native) => {
                CHANGERS.contains(&native.name) && matches!(this, Value::Object(_))
            }
            Value::Object(id) if matches!(self.heap.get(*id), Object::Closure(_)) => {
                self.touch_value(function, why);
                true
            }
            _ => false,
        }
    }

    /// A call of an unknown function: it may call its function arguments, and as a statement it is
    /// evaluated for its side effects.
    pub(super) fn unknown_call(&mut self, why: &Value, args: &[Value], is: Purpose) {
        self.doubtful(why);
        for arg in args {
            for callback in self.callbacks(arg) {
                self.often(why, |cx| {
                    let params = vec![why.clone(); callback.function.params.len()];
                    cx.deeper(callback.function.span, |cx| {
                        cx.run(&callback, why.clone(), params)
                    });
                });
            }
            if is == Purpose::Effect && self.as_callback(arg).is_none() {
                self.touch_value(arg, why);
            }
        }
        if is == Purpose::Result {
            self.given_away(args, why);
        }
    }

    /// The functions that an unknown function may call: `arg`, or methods of it.
    fn callbacks(&self, arg: &Value) -> Vec<Closure> {
        if let Some(closure) = self.as_callback(arg) {
            return vec![closure];
        }
        let Value::Object(id) = arg else {
            return Vec::new();
        };
        match self.heap.get(*id) {
            Object::Plain(plain) => {
                let values = plain.all().map(|entry| &entry.value);
                values.filter_map(|value| self.as_callback(value)).collect()
            }
            // It may resolve a promise.
            Object::Bound(bound) => match self.as_promise(&bound.this) {
                Some(id) => self.waiting_for(id),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The functions that run once a promise is settled.
    fn waiting_for(&self, id: super::heap::ObjectId) -> Vec<Closure> {
        let mut closures = Vec::new();
        let (mut promises, mut next) = (vec![id], 0);
        while let Some(id) = promises.get(next).copied() {
            next += 1;
            let Some(promise) = self.promise(id) else {
                continue;
            };
            promise.visit(&mut |value| {
                closures.extend(self.as_callback(value));
                if let Some(id) = self.as_promise(value)
                    && !promises.contains(&id)
                {
                    promises.push(id);
                }
            });
        }
        closures
    }

    fn as_callback(&self, value: &Value) -> Option<Closure> {
        let Value::Object(id) = value else {
            return None;
        };
        match self.heap.get(*id) {
            Object::Closure(closure) if closure.function.flavor == Flavor::Plain => {
                Some(closure.clone())
            }
            _ => None,
        }
    }

    pub(super) fn lose_list(&mut self, object: &Value, why: &Value) {
        if let Value::Object(id) = object
            && let Object::Array(_) | Object::Collection(_) = self.heap.get(*id)
        {
            self.lose_value(object, why);
        }
    }

    /// A built-in function with an unknown result may not have made its changes. One that throws
    /// has made those before.
    pub(super) fn after_native(&mut self, name: &str, call: &Call, value: &Value) {
        let Value::Opaque(_) = value else { return };
        if self.thrown.is_some() {
            return;
        }
        if CHANGERS.contains(&name) {
            self.lose_value(&call.this, value);
        }
        if CHANGERS_OF_FIRST.contains(&name) {
            self.lose_value(&call.arg(0), value);
        }
    }
}
