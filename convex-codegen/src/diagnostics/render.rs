//! Diagnostics as text: rustc-style snippets for a person, one line each for `cargo::warning=`.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Label, Severity};
use crate::text::{FileId, SourceFile, Sources, Span};

/// All diagnostics, errors last so that a terminal shows them without scrolling, separated by blank
/// lines.
pub(crate) fn report(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    ordered.sort_by_key(|diagnostic| diagnostic.severity);
    let snippets: Vec<String> = ordered
        .into_iter()
        .map(|diagnostic| snippet(diagnostic, sources))
        .collect();
    snippets.join("\n\n")
}

/// One diagnostic as rustc would print it.
pub(crate) fn snippet(diagnostic: &Diagnostic, sources: &Sources) -> String {
    rendered(diagnostic, sources, &Renderer::plain())
}

/// One diagnostic as rustc would print it on a terminal with colours.
pub(crate) fn coloured(diagnostic: &Diagnostic, sources: &Sources) -> String {
    rendered(diagnostic, sources, &Renderer::styled())
}

fn rendered(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let diagnostic = &*diagnostic.in_project(sources);
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let mut files = vec![diagnostic.primary.span.file];
    for label in &diagnostic.related {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    let mut group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.0)
        .elements(
            files
                .iter()
                .map(|&file| file_snippet(file, diagnostic, sources)),
        );
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// One diagnostic on one line: `convex/ai.ts:3:9: message; help`.
pub(crate) fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let span = diagnostic.in_project(sources).primary.span;
    let at = sources.position(span);
    let mut text = format!(
        "{}:{}:{}: {}",
        sources.file(span.file).path,
        at.line,
        at.column,
        diagnostic.message
    );
    if let Some(help) = &diagnostic.help {
        text.push_str("; help: ");
        text.push_str(help);
    }
    // A line break would end the cargo directive.
    text.replace(['\r', '\n'], " ")
}

/// The labels of `diagnostic` that lie in `file`, over the lines they touch.
fn file_snippet<'a>(
    file: FileId,
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
) -> Snippet<'a, Annotation<'a>> {
    let source = sources.file(file);
    let labels: Vec<(AnnotationKind, &Label)> =
        std::iter::once((AnnotationKind::Primary, &diagnostic.primary))
            .chain(
                diagnostic
                    .related
                    .iter()
                    .map(|label| (AnnotationKind::Context, label)),
            )
            .filter(|(_, label)| label.span.file == file)
            .collect();
    let window = window(source, labels.iter().map(|(_, label)| label.span));
    let start = u32::try_from(window.start).unwrap_or(u32::MAX);
    let line_start = sources.position(Span::new(file, start, start)).line as usize;
    let annotations: Vec<Annotation<'a>> = labels
        .into_iter()
        .map(|(kind, label)| {
            let range = bytes(source, label.span);
            let annotation = kind.span(range.start - window.start..range.end - window.start);
            if label.text.is_empty() {
                annotation
            } else {
                annotation.label(label.text.as_str())
            }
        })
        .collect();
    Snippet::source(&source.text[window])
        .line_start(line_start)
        .path(source.path.as_str())
        .annotations(annotations)
}

/// The whole lines that `spans` touch: a renderer that gets all of a large file is slow.
fn window(source: &SourceFile, spans: impl Iterator<Item = Span>) -> Range<usize> {
    let text = &source.text;
    spans
        .map(|span| bytes(source, span))
        .map(|range| {
            let start = text[..range.start]
                .rfind('\n')
                .map_or(0, |newline| newline + 1);
            let end = text[range.end..]
                .find('\n')
                .map_or(text.len(), |newline| range.end + newline);
            start..end
        })
        .reduce(|all, range| all.start.min(range.start)..all.end.max(range.end))
        .unwrap_or(0..text.len())
}

/// The bytes of a span, cut to what the text holds and to whole characters.
fn bytes(source: &SourceFile, span: Span) -> Range<usize> {
    let text = &source.text;
    let floor = |index: u32| {
        let mut index = (index as usize).min(text.len());
        while !text.is_char_boundary(index) {
            index -= 1;
        }
        index
    };
    let start = floor(span.start);
    start..floor(span.end).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;

    fn sources() -> (Sources, FileId, FileId) {
        let mut sources = Sources::default();
        let file = |path: &str, text: &str| SourceFile {
            path: path.into(),
            text: text.into(),
        };
        let ai = sources.add(file(
            "convex/ai.ts",
            "import x;\r\n\nargs: { a: v.strin() },\n",
        ));
        let lib = sources.add(file("convex/lib.ts", "export const ä = 1;"));
        (sources, ai, lib)
    }

    fn diagnostic(ai: FileId, lib: FileId) -> Diagnostic {
        Diagnostic {
            code: Code("unknown-validator"),
            severity: Severity::Warning,
            message: "`v` has no validator `strin`".into(),
            primary: Label {
                span: Span::new(ai, 23, 30),
                text: "not a validator".into(),
            },
            related: vec![Label {
                span: Span::new(lib, 13, 15),
                text: "through this".into(),
            }],
            help: Some("did you mean `v.string()`?".into()),
        }
    }

    #[test]
    fn a_snippet_shows_both_files_and_the_help() {
        let (sources, ai, lib) = sources();
        insta::assert_snapshot!(snippet(&diagnostic(ai, lib), &sources), @r"
        warning[unknown-validator]: `v` has no validator `strin`
         --> convex/ai.ts:3:12
          |
        3 | args: { a: v.strin() },
          |            ^^^^^^^ not a validator
          |
         ::: convex/lib.ts:1:14
          |
        1 | export const ä = 1;
          |              - through this
          |
          = help: did you mean `v.string()`?
        ");
    }

    #[test]
    fn a_line_fits_into_a_cargo_directive() {
        let (sources, ai, lib) = sources();
        insta::assert_snapshot!(
            line(&diagnostic(ai, lib), &sources),
            @"convex/ai.ts:3:12: `v` has no validator `strin`; help: did you mean `v.string()`?"
        );
    }

    #[test]
    fn spans_beyond_the_text_are_cut() {
        let (sources, ai, lib) = sources();
        let mut wild = diagnostic(ai, lib);
        wild.primary.span = Span::new(ai, 4000, u32::MAX);
        wild.related[0].span = Span::new(lib, 14, 14);
        assert!(snippet(&wild, &sources).contains("convex/ai.ts"));
    }
}
