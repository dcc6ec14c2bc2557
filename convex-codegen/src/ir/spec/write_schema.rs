//! Writes a schema like Convex's `schema.export()`.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, json};

use super::{
    super::{Index, IndexKind, Schema, Table, Types},
    write_type::{TypeJson, opaque_paths},
};

/// A schema's JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SchemaJson<'a> {
    tables: Vec<TableJson<'a>>,
    schema_validation: bool,
}

impl<'a> SchemaJson<'a> {
    pub(super) fn new(schema: &'a Schema, types: &'a Types) -> Self {
        let table = |table| TableJson { table, types };
        Self {
            tables: schema.tables.iter().map(table).collect(),
            schema_validation: schema.validation,
        }
    }
}

struct TableJson<'a> {
    table: &'a Table,
    types: &'a Types,
}

impl TableJson<'_> {
    fn opaque(&self) -> Vec<String> {
        let Table {
            validator, staged, ..
        } = *self.table;
        let mut opaque = opaque_paths(self.types, validator, "documentType");
        if let Some(staged) = staged {
            opaque.extend(opaque_paths(self.types, staged, "stagedDocumentType"));
        }
        if self.table.indexes.is_none() {
            opaque.extend(INDEXES.map(str::to_owned));
        }
        opaque
    }
}

impl Serialize for TableJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("tableName", &self.table.name)?;
        let kinds: [fn(&Index) -> Option<Value>; 3] = [database, search, vector];
        for (position, key) in INDEXES.into_iter().enumerate() {
            let (write, staged) = (kinds[position / 2], position % 2 == 1);
            let indexes = self.table.indexes.iter().flatten();
            let listed: Vec<Value> = indexes
                .filter(|index| index.staged == staged)
                .filter_map(write)
                .collect();
            map.serialize_entry(key, &listed)?;
        }
        let ty = |id| TypeJson::new(self.types, id);
        map.serialize_entry("documentType", &ty(self.table.validator))?;
        if let Some(staged) = self.table.staged {
            map.serialize_entry("stagedDocumentType", &ty(staged))?;
        }
        let opaque = self.opaque();
        if !opaque.is_empty() {
            map.serialize_entry("opaque", &opaque)?;
        }
        map.end()
    }
}

/// The lists of a table's indexes.
pub(super) const INDEXES: [&str; 6] = [
    "indexes",
    "stagedDbIndexes",
    "searchIndexes",
    "stagedSearchIndexes",
    "vectorIndexes",
    "stagedVectorIndexes",
];

fn database(index: &Index) -> Option<Value> {
    let IndexKind::Database { fields } = &index.kind else {
        return None;
    };
    Some(json!({ "indexDescriptor": index.name, "fields": fields }))
}

fn search(index: &Index) -> Option<Value> {
    let IndexKind::Search {
        search_field,
        filter_fields,
    } = &index.kind
    else {
        return None;
    };
    Some(json!({
        "indexDescriptor": index.name,
        "searchField": search_field,
        "filterFields": filter_fields,
    }))
}

fn vector(index: &Index) -> Option<Value> {
    let IndexKind::Vector {
        vector_field,
        dimensions,
        filter_fields,
    } = &index.kind
    else {
        return None;
    };
    Some(json!({
        "indexDescriptor": index.name,
        "vectorField": vector_field,
        "dimensions": dimensions,
        "filterFields": filter_fields,
    }))
}
