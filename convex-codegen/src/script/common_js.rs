//! Modules in the form of `CommonJS`: `module.exports = ..`, `exports.a = ..`, `require("b")`.

use std::collections::BTreeSet;

use super::{
    Interpreter,
    heap::{Entry, Object},
    value::Value,
};
use crate::{
    resolve::Target,
    source::FileId,
    syntax::{Element, Expr, ExprKind, Name},
};

impl Interpreter<'_> {
    /// Returns whether `file` is a `CommonJS` module: it uses `exports` and has no `import` or
    /// `export`.
    pub fn is_common_js(&mut self, file: FileId) -> bool {
        let linked = self.linked(file);
        let module = &linked.module;
        module.exports.is_empty() && module.loads.is_empty() && module.common_js
    }

    /// Defines `module` and `exports` in `file` if it is a `CommonJS` module.
    pub(super) fn prepare_common_js(&mut self, file: FileId) {
        if !self.is_common_js(file) {
            return;
        }
        let exports = self.empty_object();
        let module = self.empty_object();
        self.set_property(&module, Entry::new("exports".into(), exports.clone()));
        let names = &mut self.state(file).names;
        names.insert("module".into(), module);
        names.insert("exports".into(), exports);
    }

    /// `module.exports`
    pub(super) fn common_js_value(&mut self, file: FileId) -> Value {
        self.run_module(file);
        let module = self.state(file).names.get("module").cloned();
        let Some(Value::Object(module)) = module else {
            return module.unwrap_or(Value::Undefined);
        };
        let value = match self.heap.get(module) {
            Object::Plain(plain) => match plain.get("exports") {
                Some(entry) => entry.value.clone(),
                None => Value::Undefined,
            },
            Object::Unknown(why) => Value::Opaque(*why),
            _ => Value::Undefined,
        };
        self.seen(value)
    }

    pub(super) fn common_js_names(&mut self, file: FileId) -> BTreeSet<Name> {
        let value = self.common_js_value(file);
        let span = crate::source::Span::file_start(file);
        let entries = match &value {
            Value::Object(_) => self.entries(&value, span).unwrap_or_default(),
            _ => Vec::new(),
        };
        let names = entries.into_iter().map(|entry| entry.key);
        names.chain([Name::from("default")]).collect()
    }

    /// The export `name`, as bundlers see it: `default` is all of it, unless it was made from a
    /// module with exports.
    pub(super) fn common_js_export(&mut self, file: FileId, name: &str) -> Option<Value> {
        let value = self.common_js_value(file);
        let span = crate::source::Span::file_start(file);
        if let Value::Opaque(_) = value {
            return Some(value);
        }
        let Value::Object(id) = value else {
            return (name == "default").then_some(value);
        };
        let property = |cx: &mut Self, key: &str| match cx.heap.get(id) {
            Object::Plain(plain) if plain.get(key).is_none() && plain.unknown.is_none() => None,
            _ => Some(cx.property(&Value::Object(id), key, span)),
        };
        if name != "default" {
            return property(self, name);
        }
        let made = property(self, "__esModule").and_then(|made| made.truthy());
        if made == Some(true) {
            property(self, "default")
        } else {
            Some(Value::Object(id))
        }
    }

    /// The value of `require("specifier")`, when that is what is called.
    pub(super) fn required(
        &mut self,
        (callee, args): (&Expr, &[Element]),
        function: &Value,
    ) -> Option<Value> {
        let (ExprKind::Ident(name), Value::Opaque(_)) = (&callee.kind, function) else {
            return None;
        };
        let [
            Element::Item(Expr {
                kind: ExprKind::String(specifier),
                span,
            }),
        ] = args
        else {
            return None;
        };
        if &**name != "require" {
            return None;
        }
        let file = callee.span.file;
        match self.program.target(file, specifier, self.diagnostics) {
            Target::Module(target) => Some(self.namespace(target)),
            _ => Some(self.import(
                file,
                specifier,
                (&crate::syntax::Imported::Namespace, *span),
            )),
        }
    }
}
