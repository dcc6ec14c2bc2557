//! The specification is read and written without loss.

use serde_json::{Value, json};

use super::*;
use crate::{
    diagnostics::Diagnostics,
    ir::{Evidence, FunctionKind, Type},
    source::{FileId, Sources},
};

const FILE: FileId = FileId(0);

/// Every kind of validator, as `exportArgs()` writes it.
fn all_validators() -> Value {
    let field = |ty: Value, optional: bool| json!({ "fieldType": ty, "optional": optional });
    json!({ "type": "object", "value": {
        "zeta": field(json!({ "type": "number" }), false),
        "any": field(json!({ "type": "any" }), false),
        "null": field(json!({ "type": "null" }), true),
        "boolean": field(json!({ "type": "boolean" }), false),
        "bigint": field(json!({ "type": "bigint" }), false),
        "commitTs": field(json!({ "type": "commitTs" }), false),
        "string": field(json!({ "type": "string" }), false),
        "bytes": field(json!({ "type": "bytes" }), false),
        "id": field(json!({ "type": "id", "tableName": "users" }), false),
        "literal": field(json!({ "type": "literal", "value": { "$integer": "AQAAAAAAAAA=" } }), false),
        "array": field(json!({ "type": "array", "value": { "type": "any" } }), false),
        "record": field(json!({
            "type": "record",
            "keys": { "type": "string" },
            "values": { "fieldType": { "type": "number" }, "optional": false },
        }), false),
        "union": field(json!({ "type": "union", "value": [{ "type": "string" }, { "type": "any" }] }), true),
    } })
}

fn round_trip(json: &Value) -> Value {
    let api = read(&json.to_string(), FILE, &mut Diagnostics::default())
        .expect("the specification is read");
    let (diagnostics, sources) = (Diagnostics::default(), Sources::default());
    serde_json::to_value(write(&api, &diagnostics, &sources)).expect("it is JSON")
}

#[test]
fn what_is_read_is_written_again() {
    let json = json!({
        "functions": [{
            "identifier": "payments/refunds.js:create",
            "functionType": "Mutation",
            "visibility": { "kind": "internal" },
            "args": all_validators(),
            "argsFrom": "validator",
            "returns": { "type": "any" },
            "returnsFrom": null,
            "opaque": ["args.array[]", "args.union|1", "returns"],
        }],
        "schema": {
            "tables": [{
                "tableName": "users",
                "indexes": [{ "indexDescriptor": "by_name", "fields": ["name", "age"] }],
                "stagedDbIndexes": [],
                "searchIndexes": [],
                "stagedSearchIndexes": [
                    { "indexDescriptor": "search", "searchField": "name", "filterFields": ["age"] },
                ],
                "vectorIndexes": [
                    { "indexDescriptor": "v", "vectorField": "e", "dimensions": 1536, "filterFields": [] },
                ],
                "stagedVectorIndexes": [],
                "documentType": all_validators(),
                "stagedDocumentType": { "type": "any" },
            }],
            "schemaValidation": false,
        },
        "diagnostics": [],
    });
    assert_eq!(round_trip(&json).to_string(), json.to_string());
}

#[test]
fn output_of_convex_itself_is_read() {
    let json = json!({
        "url": "https://happy-animal-123.convex.cloud",
        "functions": [
            { "functionType": "HttpAction", "method": "GET", "path": "/health" },
            {
                "identifier": "b.js:get",
                "functionType": "Query",
                "visibility": { "kind": "public" },
                "args": { "type": "object", "value": {} },
                "returns": { "type": "null" },
            },
            {
                "identifier": "a.js:default",
                "functionType": "Action",
                "visibility": { "kind": "public" },
                "args": { "type": "any" },
                "returns": { "type": "any" },
            },
        ],
    });
    let api = read(&json.to_string(), FILE, &mut Diagnostics::default())
        .expect("the specification is read");
    let [undeclared, get] = api.functions.as_slice() else {
        panic!("the HTTP action has no signature: {:?}", api.functions);
    };
    assert_eq!(undeclared.path.to_string(), "a:default");
    assert_eq!(undeclared.kind, FunctionKind::Action);
    assert_eq!(undeclared.args.from, None);
    assert_eq!(get.returns.from, Some(Evidence::Validator));
    assert_eq!(api.types[get.returns.ty].ty, Type::Null);
    assert_eq!(api.schema, None);
}

#[test]
fn documents_have_the_system_fields() {
    let object = |field: &str| json!({ "type": "object", "value": { field: { "fieldType": { "type": "null" }, "optional": false } } });
    let union = json!({ "type": "union", "value": [object("a"), object("b")] });
    let json = json!({
        "functions": [],
        "schema": { "tables": [{ "tableName": "shapes", "documentType": union }] },
    });
    let api = read(&json.to_string(), FILE, &mut Diagnostics::default())
        .expect("the specification is read");
    let table = &api.schema.as_ref().expect("there is a schema").tables[0];
    let Type::Union(members) = &api.types[table.document].ty else {
        panic!("{:?}", api.types[table.document]);
    };
    let names = members.iter().map(|member| match &api.types[*member].ty {
        Type::Object(fields) => fields.iter().map(|field| field.name.as_str()).collect(),
        other => panic!("{other:?}"),
    });
    let names: Vec<Vec<&str>> = names.collect();
    assert_eq!(
        names,
        [["_id", "_creationTime", "a"], ["_id", "_creationTime", "b"]]
    );
}

#[test]
fn unknown_indexes_stay_unknown() {
    let mut table = json!({ "tableName": "users", "documentType": { "type": "any" } });
    let lists = write_schema::INDEXES;
    for list in lists {
        table[list] = json!([]);
    }
    table["opaque"] = json!(lists);
    let json =
        json!({ "functions": [], "schema": { "tables": [table], "schemaValidation": true } });
    assert_eq!(round_trip(&json)["schema"], json["schema"]);
}

#[test]
fn errors_name_the_place() {
    let function = |args: Value| {
        json!({ "functions": [{
            "identifier": "a.js:b",
            "functionType": "Query",
            "visibility": { "kind": "public" },
            "args": args,
        }] })
    };
    let field = |ty: Value| json!({ "type": "object", "value": { "x": { "fieldType": ty } } });
    let mut deep = json!({ "type": "null" });
    for _ in 0..60 {
        deep = json!({ "type": "array", "value": deep });
    }
    let cases = [
        (json!([]), "expected an object, found an array"),
        (json!({}), "`functions` is missing"),
        (
            function(field(json!({ "type": "literal", "value": null }))),
            "functions[0].args.value.x.fieldType: `value` is missing",
        ),
        (
            function(field(json!({ "type": "union", "value": [7] }))),
            "functions[0].args.value.x.fieldType.value[0]: expected an object, found 7",
        ),
    ];
    for (json, message) in cases {
        let error = read(&json.to_string(), FILE, &mut Diagnostics::default()).expect_err(message);
        assert_eq!(error.to_string(), message);
    }
    assert!(
        read(
            &function(deep).to_string(),
            FILE,
            &mut Diagnostics::default()
        )
        .is_ok()
    );
    let error = read("{", FILE, &mut Diagnostics::default()).expect_err("it is no JSON");
    assert!(error.to_string().starts_with("not JSON: EOF"), "{error}");
}
