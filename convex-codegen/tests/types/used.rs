//! The use of the file by generation.

use std::fs;

use convex_codegen::{Config, spec};
use serde_json::Value;

use crate::compiler::Project;

const HEAD: &str = "import { query, internalQuery } from './_generated/server';\nimport { v } from 'convex/values';\n";

fn project() -> Project {
    let a = format!(
        "{HEAD}export const get = query({{ args: {{}}, handler: () => 1 }});
         export const said = query({{ args: {{}}, returns: v.string(), handler: () => '' }});"
    );
    let b = format!("{HEAD}export const get = query({{ args: {{}}, handler: () => 1 }});");
    Project::new(&[("convex/a.ts", &a), ("convex/b.ts", &b)])
}

/// Returns the result type of the function `identifier`, and its source.
fn returns(project: &Project, identifier: &str) -> (Value, Value) {
    let spec = spec(project.path("convex")).expect("the folder can be read");
    let spec: Value = serde_json::from_str(spec.json()).expect("it is JSON");
    let functions = spec["functions"].as_array().expect("functions").iter();
    let mut found = functions.filter(|function| function["identifier"] == identifier);
    let function = found.next().expect("the function is there");
    (
        function["returns"]["type"].clone(),
        function["returnsFrom"].clone(),
    )
}

/// The warnings of a build.
fn warnings(project: &Project, config: &Config) -> String {
    let out = project.path("out");
    let report = config.clone().out_dir(&out).run();
    report.expect("it is a backend").rendered()
}

fn config(project: &Project) -> Config {
    Config::new(project.path("convex")).types_file(project.path("convex-types.d.ts"))
}

#[test]
fn returns_without_a_validator_are_filled_in() {
    let project = project();
    project.update();
    assert_eq!(
        returns(&project, "a.js:get"),
        ("number".into(), "typescript".into())
    );
    assert_eq!(
        returns(&project, "a.js:said"),
        ("string".into(), "validator".into())
    );
    assert_eq!(warnings(&project, &config(&project)), "");
    let generated = fs::read_to_string(project.path("out/api/a.rs")).expect("it was written");
    assert!(
        generated.contains("Query::new(\"a:get\").inferred()"),
        "{generated}"
    );
}

#[test]
fn only_what_is_unchanged_is_used_of_a_stale_file() {
    let project = project();
    project.update();
    project.write(
        "convex/b.ts",
        &format!("{HEAD}export const get = query({{ args: {{}}, handler: () => '1' }});"),
    );
    assert_eq!(
        returns(&project, "a.js:get"),
        ("number".into(), "typescript".into())
    );
    assert_eq!(returns(&project, "b.js:get").1, Value::Null);
    let warnings = warnings(&project, &config(&project));
    assert_eq!(warnings.matches("warning").count(), 1, "{warnings}");
    assert!(
        warnings.contains("out of date for `b`") && warnings.contains("convex-codegen types"),
        "{warnings}"
    );
}

#[test]
fn without_a_file_there_is_one_warning() {
    let project = project();
    assert_eq!(returns(&project, "a.js:get").1, Value::Null);
    let warnings = warnings(&project, &Config::new(project.path("convex")));
    assert_eq!(warnings.matches("warning").count(), 1, "{warnings}");
    assert!(warnings.contains("convex-codegen types"), "{warnings}");
}

#[test]
fn arguments_that_are_opaque_in_part_are_filled_in() {
    let module = format!(
        "{HEAD}import {{ mystery }} from 'elsewhere';
         export const add = query({{ args: {{ title: v.string(), extra: mystery() }}, handler: () => null }});"
    );
    let project = Project::new(&[("convex/a.ts", &module)]);
    project.compiler(
        "export declare const type: { title: \"string\"; extra: { at: \"number\"; by?: \"undefined\" | \"string\" } };",
    );
    let (_, text) = project.update();
    assert!(
        text.contains("extra: { at: number; by?: string }; title: string"),
        "{text}"
    );
    let spec = spec(project.path("convex")).expect("the folder can be read");
    let spec: Value = serde_json::from_str(spec.json()).expect("it is JSON");
    let args = &spec["functions"][0]["args"]["value"];
    assert_eq!(args["title"]["fieldType"]["type"], "string");
    assert_eq!(
        args["extra"]["fieldType"]["value"]["at"]["fieldType"]["type"], "number",
        "{args}"
    );
    assert_eq!(
        args["extra"]["fieldType"]["value"]["by"]["optional"], true,
        "{args}"
    );
}

/// One function that is too much for the compiler is asked again with less, and costs no other its
/// type.
#[test]
fn one_bad_function_does_not_lose_the_others() {
    let project = project();
    let first = "if [ $name = p0-returns ] && ! grep -q 'Deepest = 4' \"$dir/settings.ts\"; then
        echo \"$probe(3,14): error TS7056: The inferred type of this node exceeds the maximum length.\"
        else echo 'export declare const type: \"number\";' > \"$to\"; fi";
    project.script(first);
    let (report, text) = project.update();
    assert_eq!((report.typed, report.failed.len()), (2, 0), "{report}");
    assert!(text.contains("\"a:get\"(args: {}): number;"), "{text}");

    let always = "if [ $name = p0-returns ]; then
        echo \"$probe(3,14): error TS2742: The inferred type cannot be named.\"
        else echo 'export declare const type: \"number\";' > \"$to\"; fi";
    project.script(always);
    let (report, text) = project.update();
    assert_eq!((report.typed, report.failed.len()), (1, 1), "{report}");
    assert!(
        text.contains("TypeScript cannot write its type: TS2742"),
        "{text}"
    );
    assert!(
        warnings(&project, &config(&project)).contains("TS2742"),
        "the build says why"
    );

    // A compiler that breaks off keeps what it wrote until then.
    project.script("if [ $name = p2-returns ]; then kill -9 $$; else echo 'export declare const type: \"number\";' > \"$to\"; fi");
    let (report, text) = project.update();
    assert_eq!(report.typed, 1, "{report}");
    assert!(
        text.contains("\"b:get\"(args: {}): Unsupported<\"TypeScript broke off\">"),
        "{text}"
    );
}

#[test]
fn the_summary_tells_what_kind_of_type_each_function_has() {
    let each =
        |name: &str| format!("export const {name} = query({{ args: {{}}, handler: () => 1 }});");
    let module = ["a", "b", "c", "d", "e"].map(each).join("\n");
    let project = Project::new(&[("convex/a.ts", &format!("{HEAD}{module}"))]);
    project.script(
        "case $name in
         p0*) t='\"number\"';; p1*) t='\"any\"';; p2*) t='{ a: \"any\" }';; p3*) t='{ a: Unsupported<\"nested too deeply\"> }';;
         p4*) t='Unsupported<\"Map\">';; esac
         echo \"export declare const type: $t;\" > \"$to\"",
    );
    let (report, _) = project.update();
    let text = report.to_string();
    assert!(
        text.contains("1 typed, 1 partly typed, 1 too deep, 1 `any`")
            && text.contains("1 without a type, because `Map` is not a Convex value: a:e"),
        "{text}"
    );
}
