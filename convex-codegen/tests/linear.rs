//! The cost of reading a backend grows linearly with its size.
//!
//! `cargo bench -p convex-codegen --bench spec` prints the times.

#![cfg(target_os = "linux")]

use std::fs;

/// A backend of `modules` modules of 2 kB that share a validator, and one module of `data` lines.
fn backend(modules: usize, data: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    let head = "import { v } from \"convex/values\";\nimport { query } from \"./_generated/server\";\nimport { money } from \"./shared\";\n";
    write(
        "shared.ts",
        "import { v } from \"convex/values\";\nexport const money = v.object({ amount: v.int64() });\n",
    );
    for index in 0..modules {
        let statement = "    await ctx.db.query(\"orders\").withIndex(\"by_customer\", (q) => q.eq(\"customer\", args.customer)).collect();\n";
        let function = format!(
            "export const list = query({{\n  args: {{ total: money, m{index}: v.union(v.literal(\"a\"), v.null()) }},\n  handler: async (ctx, args) => {{\n{}  }},\n}});\n",
            statement.repeat(16)
        );
        write(&format!("module{index}.ts"), &format!("{head}{function}"));
    }
    let line = "  { name: \"a line of data\", tags: [\"one\", \"two\"], size: 1234.5 },\n";
    write(
        "data.ts",
        &format!("export const data = [\n{}];\n", line.repeat(data)),
    );
    folder
}

/// Hundredths of a second that this process has computed, on all of its threads.
fn computed() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux has it");
    let fields = stat.rsplit(')').next().expect("there is a name");
    let field = |at: usize| -> f64 {
        let field = fields.split_whitespace().nth(at).expect("there is one");
        field.parse().expect("it is a number")
    };
    field(11) + field(12)
}

/// Returns the CPU time for reading `folder`: the least of three, to exclude other load.
fn cost(folder: &tempfile::TempDir, modules: usize) -> f64 {
    let once = |_| {
        let before = computed();
        let spec = convex_codegen::spec(folder.path()).expect("it can be read");
        assert_eq!(spec.functions(), modules);
        computed() - before
    };
    (0..3).map(once).fold(f64::INFINITY, f64::min)
}

#[test]
fn four_times_the_bytes_cost_about_four_times_as_much() {
    for (small, large) in [((60, 0), (240, 0)), ((0, 2_000), (0, 8_000))] {
        let [small, large] =
            [small, large].map(|(modules, data)| cost(&backend(modules, data), modules));
        // Quadratic would be sixteen times. Ticks of the clock are coarse.
        assert!(large < 8.0 * small.max(2.0), "{small} and {large}");
    }
}

/// A trial inside of a trial costs what it is long, not more for each level.
#[test]
fn a_recursion_on_an_unknown_value_ends_soon() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = r#"
import { query } from "./_generated/server";
import { v } from "convex/values";
import { shape } from "not-installed";
function convert(value: any, seen = new Set()): any {
  if (seen.has(value)) return v.any();
  seen.add(value);
  let inner = value;
  let optional = false;
  if (value.kind === "optional") {
    optional = true;
    inner = value.inner;
  }
  let out: any;
  switch (inner.kind) {
    case "object": {
      const fields: Record<string, any> = {};
      for (const [key, field] of Object.entries(inner.fields)) {
        if (field) fields[key] = convert(field, seen);
      }
      out = v.object(fields);
      break;
    }
    case "array":
      out = v.array(convert(inner.element, seen));
      break;
    default:
      try {
        out = convert(inner.other, seen);
      } catch {
        out = v.any();
      }
  }
  return optional ? v.optional(out) : out;
}
export const f = query({ args: { x: convert(shape) }, handler: async () => null });
"#;
    fs::write(folder.path().join("f.ts"), text).expect("a file");
    let before = computed();
    convex_codegen::spec(folder.path()).expect("it can be read");
    // A tenth of this on an idle machine.
    assert!(computed() - before < 1_000.0, "hundredths of a second");
}

/// Short texts that stand for long ones: types that double with each line, intersections of unions,
/// validators that are written once and used often, objects that are copied for each condition.
#[test]
fn what_grows_out_of_few_bytes_is_cut() {
    let doubling = |line: &dyn Fn(usize) -> String| (1..40).map(line).collect::<String>();
    let types = doubling(&|n| format!("type T{n} = {{ a: T{}; b: T{} }};\n", n - 1, n - 1));
    let unions = doubling(&|n| {
        format!(
            "type U{n} = U{} & ({{ a{n}: 1 }} | {{ b{n}: 2 }});\n",
            n - 1
        )
    });
    let each =
        |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let shared = each(1_000, &|n| format!("k{n}: v.string(), "));
    let uses = each(1_000, &|n| {
        format!(
            "export const f{n} = query({{ args: {{ ...shared }}, handler: async () => null }});\n"
        )
    });
    let conditions = each(300, &|n| {
        format!("if (process.env.A{n}) large.k{n} = {n};\n")
    });
    let texts = [
        format!(
            "type T0 = {{ a: string }};\n{types}export const f = query(async (ctx: any, args: T39) => null);\n"
        ),
        format!(
            "type U0 = {{ a: 1 }};\n{unions}export const f = query(async (ctx: any, args: U39) => null);\n"
        ),
        format!("const shared = {{ {shared} }};\n{uses}"),
        format!(
            "const large: any = {{}};\nfor (let i = 0; i < 10000; i++) large[\"k\" + i] = i;\n{conditions}export const f = query({{ args: {{}}, handler: async () => null }});\n"
        ),
    ];
    for text in texts {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let head = "import { query } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n";
        fs::write(folder.path().join("f.ts"), format!("{head}{text}")).expect("a file");
        let before = computed();
        convex_codegen::spec(folder.path()).expect("it can be read");
        let cost = computed() - before;
        // Without limits, most of these would not end at all.
        assert!(
            cost < 3_000.0,
            "{cost} hundredths of a second: {}",
            &text[..60]
        );
    }
}

/// Modules that all export each other: as many declarations as there are pairs of them.
fn knot(modules: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for module in 0..modules {
        let stars = (0..modules).map(|other| format!("export * from \"./m{other}\";\n"));
        let constants = (0..20).map(|name| format!("export const n{name} = {module};\n"));
        let own = constants.skip(module % 7).step_by(7);
        let text: String = stars.chain(own).collect();
        fs::write(folder.path().join(format!("m{module}.ts")), text).expect("a file");
    }
    folder
}

#[test]
fn modules_that_export_each_other_cost_what_their_declarations_do() {
    let [small, large] = [40, 80].map(|modules| cost(&knot(modules), 0));
    // Four times the declarations. To look at all of them for each name would be 16 times.
    assert!(large < 12.0 * small.max(2.0), "{small} and {large}");
}
