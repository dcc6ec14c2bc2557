//! Regular expressions: `RegExp`, and one match.

use std::rc::Rc;

use super::regex_cost::Cost;
use crate::script::{
    Interpreter,
    coerce::{count, index},
    heap::{Compiled, Entry, List, Object, ObjectId, Plain, Regex},
    native::{Call, Namespace, Native, attempt, done},
    value::Value,
};
use crate::{diagnostics::catalogue, source::Span, syntax::Name};

/// `RegExp`
pub(super) static REG_EXP: Namespace = Namespace {
    name: "RegExp",
    call: Some(|cx, call| done(construct(cx, call))),
    construct: Some(|cx, call| done(construct(cx, call))),
    members: &[],
};

/// Methods of regular expressions.
pub(super) const METHODS: &[Native] = &[
    attempt("test", |cx, call| {
        let found = match exec_text(cx, call) {
            Ok(found) => found.is_some(),
            Err(why) => cx.found_in_code(&call.this, &why).ok_or(why)?,
        };
        Ok(Value::Bool(found))
    }),
    attempt("exec", |cx, call| {
        let text = cx.string_of(&call.arg(0), call.span)?;
        match exec_text(cx, call)? {
            Some(found) => cx.match_array(&found, &text, call.span),
            None => Ok(Value::Null),
        }
    }),
    attempt("toString", |cx, call| {
        let text = cx.string_of(&call.this, call.span)?;
        Ok(Value::text(&text))
    }),
];

/// Part of a text, in UTF-16 units.
pub(super) type Part = std::ops::Range<usize>;

/// A match.
#[derive(Debug, Clone)]
pub struct Found {
    /// The whole and the groups.
    pub groups: Vec<Option<Part>>,
    /// The groups that have names.
    pub named: Vec<(String, Option<Part>)>,
    /// The text.
    pub units: Rc<[u16]>,
    /// The pattern, if the places of the groups were asked for.
    pub places: Option<Name>,
}

impl Found {
    /// The range of the whole match.
    pub fn whole(&self) -> Part {
        self.groups[0].clone().unwrap_or_default()
    }
}

fn construct(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let (pattern, flags) = (call.arg(0), call.arg(1));
    let known = cx.as_regex(&pattern).map(|id| cx.regex(id));
    let source = match (&known, &pattern) {
        (Some(regex), _) => regex.source.to_string(),
        (None, Value::Undefined) => "(?:)".to_owned(),
        (None, pattern) => cx.string_of(pattern, call.span)?,
    };
    let flags = match (&known, &flags) {
        (Some(regex), Value::Undefined) => regex.flags.to_string(),
        (None, Value::Undefined) => String::new(),
        (_, flags) => cx.string_of(flags, call.span)?,
    };
    cx.make_regex(&escaped(&source), &flags, call.span)
}

/// A pattern as `source` has it, with slashes and ends of lines escaped.
fn escaped(source: &str) -> String {
    if source.is_empty() {
        return "(?:)".to_owned();
    }
    let mut text = String::with_capacity(source.len());
    let (mut class, mut chars) = (false, source.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                text.push(c);
                text.extend(chars.next());
                continue;
            }
            '[' => class = true,
            ']' => class = false,
            '/' if !class => text.push('\\'),
            '\n' => {
                text.push_str("\\n");
                continue;
            }
            _ => {}
        }
        text.push(c);
    }
    text
}

fn exec_text(cx: &mut Interpreter<'_>, call: &Call) -> Result<Option<Found>, Value> {
    let Some(id) = cx.as_regex(&call.this) else {
        return Err(match &call.this {
            Value::Opaque(_) => call.this.clone(),
            _ => cx.type_error("Receiver is not a RegExp", call.span),
        });
    };
    let units: Vec<u16> = cx
        .string_of(&call.arg(0), call.span)?
        .encode_utf16()
        .collect();
    cx.exec(id, &units.into(), call.span)
}

