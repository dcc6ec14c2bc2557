//! Locations of backends: in `convex.json`, in a workspace, beside components and packages.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use convex_codegen::{Config, spec};

const SERVER: &str =
    "import { query } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n";

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// The functions of the backend at `folder`, with their arguments.
fn functions(folder: &Path) -> Vec<(String, serde_json::Value)> {
    let spec = spec(folder).expect("the folder can be listed");
    let json: serde_json::Value = serde_json::from_str(spec.json()).expect("it is JSON");
    let functions = json["functions"]
        .as_array()
        .expect("there are functions")
        .clone();
    let one = |function: serde_json::Value| {
        let name = function["identifier"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (name, function["args"].clone())
    };
    functions.into_iter().map(one).collect()
}

fn object(field: &str, ty: &serde_json::Value) -> serde_json::Value {
    serde_json::json!({ "type": "object", "value": { field: { "fieldType": ty, "optional": false } } })
}

#[test]
fn convex_json_names_the_functions_folder() {
    let module = format!(
        "{SERVER}export const run = query({{ args: {{ a: v.string() }}, handler: async () => 1 }});\n"
    );
    let project = project(&[
        ("convex.json", "{ \"functions\": \"backend/functions/\" }"),
        ("backend/functions/f.ts", &module),
        ("convex/not_this.ts", &module),
    ]);
    let string = serde_json::json!({ "type": "string" });
    assert_eq!(
        functions(project.path()),
        [("f.js:run".to_owned(), object("a", &string))]
    );
    let error = {
        fs::write(project.path().join("convex.json"), "{").expect("a file");
        spec(project.path()).expect_err("it is no JSON")
    };
    assert!(error.to_string().contains("convex.json"), "{error}");
}

#[test]
fn a_component_is_a_backend_of_its_own() {
    let run = "export const run = query({ args: {}, handler: async () => 1 });\n";
    let (outer, inner) = (format!("{SERVER}{run}"), format!("{SERVER}{run}"));
    let config = "import { defineComponent } from \"convex/server\";\nexport default defineComponent(\"inner\");\n";
    let project = project(&[
        ("convex/f.ts", &outer),
        ("convex/inner/convex.config.ts", config),
        ("convex/inner/g.ts", &inner),
    ]);
    let names = |folder: &str| -> Vec<String> {
        functions(&project.path().join(folder))
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    };
    assert_eq!(names("."), ["f.js:run"]);
    assert_eq!(names("convex/inner"), ["g.js:run"]);
}

#[test]
fn a_package_of_the_workspace_is_read_where_it_stands() {
    let module = format!(
        "{SERVER}import {{ role }} from \"@acme/shared\";\nimport {{ deep }} from \"@acme/shared/deep\";\n\
         export const run = query({{ args: {{ a: v.union(role, deep) }}, handler: async () => 1 }});\n"
    );
    let project = project(&[
        (
            "package.json",
            "{ \"workspaces\": [\"apps/*\", \"packages/*\"] }",
        ),
        (
            "apps/backend/package.json",
            "{ \"name\": \"backend\", \"dependencies\": { \"@acme/shared\": \"workspace:*\" } }",
        ),
        ("apps/backend/convex/f.ts", &module),
        (
            "packages/shared/package.json",
            "{ \"name\": \"@acme/shared\", \"exports\": { \".\": \"./src/index.ts\", \"./deep\": \"./src/deep.ts\" } }",
        ),
        (
            "packages/shared/src/index.ts",
            "import { v } from \"convex/values\";\nexport const role = v.literal(\"admin\");\n",
        ),
        (
            "packages/shared/src/deep.ts",
            "import { v } from \"convex/values\";\nexport const deep = v.null();\n",
        ),
    ]);
    let union = serde_json::json!({ "type": "union", "value": [{ "type": "literal", "value": "admin" }, { "type": "null" }] });
    let found = functions(&project.path().join("apps/backend"));
    assert_eq!(found, [("f.js:run".to_owned(), object("a", &union))]);
}

/// The arguments of the one function of the backend at `folder`.
fn args(folder: &Path) -> serde_json::Value {
    let mut found = functions(folder);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).1
}

/// A module whose one function takes the imported validator `a`.
fn taking(import: &str) -> String {
    format!(
        "{SERVER}import {{ a }} from \"{import}\";\nexport const run = query({{ args: {{ a }}, handler: async () => 1 }});\n"
    )
}

