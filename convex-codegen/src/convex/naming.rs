//! Names and comments that values get from what they are declared as.

use super::{
    register::Registered,
    validator::{Kind, Validator},
};
use crate::{
    ir::Origin,
    script::{Interpreter, heap::Object, value::Value},
    source::FileId,
    syntax::Name,
    text::Docs,
};

/// Attaches the comment above a declaration to the declared function or validator, unless that has
/// one.
pub(super) fn describe(cx: &mut Interpreter<'_>, value: &Value, docs: &Docs) {
    let Value::Object(id) = value else {
        return;
    };
    let slot = if let Some(function) = cx.heap.host::<Registered>(*id) {
        &function.docs
    } else if let Some(validator) = cx.heap.host::<Validator>(*id) {
        &validator.docs
    } else {
        return;
    };
    if slot.is_some() {
        return;
    }
    let docs = Some(Box::new(docs.clone()));
    if let Some(function) = cx.heap.host_mut::<Registered>(*id) {
        function.docs = docs;
    } else if let Some(validator) = cx.heap.host_mut::<Validator>(*id) {
        validator.docs = docs;
    }
}

/// Names the validators that a constant holds after it: `path` is the constant, then fields.
pub(super) fn name(cx: &mut Interpreter<'_>, value: &Value, (file, path): (FileId, &[String])) {
    const LONGEST: usize = 6;
    let Value::Object(id) = value else { return };
    let fields = if let Some(validator) = cx.heap.host::<Validator>(*id) {
        // The optional form is the same type under another flag; its base has the name.
        if validator.origin.is_some() || validator.base.is_some() {
            return;
        }
        let fields = match validator.kind {
            Kind::Object(fields) => Some(fields),
            _ => None,
        };
        let origin = Origin::Const {
            file: cx.program.project.sources.file(file).path.clone(),
            path: path.to_vec(),
        };
        if let Some(validator) = cx.heap.host_mut::<Validator>(*id) {
            validator.origin = Some(origin);
        }
        match fields {
            Some(fields) => fields,
            None => return,
        }
    } else if matches!(cx.heap.get(*id), Object::Plain(_)) {
        *id
    } else {
        return;
    };
    if path.len() >= LONGEST {
        return;
    }
    let entries: Vec<(Name, Value)> = cx
        .plain(fields)
        .iter()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect();
    for (key, value) in entries {
        let mut path = path.to_vec();
        path.push(key.to_string());
        name(cx, &value, (file, &path));
    }
}
