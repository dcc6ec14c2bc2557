//! Operators on constants.

use super::{Interpreter, heap::Object, value::Value};
use crate::{
    diagnostics::catalogue,
    source::{FileId, Span},
    syntax::{BinaryOp, UnaryOp, number_text},
};

impl Interpreter<'_> {
    /// `op operand`.
    pub fn unary(&mut self, op: UnaryOp, operand: &Value, span: Span) -> Value {
        if let Value::Opaque(_) = operand {
            return operand.clone();
        }
        match (op, operand) {
            (UnaryOp::Not, value) => match value.truthy() {
                Some(truthy) => Value::Bool(!truthy),
                None => value.clone(),
            },
            (UnaryOp::Minus, Value::Number(number)) => Value::Number(-number),
            (UnaryOp::Minus, Value::BigInt(number)) => Value::BigInt(number.wrapping_neg()),
            (UnaryOp::Plus, Value::Number(number)) => Value::Number(*number),
            (UnaryOp::TypeOf, value) => Value::text(self.type_of(value)),
            (UnaryOp::Void, _) => Value::Undefined,
            _ => self.opaque(catalogue::unsupported(span, "this operator on this value")),
        }
    }

    /// What `typeof` says of a known value.
    fn type_of(&self, value: &Value) -> &'static str {
        match value {
            value if self.is_callable(value) => "function",
            value => value.primitive_type().unwrap_or("object"),
        }
    }

    /// `left op right`.
    pub fn binary(&mut self, op: BinaryOp, (left, right): (&Value, &Value), span: Span) -> Value {
        for operand in [left, right] {
            if let Value::Opaque(_) = operand {
                return operand.clone();
            }
        }
        let result = match op {
            BinaryOp::Equal => left.strictly_equals(right).map(Value::Bool),
            BinaryOp::NotEqual => left.strictly_equals(right).map(|equal| Value::Bool(!equal)),
            BinaryOp::LooseEqual => loosely_equals(left, right).map(Value::Bool),
            BinaryOp::LooseNotEqual => loosely_equals(left, right).map(|equal| Value::Bool(!equal)),
            BinaryOp::Add => return self.add((left, right), span),
            BinaryOp::In => self.is_in(left, right).map(Value::Bool),
            BinaryOp::InstanceOf => self.is_instance(left, right).map(Value::Bool),
            op => match (left, right) {
                (Value::Number(a), Value::Number(b)) => arithmetic(op, *a, *b),
                (Value::BigInt(a), Value::BigInt(b)) => big_arithmetic(op, *a, *b),
                (Value::String(a), Value::String(b)) => compare(op, a, b),
                _ => None,
            },
        };
        result.unwrap_or_else(|| {
            self.opaque(catalogue::unsupported(
                span,
                "this operator on these values",
            ))
        })
    }

    fn add(&mut self, (left, right): (&Value, &Value), span: Span) -> Value {
        match (left, right) {
            (Value::Number(a), Value::Number(b)) => Value::Number(a + b),
            (Value::BigInt(a), Value::BigInt(b)) => match a.checked_add(*b) {
                Some(sum) => Value::BigInt(sum),
                None => self.opaque(catalogue::unsupported(span, "a `bigint` this large")),
            },
            (Value::String(_), _) | (_, Value::String(_)) => {
                match (self.string_of(left, span), self.string_of(right, span)) {
                    (Ok(left), Ok(right)) if left.len() + right.len() < 1 << 20 => {
                        Value::text(&(left + &right))
                    }
                    (Ok(_), Ok(_)) => self.opaque(catalogue::too_long(span)),
                    (Err(why), _) | (_, Err(why)) => why,
                }
            }
            _ => self.opaque(catalogue::unsupported(span, "`+` on these values")),
        }
    }

    fn is_in(&mut self, key: &Value, object: &Value) -> Option<bool> {
        let Value::String(key) = key else { return None };
        let Value::Object(id) = object else {
            return None;
        };
        match self.heap.get(*id) {
            Object::Plain(plain) => match plain.get(key) {
                Some(_) => Some(true),
                None if plain.unknown.is_some() => None,
                None => Some(
                    plain
                        .prototype
                        .is_some_and(|above| self.found_along(above, key).is_some()),
                ),
            },
            Object::Host(host) => {
                let (property, span) = (host.class().property, Span::file_start(FileId(0)));
                Some(property(self, *id, key, span).is_some())
            }
            _ => None,
        }
    }

    fn is_instance(&self, value: &Value, class: &Value) -> Option<bool> {
        let Value::Object(class) = class else {
            return None;
        };
        let Value::Object(id) = value else {
            return Some(false);
        };
        let wanted = match self.heap.get(*class) {
            Object::Class(class) => class.prototype,
            Object::Closure(closure) => match self.heap.get(closure.extra?) {
                Object::Plain(plain) => match plain.get("prototype")?.value {
                    Value::Object(prototype) => prototype,
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        };
        let mut above = match self.heap.get(*id) {
            Object::Plain(plain) => plain.prototype,
            _ => return Some(false),
        };
        while let Some(id) = above {
            if id == wanted {
                return Some(true);
            }
            above = match self.heap.get(id) {
                Object::Plain(plain) => plain.prototype,
                _ => None,
            };
        }
        Some(false)
    }

    /// `String(value)`; the unknown value when it is not known.
    pub fn string_of(&mut self, value: &Value, span: Span) -> Result<String, Value> {
        Ok(match value {
            Value::String(text) => text.to_string(),
            Value::Number(number) => number_text(*number),
            Value::BigInt(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Undefined => "undefined".to_owned(),
            Value::Null => "null".to_owned(),
            Value::Opaque(_) => return Err(value.clone()),
            _ => return Err(self.opaque(catalogue::unsupported(span, "an object used as text"))),
        })
    }
}

fn loosely_equals(left: &Value, right: &Value) -> Option<bool> {
    match (left.nullish()?, right.nullish()?) {
        (true, true) => Some(true),
        (true, false) | (false, true) => Some(false),
        (false, false) if left.primitive_type() == right.primitive_type() => {
            left.strictly_equals(right)
        }
        _ => None,
    }
}

fn arithmetic(op: BinaryOp, a: f64, b: f64) -> Option<Value> {
    Some(match op {
        BinaryOp::Subtract => Value::Number(a - b),
        BinaryOp::Multiply => Value::Number(a * b),
        BinaryOp::Divide => Value::Number(a / b),
        BinaryOp::Remainder => Value::Number(a % b),
        BinaryOp::Power => Value::Number(a.powf(b)),
        BinaryOp::Less => Value::Bool(a < b),
        BinaryOp::LessOrEqual => Value::Bool(a <= b),
        BinaryOp::Greater => Value::Bool(a > b),
        BinaryOp::GreaterOrEqual => Value::Bool(a >= b),
        _ => return None,
    })
}

fn big_arithmetic(op: BinaryOp, a: i128, b: i128) -> Option<Value> {
    Some(match op {
        BinaryOp::Subtract => Value::BigInt(a.checked_sub(b)?),
        BinaryOp::Multiply => Value::BigInt(a.checked_mul(b)?),
        BinaryOp::Divide => Value::BigInt(a.checked_div(b)?),
        BinaryOp::Remainder => Value::BigInt(a.checked_rem(b)?),
        BinaryOp::Power => Value::BigInt(a.checked_pow(u32::try_from(b).ok()?)?),
        BinaryOp::Less => Value::Bool(a < b),
        BinaryOp::LessOrEqual => Value::Bool(a <= b),
        BinaryOp::Greater => Value::Bool(a > b),
        BinaryOp::GreaterOrEqual => Value::Bool(a >= b),
        _ => return None,
    })
}

/// JavaScript orders strings by UTF-16 units.
fn compare(op: BinaryOp, a: &str, b: &str) -> Option<Value> {
    let order = a.encode_utf16().cmp(b.encode_utf16());
    Some(Value::Bool(match op {
        BinaryOp::Less => order.is_lt(),
        BinaryOp::LessOrEqual => order.is_le(),
        BinaryOp::Greater => order.is_gt(),
        BinaryOp::GreaterOrEqual => order.is_ge(),
        _ => return None,
    }))
}
