//! `localeCompare`: the order of the root locale, as far as ASCII goes.

use std::cmp::Ordering;

use super::string::receiver;
use crate::script::{Interpreter, native::Call, value::Value};

/// Punctuation before digits before letters.
const ORDER: &str = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

/// `text.localeCompare(other)`
pub(super) fn locale_compare(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let text = receiver(cx, call)?;
    let other = cx.string_of(&call.arg(0), call.span)?;
    let usual = match call.arg(1) {
        Value::Undefined => true,
        Value::String(locale) => matches!(&*locale, "en" | "en-US"),
        _ => false,
    };
    let order = match call.arg(2) {
        Value::Undefined if usual => compare(&text, &other),
        _ => None,
    };
    match order {
        Some(order) => Ok(Value::Number(f64::from(order as i8))),
        None => Err(cx.unsupported(call.span, "the order of texts in a language")),
    }
}

/// The order of two texts; `None` when they have other characters than ASCII's printable ones.
fn compare(a: &str, b: &str) -> Option<Ordering> {
    let primary = |text: &str| -> Option<Vec<usize>> {
        let place = |c: char| ORDER.find(c.to_ascii_lowercase());
        text.chars().map(place).collect()
    };
    let order = primary(a)?.cmp(&primary(b)?);
    // Of letters that differ in case alone, the first lower one comes first.
    let case = |text: &str| -> Vec<bool> { text.chars().map(|c| c.is_ascii_uppercase()).collect() };
    Some(order.then_with(|| case(a).cmp(&case(b))))
}
