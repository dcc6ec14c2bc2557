//! `defineTable`, `defineSchema` and what can be read off them.

use super::{
    foreign_table,
    validator::{self, Kind},
};
use crate::script::{
    Interpreter,
    heap::{Entry, Object, ObjectId, Plain},
    host::{HostClass, HostKind},
    native::{Call, Native, find, native},
    value::{OpaqueId, Value},
};
use crate::{
    diagnostics::catalogue,
    ir::{Index, IndexKind},
    source::Span,
    syntax::Name,
};

/// The value that `defineTable` returns.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The validator of its documents, without system fields.
    pub validator: Value,
    /// The validator given to `.staged(..)`.
    pub staged: Option<Value>,
    /// Its indexes.
    pub indexes: Vec<Index>,
    /// `true` if an index cannot be evaluated.
    pub unknown_index: bool,
    /// The validator of whole documents, once requested.
    pub document: Option<Value>,
}

impl Table {
    /// The table of documents that `validator` describes.
    pub(crate) fn new(validator: Value) -> Self {
        Self {
            validator,
            staged: None,
            indexes: Vec::new(),
            unknown_index: false,
            document: None,
        }
    }

    /// Its indexes, if all of them are known.
    pub(crate) fn known_indexes(&self) -> Option<Vec<Index>> {
        (!self.unknown_index).then(|| self.indexes.clone())
    }
}

impl HostKind for Table {
    const CLASS: &'static HostClass = &HostClass {
        property: |cx, id, key, _| {
            table_property(cx, id, key).or_else(|| foreign_table::index_list(cx, id, key))
        },
        call: None,
    };

    fn lose(&mut self, _: OpaqueId) {
        // Its methods change its indexes and what is staged.
        self.unknown_index = true;
    }
}

/// The value that `defineSchema` returns.
#[derive(Debug, Clone)]
pub(crate) struct Schema {
    /// The object of its tables.
    pub tables: ObjectId,
    /// `true` if Convex validates documents against the schema.
    pub validation: bool,
    /// The definition.
    pub span: Span,
}

impl HostKind for Schema {
    const CLASS: &'static HostClass = &HostClass {
        property: |cx, id, key, _| schema_property(cx, id, key),
        call: None,
    };
}

/// The functions of `convex/server` that define tables.
pub(crate) const FUNCTIONS: &[Native] = &[
    native("defineTable", define_table),
    native("defineSchema", define_schema),
    native("docValidator", |cx, call| {
        let table = call.arg(1);
        document(cx, &call.arg(0), &table, call.span)
    }),
];

const TABLE_METHODS: &[Native] = &[
    native("index", |cx, call| {
        let (fields, staged) = match call.arg(1) {
            config if cx.as_array(&config).is_some() => (config, Value::Undefined),
            config => (
                cx.property(&config, "fields", call.span),
                cx.property(&config, "staged", call.span),
            ),
        };
        let Some(fields) = texts(cx, &fields) else {
            return unknown_index(cx, call);
        };
        add_index(cx, call, IndexKind::Database { fields }, &staged)
    }),
    native("searchIndex", |cx, call| {
        let config = call.arg(1);
        let Value::String(search_field) = cx.property(&config, "searchField", call.span) else {
            return unknown_index(cx, call);
        };
        let Some(filter_fields) = filter_fields(cx, &config, call.span) else {
            return unknown_index(cx, call);
        };
        let staged = cx.property(&config, "staged", call.span);
        add_index(
            cx,
            call,
            IndexKind::Search {
                search_field: search_field.to_string(),
                filter_fields,
            },
            &staged,
        )
    }),
    native("vectorIndex", |cx, call| {
        let config = call.arg(1);
        let field = cx.property(&config, "vectorField", call.span);
        let length = cx.property(&config, "dimensions", call.span);
        let (Value::String(field), Value::Number(length)) = (field, length) else {
            return unknown_index(cx, call);
        };
        let Some(filter_fields) = filter_fields(cx, &config, call.span) else {
            return unknown_index(cx, call);
        };
        let staged = cx.property(&config, "staged", call.span);
        let kind = IndexKind::Vector {
            vector_field: field.to_string(),
            dimensions: dimensions(length),
            filter_fields,
        };
        add_index(cx, call, kind, &staged)
    }),
    native("staged", staged),
    native("self", |_, call| call.this.clone()),
];

