//! Operators.

use std::cmp::Ordering;

use super::{
    Interpreter,
    builtins::numeric,
    coerce::{Hint, to_int32, to_uint32},
    heap::{Object, ObjectId},
    native::done,
    value::Value,
};
use crate::{
    source::{FileId, Span},
    syntax::{BinaryOp, UnaryOp},
};

impl Interpreter<'_> {
    /// `op operand`.
    pub fn unary(&mut self, op: UnaryOp, operand: &Value, span: Span) -> Value {
        done(self.unary_attempt(op, operand, span))
    }

    fn unary_attempt(&mut self, op: UnaryOp, operand: &Value, span: Span) -> Result<Value, Value> {
        if let (Value::Opaque(_), false) = (operand, op == UnaryOp::Void) {
            return Err(operand.clone());
        }
        match op {
            UnaryOp::Not => operand
                .truthy()
                .map(|truthy| Value::Bool(!truthy))
                .ok_or(operand.clone()),
            UnaryOp::Minus => match self.numeric(operand, span)? {
                Value::BigInt(number) => self.big(number.checked_neg(), span),
                Value::Number(number) => Ok(Value::Number(-number)),
                other => Ok(other),
            },
            UnaryOp::BitNot => match self.numeric(operand, span)? {
                Value::BigInt(number) => Ok(Value::BigInt(!number)),
                Value::Number(number) => Ok(Value::Number(f64::from(!to_int32(number)))),
                other => Ok(other),
            },
            UnaryOp::Plus => self.number_of(operand, span).map(Value::Number),
            UnaryOp::TypeOf => Ok(Value::text(self.type_of(operand))),
            UnaryOp::Void => Ok(Value::Undefined),
            UnaryOp::Delete => Err(self.unsupported(span, "this operator on this value")),
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
        done(self.binary_attempt(op, (left, right), span))
    }

    fn binary_attempt(
        &mut self,
        op: BinaryOp,
        (left, right): (&Value, &Value),
        span: Span,
    ) -> Result<Value, Value> {
        for operand in [left, right] {
            if let Value::Opaque(_) = operand {
                return Err(operand.clone());
            }
        }
        match op {
            BinaryOp::Equal | BinaryOp::NotEqual => match left.strictly_equals(right) {
                Some(equal) => Ok(Value::Bool(equal == (op == BinaryOp::Equal))),
                None => Err(self.unsupported(span, "a comparison of references")),
            },
            BinaryOp::LooseEqual | BinaryOp::LooseNotEqual => {
                let equal = self.loosely_equal(left, right, span)?;
                Ok(Value::Bool(equal == (op == BinaryOp::LooseEqual)))
            }
            BinaryOp::Add => self.add((left, right), span),
            BinaryOp::In => {
                let key = self.key_of(left, span)?;
                self.has(right, &key, span).map(Value::Bool)
            }
            BinaryOp::InstanceOf => self.is_instance(left, right, span).map(Value::Bool),
            BinaryOp::Less
            | BinaryOp::LessOrEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterOrEqual => self.compared(op, (left, right), span),
            _ => self.arithmetic(op, (left, right), span),
        }
    }

    fn big(&mut self, number: Option<i128>, span: Span) -> Result<Value, Value> {
        match number {
            Some(number) => Ok(Value::BigInt(number)),
            None => Err(self.unsupported(span, "a `bigint` this large")),
        }
    }

    fn add(&mut self, (left, right): (&Value, &Value), span: Span) -> Result<Value, Value> {
        let left = self.primitive(left, Hint::Default, span)?;
        let right = self.primitive(right, Hint::Default, span)?;
        if let (Value::String(_), _) | (_, Value::String(_)) = (&left, &right) {
            let text = self.string_of(&left, span)? + &self.string_of(&right, span)?;
            return self.text(&text, span);
        }
        self.arithmetic(BinaryOp::Add, (&left, &right), span)
    }

    fn arithmetic(
        &mut self,
        op: BinaryOp,
        (left, right): (&Value, &Value),
        span: Span,
    ) -> Result<Value, Value> {
        let left = self.numeric(left, span)?;
        let right = self.numeric(right, span)?;
        match (left, right) {
            (Value::Number(a), Value::Number(b)) => match op {
                BinaryOp::Add => Ok(Value::Number(a + b)),
                BinaryOp::Subtract => Ok(Value::Number(a - b)),
                BinaryOp::Multiply => Ok(Value::Number(a * b)),
                BinaryOp::Divide => Ok(Value::Number(a / b)),
                BinaryOp::Remainder => Ok(Value::Number(a % b)),
                BinaryOp::Power => self.power(a, b, span),
                BinaryOp::BitAnd => Ok(Value::Number(f64::from(to_int32(a) & to_int32(b)))),
                BinaryOp::BitOr => Ok(Value::Number(f64::from(to_int32(a) | to_int32(b)))),
                BinaryOp::BitXor => Ok(Value::Number(f64::from(to_int32(a) ^ to_int32(b)))),
                BinaryOp::ShiftLeft => {
                    Ok(Value::Number(f64::from(to_int32(a) << (to_uint32(b) & 31))))
                }
                BinaryOp::ShiftRight => {
                    Ok(Value::Number(f64::from(to_int32(a) >> (to_uint32(b) & 31))))
                }
                BinaryOp::ShiftRightUnsigned => Ok(Value::Number(f64::from(
                    to_uint32(a) >> (to_uint32(b) & 31),
                ))),
                _ => Err(self.unsupported(span, "this operator on these values")),
            },
            (Value::BigInt(a), Value::BigInt(b)) => self.big_arithmetic(op, (a, b), span),
            _ => Err(self.type_error(
                "Cannot mix BigInt and other types, use explicit conversions",
                span,
            )),
        }
    }

    fn big_arithmetic(
        &mut self,
        op: BinaryOp,
        (a, b): (i128, i128),
        span: Span,
    ) -> Result<Value, Value> {
        if b == 0 && matches!(op, BinaryOp::Divide | BinaryOp::Remainder) {
            return Err(self.range_error("Division by zero", span));
        }
        let result = match op {
            BinaryOp::Add => a.checked_add(b),
            BinaryOp::Subtract => a.checked_sub(b),
            BinaryOp::Multiply => a.checked_mul(b),
            BinaryOp::Divide => a.checked_div(b),
            BinaryOp::Remainder => a.checked_rem(b),
            BinaryOp::Power if b < 0 => {
                return Err(self.range_error("Exponent must be non-negative", span));
            }
            BinaryOp::Power => u32::try_from(b).ok().and_then(|b| a.checked_pow(b)),
            BinaryOp::BitAnd => Some(a & b),
            BinaryOp::BitOr => Some(a | b),
            BinaryOp::BitXor => Some(a ^ b),
            BinaryOp::ShiftLeft | BinaryOp::ShiftRight => {
                let left = (op == BinaryOp::ShiftLeft) == (b >= 0);
                let bits = u32::try_from(b.unsigned_abs()).unwrap_or(u32::MAX);
                if left {
                    2_i128
                        .checked_pow(bits)
                        .and_then(|factor| a.checked_mul(factor))
                } else {
                    Some(a >> bits.min(127))
                }
            }
            BinaryOp::ShiftRightUnsigned => {
                return Err(
                    self.type_error("BigInts have no unsigned right shift, use >> instead", span)
                );
            }
            _ => return Err(self.unsupported(span, "this operator on these values")),
        };
        self.big(result, span)
    }

    /// `base ** exponent`, where engines agree on it: they round other results differently.
    pub fn power(&mut self, base: f64, exponent: f64, span: Span) -> Result<Value, Value> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if exponent == 0.0 {
            return Ok(Value::Number(1.0));
        }
        #[expect(clippy::float_cmp, reason = "exactly 1")]
        if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
            return Ok(Value::Number(f64::NAN));
        }
        let result = base.powf(exponent);
        let (mantissa, _) = mantissa(base);
        let exact = result.is_nan()
            || result.is_infinite()
            || result == 0.0
            || (result.fract() == 0.0
                && result.abs() <= EXACT
                && base.fract() == 0.0
                && exponent > 0.0
                && exponent.fract() == 0.0)
            || (mantissa == 0 && exponent.fract() == 0.0);
        if exact {
            Ok(Value::Number(result))
        } else {
            Err(self.unsupported(span, "a power that engines round differently"))
        }
    }

    fn compared(
        &mut self,
        op: BinaryOp,
        (left, right): (&Value, &Value),
        span: Span,
    ) -> Result<Value, Value> {
        let left = self.primitive(left, Hint::Number, span)?;
        let right = self.primitive(right, Hint::Number, span)?;
        let order = if let (Value::String(a), Value::String(b)) = (&left, &right) {
            // Texts are ordered by UTF-16 units.
            Some(a.encode_utf16().cmp(b.encode_utf16()))
        } else {
            match (&left, &right) {
                (Value::BigInt(a), Value::BigInt(b)) => Some(a.cmp(b)),
                (Value::BigInt(a), b) => self.big_order(*a, b, span)?,
                (a, Value::BigInt(b)) => self.big_order(*b, a, span)?.map(Ordering::reverse),
                _ => {
                    let a = self.number_of(&left, span)?;
                    let b = self.number_of(&right, span)?;
                    a.partial_cmp(&b)
                }
            }
        };
        Ok(Value::Bool(order.is_some_and(|order| match op {
            BinaryOp::Less => order.is_lt(),
            BinaryOp::LessOrEqual => order.is_le(),
            BinaryOp::Greater => order.is_gt(),
            _ => order.is_ge(),
        })))
    }

    /// The order of a `bigint` and another primitive value; `None` when there is none.
    fn big_order(
        &mut self,
        big: i128,
        other: &Value,
        span: Span,
    ) -> Result<Option<Ordering>, Value> {
        const LARGEST: f64 = 1e38;
        if let Value::String(text) = other {
            return match numeric::big_int(text) {
                Some(other) => Ok(Some(big.cmp(&other))),
                None if numeric::is_big_int(text) => {
                    Err(self.unsupported(span, "a `bigint` this large"))
                }
                None => Ok(None),
            };
        }
        let other = self.number_of(other, span)?;
        if other.is_nan() {
            return Ok(None);
        }
        if other.abs() > LARGEST {
            return Ok(Some(if other > 0.0 {
                Ordering::Less
            } else {
                Ordering::Greater
            }));
        }
        #[expect(clippy::cast_possible_truncation, reason = "it is within the limits")]
        let whole = big.cmp(&(other.trunc() as i128));
        Ok(Some(whole.then_with(|| {
            0.0_f64
                .partial_cmp(&other.fract())
                .unwrap_or(Ordering::Equal)
        })))
    }

    fn loosely_equal(&mut self, left: &Value, right: &Value, span: Span) -> Result<bool, Value> {
        let is_object = |value: &Value| {
            matches!(
                value,
                Value::Object(_) | Value::Native(_) | Value::Namespace(_) | Value::Reference
            )
        };
        let nothing = |value: &Value| matches!(value, Value::Undefined | Value::Null | Value::Hole);
        if nothing(left) || nothing(right) {
            return Ok(nothing(left) && nothing(right));
        }
        if is_object(left) == is_object(right) && left.primitive_type() == right.primitive_type() {
            let equal = left.strictly_equals(right);
            return equal.ok_or_else(|| self.unsupported(span, "a comparison of references"));
        }
        match (is_object(left), is_object(right)) {
            (true, true) => return Ok(false),
            (true, false) => {
                let left = self.primitive(left, Hint::Default, span)?;
                return self.loosely_equal(&left, right, span);
            }
            (false, true) => {
                let right = self.primitive(right, Hint::Default, span)?;
                return self.loosely_equal(left, &right, span);
            }
            (false, false) => {}
        }
        match (left, right) {
            (Value::Symbol(_), _) | (_, Value::Symbol(_)) => Ok(false),
            (Value::BigInt(big), other) | (other, Value::BigInt(big)) => Ok(self
                .big_order(*big, other, span)?
                .is_some_and(Ordering::is_eq)),
            #[expect(clippy::float_cmp, reason = "this is JavaScript's own comparison")]
            _ => Ok(self.number_of(left, span)? == self.number_of(right, span)?),
        }
    }

    /// `value instanceof class`
    fn is_instance(&mut self, value: &Value, class: &Value, span: Span) -> Result<bool, Value> {
        if !self.is_callable(class) {
            return Err(self.type_error("Right-hand side of 'instanceof' is not callable", span));
        }
        if let Value::Namespace(namespace) = class
            && super::builtins::is_error_class(namespace)
        {
            let prototype = self.error_prototype(namespace.name);
            return self.inherits_from(value, prototype, span);
        }
        if let Value::Namespace(namespace) = class {
            let object = matches!(
                value,
                Value::Object(_) | Value::Native(_) | Value::Namespace(_)
            );
            let of = match value {
                Value::Object(id) => match self.heap.get(*id) {
                    Object::Array(_) => "Array",
                    Object::Date(_) => "Date",
                    Object::Regex(_) => "RegExp",
                    Object::Collection(collection) => collection.name(),
                    Object::Closure(_) | Object::Class(_) | Object::Bound(_) => "Function",
                    Object::Plain(plain) if plain.prototype.is_none() => {
                        if plain.bare {
                            ""
                        } else {
                            "Object"
                        }
                    }
                    Object::Plain(_) => {
                        // Whatever a chain of objects ends with, it is this.
                        return if namespace.name == "Object" {
                            Ok(true)
                        } else {
                            Ok(false)
                        };
                    }
                    _ => return Err(self.unsupported(span, "`instanceof` of this value")),
                },
                value if self.is_callable(value) => "Function",
                _ => "Object",
            };
            return match namespace.name {
                "Object" => Ok(object && !of.is_empty()),
                "Array" | "Date" | "RegExp" | "Map" | "Set" | "WeakMap" | "WeakSet"
                | "Function" => Ok(object && of == namespace.name),
                "String" | "Number" | "Boolean" | "Symbol" | "BigInt" => Ok(false),
                _ => Err(self.unsupported(span, "`instanceof` of this class")),
            };
        }
        let prototype = self.property(class, "prototype", span);
        self.unless_thrown()?;
        match prototype {
            Value::Object(prototype) => self.inherits_from(value, prototype, span),
            Value::Opaque(_) => Err(prototype),
            _ => Err(self.unsupported(span, "`instanceof` of this class")),
        }
    }

    /// Whether `value` inherits from the object `prototype`.
    pub fn inherits_from(
        &mut self,
        value: &Value,
        prototype: ObjectId,
        span: Span,
    ) -> Result<bool, Value> {
        let mut current = match value {
            Value::Object(id) => Some(*id),
            _ => None,
        };
        let mut first = true;
        while let Some(id) = current {
            if id == prototype && !first {
                return Ok(true);
            }
            first = false;
            self.steps(1, span)?;
            current = match self.heap.get(id) {
                Object::Plain(plain) => match plain.unknown {
                    Some(why) => return Err(Value::Opaque(why)),
                    None => plain.prototype,
                },
                _ => None,
            };
        }
        Ok(false)
    }

    /// A place for problems that have none.
    #[expect(clippy::unused_self, reason = "it reads as the other places do")]
    pub fn somewhere(&self) -> Span {
        Span::file_start(FileId(0))
    }
}

/// The bits of a number behind its first, and its power of two.
fn mantissa(number: f64) -> (u64, u64) {
    let bits = number.to_bits();
    (bits & ((1 << 52) - 1), (bits >> 52) & 0x7ff)
}
