//! Makes a program that differs smaller: what can be left out is left out.

use super::{compare, generate::Parts, node, ours, seen::Verdict};

/// A smaller program that still differs.
pub(super) fn shrunk(mut parts: Parts) -> Parts {
    const ROUNDS: u32 = 25;
    const CANDIDATES: usize = 200;
    for _ in 0..ROUNDS {
        let mut smaller = candidates(&parts);
        smaller.truncate(CANDIDATES);
        let programs: Vec<_> = smaller.iter().map(Parts::program).collect();
        let node = node::run(&programs);
        let ours = ours::run(&programs);
        let differs = |at: &usize| {
            let thrown = node[*at].get("throws").is_some();
            !thrown && compare(&node[*at], &ours[*at]) == Verdict::Different
        };
        match (0..smaller.len()).find(differs) {
            Some(at) => parts = smaller[at].clone(),
            None => break,
        }
    }
    parts
}

/// The program without one of its parts, large ones first.
fn candidates(parts: &Parts) -> Vec<Parts> {
    let mut smaller = Vec::new();
    if parts.results.len() > 1 {
        for result in &parts.results {
            smaller.push(Parts {
                results: vec![result.clone()],
                ..parts.clone()
            });
        }
    }
    for at in 0..parts.statements.len() {
        let mut statements = parts.statements.clone();
        if at < parts.lent {
            continue;
        }
        statements.remove(at);
        smaller.push(Parts {
            statements,
            ..parts.clone()
        });
    }
    // Parentheses and braces, with what is in them.
    for (at, statement) in parts.statements.iter().enumerate() {
        for simpler in simpler(statement) {
            let mut statements = parts.statements.clone();
            statements[at] = simpler;
            smaller.push(Parts {
                statements,
                ..parts.clone()
            });
        }
    }
    for (at, result) in parts.results.iter().enumerate() {
        for simpler in simpler(result) {
            let mut results = parts.results.clone();
            results[at] = simpler;
            smaller.push(Parts {
                results,
                ..parts.clone()
            });
        }
    }
    smaller
}

/// `text` with one of its groups replaced by something small, or by what is inside.
fn simpler(text: &str) -> Vec<String> {
    const MOST: usize = 60;
    let mut simpler = Vec::new();
    for (start, open) in text.char_indices() {
        let close = match open {
            '(' => ')',
            '{' => '}',
            '[' => ']',
            _ => continue,
        };
        let mut depth = 0;
        let end = text[start..].char_indices().find(|(_, c)| {
            depth += i32::from(*c == open) - i32::from(*c == close);
            depth == 0
        });
        let Some((length, _)) = end else { continue };
        let inside = &text[start + 1..start + length];
        if inside.is_empty() || simpler.len() > MOST {
            continue;
        }
        for replacement in ["0", "\"a\"", "[]", "({})", inside, ""] {
            let inner = if replacement.is_empty() {
                format!("{open}{close}")
            } else {
                replacement.to_owned()
            };
            let next = format!("{}{inner}{}", &text[..start], &text[start + length + 1..]);
            if next.len() < text.len() {
                simpler.push(next);
            }
        }
    }
    simpler
}
