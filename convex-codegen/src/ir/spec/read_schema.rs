//! What `schema.export()` gives → the tables.

use super::{
    super::{Index, IndexKind, Origin, Schema, Table, Types, document},
    cursor::{Cursor, SpecError},
    read_type::TypeReader,
};
use crate::{docs::Docs, source::Span};

pub fn read_schema(json: &Cursor<'_>, types: &mut Types, span: Span) -> Result<Schema, SpecError> {
    let tables = json.field("tables")?;
    let tables = tables
        .elements()?
        .map(|table| read_table(&table, types, span));
    Ok(Schema {
        tables: tables.collect::<Result<_, _>>()?,
        validation: match json.optional("schemaValidation")? {
            Some(validation) => validation.boolean()?,
            None => true,
        },
        span,
    })
}

fn read_table(json: &Cursor<'_>, types: &mut Types, span: Span) -> Result<Table, SpecError> {
    let name = json.field("tableName")?.text()?.to_owned();
    let mut reader = TypeReader::new(json, types, span);
    let origin = Some(Origin::Table(name.clone()));
    let validator = reader.read_named(&json.field("documentType")?, "documentType", origin)?;
    let staged = match json.optional("stagedDocumentType")? {
        Some(staged) => Some(reader.read(&staged, "stagedDocumentType")?),
        None => None,
    };
    Ok(Table {
        document: document(types, validator, &name),
        name,
        validator,
        staged,
        indexes: read_indexes(json)?,
        docs: Docs::default(),
        span,
    })
}

fn read_indexes(table: &Cursor<'_>) -> Result<Vec<Index>, SpecError> {
    type Read = fn(&Cursor<'_>) -> Result<IndexKind, SpecError>;
    let lists: [(&str, bool, Read); 6] = [
        ("indexes", false, database),
        ("stagedDbIndexes", true, database),
        ("searchIndexes", false, search),
        ("stagedSearchIndexes", true, search),
        ("vectorIndexes", false, vector),
        ("stagedVectorIndexes", true, vector),
    ];
    let mut indexes = Vec::new();
    for (key, staged, read) in lists {
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
    Ok(indexes)
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
