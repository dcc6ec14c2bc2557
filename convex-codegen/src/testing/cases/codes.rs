//! Every code of the catalogue has a file of cases, which shows it.

use std::{collections::BTreeSet, fs, path::Path};

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
    let catalogue = fs::read_to_string(root.join("src/diagnostics/catalogue.rs"));
    let catalogue = catalogue.expect("it is part of the repository");
    let guesses = fs::read_to_string(root.join("src/diagnostics/guesses.rs"));
    let catalogue = catalogue + &guesses.expect("it is part of the repository");
    let naming = fs::read_to_string(root.join("src/diagnostics/naming.rs"));
    let catalogue = catalogue + &naming.expect("it is part of the repository");
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
        assert!(codes.contains(&*stem), "`{stem}` is no code");
    }
}
