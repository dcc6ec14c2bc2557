//! Folders and names that mean harm, or could: links in circles, paths that lead out, strings that
//! end too early.

use std::{
    fs,
    path::{Path, PathBuf},
};

use convex_codegen::Config;
use proc_macro2::{TokenStream, TokenTree};

const IMPORTS: &str =
    "import { query } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n";

/// A project in a temporary folder, with nothing else around it.
struct Project(tempfile::TempDir);

impl Project {
    fn new(files: &[(&str, String)]) -> Self {
        let project = Self(tempfile::tempdir().expect("a temporary folder"));
        for (path, text) in files {
            let path = project.path(path);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Generates into `a/b/out`, and gives the files there.
    fn generate(&self, backend: &str) -> Vec<(PathBuf, String)> {
        let before = files(self.0.path());
        let out = self.path("a/b/out");
        let config = Config::new(self.path(backend)).out_dir(&out);
        config.generate().expect("the backend has no errors");
        let outside: Vec<PathBuf> = files(self.0.path())
            .into_iter()
            .filter(|path| !path.starts_with(&out) && !before.contains(path))
            .collect();
        assert_eq!(outside, Vec::<PathBuf>::new());
        let rust = files(&out)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|e| e == "rs"));
        rust.map(|path| {
            let text = fs::read_to_string(&path).expect("it is text");
            (path, text)
        })
        .collect()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let entry = entry.expect("it can be read");
        if entry.file_type().expect("it has a type").is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

/// Returns whether there is a function: generated code has none, so text became code.
fn has_function(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "fn",
        TokenTree::Group(group) => has_function(group.stream()),
        _ => false,
    })
}

/// Every file is Rust, and none of the hostile text is code in it.
fn assert_harmless(files: &[(PathBuf, String)]) {
    assert!(!files.is_empty());
    for (path, text) in files {
        let parsed = syn::parse_file(text);
        assert!(parsed.is_ok(), "{}: {text}", path.display());
        let tokens = text.parse().expect("it was just parsed");
        assert!(!has_function(tokens), "{text}");
    }
}

fn function(name: &str, args: &str) -> String {
    format!("export const {name} = query({{ args: {{ {args} }}, handler: async () => null }});\n")
}

/// Texts that would end a string, an attribute, a comment or a block.
const BREAKOUTS: &[&str] = &[
    "\"] fn evil() {} #[doc = \"",
    "\\\") ; fn evil() {} //",
    "*/ fn evil() {} /*",
    "\n fn evil() {}\n",
    "\r fn evil() {}",
    "\u{2028}fn evil() {}",
    "```\n```rust\nfn evil() {}\n```",
    "\"#; fn evil() {} r#\"",
    "} } fn evil() {} mod x {",
    "{evil} {0} {}",
    "../../evil",
    "\0",
    "\u{202e}evil\u{2066}",
];

#[test]
fn texts_stay_texts() {
    let mut module = IMPORTS.to_owned();
    for (index, text) in BREAKOUTS.iter().enumerate() {
        let literal = serde_json::to_string(text).expect("it is text");
        let docs = text.replace("*/", "* /").replace('\0', "");
        module.extend(["/** ", &docs, "\n * @deprecated ", &docs, " */\n"]);
        let args = format!(
            "/** {docs} */ {literal}: v.union(v.literal({literal}), v.literal(\"b\")), tagged: v.union(v.object({{ kind: v.literal({literal}) }}), v.object({{ kind: v.literal(\"x\"), n: v.number() }})), id: v.id({literal})"
        );
        module += &function(&format!("f{index}"), &args);
    }
    let project = Project::new(&[("convex/f.ts", module)]);
    assert_harmless(&project.generate("convex"));
}

#[test]
fn names_stay_inside_the_output_folder() {
    let mut tables = String::new();
    let mut exports = String::new();
    let names = [
        "../evil",
        "../../../evil",
        "/etc/evil",
        "a/b",
        "..",
        ".",
        "",
        "fn",
        "self",
        "crate",
        "Self",
        "r#type",
        "con",
        "mod",
    ];
    for name in names.iter().chain(BREAKOUTS) {
        let literal = serde_json::to_string(name).expect("it is text");
        tables.extend([
            &literal,
            ": defineTable({ [",
            &literal,
            "]: v.string() }),\n",
        ]);
        exports.extend(["export { run as ", &literal, " };\n"]);
    }
    let schema = format!(
        "import {{ defineSchema, defineTable }} from \"convex/server\";\nimport {{ v }} from \"convex/values\";\nexport default defineSchema({{\n{tables}}});\n"
    );
    let module = format!("{IMPORTS}{}{exports}", function("run", "x: v.string()"));
    let one = format!("{}{}", IMPORTS.replace("./", "../"), function("run", ""));
    let mut files = vec![("convex/schema.ts", schema), ("convex/f.ts", module)];
    for path in [
        "self",
        "super",
        "crate",
        "mod",
        "lib",
        "fn",
        "..x",
        "...",
        "-",
        "1",
        "é",
        "a-b",
        "a/mod",
        "a/self",
        "tables",
        "api",
        "type/type",
    ] {
        files.push((path, one.clone()));
    }
    let files: Vec<(String, String)> = files
        .into_iter()
        .map(|(path, text)| {
            let whole = path.starts_with("convex/");
            let path = if whole {
                path.to_owned()
            } else {
                format!("convex/{path}.ts")
            };
            (path, text)
        })
        .collect();
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.clone()))
        .collect();
    let project = Project::new(&files);
    assert_harmless(&project.generate("convex"));
}

