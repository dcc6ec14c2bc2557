//! A backend as one self-contained HTML page: to browse, to search, to copy calls from.

use std::fmt::Write;

use convex_codegen::inspect::{Backend, Function, Visibility};

use crate::evidence::source;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page of these functions.
pub(crate) fn html(backend: &Backend, functions: &[&Function]) -> String {
    let mut nav = String::new();
    let mut main = String::new();
    let mut module = None;
    for function in functions {
        let (of, name) = function
            .path
            .rsplit_once(':')
            .unwrap_or(("", &function.path));
        if module != Some(of) {
            if module.is_some() {
                nav.push_str("</ul></section>");
            }
            let _ = write!(nav, "<section><h2>{}</h2><ul>", text(of));
            module = Some(of);
        }
        let kind = format!("{:?}", function.kind).to_lowercase();
        let _ = write!(
            nav,
            "<li data-path=\"{path}\"><a href=\"#{path}\"><i class=\"dot {kind}\"></i>{}</a></li>",
            text(name),
            path = text(&function.path)
        );
        main.push_str(&article(backend, function, &kind));
    }
    if module.is_some() {
        nav.push_str("</ul></section>");
    }
    let count = functions.len();
    let typed = functions
        .iter()
        .filter(|function| function.args.is_typed() && function.returns.is_typed())
        .count();
    let modules = {
        let mut names: Vec<&str> = functions
            .iter()
            .filter_map(|function| Some(function.path.rsplit_once(':')?.0))
            .collect();
        names.dedup();
        names.len()
    };
    let number = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    let (count, modules) = (number(count, "function"), number(modules, "module"));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Convex API</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <aside>\n<header><h1>Convex API</h1><p>{count} in {modules}, {typed} typed</p>\n\
         <input id=\"search\" type=\"search\" placeholder=\"Search functions, fields, docs\" aria-label=\"Search\" autocomplete=\"off\">\n\
         <div class=\"filters\">{}</div></header>\n<nav>{nav}</nav>\n</aside>\n<main>\n{main}<p id=\"none\" hidden>No function matches.</p>\n</main>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        ["query", "mutation", "action", "internal", "untyped"]
            .map(|name| format!("<label><input type=\"checkbox\" value=\"{name}\"><span class=\"{name}\">{name}</span></label>"))
            .concat()
    )
}

fn article(backend: &Backend, function: &Function, kind: &str) -> String {
    let mut out = String::new();
    let is_internal = function.visibility == Visibility::Internal;
    let is_typed = function.args.is_typed() && function.returns.is_typed();
    let mut tags = vec![kind];
    if is_internal {
        tags.push("internal");
    }
    if !is_typed {
        tags.push("untyped");
    }
    let path = text(&function.path);
    let badges: Vec<String> = tags
        .iter()
        .map(|tag| format!("<span class=\"badge {tag}\">{tag}</span>"))
        .collect();
    let place = function.place.as_ref().map_or_else(String::new, |place| {
        format!(
            "<span class=\"place\">{}:{}</span>",
            text(&place.path),
            place.line
        )
    });
    let _ = write!(
        out,
        "<article id=\"{path}\" data-tags=\"{}\">\n<h3><a href=\"#{path}\">{path}</a> {}{place}</h3>\n",
        tags.join(" "),
        badges.concat()
    );
    if let Some(note) = &function.deprecated {
        let _ = writeln!(
            out,
            "<p class=\"deprecated\">Deprecated. {}</p>",
            text(note)
        );
    }
    for paragraph in function
        .docs
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
    {
        let _ = writeln!(out, "<p>{}</p>", code_spans(paragraph));
    }
    out.push_str("<table>\n");
    for (name, signature) in [("arguments", &function.args), ("result", &function.returns)] {
        let from = source(signature);
        let _ = writeln!(
            out,
            "<tr><th>{name}</th><td><code>{}</code></td><td class=\"from {}\">{from}</td></tr>",
            text(&signature.ty.to_string()),
            from.replace(' ', "-").to_lowercase()
        );
    }
    if let Some(throws) = &function.throws {
        let _ = writeln!(
            out,
            "<tr><th>throws</th><td><code>{}</code></td><td class=\"from\"></td></tr>",
            text(&throws.ty.to_string())
        );
    }
    out.push_str("</table>\n");
    if let Some(rust) = backend.rust(&function.path) {
        let _ = writeln!(
            out,
            "<pre class=\"signature\"><code>{}: {}</code></pre>\n<div class=\"call\"><button type=\"button\">Copy</button><pre><code>{}</code></pre></div>",
            text(&rust.path),
            text(&rust.signature),
            text(&rust.call)
        );
        if !rust.types.is_empty() {
            let types: Vec<String> = rust.types.iter().map(|ty| text(ty)).collect();
            let _ = writeln!(
                out,
                "<details><summary>Rust types</summary><pre><code>{}</code></pre></details>",
                types.join("\n\n")
            );
        }
    }
    out.push_str("</article>\n");
    out
}

/// Text in which nothing is HTML, in attributes too.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A paragraph of Markdown with its code spans.
fn code_spans(paragraph: &str) -> String {
    let parts = paragraph.split('`').enumerate();
    let count = paragraph.matches('`').count();
    parts
        .map(|(index, part)| {
            // The last one of an odd number closes nothing.
            let is_code = index % 2 == 1 && (index < count || count.is_multiple_of(2));
            if is_code {
                format!("<code>{}</code>", text(part))
            } else {
                text(part)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{code_spans, text};

    #[test]
    fn texts_of_the_backend_are_never_html() {
        assert_eq!(text("<script>\"'&"), "&lt;script&gt;&quot;&#39;&amp;");
        assert_eq!(code_spans("a `<b>` c"), "a <code>&lt;b&gt;</code> c");
        assert_eq!(code_spans("no ` end"), "no  end");
    }
}
