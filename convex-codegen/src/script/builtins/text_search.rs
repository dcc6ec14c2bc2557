//! Methods of text that take a regular expression or text: `split`, `replace`, `match` and their
//! relatives.

use std::rc::Rc;

use super::{
    regex::Found,
    string::{find, receiver},
};
use crate::script::{
    Interpreter,
    coerce::{count, to_uint32},
    heap::ObjectId,
    native::{Call, Native, attempt, done},
    value::Value,
};

/// Methods of text.
pub(super) const METHODS: &[Native] = &[
    attempt("match", |cx, call| {
        if let Some(value) = protocol(cx, call, "\0@@match")? {
            return Ok(value);
        }
        let (text, units) = subject(cx, call)?;
        let regex = pattern(cx, call, "")?;
        if !cx.regex(regex).flags.contains('g') {
            return match cx.exec(regex, &units, call.span)? {
                Some(found) => cx.match_array(&found, &text, call.span),
                None => Ok(Value::Null),
            };
        }
        let mut items = Vec::new();
        for found in all(cx, call, regex, &units)? {
            items.push(cx.group(&found, Some(&found.whole()), call.span)?);
        }
        Ok(if items.is_empty() {
            Value::Null
        } else {
            cx.array(items)
        })
    }),
    attempt("matchAll", |cx, call| {
        if let Some(value) = protocol(cx, call, "\0@@matchAll")? {
            return Ok(value);
        }
        let (text, units) = subject(cx, call)?;
        let regex = pattern(cx, call, "g")?;
        if !cx.regex(regex).flags.contains('g') {
            let message = "String.prototype.matchAll called with a non-global RegExp argument";
            return Err(cx.type_error(message, call.span));
        }
        // The iterator works on a copy.
        let copy = cx.heap.get(regex).clone();
        let copy = cx.heap.add(copy);
        let start = cx.regex(copy).last_index;
        let mut items = Vec::new();
        cx.set_last_index(copy, start);
        for found in rest(cx, call, copy, &units)? {
            items.push(cx.match_array(&found, &text, call.span)?);
        }
        Ok(cx.iterator(items))
    }),
    attempt("search", |cx, call| {
        if let Some(value) = protocol(cx, call, "\0@@search")? {
            return Ok(value);
        }
        let (_, units) = subject(cx, call)?;
        let regex = pattern(cx, call, "")?;
        let before = cx.regex(regex).last_index;
        cx.set_last_index(regex, Value::Number(0.0));
        let found = cx.exec(regex, &units, call.span)?;
        cx.set_last_index(regex, before);
        Ok(found.map_or(Value::Number(-1.0), |found| count(found.whole().start)))
    }),
    attempt("replace", |cx, call| replace(cx, call, Times::First)),
    attempt("replaceAll", |cx, call| replace(cx, call, Times::Every)),
];

/// The result of `object[Symbol.replace](..)` and its relatives, where the first argument has it.
fn protocol(cx: &mut Interpreter<'_>, call: &Call, symbol: &str) -> Result<Option<Value>, Value> {
    let object = call.arg(0);
    if !matches!(object, Value::Object(_)) || cx.as_regex(&object).is_some() {
        return Ok(None);
    }
    let method = cx.property(&object, symbol, call.span);
    cx.unless_thrown()?;
    match method {
        Value::Undefined | Value::Null => Ok(None),
        Value::Opaque(_) => Err(method),
        method => {
            let more = call.args.iter().skip(1).cloned();
            let args = std::iter::once(call.this.clone()).chain(more).collect();
            let value = cx.call(&method, object, (args, call.span));
            cx.unless_thrown()?;
            Ok(Some(value))
        }
    }
}

fn subject(cx: &mut Interpreter<'_>, call: &Call) -> Result<(String, Rc<[u16]>), Value> {
    let text = receiver(cx, call)?;
    let units: Vec<u16> = text.encode_utf16().collect();
    Ok((text, units.into()))
}

/// The regular expression that the first argument is, or is made.
fn pattern(cx: &mut Interpreter<'_>, call: &Call, flags: &str) -> Result<ObjectId, Value> {
    let pattern = call.arg(0);
    if let Some(id) = cx.as_regex(&pattern) {
        return Ok(id);
    }
    let source = match &pattern {
        Value::Undefined => String::new(),
        pattern => cx.string_of(pattern, call.span)?,
    };
    let made = cx.make_regex(&source, flags, call.span)?;
    match cx.as_regex(&made) {
        Some(id) => Ok(id),
        None => Err(made),
    }
}

