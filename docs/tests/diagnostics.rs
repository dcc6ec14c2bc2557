//! The page of diagnostics is what `convex-codegen explain` prints of each code.

use std::{env, fmt::Write as _, fs, path::Path};

use convex_codegen::EXPLANATIONS;

const START: &str = "\
# Diagnostics

Each diagnostic has a code, in brackets: `warning[unknown-validator]`. `convex-codegen explain CODE` prints its page, which is also here. A
warning leaves a usable build: the part that it is about is typed as `Value`. An error stops the build, and the files of the last good
one stay.
";

#[test]
fn the_page_shows_every_explanation() {
    let mut page = START.to_owned();
    for (code, text) in EXPLANATIONS {
        let (title, body) = text.split_once('\n').unwrap_or((text, ""));
        let title = title.trim_start_matches("# ");
        let _ = write!(page, "\n## `{code}`\n\n**{title}.** {}\n", body.trim());
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics.md");
    if env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&file, &page).expect("the page can be written");
    }
    let there = fs::read_to_string(&file).expect("the page is part of the repository");
    assert!(
        there == page,
        "out of date: `UPDATE_PAGES=1 cargo test -p book --test diagnostics`"
    );
}
