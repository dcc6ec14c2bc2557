//! A backend of ten functions in each module, as TypeScript: 1,000 functions and 2,250 types in 100.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// The number of functions in each module.
pub const FUNCTIONS: usize = 10;

const TABLES: usize = 25;

/// Writes the backend's functions folder, with `modules` modules.
pub fn write(folder: &Path, modules: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("schema.ts"), schema())?;
    for number in 0..modules {
        fs::write(path(folder, number), module(number))?;
    }
    Ok(())
}

/// The file of module `number`.
pub fn path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("module{number}.ts"))
}

/// Replaces a union of objects by one of them in all modules, since `convex-typegen` refuses it.
pub fn without_union(folder: &Path, modules: usize) -> io::Result<()> {
    for number in 0..modules {
        fs::write(path(folder, number), simple(number))?;
    }
    Ok(())
}

/// The text of module `number` without a union of objects.
fn simple(number: usize) -> String {
    module(number).replace(UNION, OBJECT)
}

const UNION: &str = "v.union(v.object({ kind: v.literal(\"text\"), text: v.string() }), v.object({ kind: v.literal(\"image\"), url: v.string(), width: v.optional(v.number()) }))";

const OBJECT: &str =
    "v.object({ kind: v.literal(\"image\"), url: v.string(), width: v.optional(v.number()) })";

/// Writes what Convex's command generates, which TypeScript needs.
pub fn write_generated(folder: &Path) -> io::Result<()> {
    let generated = folder.join("_generated");
    fs::create_dir_all(&generated)?;
    fs::write(generated.join("server.d.ts"), SERVER)?;
    fs::write(folder.join("tsconfig.json"), TSCONFIG)
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

/// A field that only [`changed`] modules have.
pub const CHANGE: &str = "added_here";

/// The text of module `number`, without a union of objects, after a change of one function's type.
pub fn changed(number: usize) -> String {
    simple(number).replacen(
        "args: {",
        &format!("args: {{ {CHANGE}: v.optional(v.string()),"),
        1,
    )
}

fn module(number: usize) -> String {
    let table = number % TABLES;
    let mut text = "import { query, mutation, action } from \"./_generated/server\";
import { v } from \"convex/values\";\n"
        .to_owned();
    for function in 0..FUNCTIONS {
        let kind = ["query", "mutation", "action"][function % 3];
        let more = match function {
            0 => ", kind: v.union(v.literal(\"a\"), v.literal(\"b-c\"))",
            1 => &format!(", body: {UNION}"),
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
            "/** Function {function}. */\nexport const function{function} = {kind}({{ args: {{ id: v.id(\"table{table}\"), text: v.string(){more} }}, returns: {returns}, {} }});",
            handler(table, function)
        )
        .expect("strings can be written to");
    }
    text
}

/// A handler as they are: it reads the database, works on what it finds and answers with its
/// declared result.
fn handler(table: usize, function: usize) -> String {
    let result = match function {
        2 | 5 => "[{ _id: args.id, title: args.text, done: words.length > 0, score: longest }]",
        3 => {
            "others.length === 0 ? null : { total: longest, names: others.map((other) => other.name), by: { [args.text]: longest } }"
        }
        _ => "{ ok: longest > 0, message: words.join(\"-\"), at: Date.now() }",
    };
    let reads = match function % 3 {
        // Actions have no database.
        2 => String::new(),
        _ => format!(
            "
    const found = await ctx.db.get(args.id);
    if (found === null) {{
      throw new Error(`no document ${{args.id}}`);
    }}
    const others = await ctx.db.query(\"table{table}\").filter((q) => q.eq(q.field(\"owner\"), found.owner)).take(100);"
        ),
    };
    let writes = match function % 3 {
        1 => {
            "
    await ctx.db.patch(args.id, { count: found.count + others.length, tags: [...found.tags, args.text] });"
        }
        _ => "",
    };
    format!(
        "handler: async (ctx, args) => {{{reads}
    // The longest word decides.
    const words = args.text.split(\" \").map((word) => word.trim().toLowerCase()).filter((word) => word !== \"\");
    let longest = 0;
    for (const word of words) {{
      longest = Math.max(longest, word.length);
    }}{writes}
    return {result};
  }}"
    )
}

const SERVER: &str = r#"import {
  ActionBuilder, DataModelFromSchemaDefinition, MutationBuilder, QueryBuilder,
} from "convex/server";
import schema from "../schema.js";
type DataModel = DataModelFromSchemaDefinition<typeof schema>;
export declare const query: QueryBuilder<DataModel, "public">;
export declare const mutation: MutationBuilder<DataModel, "public">;
export declare const action: ActionBuilder<DataModel, "public">;
"#;

/// As `npx convex dev` writes it into a new project.
const TSCONFIG: &str = r#"{
  "compilerOptions": {
    "allowJs": true, "strict": true, "moduleResolution": "Bundler", "jsx": "react-jsx",
    "skipLibCheck": true, "allowSyntheticDefaultImports": true, "target": "ESNext",
    "lib": ["ES2023", "dom"], "forceConsistentCasingInFileNames": true, "module": "ESNext",
    "isolatedModules": true, "noEmit": true
  },
  "include": ["./**/*"],
  "exclude": ["./_generated"]
}
"#;
