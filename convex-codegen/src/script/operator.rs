//! Operators.

use super::{
    Interpreter,
    coerce::{Hint, to_int32, to_uint32},
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

    /// The result of `typeof` for a known value.
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
