//! Detection of modules that are out of date.

use crate::compiler::{Project, link};

const HEAD: &str = "import { query, action } from './_generated/server';\n";

fn project() -> Project {
    let module = |imports: &str, body: &str| {
        format!(
            "{HEAD}{imports}\nexport const get = query({{ args: {{}}, handler: () => {body} }});\n"
        )
    };
    let plain = module("", "1");
    let model = module("import { one } from '../model/one';", "one");
    let shared = module("import { two } from '@acme/shared';", "two");
    let dates = module("import { format } from 'date-fns';", "format(0)");
    let calls = "import { action } from 'convex/server';
        import { internal } from './_generated/api';
        export const get = action({ args: {}, handler: (ctx) => ctx.runQuery(internal.deep.plain.get, {}) });";
    let project = Project::new(&[
        ("convex/deep/plain.ts", &plain),
        ("convex/model.ts", &model),
        ("convex/shared.ts", &shared),
        ("convex/dates.ts", &dates),
        ("convex/calls.ts", calls),
        (
            "convex/schema.ts",
            "import { defineSchema } from 'convex/server'; export default defineSchema({});",
        ),
        ("model/one.ts", "export { one } from './number';"),
        ("model/number.ts", "export const one = 1;"),
        (
            "packages/shared/package.json",
            r#"{ "name": "@acme/shared", "exports": "./dist/index.js" }"#,
        ),
        ("packages/shared/src/index.ts", "export const two = 2;"),
        ("package-lock.json", &lock("2.0.0", "4.0.0", "1.48.0")),
    ]);
    project.update();
    assert!(project.stale().is_empty(), "just written");
    project
}

fn lock(date_fns: &str, lodash: &str, convex: &str) -> String {
    format!(
        "{{ \"packages\": {{\n\
         \"node_modules/convex\": {{\n \"version\": \"{convex}\"\n }},\n\
         \"node_modules/date-fns\": {{\n \"version\": \"{date_fns}\"\n }},\n\
         \"node_modules/lodash\": {{\n \"version\": \"{lodash}\"\n }}\n}} }}"
    )
}

#[test]
fn a_module_that_changes_is_and_others_are_not() {
    let project = project();
    project.write(
        "convex/dates.ts",
        &format!("{HEAD}export const get = query(() => 2);"),
    );
    assert_eq!(project.stale(), ["dates"]);
    project.write(
        "convex/new.ts",
        &format!("{HEAD}export const get = query(() => 2);"),
    );
    assert_eq!(project.stale(), ["dates", "new"]);
    project.update();
    assert!(project.stale().is_empty());
}

#[test]
fn what_it_imports_counts() {
    let project = project();
    project.write("model/number.ts", "export const one = '1';");
    assert_eq!(project.stale(), ["model"]);
    project.write("packages/shared/src/index.ts", "export const two = '2';");
    assert_eq!(project.stale(), ["model", "shared"]);
}

/// A machine with Rust alone has neither `node_modules` nor what a build writes, and sees the same.
#[test]
fn a_package_of_the_workspace_is_the_same_whether_it_is_installed_and_built() {
    let project = project();
    link(
        &project.path("packages/shared"),
        &project.path("node_modules/@acme/shared"),
    );
    project.write("packages/shared/dist/index.js", "export const two = 2");
    project.write(
        "packages/shared/dist/index.d.ts",
        "export declare const two: 2",
    );
    project.write(
        "node_modules/date-fns/package.json",
        r#"{ "name": "date-fns", "version": "2.0.0" }"#,
    );
    project.write(
        "node_modules/date-fns/index.js",
        "exports.format = () => ''",
    );
    assert!(project.stale().is_empty());
    project.write("packages/shared/src/index.ts", "export const two = '2';");
    assert_eq!(project.stale(), ["shared"]);
}

#[test]
fn the_locked_version_of_a_package_that_it_imports_counts() {
    let project = project();
    project.write("package-lock.json", &lock("2.0.0", "4.0.1", "1.49.0"));
    assert!(project.stale().is_empty(), "nothing that is imported");
    project.write("package-lock.json", &lock("2.0.1", "4.0.1", "1.49.0"));
    assert_eq!(project.stale(), ["dates"]);
}

#[test]
fn the_function_that_it_runs_counts() {
    let project = project();
    project.write(
        "convex/deep/plain.ts",
        &format!("{HEAD}export const get = query(() => '1');"),
    );
    assert_eq!(project.stale(), ["calls", "deep/plain"]);
}

#[test]
fn the_schema_counts_for_all_that_use_the_data_model() {
    let project = project();
    project.write(
        "convex/schema.ts",
        "import { defineSchema } from 'convex/server'; export default defineSchema({ });",
    );
    assert_eq!(
        project.stale(),
        ["calls", "dates", "deep/plain", "model", "shared"]
    );
}
