//! What functions throw, by both compilers: the places, the data, and what is not said.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use convex_codegen::{Config, Types, inspect::Backend};
use corpus::{npm, root};

/// The project, copied into a workspace of its own with the corpus's packages.
fn project(compiler: &str) -> PathBuf {
    let corpus = npm::installed(&root().join("tests/agreement/corpus"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("thrown-{compiler}"));
    let _ = fs::remove_dir_all(&folder);
    copy(
        &root().join("tests/agreement/corpus/projects/errors"),
        &folder,
    );
    fs::write(folder.join("package.json"), "{}").expect("a file can be written");
    #[cfg(unix)]
    std::os::unix::fs::symlink(corpus.join("node_modules"), folder.join("node_modules"))
        .expect("a link can be made");
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder below target/ can be made");
    for entry in fs::read_dir(from).expect("the project is there") {
        let path = entry.expect("its entries can be read").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

/// Asks `compiler`, and reads the backend with its answers.
fn asked(compiler: &str) -> Backend {
    let compilers = npm::installed(&root().join("tests/agreement/types"));
    let folder = project(compiler);
    let file = folder.join("convex-types.d.ts");
    let types = Types::new(folder.join("convex")).file(&file).tsc(
        compilers
            .join("node_modules")
            .join(compiler)
            .join("bin/tsc"),
    );
    let report = types.update(&mut |_| {}).expect("TypeScript can be asked");
    assert_eq!(report.throwing, 6, "{report}");
    assert!(types.stale().expect("it can be read").is_empty());
    Backend::read(&Config::new(folder.join("convex")).types_file(file)).expect("it can be read")
}

/// What a function throws, and the places.
fn thrown(backend: &Backend, path: &str) -> (String, Vec<String>) {
    let function = backend.function(path).expect("the project has it");
    let Some(throws) = &function.throws else {
        return ("nothing".to_owned(), Vec::new());
    };
    let places = throws.places.iter().map(|place| {
        let (_, below) = place.path.rsplit_once("/thrown-").expect("it is ours");
        let (_, file) = below.split_once('/').expect("it is in the project");
        format!("{file}:{}", place.line)
    });
    let places: BTreeSet<String> = places.collect();
    (throws.ty.to_string(), places.into_iter().collect())
}

fn holds(backend: &Backend) {
    let of = |path: &str| thrown(backend, path);
    let (charge, places) = of("payments:charge");
    let expected = [
        r#"{ amount: number; code: "BAD_AMOUNT"; retry: boolean }"#,
        r#"{ code: "NOT_FOUND"; id: Id<"users">; table: "users" }"#,
        r#"{ code: "NO_CARD"; user: Id<"users"> }"#,
        r#"{ code: "TOO_FAST"; retryAfter: number }"#,
        r#"{ code: "TOO_MANY"; retryAfter: number }"#,
    ];
    assert_eq!(
        charge.split(" | ").collect::<BTreeSet<_>>(),
        expected.into()
    );
    let expected = [
        "convex/model/users.ts:16",
        "convex/payments.ts:14",
        "convex/payments.ts:17",
        "convex/payments.ts:33",
    ];
    assert_eq!(places, expected);
    // Of another function that it starts nothing comes back; that one throws by itself.
    assert_eq!(of("payments:later").0, r#"{ code: "LATER" }"#);
    let texts = r#""A name is needed." | "A name is shorter.""#;
    assert_eq!(of("payments:rename").0, texts);
    // What is caught, what is `any` and what has no data is not there; what is thrown again is.
    let (quiet, places) = of("payments:quiet");
    let expected = [
        r#"{ kind: "negative"; value: number }"#,
        r#"{ kind: "zero"; value: number }"#,
    ];
    assert_eq!(quiet.split(" | ").collect::<BTreeSet<_>>(), expected.into());
    assert_eq!(places, ["convex/checks.ts:4"]);
    assert_eq!(of("payments:nothing").0, "nothing");
    assert_eq!(of("plain:stop").0, r#"{ at: number; type: "stopped" }"#);
}

#[test]
fn typescript_5() {
    holds(&asked("typescript"));
}

#[test]
fn typescript_7_native() {
    holds(&asked("typescript-native"));
}
