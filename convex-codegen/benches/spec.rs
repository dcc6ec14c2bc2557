//! Measures how the cost of reading a backend grows with its size: `cargo bench -p convex-codegen`.
//!
//! The budget: 1,000 ordinary modules in 300 ms on two cores and 300 MB, a module of 5 MB in 2 s,
//! and a cost per megabyte that does not grow with size. The time includes writing the
//! specification, which generating Rust does not need.

#![expect(clippy::print_stdout, reason = "the table is what a bench is for")]

use std::{fmt::Write, fs, path::Path, time::Instant};

/// Rounds of which the fastest counts: the others measure what else the machine does.
const ROUNDS: usize = 5;

/// A module as they are: validators, handlers that use the database, a few comments; 5 kB.
fn ordinary(index: usize) -> String {
    let mut text = String::from(
        "import { v } from \"convex/values\";\nimport { mutation, query } from \"./_generated/server\";\n\
         import { money } from \"./shared\";\n\n",
    );
    for part in 0..4 {
        let handler = "    const found = await ctx.db.query(\"orders\").withIndex(\"by_customer\", (q) => q.eq(\"customer\", args.customer)).collect();\n".repeat(8);
        let _ = write!(
            text,
            "/** Orders of a customer, part {part}. */\nexport const list{part} = query({{\n  args: {{ customer: v.id(\"users\"), \
             limit: v.optional(v.number()), filter: v.union(v.object({{ kind: v.literal(\"all\") }}), \
             v.object({{ kind: v.literal(\"over\"), amount: money }})) }},\n  returns: v.array(v.object({{ _id: v.id(\"orders\"), total: \
             money, module{index}: v.boolean() }})),\n  handler: async (ctx, args) => {{\n{handler}    return found;\n  }},\n}});\n\n"
        );
    }
    text
}

fn backend(modules: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: String| {
        fs::write(folder.path().join(name), text).expect("a file");
    };
    let shared = "import { v } from \"convex/values\";\nexport const money = v.object({ amount: v.int64(), currency: v.string() });\n";
    write("shared.ts", shared.to_owned());
    for index in 0..modules {
        write(&format!("module{index}.ts"), ordinary(index));
    }
    folder
}

/// One module of data and one function.
fn large(megabytes: usize) -> tempfile::TempDir {
    let folder = backend(0);
    let line = "  { name: \"a line of data\", tags: [\"one\", \"two\"], size: 1234.5 },\n";
    let data = line.repeat(megabytes * 1_000_000 / line.len());
    let text = format!("{}export const data = [\n{data}];\n", ordinary(0));
    fs::write(folder.path().join("large.ts"), text).expect("a file");
    folder
}

fn measure(title: &str, folder: &Path) {
    let entries = fs::read_dir(folder).expect("it was just written");
    let sizes = entries.map(|entry| {
        entry
            .and_then(|entry| entry.metadata())
            .map_or(0, |data| data.len())
    });
    let bytes: u64 = sizes.sum();
    let mut fastest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let spec = convex_codegen::spec(folder).expect("it can be read");
        fastest = fastest.min(start.elapsed().as_secs_f64() * 1000.0);
        assert!(spec.json().contains("list0") && spec.report().is_empty());
    }
    #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
    let megabytes = bytes as f64 / 1e6;
    let each = fastest / megabytes;
    println!(
        "{title:24} {megabytes:6.1} MB {fastest:8.0} ms {each:8.1} ms/MB   peak {}",
        peak()
    );
}

/// The most memory the process had so far, where the system tells.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}

fn main() {
    for modules in [125, 250, 500, 1_000] {
        measure(&format!("{modules} modules"), backend(modules).path());
    }
    for megabytes in [1, 5, 10] {
        measure(&format!("one of {megabytes} MB"), large(megabytes).path());
    }
}
