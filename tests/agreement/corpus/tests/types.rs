//! Types inferred for the generator equal those of the TypeScript compiler API.

#![expect(clippy::print_stdout, reason = "the figures are worth reading")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use corpus::{npm, root};
use serde_json::Value;

/// The results of all projects.
#[derive(Debug, Default)]
struct Agreement {
    exact: u64,
    open: u64,
    partial: Vec<String>,
    wrong: Vec<String>,
}

impl Agreement {
    fn add(&mut self, project: &str, report: &Value) {
        let lines = |key: &str| {
            let lines = report[key]
                .as_array()
                .expect("the oracle lists them")
                .iter();
            lines
                .map(|line| format!("{project} {}", line.as_str().unwrap_or_default()))
                .collect::<Vec<_>>()
        };
        self.exact += report["exact"].as_u64().expect("a count");
        self.open += report["open"].as_u64().expect("a count");
        self.partial.extend(lines("partial"));
        self.wrong.extend(lines("wrong"));
    }
}

/// A backend copied beside the corpus's packages: the folder that is asked about.
struct Project {
    name: &'static str,
    functions: PathBuf,
}

/// Copies `from` into a workspace of its own, whose `node_modules` is the corpus's.
fn project(workspace: &Path, name: &'static str, from: &Path) -> Project {
    let to = workspace.join(name);
    copy(from, &to);
    let component = to.join("component");
    let functions = if component.is_dir() {
        component
    } else {
        to.join("convex")
    };
    Project { name, functions }
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

/// Asks `compiler` about each project and compares its answers, and the specification that they end
/// up in.
fn agreement(compiler: &str) -> Agreement {
    let compilers = npm::installed(&root().join("tests/agreement/types"));
    let corpus = npm::installed(&root().join("tests/agreement/corpus"));
    let tsc = compilers
        .join("node_modules")
        .join(compiler)
        .join("bin/tsc");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("types-{compiler}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder below target/ can be made");
    fs::write(folder.join("package.json"), "{}").expect("a file can be written");
    link(&corpus.join("node_modules"), &folder.join("node_modules"));
    let own = |name: &'static str| {
        project(
            &folder,
            name,
            &root().join("tests/agreement/corpus/projects").join(name),
        )
    };
    let package = |name: &'static str| {
        project(
            &folder,
            name,
            &corpus
                .join("node_modules/@convex-dev")
                .join(name)
                .join("src"),
        )
    };
    let projects = [
        own("inferred"),
        own("helpers"),
        own("zod"),
        own("components"),
        package("workpool"),
        package("polar"),
    ];
    let mut agreement = Agreement::default();
    for Project { name, functions } in projects {
        let file = functions
            .parent()
            .expect("it has a parent")
            .join("convex-types.d.ts");
        let unasked = spec(&functions);
        let types = convex_codegen::Types::new(&functions).file(&file).tsc(&tsc);
        let report = types.update(&mut |_| {}).expect("TypeScript can be asked");
        println!("{name}: {report}");
        assert!(
            types.stale().expect("it can be read").is_empty(),
            "{name}: just written"
        );
        let kept = file.with_extension("spec.json");
        fs::write(&kept, spec(&functions)).expect("a file can be written");
        agreement.add(name, &oracle(&compilers, &[&functions, &file, &kept]));
        if name == "inferred" {
            assert!(
                unasked.matches("\"annotation\"").count() > 5,
                "it has annotations"
            );
            fs::write(&kept, unasked).expect("a file can be written");
            let report = oracle(&compilers, &[&functions, &file, &kept]);
            assert_eq!(report["wrong"], Value::Array(Vec::new()), "annotations");
        }
        if name == "components" {
            cheap(&types, &tsc, &functions);
        }
    }
    println!("{agreement:#?}");
    agreement
}

fn spec(functions: &Path) -> String {
    convex_codegen::spec(functions)
        .expect("the folder can be read")
        .json()
        .to_owned()
}

/// Prints how many times as long asking takes as checking the same project; what is asserted leaves
/// room for busy machines.
fn cheap(types: &convex_codegen::Types, tsc: &Path, functions: &Path) {
    let config = functions.join("tsconfig.json");
    fs::write(&config, CONFIG).expect("a file can be written");
    let mut times = [Duration::MAX; 2];
    for _ in 0..2 {
        let start = Instant::now();
        // The project's own type errors do not matter.
        Command::new("node")
            .arg(tsc)
            .args(["--noEmit", "-p"])
            .arg(&config)
            .output()
            .expect("Node is installed");
        times[0] = times[0].min(start.elapsed());
        let start = Instant::now();
        types.update(&mut |_| {}).expect("TypeScript can be asked");
        times[1] = times[1].min(start.elapsed());
    }
    let [check, ask] = times.map(|time| time.as_secs_f64());
    println!(
        "tsc --noEmit {check:.2} s, types {ask:.2} s: {:.2} times",
        ask / check
    );
    assert!(ask < check * 3.0, "{ask} s is far more than {check} s");
}

/// The `tsconfig.json` that `npx convex dev` writes into a functions folder.
const CONFIG: &str = r#"{
  "compilerOptions": {
    "allowJs": true, "strict": true, "moduleResolution": "Bundler", "jsx": "react-jsx", "skipLibCheck": true,
    "allowSyntheticDefaultImports": true, "target": "ESNext", "lib": ["ES2021", "dom"],
    "forceConsistentCasingInFileNames": true, "module": "ESNext", "isolatedModules": true, "noEmit": true
  },
  "include": ["./**/*"], "exclude": ["./_generated"]
}"#;

fn oracle(compilers: &Path, arguments: &[&Path]) -> Value {
    let output = Command::new("node")
        .arg(compilers.join("oracle.mjs"))
        .args(arguments)
        .output()
        .expect("Node is installed");
    assert!(
        output.status.success(),
        "the oracle: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    corpus::parse(&output.stdout)
}

#[cfg(unix)]
fn link(original: &Path, link: &Path) {
    std::os::unix::fs::symlink(original, link).expect("a link below target/ can be made");
}

#[cfg(windows)]
fn link(original: &Path, link: &Path) {
    std::os::windows::fs::symlink_dir(original, link).expect("a link below target/ can be made");
}

fn holds(agreement: &Agreement) {
    assert!(agreement.wrong.is_empty());
    assert!(agreement.exact > 180, "the corpus has shrunk");
    let known = agreement.exact + agreement.partial.len() as u64;
    assert!(agreement.exact * 100 >= known * 99);
}

#[test]
fn typescript_5() {
    holds(&agreement("typescript"));
}

#[test]
fn typescript_7_native() {
    holds(&agreement("typescript-native"));
}
