//! YAML as a stream of texts with their paths. Trees are not built, so that aliases that multiply
//! cost nothing.

use std::{borrow::Cow, ops::ControlFlow};

use saphyr_parser::{Event, Parser};

/// A mapping or a list that is open, and the key that waits for its value.
struct Open {
    is_mapping: bool,
    key: Option<String>,
}

/// Calls `visit` with the keys that lead to each text and the text, until it breaks or the YAML
/// ends or is invalid. Elements of lists have empty keys.
pub(super) fn visit(text: &str, mut visit: impl FnMut(&[&str], &str) -> ControlFlow<()>) {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, _)) = event else { return };
        let value = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let is_mapping = matches!(event, Event::MappingStart(..));
                let key = None;
                open.push(Open { is_mapping, key });
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                None
            }
            Event::Scalar(text, ..) => Some(text),
            Event::Alias(..) => None,
            _ => continue,
        };
        let Some(inner) = open.last_mut() else {
            continue;
        };
        if inner.is_mapping && inner.key.is_none() {
            // A key that is not text cannot be looked up.
            inner.key = Some(value.map(Cow::into_owned).unwrap_or_default());
            continue;
        }
        if let Some(text) = value {
            let path: Vec<&str> = open
                .iter()
                .map(|open| open.key.as_deref().unwrap_or_default())
                .collect();
            if visit(&path, &text).is_break() {
                return;
            }
        }
        if let Some(inner) = open.last_mut() {
            inner.key = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::visit;

    fn texts(yaml: &str) -> Vec<String> {
        let mut texts = Vec::new();
        visit(yaml, |path, text| {
            texts.push(format!("{}={text}", path.join("/")));
            ControlFlow::Continue(())
        });
        texts
    }

    #[test]
    fn each_text_comes_with_its_path() {
        let yaml = "a: 1\n'b': {c: [x, {d: y}], ? [k] : z}\ne: &e {f: 2}\ng: *e\nh:\n- 3\n";
        assert_eq!(
            texts(yaml),
            [
                "a=1", "b/c/=x", "b/c//d=y", "b//=k", "b/=z", "e/f=2", "h/=3"
            ]
        );
    }

    #[test]
    fn what_is_invalid_or_deep_ends() {
        assert_eq!(texts("a: 1\nb: [2"), ["a=1", "b/=2"]);
        texts(&"[".repeat(100_000));
        texts(&"a: {".repeat(10_000));
        texts("\t:\n- : *x");
        let levels: Vec<String> = (1..40)
            .map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}]", level - 1))
            .collect();
        assert_eq!(
            texts(&format!("a0: &a0 x\n{}\n", levels.join("\n"))),
            ["a0=x"]
        );
    }
}
