//! A schema as Convex's `schema.export()` gives it.

use serde_json::{Value, json};

use super::{
    super::{Index, IndexKind, Schema, Table, Types},
    write_type::TypeWriter,
};

pub fn write_schema(schema: &Schema, types: &Types) -> Value {
    let tables: Vec<Value> = schema
        .tables
        .iter()
        .map(|table| write_table(table, types))
        .collect();
    json!({ "tables": tables, "schemaValidation": schema.validation })
}

/// The lists of a table's indexes.
pub const INDEXES: [&str; 6] = [
    "indexes",
    "stagedDbIndexes",
    "searchIndexes",
    "stagedSearchIndexes",
    "vectorIndexes",
    "stagedVectorIndexes",
];

fn write_table(table: &Table, types: &Types) -> Value {
    let mut writer = TypeWriter::new(types);
    let indexes = |staged, write: fn(&Index) -> Option<Value>| -> Vec<Value> {
        let of_stage = table.indexes.iter().flatten();
        of_stage
            .filter(|index| index.staged == staged)
            .filter_map(write)
            .collect()
    };
    let mut json = json!({
        "tableName": table.name,
        "indexes": indexes(false, database),
        "stagedDbIndexes": indexes(true, database),
        "searchIndexes": indexes(false, search),
        "stagedSearchIndexes": indexes(true, search),
        "vectorIndexes": indexes(false, vector),
        "stagedVectorIndexes": indexes(true, vector),
        "documentType": writer.write(table.validator, "documentType"),
    });
    if let Some(staged) = table.staged {
        json["stagedDocumentType"] = writer.write(staged, "stagedDocumentType");
    }
    let mut opaque = writer.opaque();
    if table.indexes.is_none() {
        opaque.extend(INDEXES.map(str::to_owned));
    }
    if !opaque.is_empty() {
        json["opaque"] = json!(opaque);
    }
    json
}

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
