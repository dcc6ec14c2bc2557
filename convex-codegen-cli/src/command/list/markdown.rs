//! The list as Markdown, by module.

use std::fmt::Write;

use convex_codegen::inspect::{Backend, Function, Visibility};

use crate::evidence::source;

/// Writes a section for each module, with an entry for each of its functions.
pub(super) fn markdown(backend: &Backend, functions: &[&Function]) -> String {
    let mut text = "# Convex API\n".to_owned();
    let mut module = None;
    for function in functions {
        let (of, name) = function
            .path
            .rsplit_once(':')
            .unwrap_or(("", &function.path));
        if module != Some(of) {
            let _ = writeln!(text, "\n## {of}");
            module = Some(of);
        }
        let kind = format!("{:?}", function.kind).to_lowercase();
        let internal = if function.visibility == Visibility::Internal {
            "internal "
        } else {
            ""
        };
        let _ = writeln!(text, "\n### `{name}`\n\n*{internal}{kind}*");
        if let Some(place) = &function.place {
            let _ = write!(text, " — [{0}:{1}]({0}#L{1})", place.path, place.line);
        }
        if !function.docs.is_empty() {
            let _ = write!(text, "\n\n{}", function.docs);
        }
        let _ = writeln!(
            text,
            "\n\n- arguments: `{}` ({})\n- result: `{}` ({})",
            function.args.ty,
            source(&function.args),
            function.returns.ty,
            source(&function.returns)
        );
        if let Some(throws) = &function.throws {
            let _ = writeln!(text, "- throws: `{}`", throws.ty);
        }
        if let Some(rust) = backend.rust(&function.path) {
            let _ = writeln!(text, "\n```rust\n{}\n```", rust.call);
        }
    }
    text
}
