//! Annotations as backends write them, and the structure that TypeScript gives them.

use std::rc::Rc;

use super::*;
use crate::{
    syntax::types::{parse_module_types, parse_type},
    typescript::print::print,
};

/// Files by path; `./a` leads to `a.ts`.
struct Memory {
    files: Vec<(&'static str, Rc<ModuleTypes>)>,
}

impl Files for Memory {
    fn types(&mut self, file: FileId) -> Rc<ModuleTypes> {
        self.files[file.0 as usize].1.clone()
    }

    fn import(&mut self, _from: FileId, specifier: &str) -> Destination {
        if specifier.contains("_generated/") {
            return Destination::Generated;
        }
        let Some(path) = specifier.strip_prefix("./") else {
            return Destination::Package;
        };
        match (0..)
            .zip(&self.files)
            .find(|(_, (name, _))| *name == format!("{path}.ts"))
        {
            Some((index, _)) => Destination::File(FileId(index)),
            None => Destination::Missing,
        }
    }

    fn document(&mut self, table: &str) -> Option<Shape> {
        let field = |name: &str, shape| super::super::shape::Property {
            name: name.to_owned(),
            optional: false,
            shape,
        };
        let title = field("title", Shape::String);
        Some(Shape::object([
            field("_id", Shape::Id(table.to_owned())),
            field("_creationTime", Shape::Number),
            title,
        ]))
    }

    fn is_schema(&self, file: FileId) -> bool {
        self.files[file.0 as usize].0 == "schema.ts"
    }

