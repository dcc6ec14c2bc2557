//! Arguments of a call against the function's types, before anything is sent.

use convex_codegen::inspect::{Field, Literal, Type};
use serde_json::{Map, Value as Json, json};

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// `args.items[0].amount`.
    pub path: String,
    pub message: String,
}

/// Checks `args` against `ty`, and writes plain whole numbers as what the types say: `7` is an
/// int64 where one is declared.
pub(crate) fn prepare(args: &mut Json, ty: &Type) -> Vec<Problem> {
    let mut problems = Vec::new();
    value(args, ty, "args", &mut problems);
    problems
}

fn value(json: &mut Json, ty: &Type, path: &str, problems: &mut Vec<Problem>) {
    match (ty, &mut *json) {
        (Type::Any | Type::Unknown | Type::Recursive(_), _) => {}
        (Type::Int64 | Type::CommitTs, Json::Number(number)) if number.is_i64() => {
            *json = int64(number.as_i64().unwrap_or_default());
        }
        (Type::Object(fields), Json::Object(object)) if !is_special(object) => {
            self::object(object, fields, path, problems);
        }
        (Type::Array(element), Json::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                value(item, element, &format!("{path}[{index}]"), problems);
            }
        }
        (Type::Record { values, .. }, Json::Object(object)) if !is_special(object) => {
            for (key, item) in object {
                value(item, values, &format!("{path}[{key:?}]"), problems);
            }
        }
        (Type::Union(members), _) => {
            union(json, members.iter().map(|member| &**member), path, problems);
        }
        (ty, found) if !fits(found, ty) => {
            let message = format!("expected `{ty}`, found {}", name(found));
            problems.push(Problem {
                path: path.to_owned(),
                message,
            });
        }
        _ => {}
    }
}

fn object(
    object: &mut Map<String, Json>,
    fields: &[Field],
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let mut problem = |path: String, message: String| problems.push(Problem { path, message });
    for field in fields {
        if !field.optional && !object.contains_key(&field.name) {
            let message = format!("missing field of type `{}`", field.ty);
            problem(format!("{path}.{}", field.name), message);
        }
    }
    for key in object.keys() {
        if !fields.iter().any(|field| field.name == *key) {
            let known: Vec<String> = fields
                .iter()
                .map(|field| format!("`{}`", field.name))
                .collect();
            let known = if known.is_empty() {
                "there are no fields".to_owned()
            } else {
                format!("the fields are {}", known.join(", "))
            };
            problem(format!("{path}.{key}"), format!("unknown field; {known}"));
        }
    }
    for field in fields {
        if let Some(json) = object.get_mut(&field.name) {
            value(json, &field.ty, &format!("{path}.{}", field.name), problems);
        }
    }
}

/// Takes the member that fits, or the one that fits best.
fn union<'a>(
    json: &mut Json,
    members: impl Iterator<Item = &'a Type>,
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let mut best: Option<Vec<Problem>> = None;
    let mut names = Vec::new();
    for member in members {
        let mut candidate = json.clone();
        let mut found = Vec::new();
        value(&mut candidate, member, path, &mut found);
        if found.is_empty() {
            *json = candidate;
            return;
        }
        names.push(member.to_string());
        // An object without the right tag says less than one with a wrong field.
        let inside = found.iter().all(|problem| problem.path != path);
        if inside && best.as_ref().is_none_or(|best| found.len() < best.len()) {
            best = Some(found);
        }
    }
    problems.extend(best.unwrap_or_else(|| {
        let message = format!("expected `{}`, found {}", names.join(" | "), name(json));
        vec![Problem {
            path: path.to_owned(),
            message,
        }]
    }));
}

fn int64(value: i64) -> Json {
    use base64::{Engine, engine::general_purpose::STANDARD};
    json!({ "$integer": STANDARD.encode(value.to_le_bytes()) })
}

/// `{"$integer": ..}` and its like are values, not objects.
fn is_special(object: &Map<String, Json>) -> bool {
    object.len() == 1 && object.keys().all(|key| key.starts_with('$'))
}

fn has(json: &Json, key: &str) -> bool {
    json.as_object()
        .is_some_and(|object| object.len() == 1 && object.contains_key(key))
}

/// Returns whether `json` is a value of `ty`, a type without parts.
fn fits(json: &Json, ty: &Type) -> bool {
    match ty {
        Type::Null => json.is_null(),
        Type::Boolean => json.is_boolean(),
        Type::Number => json.is_number() || has(json, "$float"),
        Type::Int64 | Type::CommitTs => has(json, "$integer"),
        Type::String | Type::Id(_) => json.is_string(),
        Type::Bytes => has(json, "$bytes"),
        Type::Literal(Literal::String(text)) => json == text,
        Type::Literal(Literal::Boolean(value)) => json == value,
        Type::Literal(Literal::Float64(bits)) => json.as_f64() == Some(f64::from_bits(*bits)),
        Type::Literal(Literal::Int64(value)) => {
            *json == int64(*value) || json.as_i64() == Some(*value)
        }
        _ => false,
    }
}

fn name(json: &Json) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::Bool(_) => "a boolean".to_owned(),
        Json::Number(_) => "a number".to_owned(),
        Json::String(_) => "a string".to_owned(),
        Json::Array(_) => "an array".to_owned(),
        json if has(json, "$integer") => "an int64".to_owned(),
        json if has(json, "$bytes") => "bytes".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}
