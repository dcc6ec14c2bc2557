//! Remarks on missing matches: a backend without functions, patterns that match none.

use crate::{Config, Error, diagnostics::suggest, lower::select, pipeline::Backend};

/// Remarks about a backend that has nothing to generate.
pub(super) fn notes(config: &Config, backend: &Backend) -> Vec<String> {
    if !backend.api.functions.is_empty() {
        return Vec::new();
    }
    let dir = config.convex_dir.display();
    let looked = if config.is_specification() {
        format!("`{dir}` lists none")
    } else {
        let modules = match backend.modules {
            0 => "it has no modules".to_owned(),
            1 => "its one module registers none".to_owned(),
            count => format!("its {count} modules register none"),
        };
        format!("looked in `{}`, and {modules}", backend.folder.display())
    };
    vec![format!(
        "`{dir}` has no Convex functions: {looked}; pass the folder that `npx convex dev` deploys, or the project that contains it"
    )]
}

/// Fails if `only` or `except` names functions that the backend does not have.
pub(super) fn check_patterns(config: &Config, backend: &Backend) -> Result<(), Error> {
    let paths: Vec<String> = backend
        .api
        .functions
        .iter()
        .map(|function| function.path.to_string())
        .collect();
    if paths.is_empty() {
        return Ok(());
    }
    let given = [("only", &config.only), ("except", &config.except)];
    let misfits: Vec<String> = given
        .into_iter()
        .flat_map(|(method, patterns)| patterns.iter().map(move |pattern| (method, pattern)))
        .filter(|(_, pattern)| !paths.iter().any(|path| select::matches(pattern, path)))
        .map(|(method, pattern)| {
            let help = suggestion(pattern, &paths);
            format!("`Config::{method}({pattern:?})` matches no function{help}")
        })
        .collect();
    if misfits.is_empty() {
        Ok(())
    } else {
        Err(Error::Config(misfits.join("\n")))
    }
}

/// The pattern of the same form that matches something and is spelled most alike.
fn suggestion(pattern: &str, paths: &[String]) -> String {
    let (module, export) = pattern.split_once(':').unwrap_or((pattern, "*"));
    let mut known: Vec<String> = paths
        .iter()
        .filter_map(|path| path.split_once(':'))
        .map(|(path, name)| match (module, export) {
            (_, "*") => format!("{path}:*"),
            ("*", _) => format!("*:{name}"),
            _ => format!("{path}:{name}"),
        })
        .collect();
    known.sort();
    known.dedup();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    match suggest::closest(&format!("{module}:{export}"), &known) {
        Some(close) => format!("; did you mean `{close}`?"),
        None => String::new(),
    }
}