impl Interpreter<'_> {
    /// `/source/flags`
    pub fn make_regex(&mut self, source: &str, flags: &str, span: Span) -> Result<Value, Value> {
        let mut letters: Vec<char> = flags.chars().collect();
        letters.sort_unstable();
        let twice = letters.windows(2).any(|pair| pair[0] == pair[1]);
        if twice || letters.iter().any(|letter| !"dgimsuvy".contains(*letter)) {
            return Err(self.throw_message(
                "SyntaxError",
                "Invalid flags supplied to RegExp constructor",
                span,
            ));
        }
        // Without a flag for Unicode, `\u{61}` is a `u` sixty-one times.
        let code_point = source.contains("\\u{") || source.contains("\\p{");
        if code_point && !letters.iter().any(|letter| matches!(letter, 'u' | 'v')) {
            return Err(self.unsupported(span, "this regular expression"));
        }
        // The flag for places changes no match.
        let searched: String = flags.chars().filter(|flag| *flag != 'd').collect();
        let searched = regress::Regex::with_flags(source, &*searched);
        let compiled = match (Cost::of(source), searched) {
            (Some(cost), Ok(regex)) => Compiled { regex, cost },
            _ => return Err(self.unsupported(span, "this regular expression")),
        };
        self.steps(source.len(), span)?;
        Ok(Value::Object(self.heap.add(Object::Regex(Regex {
            source: Name::from(source),
            flags: Name::from(letters.into_iter().collect::<String>()),
            last_index: Value::Number(0.0),
            compiled: Rc::new(compiled),
        }))))
    }

    /// The regular expression that `value` is.
    pub fn as_regex(&self, value: &Value) -> Option<ObjectId> {
        match value {
            Value::Object(id) if matches!(self.heap.get(*id), Object::Regex(_)) => Some(*id),
            _ => None,
        }
    }

    /// The regular expression `id`, which is one.
    pub fn regex(&self, id: ObjectId) -> Regex {
        match self.heap.get(id) {
            Object::Regex(regex) => regex.clone(),
            other => unreachable!("{other:?} is no regular expression"),
        }
    }

    /// Sets where the next match begins.
    pub fn set_last_index(&mut self, id: ObjectId, value: Value) {
        if let Object::Regex(regex) = self.heap.get_mut(id) {
            regex.last_index = value;
        }
    }

    /// The next match of a regular expression, which remembers where it ends when it is global.
    pub fn exec(
        &mut self,
        id: ObjectId,
        units: &Rc<[u16]>,
        span: Span,
    ) -> Result<Option<Found>, Value> {
        let regex = self.regex(id);
        let (global, sticky) = (regex.flags.contains('g'), regex.flags.contains('y'));
        let start = if global || sticky {
            let last = regex.last_index.clone();
            index(self.integer_of(&last, span)?.max(0.0))
        } else {
            0
        };
        let found = if start > units.len() {
            None
        } else {
            self.find_match(&regex, units, start, span)?
        };
        let found = found.filter(|found| !sticky || found.whole().start == start);
        if global || sticky {
            let next = found.as_ref().map_or(0, |found| found.whole().end);
            self.set_last_index(id, count(next));
        }
        Ok(found)
    }

    /// The first match from `start` on.
    pub fn find_match(
        &mut self,
        regex: &Regex,
        units: &Rc<[u16]>,
        start: usize,
        span: Span,
    ) -> Result<Option<Found>, Value> {
        if regex.compiled.cost.too_much(units.len()) {
            return Err(self.opaque(catalogue::too_long(span)));
        }
        self.steps(1 + (units.len() - start) / 16, span)?;
        let unicode = regex.flags.contains(['u', 'v']);
        let found = if unicode {
            regex.compiled.regex.find_from_utf16(units, start).next()
        } else {
            regex.compiled.regex.find_from_ucs2(units, start).next()
        };
        Ok(found.map(|found| Found {
            groups: found.groups().collect(),
            named: found
                .named_groups()
                .map(|(name, part)| (name.to_owned(), part))
                .collect(),
            units: units.clone(),
            places: regex.flags.contains('d').then(|| regex.source.clone()),
        }))
    }

    /// The text of a group.
    pub fn group(
        &mut self,
        found: &Found,
        part: Option<&Part>,
        span: Span,
    ) -> Result<Value, Value> {
        match part {
            Some(part) => self.text_of(&found.units[part.clone()], span),
            None => Ok(Value::Undefined),
        }
    }

    /// The whole and the groups of a match.
    pub fn group_values(&mut self, found: &Found, span: Span) -> Result<Vec<Value>, Value> {
        let groups = found.groups.iter();
        groups
            .map(|part| self.group(found, part.as_ref(), span))
            .collect()
    }

    /// The object of the groups that have names; `undefined` when none has.
    pub fn named_groups(&mut self, found: &Found, span: Span) -> Result<Value, Value> {
        if found.named.is_empty() {
            return Ok(Value::Undefined);
        }
        let mut groups = Plain::default();
        for (name, part) in &found.named {
            let value = self.group(found, part.as_ref(), span)?;
            groups.set(Entry::new(Name::from(&**name), value));
        }
        Ok(self.bare_object(groups))
    }

    /// The `indices` of a match.
    fn match_places(&mut self, found: &Found, source: &str) -> Value {
        let mut pair = |part: Option<&Part>| match part {
            Some(part) => self.array(vec![count(part.start), count(part.end)]),
            None => Value::Undefined,
        };
        let items = found.groups.iter().map(|part| pair(part.as_ref()));
        let items: Vec<Value> = items.collect();
        let mut named = Plain::default();
        for ((name, _), number) in found.named.iter().zip(named_groups_of(source)) {
            let item = items.get(number).cloned().unwrap_or(Value::Undefined);
            named.set(Entry::new(Name::from(&**name), item));
        }
        let groups = if found.named.is_empty() {
            Value::Undefined
        } else {
            self.bare_object(named)
        };
        let mut extra = Plain::default();
        extra.set(Entry::new("groups".into(), groups));
        let extra = self.heap.add(Object::Plain(extra));
        Value::Object(self.heap.add(Object::Array(List {
            extra: Some(extra),
            ..List::from(items)
        })))
    }

    /// The array that `exec` returns.
    pub fn match_array(&mut self, found: &Found, text: &str, span: Span) -> Result<Value, Value> {
        let items = self.group_values(found, span)?;
        let groups = self.named_groups(found, span)?;
        let mut extra = Plain::default();
        extra.set(Entry::new("index".into(), count(found.whole().start)));
        extra.set(Entry::new("input".into(), Value::text(text)));
        extra.set(Entry::new("groups".into(), groups));
        if let Some(source) = &found.places {
            let places = self.match_places(found, source);
            extra.set(Entry::new("indices".into(), places));
        }
        let extra = self.heap.add(Object::Plain(extra));
        Ok(Value::Object(self.heap.add(Object::Array(List {
            extra: Some(extra),
            ..List::from(items)
        }))))
    }
}