const SHARED: &str = "import { v } from \"convex/values\";\nexport const a = v.string();\n";

#[test]
fn a_workspace_may_be_written_in_every_way_of_yaml() {
    for (yaml, manifest, folder) in [
        ("packages: [libs/*] # all\n", "{}", "libs/shared"),
        (
            "# all\n\"packages\":\n  - libs/** # deep\n",
            "{}",
            "libs/a/b/shared",
        ),
        (
            "packages: ['libs/*/shared', '!other']\n",
            "{}",
            "libs/a/shared",
        ),
        ("packages:\n- '{libs,apps}/*'\n", "{}", "libs/shared"),
        (
            "linkWorkspacePackages: true\n",
            "{ \"workspaces\": [\"libs/*\"] }",
            "libs/shared",
        ),
    ] {
        let named = "{ \"name\": \"@acme/shared\", \"exports\": \"./src/index.ts\" }";
        let (package, source) = (
            format!("{folder}/package.json"),
            format!("{folder}/src/index.ts"),
        );
        let project = project(&[
            ("pnpm-workspace.yaml", yaml),
            ("package.json", manifest),
            ("apps/backend/convex/f.ts", &taking("@acme/shared")),
            (&package, named),
            (&source, SHARED),
        ]);
        let string = serde_json::json!({ "type": "string" });
        let found = args(&project.path().join("apps/backend"));
        assert_eq!(found, object("a", &string), "{yaml}");
    }
}

#[cfg(unix)]
#[test]
fn a_linked_functions_folder_is_where_it_really_is() {
    let project = project(&[
        ("backend/convex/f.ts", &taking("../lib/shared")),
        ("backend/lib/shared.ts", SHARED),
        ("app/Cargo.toml", ""),
    ]);
    let link = project.path().join("app/convex");
    std::os::unix::fs::symlink("../backend/convex", link).expect("a link");
    let string = serde_json::json!({ "type": "string" });
    assert_eq!(args(&project.path().join("app")), object("a", &string));
}

#[test]
fn create_react_app_has_its_functions_below_src() {
    let project = project(&[
        (
            "package.json",
            "{ \"devDependencies\": { \"react-scripts\": \"5\" } }",
        ),
        ("src/convex/f.ts", &taking("../shared")),
        ("src/shared.ts", SHARED),
    ]);
    assert_eq!(functions(project.path())[0].0, "f.js:run");
}

#[test]
fn bytes_that_are_not_utf_8_are_replaced_as_node_does() {
    let project = project(&[("convex/f.ts", "")]);
    let mut text = SERVER.as_bytes().to_vec();
    text.extend(b"// caf\xe9\nexport const run = query({ args: { a: v.literal(\"\xe9\") }, handler: async () => 1 });\n");
    fs::write(project.path().join("convex/f.ts"), text).expect("a file");
    let literal = serde_json::json!({ "type": "literal", "value": "\u{fffd}" });
    assert_eq!(args(project.path()), object("a", &literal));
}

#[test]
fn what_lies_outside_is_neither_read_nor_shown() {
    let outside = project(&[
        ("secret.json", "{ \"token\": \"s3cr3t\" "),
        ("secret.ts", SHARED),
    ]);
    let file = outside.path().join("secret");
    let steps = "../".repeat(12);
    let up = format!("{steps}..{}", file.display());
    for import in [
        &*up,
        &format!("{up}.json"),
        "/proc/self/environ",
        "../../../../proc/self/status",
    ] {
        let project = project(&[("convex/f.ts", &taking(import)), ("package.json", "{}")]);
        let spec = spec(project.path()).expect("the folder can be listed");
        assert!(spec.json().contains("\"opaque\""), "{import}");
        assert!(!spec.report().contains("s3cr3t") && !spec.json().contains("s3cr3t"));
    }
}