/// All matches of a global regular expression, from the start.
fn all(
    cx: &mut Interpreter<'_>,
    call: &Call,
    regex: ObjectId,
    units: &Rc<[u16]>,
) -> Result<Vec<Found>, Value> {
    cx.set_last_index(regex, Value::Number(0.0));
    rest(cx, call, regex, units)
}

/// All matches of a global regular expression, from where it is.
fn rest(
    cx: &mut Interpreter<'_>,
    call: &Call,
    regex: ObjectId,
    units: &Rc<[u16]>,
) -> Result<Vec<Found>, Value> {
    let mut matches = Vec::new();
    while let Some(found) = cx.exec(regex, units, call.span)? {
        let whole = found.whole();
        if whole.is_empty() {
            let flags = cx.regex(regex).flags;
            let next = whole.end + step(units, whole.end, &flags);
            cx.set_last_index(regex, count(next));
        }
        matches.push(found);
    }
    Ok(matches)
}

/// The number of matches to replace.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Times {
    First,
    Every,
}

/// The units of the character at a place.
fn step(units: &[u16], at: usize, flags: &str) -> usize {
    let pair = matches!(
        units.get(at..at + 2),
        Some([0xd800..=0xdbff, 0xdc00..=0xdfff])
    );
    1 + usize::from(pair && flags.contains(['u', 'v']))
}

fn replace(cx: &mut Interpreter<'_>, call: &Call, times: Times) -> Result<Value, Value> {
    if let Some(value) = protocol(cx, call, "\0@@replace")? {
        return Ok(value);
    }
    let (text, units) = subject(cx, call)?;
    let matches = if let Some(regex) = cx.as_regex(&call.arg(0)) {
        let global = cx.regex(regex).flags.contains('g');
        if global {
            all(cx, call, regex, &units)?
        } else if times == Times::Every {
            let message = "replaceAll must be called with a global RegExp";
            return Err(cx.type_error(message, call.span));
        } else {
            cx.exec(regex, &units, call.span)?.into_iter().collect()
        }
    } else {
        let wanted: Vec<u16> = cx
            .string_of(&call.arg(0), call.span)?
            .encode_utf16()
            .collect();
        let mut matches = Vec::new();
        let mut at = Some(0);
        while let Some(start) = at.and_then(|at| find(&units, &wanted, at)) {
            cx.steps(1, call.span)?;
            matches.push(Found {
                groups: vec![Some(start..start + wanted.len())],
                named: Vec::new(),
                units: units.clone(),
                places: None,
            });
            at = (times == Times::Every).then(|| start + wanted.len().max(1));
        }
        matches
    };
    let with = call.arg(1);
    let template: Option<Vec<u16>> = if cx.is_callable(&with) {
        None
    } else {
        Some(cx.string_of(&with, call.span)?.encode_utf16().collect())
    };
    let mut result: Vec<u16> = Vec::new();
    let mut end = 0;
    for found in matches {
        let whole = found.whole();
        let part = if let Some(template) = &template {
            expanded(template, &found)
        } else {
            let mut args = cx.group_values(&found, call.span)?;
            args.push(count(whole.start));
            args.push(Value::text(&text));
            let groups = cx.named_groups(&found, call.span)?;
            if !matches!(groups, Value::Undefined) {
                args.push(groups);
            }
            let value = cx.call(&with, Value::Undefined, (args, call.span));
            cx.unless_thrown()?;
            cx.string_of(&value, call.span)?.encode_utf16().collect()
        };
        result.extend(&units[end..whole.start.max(end)]);
        cx.steps(part.len() / 16, call.span)?;
        result.extend(part);
        end = whole.end.max(end);
    }
    result.extend(&units[end..]);
    cx.text_of(&result, call.span)
}