const SCHEMA_METHODS: &[Native] = &[
    native("doc", |cx, call| {
        let name = call.arg(0);
        let table = table_of(cx, &call.this, &name, call.span);
        document(cx, &name, &table, call.span)
    }),
    native("id", |cx, call| match call.arg(0) {
        Value::String(table) => validator::make(cx, Kind::Id(table), call.span),
        other => validator::rejected(
            cx,
            &other,
            call.span,
            "`schema.id(tableName)` requires a string",
        ),
    }),
];

/// The length of the vectors of an index.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Convex allows 2 to 4096"
)]
pub(crate) fn dimensions(length: f64) -> u32 {
    length as u32
}

fn define_table(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let mut validator = call.arg(0);
    if validator::of(cx, &validator).is_none() {
        validator = validator::object(cx, &validator, call.span);
    }
    cx.host(Table::new(validator))
}

/// The proposed next validator: a whole one, or the fields that change.
fn staged(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let Value::Object(id) = call.this else {
        return call.this.clone();
    };
    let mut validator = call.arg(0);
    if validator::of(cx, &validator).is_none() {
        let enforced = table_property(cx, id, "validator").unwrap_or(Value::Undefined);
        let mut fields = match validator::of(cx, &enforced) {
            Some((_, Kind::Object(fields))) => cx.plain(fields),
            _ => Plain::default(),
        };
        cx.spread_into(&mut fields, &validator, call.span);
        let removed = fields
            .iter()
            .filter(|entry| matches!(entry.value, Value::Undefined));
        let removed: Vec<Name> = removed.map(|entry| entry.key.clone()).collect();
        for key in &removed {
            fields.remove(key);
        }
        let fields = Value::Object(cx.heap.add(Object::Plain(fields)));
        validator = validator::object(cx, &fields, call.span);
    }
    if let Some(table) = cx.heap.host_mut::<Table>(id) {
        table.staged = Some(validator);
    }
    call.this.clone()
}

fn define_schema(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let Some(tables) = cx.as_plain(&call.arg(0)) else {
        return validator::rejected(
            cx,
            &call.arg(0),
            call.span,
            "`defineSchema()` takes an object of tables",
        );
    };
    let validation = match cx.property(&call.arg(1), "schemaValidation", call.span) {
        Value::Bool(validation) => validation,
        _ => true,
    };
    cx.host(Schema {
        tables,
        validation,
        span: call.span,
    })
}

/// The property `key` of a table.
pub(crate) fn table_property(cx: &Interpreter<'_>, id: ObjectId, key: &str) -> Option<Value> {
    let table = cx.heap.host::<Table>(id)?;
    match key {
        "validator" => Some(table.validator.clone()),
        key => find(TABLE_METHODS, key),
    }
}

/// The property `key` of a schema.
pub(crate) fn schema_property(cx: &Interpreter<'_>, id: ObjectId, key: &str) -> Option<Value> {
    let schema = cx.heap.host::<Schema>(id)?;
    match key {
        "tables" => Some(Value::Object(schema.tables)),
        "schemaValidation" => Some(Value::Bool(schema.validation)),
        key => find(SCHEMA_METHODS, key),
    }
}

