//! Names and comments that values get from what they are declared as.

use super::{
    register::Registered,
    validator::{Kind, Validator},
};
use crate::{
    ir::Origin,
    script::{Interpreter, heap::Object, host::Declared, value::Value},
    source::Span,
    syntax::{Exported, Name},
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

/// Returns whether a constant may name types: those that a package does not export differ between
/// its versions.
pub(super) fn is_visible(cx: &mut Interpreter<'_>, constant: &Declared<'_>) -> bool {
    let file = constant.file;
    if cx.program.is_own(file) || cx.is_common_js(file) {
        return true;
    }
    let linked = cx.linked(file);
    let mut exports = linked.module.exports.iter();
    exports.any(|export| match &export.value {
        Exported::Local(local) => &**local == constant.name,
        Exported::Expr(_) => constant.name == "default",
        Exported::From(..) => false,
    })
}

/// Names the validators that a constant holds after it: `path` is the constant at `span`, then
/// fields.
pub(super) fn name(cx: &mut Interpreter<'_>, value: &Value, (span, path): (Span, &[String])) {
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
            file: cx.program.project.sources.file(span.file).path.clone(),
            path: path.to_vec(),
        };
        let elsewhere = !cx.program.is_own(validator.span.file);
        if let Some(validator) = cx.heap.host_mut::<Validator>(*id) {
            validator.origin = Some(origin);
            // A function of a package made it.
            if elsewhere && validator.span.file != span.file {
                validator.span = span;
            }
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
    // Which parts of a package's constants are one value differs between its versions.
    if path.len() >= LONGEST || !cx.program.is_own(span.file) {
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
        name(cx, &value, (span, &path));
    }
}
