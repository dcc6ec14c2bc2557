//! [`ir::Api`] to [`model::Crate`]: names, shapes, boxes, derives and files.
//!
//! A draft comes first, in which generated types are numbers: [`shapes`] decides the shape of each,
//! [`usage`] which of them are needed, [`cycles`] and [`derives`] analyse the graph, [`claims`] and
//! [`modules`] choose names. [`files`] then builds the files.

mod about;
mod apart;
mod claims;
mod customise;
mod cycles;
mod derives;
mod docs;
mod draft;
mod equal;
mod files;
mod functions;
mod inject;
mod labels;
mod links;
mod markdown;
mod modules;
mod names;
mod nouns;
mod pagination;
mod places;
mod renames;
mod route_names;
mod routes;
mod same;
pub(crate) mod select;
mod shapes;
mod share;
mod unions;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::Config,
    diagnostics::Diagnostics,
    ir::{Api, Function, Type, TypeId},
    model::{self, Ident, Ty},
    source::Sources,
};

use draft::{DraftTy, Node, NodeBody, NodeId, Nodes, Ref, node_references};
use places::{ModuleKey, Place, Rank, Root};
use renames::Renames;
use shapes::Shapes;

/// A function with its name and the shapes of its signature.
struct Signature<'a> {
    function: &'a Function,
    name: Ident,
    args: DraftTy,
    returns: DraftTy,
    throws: Option<DraftTy>,
    /// The argument that the client writes.
    session: Option<String>,
}

/// The result of lowering.
#[derive(Debug)]
pub(crate) struct Lowered {
    /// The Rust to emit.
    pub model: model::Crate,
    /// Options that do not fit the backend; nothing is written if there are any.
    pub misfits: Vec<String>,
}

/// The Rust of `api`, as `config` wants it.
pub(crate) fn lower(
    api: &Api,
    sources: &Sources,
    config: &Config,
    problems: &mut Diagnostics,
) -> Lowered {
    let folder = functions_folder(api, sources, config);
    let mut renames = Renames::new(config);
    let mut shapes = Shapes::new(api, &folder, &mut renames, problems);
    let mut signatures = shape(api, config, &folder, &mut shapes);
    let mut nodes = shapes.nodes;
    let not_injected = inject::inject(&mut nodes, &mut signatures, config, &renames);
    let customised = customise::customise(&mut nodes, &mut signatures, config, &mut renames);
    let written = usage::usage(&nodes.edges(), ends(&nodes, &signatures));
    let homes = share::homes(&nodes, &written.keys().copied().collect());
    let mut names = claims::names(&nodes, &homes, problems);
    let stand_ins = share::unite(&mut nodes, &homes, &names);
    let replace = |ty: &DraftTy| stand_in(ty, &stand_ins);
    for node in &mut nodes.0 {
        for ty in node.body.types_mut() {
            *ty = replace(ty);
        }
    }
    for signature in &mut signatures {
        signature.args = replace(&signature.args);
        signature.returns = replace(&signature.returns);
        signature.throws = signature.throws.as_ref().map(replace);
    }
    cycles::box_cycles(&mut nodes);

    let usage = usage::usage(&nodes.edges(), ends(&nodes, &signatures));
    let arguments = signatures
        .iter()
        .filter_map(|signature| match &signature.args {
            Ty::Named(Ref::Node(id)) => Some(nodes.same(*id)),
            _ => None,
        });
    let arguments: BTreeSet<NodeId> = arguments.collect();
    names.retain(|id, _| {
        // Another name stays, used or not: callers may use it.
        stand_ins.get(id) == Some(id) && usage.contains_key(&nodes.same(*id))
    });
    let files = files::Files {
        links: links::Links::new(sources, config, &folder),
        derives: derives::derives(&nodes, &usage, &arguments, config.map),
        names,
        nodes: &nodes,
        signatures: &signatures,
        routes: routes::wanted(&api.routes, config),
        style: model::Style::new(config),
        fingerprints: &api.fingerprints,
        tables: api
            .schema
            .iter()
            .flat_map(|schema| &schema.tables)
            .collect(),
    };
    let model = files.write(&mut renames, problems);
    let mut misfits = not_injected;
    misfits.extend(customised.misfits(config, &renames));
    Lowered { model, misfits }
}

