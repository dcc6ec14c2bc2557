//! Every code of the catalogue has a file of cases, which shows it, and a page that explains it.

use std::{collections::BTreeSet, fs, path::Path};

use crate::EXPLANATIONS;

/// Returns the sources of `diagnostics`, all but the pages.
fn catalogue() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics");
    let entries = fs::read_dir(folder).expect("it is part of the repository");
    let files = entries.map(|entry| entry.expect("it can be read").path());
    files
        .filter(|file| !file.ends_with("explanations.rs"))
        .map(|file| fs::read_to_string(file).expect("it can be read"))
        .collect()
}

/// Returns the codes of the problems in the catalogue.
fn codes(catalogue: &str) -> BTreeSet<&str> {
    let starts = ["problem(", "unknown(", "Code("];
    let calls = starts
        .iter()
        .flat_map(|start| catalogue.split(start).skip(1));
    calls
        .filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next())
        .collect()
}

#[test]
fn every_code_has_a_file_of_cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = catalogue();
    let codes = codes(&catalogue);
    assert!(codes.len() > 20, "{codes:?}");
    let folder = root.join("tests/cases/diagnostics");
    for code in &codes {
        let cases = fs::read_to_string(folder.join(format!("{code}.md"))).unwrap_or_default();
        let shown = ["note", "warning", "error"].iter().any(|severity| {
            let start = format!("\n{severity}[{code}]: ");
            cases.contains(&start)
        });
        assert!(shown, "no case shows `{code}`");
        let mut problems = cases
            .split("\nwarning[")
            .flat_map(|part| part.split("\nerror["))
            .flat_map(|part| part.split("\nnote["));
        let helpless = problems.find(|part| part.starts_with(code) && !part.contains("= help: "));
        assert_eq!(helpless, None, "no line says how to mend it");
    }
    for entry in fs::read_dir(folder).expect("it is part of the repository") {
        let path = entry.expect("it can be read").path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        assert!(codes.contains(&*stem), "`{stem}` is not a code");
    }
}

#[test]
fn every_code_has_a_page() {
    let catalogue = catalogue();
    let explained: Vec<&str> = EXPLANATIONS.iter().map(|(code, _)| *code).collect();
    let codes: Vec<&str> = codes(&catalogue).into_iter().collect();
    assert_eq!(explained, codes, "each code has a page, sorted by code");
    for (code, page) in EXPLANATIONS {
        let parts = page.split("\n\n").count();
        assert!(
            page.starts_with("# ") && parts >= 3,
            "`{code}`: a title, why, and what to do"
        );
    }
}