#[test]
fn a_specification_cannot_lead_out_either() {
    let functions = [
        "../../evil.js:f",
        "/evil.js:f",
        "a/../../evil.js:f",
        "..:f",
        "x.js:../evil",
        "x.js:\"] fn evil() {}",
        ":",
        "x.js:",
    ];
    let functions = functions.map(|identifier| {
        serde_json::json!({
            "identifier": identifier,
            "functionType": "Query",
            "visibility": { "kind": "public" },
            "args": { "type": "object", "value": {} },
            "returns": { "type": "any" },
        })
    });
    for function in functions {
        let json = serde_json::json!({ "functions": [function] }).to_string();
        let project = Project::new(&[("spec.json", json)]);
        let out = project.path("a/b/out");
        let before = files(project.0.path());
        // Some of these are not identifiers: rejecting them is right too.
        let _ = Config::new(project.path("spec.json"))
            .out_dir(&out)
            .generate();
        let outside = files(project.0.path());
        assert!(
            outside
                .iter()
                .all(|path| path.starts_with(&out) || before.contains(path)),
            "{function}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_in_circles_end() {
    use std::os::unix::fs::symlink;

    let module = format!(
        "{IMPORTS}import {{ a }} from \"./ring_a\";\nimport {{ b }} from \"./dangling\";\n{}",
        function("run", "a, b, c: v.string()")
    );
    let project = Project::new(&[("convex/f.ts", module)]);
    let convex = project.path("convex");
    symlink(".", convex.join("here")).expect("a link");
    symlink("..", convex.join("up")).expect("a link");
    symlink("ring_b.ts", convex.join("ring_a.ts")).expect("a link");
    symlink("ring_a.ts", convex.join("ring_b.ts")).expect("a link");
    symlink("nowhere.ts", convex.join("dangling.ts")).expect("a link");
    symlink("/", project.path("node_modules")).expect("a link");
    let spec = convex_codegen::spec(&convex).expect("the folder can be listed");
    assert_eq!(spec.json().matches("\"identifier\"").count(), 1);
    assert!(
        spec.report().contains("missing-module"),
        "{}",
        spec.report()
    );
}

/// Reading a pipe without a writer, a socket or a device never ends.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_read() {
    use std::os::unix::{fs::symlink, net::UnixListener};

    let module = format!(
        "{IMPORTS}import {{ a }} from \"../helper\";\nimport {{ b }} from \"@/b\";\n{}",
        function("run", "a, b, c: v.string()")
    );
    let project = Project::new(&[("convex/f.ts", module)]);
    let pipes = [
        "convex/pipe.ts",
        "convex/schema.ts",
        "convex/tsconfig.json",
        "convex.json",
        "convex-types.d.ts",
        "helper.ts",
        "tsconfig.json",
        "package.json",
        "package-lock.json",
        "pnpm-workspace.yaml",
    ];
    let pipes = pipes.map(|name| project.path(name));
    let made = std::process::Command::new("mkfifo").args(&pipes).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let _socket = UnixListener::bind(project.path("convex/socket.ts")).expect("a socket");
    symlink("/dev/zero", project.path("convex/zero.ts")).expect("a link");
    // Such settings are an error, and so is such a file of types.
    for settings in ["convex.json", "convex-types.d.ts"] {
        let said = match convex_codegen::spec(project.path("convex")) {
            Ok(spec) => spec.report().to_owned(),
            Err(error) => format!("{error:?}"),
        };
        assert!(said.contains("it is not a file"), "{settings}: {said}");
        fs::remove_file(project.path(settings)).expect("it is ours");
    }
    let spec = convex_codegen::spec(project.path("convex")).expect("the folder can be listed");
    assert_eq!(spec.json().matches("\"identifier\"").count(), 1);
    assert!(
        spec.report().contains("missing-module"),
        "{}",
        spec.report()
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let project = Project::new(&[
        ("convex/f.ts", format!("{IMPORTS}{}", function("run", ""))),
        (
            "convex/folder.ts/inner.ts",
            format!("{IMPORTS}{}", function("inner", "")),
        ),
        (
            "convex/secret.ts",
            format!("{IMPORTS}{}", function("secret", "")),
        ),
    ]);
    let secret = project.path("convex/secret.ts");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("it is ours");
    let spec = convex_codegen::spec(project.path("convex")).expect("the folder can be listed");
    assert!(spec.json().contains("f.js:run") && spec.json().contains("folder.ts/inner.js:inner"));
    // The administrator can read everything.
    if fs::read(&secret).is_err() {
        assert!(
            spec.report().contains("error[unreadable]: `"),
            "{}",
            spec.report()
        );
    }
}