/// A replacement with what `$&`, `$1` and `$<name>` stand for.
fn expanded(template: &[u16], found: &Found) -> Vec<u16> {
    let text = |part: Option<&std::ops::Range<usize>>| {
        part.map_or(&[][..], |part| &found.units[part.clone()])
    };
    let whole = found.whole();
    let mut result = Vec::with_capacity(template.len());
    let mut at = 0;
    while at < template.len() {
        let unit = template[at];
        let after = template
            .get(at + 1)
            .and_then(|unit| u8::try_from(*unit).ok());
        at += 1;
        let (b'$', Some(after)) = (u8::try_from(unit).unwrap_or(0), after) else {
            result.push(unit);
            continue;
        };
        match after {
            b'$' => result.push(unit),
            b'&' => result.extend(text(Some(&whole))),
            b'`' => result.extend(&found.units[..whole.start]),
            b'\'' => result.extend(&found.units[whole.end..]),
            b'0'..=b'9' => {
                let digit = |at: usize| {
                    let unit = template.get(at).copied().unwrap_or(0);
                    char::from_u32(u32::from(unit)).and_then(|c| c.to_digit(10))
                };
                let groups = found.groups.len() - 1;
                let one = digit(at).unwrap_or(0) as usize;
                let two = digit(at + 1).map(|second| one * 10 + second as usize);
                let two = two.filter(|two| (1..=groups).contains(two));
                let number = two.unwrap_or(one);
                if !(1..=groups).contains(&number) {
                    result.push(unit);
                    continue;
                }
                result.extend(text(found.groups[number].as_ref()));
                at += usize::from(two.is_some());
            }
            b'<' if !found.named.is_empty() => {
                let end = template[at..]
                    .iter()
                    .position(|unit| *unit == u16::from(b'>'));
                let Some(end) = end else {
                    result.push(unit);
                    continue;
                };
                let name = String::from_utf16_lossy(&template[at + 1..at + end]);
                let named = found
                    .named
                    .iter()
                    .find(|(known, part)| *known == name && part.is_some());
                result.extend(text(named.and_then(|(_, part)| part.as_ref())));
                at += end;
            }
            _ => {
                result.push(unit);
                continue;
            }
        }
        at += 1;
    }
    result
}

/// `text.split(separator, limit)`
pub(super) fn split(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    if let Some(value) = protocol(cx, call, "\0@@split")? {
        return Ok(value);
    }
    let (text, units) = subject(cx, call)?;
    let regex = cx.as_regex(&call.arg(0));
    let separator: Vec<u16> = match regex {
        Some(_) => Vec::new(),
        None => cx
            .string_of(&call.arg(0), call.span)?
            .encode_utf16()
            .collect(),
    };
    let limit = match call.arg(1) {
        Value::Undefined => usize::MAX,
        limit => to_uint32(cx.number_of(&limit, call.span)?) as usize,
    };
    let mut parts = Vec::new();
    if let Some(regex) = regex {
        parts = split_by(cx, call, regex, &units)?;
    } else if matches!(call.arg(0), Value::Undefined) {
        parts.push(Value::text(&text));
    } else if separator.is_empty() {
        for unit in units.iter().take(limit) {
            // Half of a surrogate pair is an unknown part, but a part.
            parts.push(done(cx.text_of(&[*unit], call.span)));
            cx.steps(1, call.span)?;
        }
    } else {
        let mut start = 0;
        while let Some(at) = find(&units, &separator, start) {
            parts.push(cx.text_of(&units[start..at], call.span)?);
            cx.steps(1, call.span)?;
            start = at + separator.len();
        }
        parts.push(cx.text_of(&units[start..], call.span)?);
    }
    parts.truncate(limit);
    Ok(cx.array(parts))
}

fn split_by(
    cx: &mut Interpreter<'_>,
    call: &Call,
    regex: ObjectId,
    units: &Rc<[u16]>,
) -> Result<Vec<Value>, Value> {
    let regex = cx.regex(regex);
    let mut parts = Vec::new();
    if units.is_empty() {
        let found = cx.find_match(&regex, units, 0, call.span)?;
        if found.is_none() {
            parts.push(Value::text(""));
        }
        return Ok(parts);
    }
    let (mut start, mut at) = (0, 0);
    while at < units.len() {
        let Some(found) = cx.find_match(&regex, units, at, call.span)? else {
            break;
        };
        let whole = found.whole();
        if whole.start >= units.len() {
            break;
        }
        // An empty match right after the last part is none.
        if whole.end == start {
            at = whole.start + step(units, whole.start, &regex.flags);
            continue;
        }
        parts.push(cx.text_of(&units[start..whole.start], call.span)?);
        for part in &found.groups[1..] {
            parts.push(cx.group(&found, part.as_ref(), call.span)?);
        }
        start = whole.end;
        at = start;
    }
    parts.push(cx.text_of(&units[start..], call.span)?);
    Ok(parts)
}
