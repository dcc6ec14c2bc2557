//! Each wrong call is one plain compile error that names both sides; the right ones compile.

#[test]
fn wrong_calls_are_one_error_that_names_both_sides() {
    let cases = trybuild::TestCases::new();
    cases.pass("cases/right.rs");
    cases.compile_fail("cases/wrong_*.rs");
}

#[test]
fn wrong_derives_are_errors_where_the_mistake_is() {
    trybuild::TestCases::new().compile_fail("derives/*.rs");
}
