//! Tables and schemas that were not created by Convex's own functions: any object with a
//! `validator` and lists of indexes, such as an ent, and any object with `tables`.

use super::{
    schema::{self, Schema, Table},
    validator,
};
use crate::script::{
    Interpreter,
    heap::{Entry, Object, ObjectId, Plain},
    value::Value,
};
use crate::{
    ir::{Index, IndexKind},
    source::Span,
};

/// The lists of a table, as `export()` reads them.
const LISTS: [(&str, bool); 6] = [
    ("indexes", false),
    ("stagedDbIndexes", true),
    ("searchIndexes", false),
    ("stagedSearchIndexes", true),
    ("vectorIndexes", false),
    ("stagedVectorIndexes", true),
];

/// `schema` as `defineSchema` would have made it; itself when it is one already, or no schema.
pub(super) fn as_schema(cx: &mut Interpreter<'_>, schema: &Value, span: Span) -> Value {
    if cx.as_plain(schema).is_none() {
        return schema.clone();
    }
    let tables = cx.property(schema, "tables", span);
    let Some(tables) = cx.as_plain(&tables) else {
        return schema.clone();
    };
    let validation = cx.property(schema, "schemaValidation", span);
    cx.host(Schema {
        tables,
        validation: !matches!(validation, Value::Bool(false)),
        span,
    })
}

/// `table` as `defineTable` would have made it; itself when it is one already, or no table.
pub(super) fn as_table(cx: &mut Interpreter<'_>, table: &Value, span: Span) -> Value {
    let Value::Object(id) = table else {
        return table.clone();
    };
    if cx.heap.host::<Table>(*id).is_some() {
        return table.clone();
    }
    let validator = cx.property(table, "validator", span);
    if validator::of(cx, &validator).is_none() {
        return table.clone();
    }
    let mut made = Table::new(validator);
    for (list, staged) in LISTS {
        let list = cx.property(table, list, span);
        made.unknown_index |= matches!(list, Value::Opaque(_));
        for index in cx.as_array(&list).unwrap_or_default() {
            match foreign_index(cx, &index, span) {
                Some(index) => made.indexes.push(Index { staged, ..index }),
                None => made.unknown_index = true,
            }
        }
    }
    cx.host(made)
}

/// The list `key` of a table's indexes, in the form that [`as_table`] reads.
pub(super) fn index_list(cx: &mut Interpreter<'_>, id: ObjectId, key: &str) -> Option<Value> {
    let staged = LISTS.iter().find(|(list, _)| *list == key)?.1;
    let table = cx.heap.host::<Table>(id)?;
    let listed = table.indexes.iter().filter(|index| {
        index.staged == staged
            && match index.kind {
                IndexKind::Database { .. } => matches!(key, "indexes" | "stagedDbIndexes"),
                IndexKind::Search { .. } => key.ends_with("earchIndexes"),
                IndexKind::Vector { .. } => key.ends_with("ectorIndexes"),
            }
    });
    let listed: Vec<Index> = listed.cloned().collect();
    let listed = listed
        .into_iter()
        .map(|index| described(cx, index))
        .collect();
    Some(cx.array(listed))
}

fn described(cx: &mut Interpreter<'_>, index: Index) -> Value {
    let mut object = Plain::default();
    let mut set = |key: &str, value| object.set(Entry::new(key.into(), value));
    let texts = |cx: &mut Interpreter<'_>, texts: Vec<String>| {
        let texts = texts.iter().map(|text| Value::text(text)).collect();
        cx.array(texts)
    };
    set("indexDescriptor", Value::text(&index.name));
    match index.kind {
        IndexKind::Database { fields } => set("fields", texts(cx, fields)),
        IndexKind::Search {
            search_field,
            filter_fields,
        } => {
            set("searchField", Value::text(&search_field));
            set("filterFields", texts(cx, filter_fields));
        }
        IndexKind::Vector {
            vector_field,
            dimensions,
            filter_fields,
        } => {
            set("vectorField", Value::text(&vector_field));
            set("dimensions", Value::Number(f64::from(dimensions)));
            set("filterFields", texts(cx, filter_fields));
        }
    }
    Value::Object(cx.heap.add(Object::Plain(object)))
}

fn foreign_index(cx: &mut Interpreter<'_>, index: &Value, span: Span) -> Option<Index> {
    let text = |value| match value {
        Value::String(text) => Some(text.to_string()),
        _ => None,
    };
    let name = text(cx.property(index, "indexDescriptor", span))?;
    let fields = cx.property(index, "fields", span);
    let kind = if let Some(fields) = schema::texts(cx, &fields) {
        IndexKind::Database { fields }
    } else {
        let filter_fields = schema::filter_fields(cx, index, span)?;
        match text(cx.property(index, "searchField", span)) {
            Some(search_field) => IndexKind::Search {
                search_field,
                filter_fields,
            },
            None => IndexKind::Vector {
                vector_field: text(cx.property(index, "vectorField", span))?,
                dimensions: match cx.property(index, "dimensions", span) {
                    Value::Number(length) => super::schema::dimensions(length),
                    _ => return None,
                },
                filter_fields,
            },
        }
    };
    Some(Index {
        name,
        kind,
        staged: false,
    })
}