#[test]
fn a_specification_may_be_utf_16_or_of_a_newer_convex() {
    let text = "{ \"functions\": [{ \"functionType\": \"Query\", \"identifier\": \"a.js:f\", \"visibility\": { \"kind\": \"public\" }, \"args\": { \"type\": \"object\", \"value\": { \"x\": { \"fieldType\": { \"type\": \"new\" }, \"optional\": false } } } }] }";
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: [Vec<u8>; 3] = [
        text.as_bytes().to_vec(),
        [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat(),
        [0xff, 0xfe].into_iter().chain(utf16).collect(),
    ];
    for bytes in bytes {
        let project = project(&[]);
        let file = project.path().join("spec.json");
        fs::write(&file, bytes).expect("a file");
        let spec = spec(&file).expect("it can be read");
        let kind = "`functions[0].args.value.x.fieldType.type` is `new`";
        assert!(spec.report().contains(kind), "{}", spec.report());
        assert!(spec.json().contains("\"args.x\""));
    }
}

#[test]
fn an_installed_package_may_be_followed_and_need_not_be_there() {
    let module = format!(
        "{SERVER}import {{ vThing }} from \"convex-thing\";\n\
         export const run = query({{ args: {{ a: vThing }}, handler: async () => 1 }});\n"
    );
    let project = project(&[
        ("convex/f.ts", &module),
        (
            "node_modules/convex-thing/package.json",
            "{ \"name\": \"convex-thing\", \"type\": \"module\", \"exports\": { \".\": { \"import\": \"./dist/index.js\" } }, \"peerDependencies\": { \"convex\": \"^1\" } }",
        ),
        (
            "node_modules/convex-thing/dist/index.js",
            "import { v } from \"convex/values\";\nexport const vThing = v.bytes();\n",
        ),
    ]);
    let bytes = serde_json::json!({ "type": "bytes" });
    assert_eq!(
        functions(project.path()),
        [("f.js:run".to_owned(), object("a", &bytes))]
    );
    fs::remove_dir_all(project.path().join("node_modules")).expect("it is there");
    let spec = spec(project.path()).expect("the folder can be listed");
    assert!(spec.json().contains("\"opaque\""));
    assert!(
        spec.report()
            .contains("warning[unknown-package]: `vThing` comes from the package `convex-thing`")
    );
}

/// The generated modules of a backend that uses `convex-thing`, by path.
fn generated(folder: &Path) -> BTreeMap<String, String> {
    let out = folder.join("out");
    let run = Config::new(folder).out_dir(&out).run();
    run.expect("it is generated");
    let files = files_below(&out).into_iter().map(|file| {
        let text = fs::read_to_string(&file).expect("it is a text");
        let path = file.strip_prefix(&out).expect("it is below");
        (path.display().to_string().replace('\\', "/"), text)
    });
    files.collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let below = |path: PathBuf| {
        if path.is_dir() {
            files_below(&path)
        } else {
            vec![path]
        }
    };
    paths.flat_map(below).collect()
}

#[test]
fn types_of_a_package_are_in_a_module_of_its_name_wherever_its_files_are() {
    let module = format!(
        "{SERVER}import {{ vThing, vOther }} from \"@acme/convex-thing\";\n\
         export const run = query({{ args: {{ a: vThing, b: vOther }}, returns: v.null(), handler: async () => null }});\n"
    );
    let thing = "export const vThing = v.object({ size: v.number(), shape: shape() });\n";
    let other = "export const vOther = v.object({ name: v.string(), side: v.array(shape()) });\n";
    let import = "import { v } from \"convex/values\";\nconst shape = () => v.union(v.literal(\"round\"), v.literal(\"square\"));\n";
    let manifest = |main: &str| {
        format!(
            "{{ \"name\": \"@acme/convex-thing\", \"type\": \"module\", \"main\": \"./{main}\", \"peerDependencies\": {{ \"convex\": \"^1\" }} }}"
        )
    };
    let [together, apart, names] = [
        format!("{import}{thing}{other}"),
        format!("{import}{other}"),
        format!("export {{ vOther }} from \"./parts/other.js\";\n{import}{thing}"),
    ];
    let at = "node_modules/@acme/convex-thing";
    let one = project(&[
        ("convex/f.ts", &module),
        (&format!("{at}/package.json"), &manifest("dist/index.js")),
        (&format!("{at}/dist/index.js"), &together),
    ]);
    let two = project(&[
        ("convex/f.ts", &module),
        (&format!("{at}/package.json"), &manifest("lib/esm/main.js")),
        (&format!("{at}/lib/esm/main.js"), &names),
        (&format!("{at}/lib/esm/parts/other.js"), &apart),
    ]);
    let path = "shared/acme/convex_thing.rs";
    let types = generated(one.path()).remove(path).expect("it is written");
    assert!(types.contains("pub struct Thing"), "{types}");
    assert!(types.contains("`vThing` (`@acme/convex-thing`)"), "{types}");
    assert!(!types.contains("dist"), "{types}");
    assert_eq!(generated(two.path()).remove(path), Some(types));
}
