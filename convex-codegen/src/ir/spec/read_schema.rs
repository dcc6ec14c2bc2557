//! Reads the JSON of `schema.export()` into tables.

use serde_json::Value;

use super::{
    super::{Index, IndexKind, Origin, Schema, Table, document},
    cursor::{Cursor, SpecError},
    read_type::{Destination, TypeReader},
    write_schema::INDEXES,
};
use crate::text::Docs;

pub(super) fn read_schema(
    json: &Cursor<'_>,
    to: &mut Destination<'_>,
) -> Result<Schema, SpecError> {
    let tables = json.field("tables")?;
    let span = to.span;
    let tables = tables.elements()?.map(|table| read_table(&table, to));
    Ok(Schema {
        tables: tables.collect::<Result<_, _>>()?,
        validation: match json.optional("schemaValidation")? {
            Some(validation) => validation.boolean()?,
            None => true,
        },
        span,
    })
}

fn read_table(json: &Cursor<'_>, to: &mut Destination<'_>) -> Result<Table, SpecError> {
    let name = json.field("tableName")?.text()?.to_owned();
    let span = to.span;
    let mut reader = TypeReader::new(json, to);
    let origin = Some(Origin::Table(name.clone()));
    let validator = reader.read_named(&json.field("documentType")?, "documentType", origin)?;
    let staged = match json.optional("stagedDocumentType")? {
        Some(staged) => Some(reader.read(&staged, "stagedDocumentType")?),
        None => None,
    };
    Ok(Table {
        document: document(to.types, validator, &name),
        name,
        validator,
        staged,
        indexes: read_indexes(json)?,
        docs: Docs::default(),
        span,
    })
}

fn read_indexes(table: &Cursor<'_>) -> Result<Option<Vec<Index>>, SpecError> {
    type Read = fn(&Cursor<'_>) -> Result<IndexKind, SpecError>;
    let opaque = table.value().get("opaque").and_then(Value::as_array);
    if opaque.is_some_and(|opaque| opaque.iter().any(|path| path == INDEXES[0])) {
        return Ok(None);
    }
    let kinds: [Read; 3] = [database, search, vector];
    let mut indexes = Vec::new();
    for (position, key) in INDEXES.into_iter().enumerate() {
        let (read, staged) = (kinds[position / 2], position % 2 == 1);
        let Some(list) = table.optional(key)? else {
            continue;
        };
        for index in list.elements()? {
            indexes.push(Index {
                name: index.field("indexDescriptor")?.text()?.to_owned(),
                kind: read(&index)?,
                staged,
            });
        }
    }
    Ok(Some(indexes))
}

fn database(index: &Cursor<'_>) -> Result<IndexKind, SpecError> {
    Ok(IndexKind::Database {
        fields: index.field("fields")?.texts()?,
    })
}

fn search(index: &Cursor<'_>) -> Result<IndexKind, SpecError> {
    Ok(IndexKind::Search {
        search_field: index.field("searchField")?.text()?.to_owned(),
        filter_fields: index.field("filterFields")?.texts()?,
    })
}

fn vector(index: &Cursor<'_>) -> Result<IndexKind, SpecError> {
    Ok(IndexKind::Vector {
        vector_field: index.field("vectorField")?.text()?.to_owned(),
        dimensions: index.field("dimensions")?.number()?,
        filter_fields: index.field("filterFields")?.texts()?,
    })
}
