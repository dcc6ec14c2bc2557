//! A backend of 1,000 functions and 2,250 types, as TypeScript.

use std::{fmt::Write as _, fs, io, path::Path};

const MODULES: usize = 100;
const TABLES: usize = 25;

/// Writes the backend's functions folder.
pub fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("schema.ts"), schema())?;
    for number in 0..MODULES {
        fs::write(folder.join(format!("module{number}.ts")), module(number))?;
    }
    Ok(())
}

fn schema() -> String {
    let mut text = "import { defineSchema, defineTable } from \"convex/server\";
import { v } from \"convex/values\";
export default defineSchema({\n"
        .to_owned();
    for table in 0..TABLES {
        let owner = (table + 1) % TABLES;
        writeln!(
            text,
            "  table{table}: defineTable({{ name: v.string(), owner: v.id(\"table{owner}\"), count: v.number(), tags: v.array(v.string()), \
             status: v.union(v.literal(\"open\"), v.literal(\"in-progress\"), v.literal(\"done\")), note: v.optional(v.string()) }}),"
        )
        .expect("strings can be written to");
    }
    text + "});\n"
}

fn module(number: usize) -> String {
    let table = number % TABLES;
    let mut text = "import { query, mutation, action } from \"./_generated/server\";
import { v } from \"convex/values\";\n"
        .to_owned();
    for function in 0..10 {
        let kind = ["query", "mutation", "action"][function % 3];
        let more = match function {
            0 => ", kind: v.union(v.literal(\"a\"), v.literal(\"b-c\"))",
            1 => {
                ", body: v.union(v.object({ kind: v.literal(\"text\"), text: v.string() }), v.object({ kind: v.literal(\"image\"), url: v.string(), width: v.optional(v.number()) }))"
            }
            2 | 6 => ", limit: v.optional(v.number())",
            _ => "",
        };
        let returns = match function {
            2 | 5 => format!(
                "v.array(v.object({{ _id: v.id(\"table{table}\"), title: v.string(), done: v.boolean(), score: v.number() }}))"
            ),
            3 => "v.union(v.null(), v.object({ total: v.number(), names: v.array(v.string()), by: v.record(v.string(), v.number()) }))".to_owned(),
            _ => "v.object({ ok: v.boolean(), message: v.string(), at: v.number() })".to_owned(),
        };
        writeln!(
            text,
            "/** Function {function}. */\nexport const function{function} = {kind}({{ args: {{ id: v.id(\"table{table}\"), text: v.string(){more} }}, returns: {returns}, handler: async () => null as any }});"
        )
        .expect("strings can be written to");
    }
    text
}
