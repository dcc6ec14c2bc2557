//! Comparisons: `<`, `==`, `instanceof`.

use std::cmp::Ordering;

use super::{
    Interpreter,
    builtins::{Kind, numeric},
    coerce::Hint,
    heap::{Object, ObjectId},
    value::Value,
};
use crate::{source::Span, syntax::BinaryOp};

impl Interpreter<'_> {
    /// `left < right` and its relatives.
    pub(super) fn compared(
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

    /// `left == right`
    pub(super) fn loosely_equal(
        &mut self,
        left: &Value,
        right: &Value,
        span: Span,
    ) -> Result<bool, Value> {
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
    pub(super) fn is_instance(
        &mut self,
        value: &Value,
        class: &Value,
        span: Span,
    ) -> Result<bool, Value> {
        if let Value::Object(_) = class {
            let test = self.property(class, "\0@@hasInstance", span);
            self.unless_thrown()?;
            match test {
                Value::Undefined | Value::Null | Value::Native(_) => {}
                Value::Opaque(_) => return Err(test),
                test => {
                    let is = self.call(&test, class.clone(), (vec![value.clone()], span));
                    self.unless_thrown()?;
                    return is.truthy().ok_or(is);
                }
            }
        }
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
                    Object::Plain(_) => self.end_of_chain(*id, span)?.map_or("", Kind::name),
                    Object::Exotic(exotic) => exotic.kind().name(),
                    Object::Promise(_) => "Promise",
                    Object::Unknown(why) => return Err(Value::Opaque(*why)),
                    _ => return Err(self.unsupported(span, "`instanceof` of this value")),
                },
                value if self.is_callable(value) => "Function",
                _ => "Object",
            };
            return match namespace.name {
                "Object" => Ok(object && !of.is_empty()),
                name if Kind::of_class(namespace).is_some() => Ok(object && of == name),
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

    /// Returns whether `value` inherits from the object `prototype`.
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
                _ => self.derived_prototype(id),
            };
        }
        Ok(false)
    }

    /// The built-in class whose prototype ends the chain of prototypes of a plain object.
    pub(super) fn end_of_chain(&mut self, id: ObjectId, span: Span) -> Result<Option<Kind>, Value> {
        let mut id = id;
        loop {
            self.steps(1, span)?;
            let Object::Plain(plain) = self.heap.get(id) else {
                return Err(self.unsupported(span, "`instanceof` of this value"));
            };
            match (plain.unknown, plain.bare, plain.prototype) {
                (Some(why), ..) => return Err(Value::Opaque(why)),
                (None, true, _) => return Ok(None),
                (None, false, Some(prototype)) => id = prototype,
                (None, false, None) => return Ok(Some(plain.base)),
            }
        }
    }
}