/// Returns the types at both ends of the wire.
fn ends(nodes: &Nodes, signatures: &[Signature<'_>]) -> usage::Ends {
    let chosen = |is_chosen: fn(&Node) -> bool| {
        let nodes = nodes.iter().filter(move |(_, node)| is_chosen(node));
        nodes.map(|(id, _)| id)
    };
    let sent = signatures
        .iter()
        .flat_map(|signature| node_references(&signature.args));
    let received = signatures.iter().flat_map(|signature| {
        let thrown = signature.throws.iter().flat_map(node_references);
        node_references(&signature.returns)
            .into_iter()
            .chain(thrown)
    });
    usage::Ends {
        sent: sent.collect(),
        received: received
            .chain(chosen(|node| node.table.is_some()))
            .collect(),
        serialized: chosen(|node| node.serde).collect(),
    }
}

/// `ty` with each type replaced by the one that stands for it.
fn stand_in(ty: &DraftTy, stand_ins: &BTreeMap<NodeId, NodeId>) -> DraftTy {
    ty.map(&mut |reference| {
        Ty::Named(match reference {
            Ref::Node(id) => Ref::Node(stand_ins.get(id).copied().unwrap_or(*id)),
            Ref::TableId(table) => Ref::TableId(table.clone()),
        })
    })
}

/// Shapes of everything: tables and named types first, so that functions find them.
fn shape<'a>(
    api: &'a Api,
    config: &Config,
    folder: &str,
    shapes: &mut Shapes<'_>,
) -> Vec<Signature<'a>> {
    let tables: Vec<_> = api
        .schema
        .iter()
        .flat_map(|schema| &schema.tables)
        .collect();
    for table in &tables {
        shapes.document(table);
    }
    for (id, def) in api.types.iter() {
        if let Some(origin) = &def.origin {
            shapes.ty(id, &Place::named(origin, folder, def.span));
        }
    }
    let wanted: Vec<&Function> = api
        .functions
        .iter()
        .filter(|function| select::wanted(function, config))
        .collect();
    let names = functions::names(&wanted, shapes.renames, shapes.problems);
    let signatures: Vec<Signature<'a>> = wanted
        .into_iter()
        .zip(names)
        .map(|(function, name)| {
            let mut side =
                |id: TypeId, side: &str| shapes.ty(id, &Place::signature(function, side, &name));
            let args = match &api.types[function.args.ty].ty {
                Type::Object(fields) if fields.is_empty() => Ty::Unit,
                _ => side(function.args.ty, "args"),
            };
            let returns = side(function.returns.ty, "returns");
            let throws = function.throws.as_ref().map(|throws| {
                let place = Place::signature(function, "throws", &name);
                shapes.error(throws.ty, &place)
            });
            document_arguments(&mut shapes.nodes, &args, function);
            Signature {
                function,
                name,
                args,
                returns,
                throws,
                session: None,
            }
        })
        .collect();
    let described: BTreeSet<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    let mut mentioned = BTreeMap::new();
    let mut mention = |ty: &DraftTy, span| {
        ty.references(&mut |reference| {
            if let Ref::TableId(table) = reference
                && !described.contains(table.as_str())
            {
                mentioned.entry(table.clone()).or_insert(span);
            }
        });
    };
    for signature in &signatures {
        mention(&signature.args, signature.function.span);
        mention(&signature.returns, signature.function.span);
        if let Some(throws) = &signature.throws {
            mention(throws, signature.function.span);
        }
    }
    for (_, node) in shapes.nodes.iter() {
        node.body
            .types()
            .into_iter()
            .for_each(|ty| mention(ty, node.place.owner));
    }
    for (table, span) in mentioned {
        shapes.unknown_document(&table, &Place::table(&table, "Doc", span));
    }
    signatures
}

/// Puts what `@param` says to the fields it is about, where they have no words of their own.
fn document_arguments(nodes: &mut Nodes, args: &DraftTy, function: &Function) {
    let Ty::Named(Ref::Node(id)) = args else {
        return;
    };
    let node = &mut nodes[*id];
    if node.place.rank != Rank::Function {
        return;
    }
    let NodeBody::Struct(fields) = &mut node.body else {
        return;
    };
    for field in fields
        .iter_mut()
        .filter(|field| field.docs.lines.is_empty())
    {
        if let Some(text) = docs::of_argument(&function.docs, &field.name.wire) {
            field.docs.lines = markdown::lines(&text);
        }
    }
}

/// The folder that module paths are relative to, as the paths of [`Sources`] start.
fn functions_folder(api: &Api, sources: &Sources, config: &Config) -> String {
    let folder = |function: &Function| {
        let file = &sources.iter().nth(function.span.file.0 as usize)?.1.path;
        let stem = file
            .rsplit_once('.')
            .map_or(file.as_str(), |(stem, _)| stem);
        stem.strip_suffix(function.path.module.as_str())?
            .strip_suffix('/')
            .map(str::to_owned)
    };
    api.functions
        .iter()
        .find_map(folder)
        .unwrap_or_else(|| config.functions_folder())
}

/// The module of a table.
fn table_module(table: &str) -> ModuleKey {
    ModuleKey {
        root: Root::Tables,
        segments: vec![table.to_owned()],
    }
}
