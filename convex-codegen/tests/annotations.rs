//! Types that nothing but annotations of handlers gives, and a compiler that is asked from a build
//! script.

use std::fs;

use convex_codegen::{Config, spec};
use serde_json::{Value, json};

/// Returns the result type of the function `identifier` in `files`, and its source.
fn returns(files: &[(&str, &str)], identifier: &str) -> (Value, Value) {
    let project = project(files);
    let spec = spec(project.path().join("convex")).expect("the folder can be read");
    let spec: Value = serde_json::from_str(spec.json()).expect("it is JSON");
    let functions = spec["functions"].as_array().expect("functions");
    let function = functions
        .iter()
        .find(|function| function["identifier"] == identifier)
        .expect("the function is there");
    (function["returns"].clone(), function["returnsFrom"].clone())
}

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let project = tempfile::tempdir().expect("the system has a place for temporary files");
    for (path, text) in files {
        let path = project.path().join("convex").join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    project
}

#[test]
fn the_annotation_is_that_of_the_function_that_runs() {
    let handlers = "
        import { internalQuery } from './_generated/server';
        export async function count(): Promise<number> { return 1; }
        export const counted = internalQuery({ args: {}, handler: count });";
    let tasks = "
        import { customQuery, customCtx } from 'convex-helpers/server/customFunctions';
        import { query } from './_generated/server';
        import { count } from './handlers';
        export { counted } from './handlers';
        const authed = customQuery(query, customCtx(() => ({})));
        export const imported = query({ args: {}, handler: count });
        export const custom = authed({ args: {}, handler: async (): Promise<string[]> => [] });";
    let files = [("handlers.ts", handlers), ("tasks.ts", tasks)];
    let number = json!({ "type": "number" });
    for (name, expected) in [
        ("counted", &number),
        ("imported", &number),
        (
            "custom",
            &json!({ "type": "array", "value": { "type": "string" } }),
        ),
    ] {
        let (returns, from) = returns(&files, &format!("tasks.js:{name}"));
        assert_eq!(
            (&returns, from.as_str()),
            (expected, Some("annotation")),
            "{name}"
        );
    }
}

/// A workflow's function starts it and gives its id: what the handler returns goes elsewhere.
#[test]
fn a_handler_that_is_wrapped_says_nothing() {
    let flows = "
        import { WorkflowManager } from '@convex-dev/workflow';
        import { components } from './_generated/api';
        import { query } from './_generated/server';
        const workflow = new WorkflowManager(components.workflow);
        export const flow = workflow.define({ args: {}, handler: async (): Promise<void> => {} });
        const wrapped = (definition) => query({ args: {}, handler: async () => ({ data: await definition.handler() }) });
        export const inside = wrapped({ handler: async (): Promise<number> => 1 });
        function make() {
          type Plan = string;
          return query({ args: {}, handler: async (): Promise<Plan> => '' });
        }
        type Plan = number;
        export const made = make();";
    for name in ["flow", "inside", "made"] {
        let (_, from) = returns(&[("flows.ts", flows)], &format!("flows.js:{name}"));
        assert_ne!(from, "annotation", "{name}");
    }
}

#[test]
fn a_build_without_typescript_goes_on() {
    let project = project(&[(
        "tasks.ts",
        "import { query } from './_generated/server'; export const list = query({ args: {}, handler: () => 1 });",
    )]);
    let out = project.path().join("out");
    let config = Config::new(project.path().join("convex"))
        .types_file(project.path().join("types.d.ts"))
        .out_dir(&out);
    let missing = config
        .clone()
        .generate()
        .expect_err("the file is not there");
    assert!(
        missing.to_string().contains("convex-codegen types --out"),
        "{missing}"
    );
    fs::write(
        project.path().join("types.d.ts"),
        "export interface Functions {}\n",
    )
    .expect("it can be written");
    config
        .run_tsc(true)
        .generate()
        .expect("there is no compiler, which is no error");
    assert!(out.join("mod.rs").is_file());
}
