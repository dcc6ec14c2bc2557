//! Sorting, in the steps that V8 takes: a comparison that contradicts itself has the same result.

use std::cmp::Ordering;

use crate::script::{Interpreter, native::Call, value::Value};

/// V8 sorts shorter arrays by insertion alone.
const SHORT: usize = 64;

/// The items by the comparison that is given, or by their texts; equal ones stay as they were,
/// `undefined` comes last.
pub(super) fn sorted(
    cx: &mut Interpreter<'_>,
    call: &Call,
    items: Vec<Value>,
) -> Result<Vec<Value>, Value> {
    let compare = call.arg(0);
    match &compare {
        Value::Opaque(_) => return Err(compare),
        Value::Undefined => {}
        compare if cx.is_callable(compare) => {}
        _ => {
            let message = "The comparison function must be either a function or undefined";
            return Err(cx.type_error(message, call.span));
        }
    }
    cx.steps(items.len(), call.span)?;
    let length = items.len();
    let defined = |item: &Value| !matches!(item, Value::Undefined);
    let mut items: Vec<Value> = items.into_iter().filter(defined).collect();
    items = if let Value::Undefined = compare {
        let mut keyed = Vec::with_capacity(items.len());
        for item in items {
            let text = cx.string_of(&item, call.span)?;
            keyed.push((text.encode_utf16().collect::<Vec<u16>>(), item));
        }
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        keyed.into_iter().map(|(_, item)| item).collect()
    } else {
        Sort { cx, call, compare }.run(items)?
    };
    items.resize(length, Value::Undefined);
    Ok(items)
}

struct Sort<'a, 'b, 'c> {
    cx: &'a mut Interpreter<'b>,
    call: &'c Call,
    compare: Value,
}

impl Sort<'_, '_, '_> {
    fn run(mut self, mut items: Vec<Value>) -> Result<Vec<Value>, Value> {
        let start = self.first_run(&mut items)?;
        for at in start..items.len() {
            let item = items[at].clone();
            let (mut low, mut high) = (0, at);
            while low < high {
                let middle = low + (high - low) / 2;
                match self.compared(&item, &items[middle], items.len())? {
                    Ordering::Less => high = middle,
                    _ => low = middle + 1,
                }
            }
            items[low..=at].rotate_right(1);
        }
        Ok(items)
    }

    /// The length of the run at the beginning; one that descends is turned round.
    fn first_run(&mut self, items: &mut [Value]) -> Result<usize, Value> {
        if items.len() < 2 {
            return Ok(items.len());
        }
        let length = items.len();
        let descends = self.compared(&items[1], &items[0], length)?.is_lt();
        let mut end = 2;
        while end < length {
            let less = self.compared(&items[end], &items[end - 1], length)?.is_lt();
            if less != descends {
                break;
            }
            end += 1;
        }
        if descends {
            items[..end].reverse();
        }
        Ok(end)
    }

    fn compared(&mut self, a: &Value, b: &Value, length: usize) -> Result<Ordering, Value> {
        let args = (vec![a.clone(), b.clone()], self.call.span);
        let order = self.cx.call(&self.compare, Value::Undefined, args);
        self.cx.unless_thrown()?;
        if length >= SHORT && matches!(order, Value::Bool(_)) {
            return Err(self
                .cx
                .unsupported(self.call.span, "an order that contradicts itself"));
        }
        let order = self.cx.number_of(&order, self.call.span)?;
        Ok(order.partial_cmp(&0.0).unwrap_or(Ordering::Equal))
    }
}
