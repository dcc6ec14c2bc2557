//! Whatever is in the folder: diagnostics, never a panic, a stack overflow or a hang.

use std::{fs, time::Instant};

use super::{PRELUDE, understand};

/// Seconds that any of these may take, without optimisation and on a busy machine.
const LIMIT: u64 = 60;

/// Runs a backend of one file.
fn run(name: &str, text: impl AsRef<[u8]>) -> (Vec<String>, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let functions = folder.path().join("convex");
    fs::create_dir(&functions).expect("a folder");
    fs::write(functions.join(name), text).expect("a file");
    let start = Instant::now();
    let (api, report) = understand(folder.path());
    assert!(start.elapsed().as_secs() < LIMIT, "this takes too long");
    let paths = api
        .functions
        .iter()
        .map(|function| function.path.to_string());
    (paths.collect(), report)
}

/// A module with `before`, and a function whose handler is `body`.
fn module(before: &str, body: &str) -> String {
    let function = "export const run = query({ args: { x: v.string() }, handler: () => {";
    format!("{PRELUDE}{before}\n{function}{body}}} }});\n")
}

fn nested(open: &str, close: &str, times: usize) -> String {
    format!("{}1{}", open.repeat(times), close.repeat(times))
}

#[test]
fn nesting_is_read_or_refused() {
    for (open, close) in [
        ("[", "]"),
        ("(", ")"),
        ("{a:", "}"),
        ("`${", "}`"),
        ("!", ""),
        ("typeof\n", ""),
        ("a => ", ""),
        ("a = ", ""),
        ("a ? b : ", ""),
        ("function(){return ", "}"),
        ("class {a=", "}"),
    ] {
        let (found, _) = run(
            "f.ts",
            module("", &format!("x = {};", nested(open, close, 2_000))),
        );
        assert_eq!(found, ["f:run"], "{open}");
        let (found, report) = run(
            "f.ts",
            module("", &format!("x = {};", nested(open, close, 100_000))),
        );
        assert!(
            found.is_empty() && report.contains("error[nesting]"),
            "{open}"
        );
    }
}

#[test]
fn long_chains_are_read() {
    let sum = " + 'a'".repeat(5_000);
    let arms = "else if (x === 1) { y() } ".repeat(10_000);
    for (before, body) in [
        (format!("export const s = ''{sum};"), String::new()),
        (String::new(), format!("if (x) {{}} {arms}")),
        (
            format!("export const s = v{};", ".x".repeat(20_000)),
            String::new(),
        ),
        (
            format!(
                "export const s = v.string(){};",
                ".optional()".repeat(20_000)
            ),
            String::new(),
        ),
    ] {
        let (found, _) = run("f.ts", module(&before, &body));
        assert_eq!(found, ["f:run"]);
    }
}

#[test]
fn what_would_not_end_is_ended() {
    for before in [
        "const f = (): any => f(); const a = f();",
        "function f(): any { while (true) {} } const a = f();",
        "function f() { for (;;) ; } const a = f();",
        "let a: any = [1]; for (let i = 0; i < 60; i++) a = [...a, ...a];",
        "let a: any = 'x'; for (let i = 0; i < 60; i++) a = a + a;",
        "let a: any = v.string(); for (let i = 0; i < 60; i++) a = v.object({ l: a, r: a });",
        "let a: any = {}; for (let i = 0; i < 100000; i++) a = { a };",
        "const a: any = {}; a.self = v.object(a);",
        "const a = Array.from({ length: 99999 }).map(() => Array.from({ length: 99999 }));",
        "const a = b; const b = a;",
        "import { a } from './f'; export { a };",
        "export * from './f'; const a = 1;",
        "class A extends A {} const a = new A();",
        "class B { x = new B(); } const a = new B();",
        "const o: any = { get x() { return o.x; } }; const a = o.x;",
    ] {
        let text = format!(
            "{PRELUDE}{before}\nexport const run = query({{ args: {{ a }}, handler: () => 1 }});\n"
        );
        let (found, _) = run("f.ts", text);
        assert_eq!(found, ["f:run"], "{before}");
    }
}

#[test]
fn any_bytes_are_a_diagnostic() {
    let (_, report) = run("f.ts", b"\xff\xfe export const a = 1;");
    assert!(
        report.contains("error[unreadable]: `convex/f.ts` cannot be read"),
        "{report}"
    );
    for text in [
        "export const a = 'x\0y'; \0",
        "export {",
        "export const a = \"\\ud800\";",
        "import",
        "export const \u{feff} = 1",
    ] {
        run("f.ts", text);
    }
}

/// A small generator of numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

#[test]
fn mutated_modules_end_in_diagnostics() {
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for path in super::files() {
        let text = fs::read_to_string(path).expect("text");
        let blocks = text.split("```ts\n").skip(1);
        let code = blocks.filter_map(|block| block.split("```").next());
        seeds.extend(code.map(|code| format!("{PRELUDE}{code}").into_bytes()));
    }
    seeds.sort();
    let mut random = Random(7);
    for round in 0..300 {
        let mut text = seeds[round % seeds.len()].clone();
        for _ in 0..=random.below(6) {
            let at = random.below(text.len());
            match random.below(4) {
                0 => text[at] = u8::try_from(random.below(256)).unwrap_or(0),
                1 => drop(text.remove(at)),
                2 => text.insert(at, b"(){}[].,;:?!=<>'\"`"[random.below(18)]),
                _ => {
                    let other = &seeds[random.below(seeds.len())];
                    let from = random.below(other.len());
                    let part = other[from..(from + 40).min(other.len())].to_vec();
                    text.splice(at..at, part);
                }
            }
        }
        run("f.ts", text);
    }
}
