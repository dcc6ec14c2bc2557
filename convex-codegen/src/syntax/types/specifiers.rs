//! The files and packages that a text mentions, found without parsing it.

/// The texts after `from`, `import`, `import(` and `require(`, in order, each once.
///
/// Comments and strings are not told from code: that may mention a file too many, never one too
/// few.
pub(crate) fn specifiers(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for word in ["from", "import", "require"] {
        for (at, _) in text.match_indices(word) {
            let rest = text[at + word.len()..].trim_start();
            let rest = rest.strip_prefix('(').map_or(rest, str::trim_start);
            let Some(quote) = rest
                .chars()
                .next()
                .filter(|first| matches!(first, '"' | '\'' | '`'))
            else {
                continue;
            };
            let inside = &rest[1..];
            if let Some(end) = inside.find([quote, '\n'])
                && inside[end..].starts_with(quote)
                && !inside[..end].is_empty()
            {
                found.push((at, &inside[..end]));
            }
        }
    }
    found.sort_unstable();
    let mut specifiers: Vec<&str> = Vec::new();
    for (_, specifier) in found {
        if !specifiers.contains(&specifier) {
            specifiers.push(specifier);
        }
    }
    specifiers
}

#[cfg(test)]
mod tests {
    use super::specifiers;

    #[test]
    fn all_ways_to_mention_a_file() {
        let text = "import type { A } from './a';\nimport \"./b\";export * from \"./c\"\ntype D = import('./d').D;\n\
                    const e = await import( './e' ); const f = require('./f'); import { a } from './a'; from x; let g = 'from';";
        assert_eq!(specifiers(text), ["./a", "./b", "./c", "./d", "./e", "./f"]);
    }
}
