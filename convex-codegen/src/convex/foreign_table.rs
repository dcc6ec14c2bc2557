//! Tables and schemas that Convex's own functions did not make: any object with a `validator` and lists of indexes, such as an ent;
//! any object with `tables`.

use super::schema::{Schema, Table};
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

impl Interpreter<'_> {
    /// `schema` as `defineSchema` would have made it; itself when it is one already, or no schema.
    pub fn as_schema(&mut self, schema: &Value, span: Span) -> Value {
        if self.as_plain(schema).is_none() {
            return schema.clone();
        }
        let tables = self.property(schema, "tables", span);
        let Some(tables) = self.as_plain(&tables) else {
            return schema.clone();
        };
        let validation = self.property(schema, "schemaValidation", span);
        Value::Object(self.heap.add(Object::Schema(Schema {
            tables,
            validation: !matches!(validation, Value::Bool(false)),
            span,
        })))
    }

    /// `table` as `defineTable` would have made it; itself when it is one already, or no table.
    pub fn as_table(&mut self, table: &Value, span: Span) -> Value {
        let Value::Object(id) = table else {
            return table.clone();
        };
        if matches!(self.heap.get(*id), Object::Table(_)) {
            return table.clone();
        }
        let validator = self.property(table, "validator", span);
        if self.as_validator(&validator).is_none() {
            return table.clone();
        }
        let mut made = Table::new(validator);
        for (list, staged) in LISTS {
            let list = self.property(table, list, span);
            made.unknown_index |= matches!(list, Value::Opaque(_));
            for index in self.as_array(&list).unwrap_or_default() {
                match self.foreign_index(&index, span) {
                    Some(index) => made.indexes.push(Index { staged, ..index }),
                    None => made.unknown_index = true,
                }
            }
        }
        Value::Object(self.heap.add(Object::Table(made)))
    }

    /// The list `key` of a table's indexes, in the form that [`as_table`](Self::as_table) reads.
    pub fn index_list(&mut self, id: ObjectId, key: &str) -> Option<Value> {
        let staged = LISTS.iter().find(|(list, _)| *list == key)?.1;
        let Object::Table(table) = self.heap.get(id) else {
            return None;
        };
        let listed = table.indexes.iter().filter(|index| {
            index.staged == staged
                && match index.kind {
                    IndexKind::Database { .. } => matches!(key, "indexes" | "stagedDbIndexes"),
                    IndexKind::Search { .. } => key.ends_with("earchIndexes"),
                    IndexKind::Vector { .. } => key.ends_with("ectorIndexes"),
                }
        });
        let listed: Vec<Index> = listed.cloned().collect();
        let listed = listed.into_iter().map(|index| self.listed(index)).collect();
        Some(self.array(listed))
    }

    fn listed(&mut self, index: Index) -> Value {
        let mut object = Plain::default();
        let mut set = |key: &str, value| object.set(Entry::new(key.into(), value));
        let texts = |cx: &mut Self, texts: Vec<String>| {
            let texts = texts.iter().map(|text| Value::text(text)).collect();
            cx.array(texts)
        };
        set("indexDescriptor", Value::text(&index.name));
        match index.kind {
            IndexKind::Database { fields } => set("fields", texts(self, fields)),
            IndexKind::Search {
                search_field,
                filter_fields,
            } => {
                set("searchField", Value::text(&search_field));
                set("filterFields", texts(self, filter_fields));
            }
            IndexKind::Vector {
                vector_field,
                dimensions,
                filter_fields,
            } => {
                set("vectorField", Value::text(&vector_field));
                set("dimensions", Value::Number(f64::from(dimensions)));
                set("filterFields", texts(self, filter_fields));
            }
        }
        Value::Object(self.heap.add(Object::Plain(object)))
    }

    fn foreign_index(&mut self, index: &Value, span: Span) -> Option<Index> {
        let text = |value| match value {
            Value::String(text) => Some(text.to_string()),
            _ => None,
        };
        let name = text(self.property(index, "indexDescriptor", span))?;
        let fields = self.property(index, "fields", span);
        let kind = if let Some(fields) = self.texts(&fields) {
            IndexKind::Database { fields }
        } else {
            let filter_fields = self.filter_fields(index, span)?;
            match text(self.property(index, "searchField", span)) {
                Some(search_field) => IndexKind::Search {
                    search_field,
                    filter_fields,
                },
                None => IndexKind::Vector {
                    vector_field: text(self.property(index, "vectorField", span))?,
                    dimensions: match self.property(index, "dimensions", span) {
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
}
