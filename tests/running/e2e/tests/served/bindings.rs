//! Bindings that are compared with the deployment: its functions as Convex's own library describes
//! their validators, beside what the generator read in the sources.

use std::collections::BTreeMap;

use convex_codegen_cli::serve::Change;
use convex_runtime::{
    Bindings, Query,
    bindings::{BindingsReport, Change as Difference, Changed, Impact},
};

use crate::project::Project;

async fn check(project: &Project, bindings: &Bindings) -> BindingsReport {
    let key = project.served.deployment().admin_key();
    let admin = project.client().admin(key);
    admin.check(bindings).await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deployment_of_the_same_sources_has_not_changed() {
    let quickstart = Project::serve("same").await;
    let report = check(&quickstart, &e2e::api::BINDINGS).await;
    assert_eq!(report.to_string(), "no changes");
    assert_eq!(report.impact(), None);
    let projects = [
        ("blog", e2e::blog::api::BINDINGS),
        ("chat", e2e::chat::api::BINDINGS),
        ("notes", e2e::notes::api::BINDINGS),
        ("shop", e2e::shop::api::BINDINGS),
        ("tracker", e2e::tracker::api::BINDINGS),
    ];
    for (name, bindings) in projects {
        assert!(!bindings.functions().is_empty(), "{name}");
        let project = Project::serve_project(name).await;
        let report = check(&project, &bindings).await;
        assert_eq!(report.to_string(), "no changes", "{name}");
    }
    let packages = [
        ("aggregate", e2e::packages::aggregate::api::BINDINGS),
        ("presence", e2e::packages::presence::api::BINDINGS),
        (
            "sharded-counter",
            e2e::packages::sharded_counter::api::BINDINGS,
        ),
    ];
    for (package, bindings) in packages {
        let project = Project::serve_component(package).await;
        let report = check(&project, &bindings).await;
        assert_eq!(report.to_string(), "no changes", "{package}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_deployment_has_changed_is_said() {
    let mut project = Project::serve("changed").await;
    let mut edits = BTreeMap::<&str, String>::new();
    for (file, from, to) in [
        ("files", "lines: v.number()", "rows: v.number()"),
        ("ai", "export const summarize =", "export const shorten ="),
        ("tasks", "summary: v.string(),", "summary: v.bytes(),"),
        (
            "tasks",
            "export const list = query(",
            "export const list = internalQuery(",
        ),
        (
            "tasks",
            "import { action,",
            "import { action, internalQuery,",
        ),
    ] {
        let source = edits.entry(file);
        let source = source.or_insert_with(|| project.read(&format!("convex/{file}.ts")));
        assert!(source.contains(from), "{file} has no `{from}`");
        *source = source.replacen(from, to, 1);
    }
    for (file, source) in &edits {
        project.write(&format!("convex/{file}.ts"), source);
    }
    while check(&project, &e2e::api::BINDINGS).await.changes().len() < 5 {
        let changed = project.changed().await;
        assert!(matches!(changed, Change::Loaded(_)), "{changed:?}");
    }
    let report = check(&project, &e2e::api::BINDINGS).await;
    assert_eq!(
        report.to_string(),
        "\
breaking    ai:summarize: action removed
breaking    tasks:list: is internal now: clients can no longer call it
unknown     files:process.returns: is of another type; `convex-codegen diff` says how
unknown     tasks:add.args: is of another type; `convex-codegen diff` says how
compatible  ai:shorten: action added"
    );
    assert_eq!(report.impact(), Some(Impact::Breaking));
}

const SPEC: &str = r#"
import { query } from "./_generated/server";
import { v } from "convex/values";
import * as files from "./files";
import * as payments from "./payments";

const modules = { files, payments };

export const spec = query({
  args: {},
  returns: v.string(),
  handler: async () => {
    const functions = Object.entries(modules).flatMap(([path, module]) =>
      Object.entries(module)
        .filter(([, f]: any) => f?.isQuery || f?.isMutation || f?.isAction)
        .map(([name, f]: any) => ({
          identifier: `${path}:${name}`,
          functionType: f.isQuery ? "Query" : f.isMutation ? "Mutation" : "Action",
          visibility: { kind: f.isPublic ? "public" : "internal" },
          args: JSON.parse(f.exportArgs()),
          returns: JSON.parse(f.exportReturns()),
        })),
    );
    return JSON.stringify(functions);
  },
});
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_of_the_backend_answers_programs_without_a_key() {
    const QUERY: Query<(), String> = Query::new("bindings:spec");
    let mut project = Project::serve("by-query").await;
    let source = project.read("convex/files.ts");
    project.write("convex/bindings.ts", SPEC);
    let changed = project.changed().await;
    assert!(matches!(changed, Change::Loaded(_)), "{changed:?}");
    let client = project.client();
    let report = client.check_by(QUERY, &e2e::api::BINDINGS).await;
    let report = report.expect("an answer");
    let is_listed = |change: &&Difference| change.changed() != Changed::Unlisted;
    assert_eq!(report.changes().iter().find(is_listed), None, "{report}");
    let functions = report.changes().iter().map(Difference::function);
    let functions: Vec<&str> = functions.collect();
    assert!(functions.contains(&"tasks:list"), "{functions:?}");
    assert!(!functions.iter().any(|path| path.starts_with("payments:")));

    project.write(
        "convex/files.ts",
        &source.replace("lines: v.number()", "rows: v.number()"),
    );
    let changed = project.changed().await;
    assert!(matches!(changed, Change::Loaded(_)), "{changed:?}");
    let report = client.check_by(QUERY, &e2e::api::BINDINGS).await;
    let report = report.expect("an answer").public();
    let listed: Vec<_> = report.changes().iter().filter(is_listed).collect();
    assert_eq!(listed.len(), 1, "{report}");
    assert_eq!(
        (listed[0].changed(), listed[0].impact()),
        (Changed::Returns, Impact::Unknown)
    );
}