    fn validator(&mut self, file: FileId, name: &str) -> Option<Shape> {
        (self.files[file.0 as usize].0 == "types.ts" && name == "status").then_some(Shape::Boolean)
    }
}

const TYPES: &str = r#"
import { status as state } from "./types";
export type Plan = "free" | "pro";
export interface Base { id: string; note?: string; }
export interface Options { a: string; b?: number }
export interface Named extends Base { name: string; note: string | undefined }
export type Page<T, U = number> = { items: T[]; total: U };
export interface Tree { value: string; children: Tree[] }
export type List<T> = { head: T; tail: List<T> | null };
export type Json = string | Json[] | { [key: string]: Json };
export enum Color { Red = "red", Blue = "blue" }
export enum Level { Low, High }
export type Event = { type: "a"; at: number } | { type: "b"; by: string } | { type: "c" };
export const ROLES = ["admin", "member"] as const;
export const LIMITS = { free: 1, pro: { seats: 5 } };
export async function load(): Promise<Plan | null> { return null; }
export const status = v.boolean();
export type { Plan as Tier };
export default interface Main { ok: boolean }
"#;

/// The printed structure of `annotation`, written in a file that imports everything.
fn resolved(annotation: &str) -> String {
    let text = "import type { Doc, Id } from './_generated/dataModel';
         import type { PaginationResult, Infer } from 'convex/server';
         import { type Plan, Named, Page, Tree, List, Json, Color, Level, status, Tier } from './index';
         import type Main from './types';
         import schema from './schema';
         import { ROLES, LIMITS, load } from './types';
         import type { Id as Missing } from './index';
         import * as types from './types';
         import type { Foreign } from 'elsewhere';
         type Loop = Loop;";
    let files = [
        ("main.ts", text),
        ("types.ts", TYPES),
        ("index.ts", "export * from './types';"),
        ("schema.ts", "export default defineSchema({});"),
    ];
    let mut memory = Memory {
        files: files
            .map(|(path, text)| (path, Rc::new(parse_module_types(path, text))))
            .into_iter()
            .collect(),
    };
    let annotation = parse_type(annotation).expect("it is a type");
    print(&resolve(&mut memory, FileId(0), &annotation), 0, 0)
}

#[test]
fn plain_structure() {
    for (annotation, expected) in [
        ("Promise<void>", "undefined"),
        (
            "Promise<{ id: Id<\"tasks\"> } | null>",
            "{ id: Id<\"tasks\"> } | null",
        ),
        ("Promise<Doc<'tasks'>[]>", "Doc<\"tasks\">[]"),
        ("Promise<Record<string, number>>", "Record<string, number>"),
        ("[string, number]", "Array<number | string>"),
        ("Promise<ReadonlyArray<bigint>>", "bigint[]"),
        (
            "Promise<{ a?: string; b: ArrayBuffer | undefined }>",
            "{ a?: string; b?: ArrayBuffer }",
        ),
        (
            "Promise<{ later: Promise<string>; now: Awaited<Promise<string>> }>",
            "{ later: Unsupported<\"Promise\">; now: string }",
        ),
        (
            "Promise<{ all: Promise<string>[] }>",
            "{ all: Unsupported<\"Promise\">[] }",
        ),
        ("{ at: Date }", "{ at: Unsupported<\"`Date`\"> }"),
        (
            "{ go(): void }",
            "Unsupported<\"an object with the method `go`\">",
        ),
    ] {
        assert_eq!(resolved(annotation), expected, "{annotation}");
    }
}

#[test]
fn names_are_followed_through_files() {
    for (annotation, expected) in [
        ("Promise<Plan>", "\"free\" | \"pro\""),
        ("Promise<Tier>", "\"free\" | \"pro\""),
        ("types.Plan | null", "\"free\" | \"pro\" | null"),
        ("import('./types').Plan", "\"free\" | \"pro\""),
        ("Named", "{ id: string; name: string; note?: string }"),
        (
            "Page<Plan>",
            "{ items: Array<\"free\" | \"pro\">; total: number }",
        ),
        ("Main", "{ ok: boolean }"),
        (
            "{ c: Color; l: Level; r: Color.Red }",
            "{ c: \"blue\" | \"red\"; l: 0 | 1; r: \"red\" }",
        ),
        ("Infer<typeof status>", "boolean"),
        ("typeof status.type", "boolean"),
        (
            "Infer<typeof schema.tables.tasks.validator>",
            "{ title: string }",
        ),
        ("(typeof ROLES)[number]", "\"admin\" | \"member\""),
        ("keyof typeof LIMITS", "\"free\" | \"pro\""),
        ("typeof LIMITS.pro", "{ seats: number }"),
        (
            "Awaited<ReturnType<typeof load>>",
            "\"free\" | \"pro\" | null",
        ),
        // What a file imports by a name means that, also when it is not found.
        ("Missing<'tasks'>", "Unsupported<\"`Missing`\">"),
        ("Foreign", "Unsupported<\"`Foreign of elsewhere`\">"),
        (
            "Loop",
            "Unsupported<\"`Loop`, which is defined by itself\">",
        ),
    ] {
        assert_eq!(resolved(annotation), expected, "{annotation}");
    }
}

#[test]
fn utility_types_are_applied() {
    for (annotation, expected) in [
        ("Pick<Named, 'id' | 'name'>", "{ id: string; name: string }"),
        (
            "Omit<Doc<'tasks'>, '_creationTime'> & { n: number }",
            "{ _id: Id<\"tasks\">; n: number; title: string }",
        ),
        (
            "Partial<Page<string>>",
            "{ items?: string[]; total?: number }",
        ),
        ("Record<Plan, number>", "{ free: number; pro: number }"),
        (
            "Partial<Record<Plan, number>>",
            "{ free?: number; pro?: number }",
        ),
        (
            "{ [K in keyof Named]: boolean }",
            "{ id: boolean; name: boolean; note: boolean }",
        ),
        (
            "{ [K in keyof types.Options]: boolean }",
            "{ a: boolean; b?: boolean }",
        ),
        ("{ [K in Plan]?: K }", "{ free?: \"free\"; pro?: \"pro\" }"),
        ("Page<string>['items'][number]", "string"),
        ("Exclude<Plan, 'free'>", "\"pro\""),
        ("Exclude<Named | null, null>['id']", "string"),
        (
            "Extract<types.Event, { type: 'a' }>",
            "{ at: number; type: \"a\" }",
        ),
        (
            "Exclude<types.Event, { type: 'a' | 'b' }>",
            "{ type: \"c\" }",
        ),
        ("NonNullable<Plan | null>", "\"free\" | \"pro\""),
        ("string & { __brand: 'user' }", "string"),
        (
            "Doc<'tasks'> & { by: string | null }",
            "{ _creationTime: number; _id: Id<\"tasks\">; by: string | null; title: string }",
        ),
        (
            "PaginationResult<string>",
            "{\n  continueCursor: string;\n  isDone: boolean;\n  page: string[];\n  pageStatus?: \"SplitRecommended\" | \"SplitRequired\" | null;\n  splitCursor?: string | null;\n}",
        ),
    ] {
        assert_eq!(resolved(annotation), expected, "{annotation}");
    }
}

#[test]
fn recursion_stays_recursion() {
    for (annotation, expected) in [
        (
            "Tree",
            "{ children: { children: Up<1>; value: string }[]; value: string }",
        ),
        (
            "List<Plan>",
            "{ head: \"free\" | \"pro\"; tail: Up<0> | null }",
        ),
        (
            "Json",
            "\n  | string\n  | Array<string | Record<string, string | Up<0> | Up<1>> | Up<0>>\n  | Record<string, string | Array<string | Up<0> | Up<1>> | Up<0>>",
        ),
    ] {
        assert_eq!(resolved(annotation), expected, "{annotation}");
    }
}
