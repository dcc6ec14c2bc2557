//! Routes of HTTP actions, as `httpRouter()` has them.

use crate::{
    ir::Route,
    script::{Interpreter, value::Value},
    source::Span,
};

/// The module in which Convex looks for the router.
const MODULE: &str = "http";

/// The routes of the router that the module `http` exports as its default, in the order in which
/// they were registered. Routes whose method or path is not known are left out: they have no
/// constant.
pub(super) fn routes(cx: &mut Interpreter<'_>) -> Vec<Route> {
    let mut modules = cx.program.project.modules.iter();
    let Some(entry) = modules
        .find(|entry| entry.path.to_string() == MODULE)
        .cloned()
    else {
        return Vec::new();
    };
    let Some(exported @ Value::Object(_)) = cx.export(entry.file, "default") else {
        return Vec::new();
    };
    let linked = cx.linked(entry.file);
    let span = linked.export("default").map(|export| export.span);
    let span = span.unwrap_or(Span::file_start(entry.file));
    if !matches!(cx.property(&exported, "isRouter", span), Value::Bool(true)) {
        return Vec::new();
    }
    let registered = cx.property(&exported, "routes", span);
    let registered = cx.as_array(&registered).unwrap_or_default();
    let mut known: Vec<Route> = Vec::new();
    for route in registered {
        let mut text = |name: &str| match cx.property(&route, name, span) {
            Value::String(text) => Some(text.to_string()),
            _ => None,
        };
        let (method, path) = (text("method"), text("path"));
        let prefix = text("pathPrefix").map(|prefix| (prefix, true));
        let path = path.map(|path| (path, false)).or(prefix);
        if let (Some(method), Some((path, is_prefix))) = (method, path) {
            let route = Route {
                module: entry.path.clone(),
                method,
                path,
                is_prefix,
                span,
            };
            if !known.contains(&route) {
                known.push(route);
            }
        }
    }
    known
}
