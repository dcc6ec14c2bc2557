//! Each command as it is typed and answered: `tests/transcripts` holds what a terminal shows.
//! `TRYCMD=overwrite cargo test -p convex-codegen-cli --test transcripts` writes them anew.

#[test]
fn commands_answer_as_written() {
    // Where the backends are that the commands are about.
    std::env::set_current_dir("tests/transcripts").expect("it is part of the repository");
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case("*.trycmd");
}