/// `schema.tables[name]`.
pub(crate) fn table_of(
    cx: &mut Interpreter<'_>,
    schema: &Value,
    name: &Value,
    span: Span,
) -> Value {
    let tables = cx.property(schema, "tables", span);
    let Value::String(name) = name else {
        return validator::rejected(cx, name, span, "a table's name must be a string");
    };
    match cx.property(&tables, name, span) {
        Value::Undefined => cx.failed(catalogue::rejected(
            span,
            &format!("table `{name}` is not in this schema"),
        )),
        table => table,
    }
}

/// The validator of a table's documents as they are read, one for each table.
pub(crate) fn document(cx: &mut Interpreter<'_>, name: &Value, table: &Value, span: Span) -> Value {
    let Value::String(name) = name else {
        return validator::rejected(cx, name, span, "a table's name must be a string");
    };
    let Value::Object(id) = table else {
        return validator::rejected(cx, table, span, "this is not a table");
    };
    let Some(table) = cx.heap.host::<Table>(*id) else {
        return validator::rejected(cx, &Value::Undefined, span, "this is not a table");
    };
    if let Some(document) = &table.document {
        return document.clone();
    }
    let validator = table.validator.clone();
    let document = with_system_fields(cx, name, &validator, span);
    if let Some(table) = cx.heap.host_mut::<Table>(*id) {
        table.document = Some(document.clone());
    }
    document
}

fn with_system_fields(
    cx: &mut Interpreter<'_>,
    table: &Name,
    validator: &Value,
    span: Span,
) -> Value {
    match validator::of(cx, validator) {
        Some((_, Kind::Object(fields))) => {
            let id = validator::make(cx, Kind::Id(table.clone()), span);
            let time = validator::make(cx, Kind::Float64, span);
            let mut document = Plain::default();
            document.set(Entry::new(Name::from("_id"), id));
            document.set(Entry::new(Name::from("_creationTime"), time));
            for entry in cx.plain(fields).iter() {
                if document.get(&entry.key).is_none() {
                    document.set(entry.clone());
                }
            }
            let fields = Value::Object(cx.heap.add(Object::Plain(document)));
            validator::object(cx, &fields, span)
        }
        Some((_, Kind::Union(members))) => {
            let members = members
                .iter()
                .map(|member| with_system_fields(cx, table, member, span));
            let members = members.collect();
            validator::union(cx, members, span)
        }
        Some((_, Kind::Any)) => validator.clone(),
        _ => validator::rejected(
            cx,
            validator,
            span,
            "a table's documents must be objects, or a union of objects",
        ),
    }
}

/// `filterFields` of an index's configuration.
pub(crate) fn filter_fields(
    cx: &mut Interpreter<'_>,
    config: &Value,
    span: Span,
) -> Option<Vec<String>> {
    match cx.property(config, "filterFields", span) {
        Value::Undefined => Some(Vec::new()),
        fields => texts(cx, &fields),
    }
}

/// The strings of an array of strings.
pub(crate) fn texts(cx: &Interpreter<'_>, value: &Value) -> Option<Vec<String>> {
    let items = cx.as_array(value)?;
    let text = |item: &Value| match item {
        Value::String(text) => Some(text.to_string()),
        _ => None,
    };
    items.iter().map(text).collect()
}

fn add_index(cx: &mut Interpreter<'_>, call: &Call, kind: IndexKind, staged: &Value) -> Value {
    let Value::String(name) = call.arg(0) else {
        return unknown_index(cx, call);
    };
    let staged = staged.truthy().unwrap_or(false);
    if let Value::Object(id) = call.this
        && let Some(table) = cx.heap.host_mut::<Table>(id)
    {
        table.indexes.push(Index {
            name: name.to_string(),
            kind,
            staged,
        });
    }
    call.this.clone()
}

/// Omits an index that cannot be evaluated, with a warning: it does not affect documents.
fn unknown_index(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    cx.diagnostics.push(catalogue::unknown_index(call.span));
    if let Value::Object(id) = call.this
        && let Some(table) = cx.heap.host_mut::<Table>(id)
    {
        table.unknown_index = true;
    }
    call.this.clone()
}
