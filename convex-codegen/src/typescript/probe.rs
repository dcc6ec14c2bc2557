//! The texts of a probe: the modules that make `tsc` write the type of every function, and its
//! configuration.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{
    backend::{Backend, Node, Probed, Scope, Side},
    print::quoted,
    version::Version,
};

/// The module that expands types.
pub(super) const EXPAND: &str = include_str!("expand.ts");

/// The folder of the probes, inside the functions folder.
pub(super) const FOLDER: &str = "__convex_codegen__";

/// The name of the probe of one side of function number `index`, without extension.
pub(super) fn name((index, side): (usize, Side)) -> String {
    format!("p{index}-{}", side.name())
}

/// The probe of one side of a function. Each has its own file, so an unprintable type costs one
/// file.
pub(super) fn side(function: &Probed, side: Side) -> String {
    format!(
        "import {{ {} as definition }} from {};\nimport {{ {side} }} from \"./expand.js\";\nexport const type = {side}(definition);\n",
        function.export,
        quoted(&format!("../{}.js", function.module)),
        side = side.name(),
    )
}

/// The depth and care with which a type is expanded. If TypeScript fails, it is asked again with
/// less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Effort {
    /// The number of levels that are expanded.
    pub deepest: u32,
    /// `true` if an object is checked for methods before its fields are expanded.
    pub careful: bool,
}

impl Effort {
    /// From everything to little.
    pub(super) const ALL: [Self; 3] = [
        Self {
            deepest: 24,
            careful: false,
        },
        Self {
            deepest: 4,
            careful: true,
        },
        Self {
            deepest: 2,
            careful: true,
        },
    ];

    /// `settings.ts`, which `expand.ts` reads.
    pub(super) fn settings(self, tables: &[String]) -> String {
        let documents = tables.iter().map(|table| {
            let table = quoted(table);
            format!("  {table}: Doc<{table}>;\n")
        });
        format!(
            "import type {{ Doc }} from \"../_generated/dataModel.js\";\n\
             export type Deepest = {};\n\
             export type Careful = {};\n\
             export interface Documents {{\n{}}}\n",
            self.deepest,
            self.careful,
            documents.collect::<String>(),
        )
    }
}

/// `_generated/api.d.ts`, from the functions there are. The committed one is often behind its
/// sources; and a reference of its own per function, looked at when it is used, types calls between
/// functions that the real one makes circular.
pub(super) fn api(backend: &Backend, components: Option<&str>) -> String {
    let mut text = "\
import type {
  FunctionReference, RegisteredAction, RegisteredMutation, RegisteredQuery,
} from \"convex/server\";
type UndefinedToNull<T> = T extends void ? null : T;
type Reference<F> =
  F extends RegisteredQuery<infer Visibility, infer Args, infer Returns>
    ? FunctionReference<\"query\", Visibility, Args, UndefinedToNull<Awaited<Returns>>>
  : F extends RegisteredMutation<infer Visibility, infer Args, infer Returns>
    ? FunctionReference<\"mutation\", Visibility, Args, UndefinedToNull<Awaited<Returns>>>
  : F extends RegisteredAction<infer Visibility, infer Args, infer Returns>
    ? FunctionReference<\"action\", Visibility, Args, UndefinedToNull<Awaited<Returns>>>
  : any;
"
    .to_owned();
    for (name, scope) in [("api", Scope::Public), ("internal", Scope::Internal)] {
        let _ = write!(text, "export declare const {name}: ");
        write_node(&mut text, &backend.tree(scope), 0);
        text.push_str(";\n");
    }
    match components {
        Some(module) => {
            let _ = writeln!(text, "export {{ components }} from {};", quoted(module));
        }
        None => text.push_str("export declare const components: any;\n"),
    }
    text
}

fn write_node(text: &mut String, node: &Node<'_>, indent: usize) {
    if let Some(function) = node.function {
        let module = quoted(&format!("../{}.js", function.module));
        let _ = write!(
            text,
            "Reference<typeof import({module}).{}>",
            function.export
        );
        if node.children.is_empty() {
            return;
        }
        text.push_str(" & ");
    }
    text.push_str("{\n");
    let inner = " ".repeat(indent + 2);
    for (name, child) in &node.children {
        let _ = write!(text, "{inner}{}: ", quoted(name));
        write_node(text, child, indent + 2);
        text.push_str(";\n");
    }
    let _ = write!(text, "{}}}", " ".repeat(indent));
}

/// `_generated/dataModel.d.ts`, from the schema there is.
pub(super) fn data_model(backend: &Backend) -> &'static str {
    if backend.schema {
        "\
import type {
  DataModelFromSchemaDefinition, DocumentByName, SystemTableNames, TableNamesInDataModel,
} from \"convex/server\";
import type { GenericId } from \"convex/values\";
import schema from \"../schema.js\";
export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
export type TableNames = TableNamesInDataModel<DataModel>;
export type Doc<TableName extends TableNames> = DocumentByName<DataModel, TableName>;
export type Id<TableName extends TableNames | SystemTableNames> = GenericId<TableName>;
"
    } else {
        "\
import type { AnyDataModel } from \"convex/server\";
import type { GenericId } from \"convex/values\";
export type DataModel = AnyDataModel;
export type TableNames = string;
export type Doc<TableName extends TableNames = TableNames> = any;
export type Id<TableName extends TableNames = TableNames> = GenericId<TableName>;
"
    }
}