/// The numbers of the groups of a pattern that have names.
fn named_groups_of(source: &str) -> Vec<usize> {
    let (mut numbers, mut number, mut class) = (Vec::new(), 0, false);
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let escaped = rest.chars().next().map_or(0, char::len_utf8);
                rest = &rest[escaped..];
            }
            '[' => class = true,
            ']' => class = false,
            '(' if !class => {
                let named = rest.starts_with("?<") && !rest.starts_with("?<=");
                let named = named && !rest.starts_with("?<!");
                if named || !rest.starts_with('?') {
                    number += 1;
                }
                if named {
                    numbers.push(number);
                }
            }
            _ => {}
        }
    }
    numbers
}

/// An own property of a regular expression, or one that its class computes.
pub(in crate::script) fn own_property(regex: &Regex, key: &str) -> Option<Value> {
    Some(match key {
        "source" => Value::String(regex.source.clone()),
        "flags" => Value::String(regex.flags.clone()),
        "lastIndex" => regex.last_index.clone(),
        "global" => Value::Bool(regex.flags.contains('g')),
        "ignoreCase" => Value::Bool(regex.flags.contains('i')),
        "multiline" => Value::Bool(regex.flags.contains('m')),
        "dotAll" => Value::Bool(regex.flags.contains('s')),
        "unicode" => Value::Bool(regex.flags.contains('u')),
        "unicodeSets" => Value::Bool(regex.flags.contains('v')),
        "hasIndices" => Value::Bool(regex.flags.contains('d')),
        "sticky" => Value::Bool(regex.flags.contains('y')),
        _ => return None,
    })
}
