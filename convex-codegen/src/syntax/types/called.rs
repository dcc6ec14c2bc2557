//! The functions that a text runs by their reference, found without parsing it.

/// The paths in `ctx.runQuery(internal.a.b, ..)` and the like, `["a", "b"]`, in order, each once.
///
/// Comments and strings are not told from code: that may find a path too many.
pub(crate) fn called(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for word in ["runQuery", "runMutation", "runAction"] {
        for (at, _) in text.match_indices(word) {
            if let Some(path) = reference(&text[at + word.len()..]) {
                found.push((at, path));
            }
        }
    }
    found.sort_unstable();
    let mut paths: Vec<Vec<String>> = Vec::new();
    for (_, path) in found {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// The path of `(api.a.b` without `api`.
fn reference(call: &str) -> Option<Vec<String>> {
    let argument = call.trim_start().strip_prefix('(')?.trim_start();
    let is_part =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.') || c.is_whitespace();
    let end = argument
        .find(|c: char| !is_part(c))
        .unwrap_or(argument.len());
    let mut parts = argument[..end].split('.').map(str::trim);
    let root = parts.next()?;
    (root == "api" || root == "internal").then(|| parts.map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn references_as_they_are_written() {
        let text = "await ctx.runQuery(internal.a.b, {}); ctx.runAction(\n  api.folder.a\n    .c,\n {});
                    ctx.runMutation(mutation, {}); ctx.runQuery(internal.a.b); ctx.scheduler.runAfter(0, internal.x.y);";
        assert_eq!(called(text), [vec!["a", "b"], vec!["folder", "a", "c"]]);
    }
}