/// `_generated/server.d.ts`, for backends that have none.
pub(super) const SERVER: &str = "\
import type {
  ActionBuilder, GenericActionCtx, GenericDatabaseReader, GenericDatabaseWriter, GenericMutationCtx, GenericQueryCtx,
  HttpActionBuilder, MutationBuilder, QueryBuilder,
} from \"convex/server\";
import type { DataModel } from \"./dataModel.js\";
export declare const query: QueryBuilder<DataModel, \"public\">;
export declare const internalQuery: QueryBuilder<DataModel, \"internal\">;
export declare const mutation: MutationBuilder<DataModel, \"public\">;
export declare const internalMutation: MutationBuilder<DataModel, \"internal\">;
export declare const action: ActionBuilder<DataModel, \"public\">;
export declare const internalAction: ActionBuilder<DataModel, \"internal\">;
export declare const httpAction: HttpActionBuilder;
export declare const env: Record<string, string | undefined>;
export type QueryCtx = GenericQueryCtx<DataModel>;
export type MutationCtx = GenericMutationCtx<DataModel>;
export type ActionCtx = GenericActionCtx<DataModel>;
export type DatabaseReader = GenericDatabaseReader<DataModel>;
export type DatabaseWriter = GenericDatabaseWriter<DataModel>;
";

/// The values that a probe's configuration depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    /// The project's `tsconfig.json`, as seen from the probe's folder.
    pub extends: Option<String>,
    /// `true` if that file is the functions folder's own, which has everything that Convex needs.
    pub own: bool,
    /// The folder that every source file is below.
    pub root: String,
    /// The folder that declarations are written to.
    pub out: String,
    /// The compiler's version.
    pub version: Version,
    /// The packages of `@types` to load, if the project does not list them.
    pub ambient: Option<Vec<String>>,
}

/// The options that `npx convex dev` writes into `convex/tsconfig.json`, as the base of a project
/// without one.
pub(super) fn base_config() -> String {
    let options = json!({
        "allowJs": true, "strict": true, "moduleResolution": "Bundler", "module": "ESNext", "target": "ESNext",
        "lib": ["ES2021", "dom"], "jsx": "react-jsx", "skipLibCheck": true, "allowSyntheticDefaultImports": true,
    });
    json!({ "compilerOptions": options }).to_string()
}

/// The probe's `tsconfig.json`, which writes the declarations of `probes`.
pub(super) fn config(settings: &Settings, probes: &[(usize, Side)]) -> String {
    let files: Vec<String> = probes
        .iter()
        .map(|probe| format!("{}.ts", name(*probe)))
        .collect();
    let mut config = options(settings, &files);
    if settings.version.has_no_check() {
        config["compilerOptions"]["noCheck"] = Value::Bool(true);
    }
    config.to_string()
}

/// The `tsconfig.json` that checks `files` and writes nothing but messages.
pub(super) fn checking(settings: &Settings, files: &[String]) -> String {
    let mut config = options(settings, files);
    let options = &mut config["compilerOptions"];
    options["noEmit"] = Value::Bool(true);
    options["declaration"] = Value::Bool(false);
    options["emitDeclarationOnly"] = Value::Bool(false);
    if settings.version.has_no_check() {
        options["noCheck"] = Value::Bool(false);
    }
    config.to_string()
}

/// A `tsconfig.json` of the project's options, except for those that decide what is written and
/// where.
///
/// `strictNullChecks` is on even where the project has it off: without it, types leave out the
/// `null` that `ctx.db.get` returns.
fn options(settings: &Settings, files: &[String]) -> Value {
    let mut options = json!({
        "noEmit": false, "declaration": true, "emitDeclarationOnly": true, "noEmitOnError": false,
        "declarationMap": false, "sourceMap": false, "inlineSourceMap": false, "composite": false,
        "incremental": false, "isolatedDeclarations": false, "stripInternal": false, "noErrorTruncation": true,
        "tsBuildInfoFile": null, "declarationDir": null, "outFile": null, "mapRoot": null, "sourceRoot": null,
        "rootDir": settings.root, "outDir": settings.out,
        "skipLibCheck": true, "strictNullChecks": true, "allowJs": true, "checkJs": false,
    });
    if let Some(ambient) = &settings.ambient {
        options["types"] = json!(ambient);
    }
    let mut extends = Vec::new();
    if !settings.own {
        extends.push("./base.json".to_owned());
    }
    extends.extend(settings.extends.clone());
    let extends = if extends.len() == 1 {
        Value::from(extends.remove(0))
    } else {
        Value::from(extends)
    };
    json!({
        "extends": extends, "compilerOptions": options, "files": files,
        "include": ["../**/*.d.ts"], "exclude": ["../_generated", "../node_modules"], "references": [],
    })
}
