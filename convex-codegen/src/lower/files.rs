//! The draft written down: one file per module, its items in the order of the source.

use std::collections::BTreeMap;

use crate::{
    diagnostics::Diagnostics,
    ir::{Evidence, Fingerprint, FunctionPath, Route, Table},
    model::{
        Alias, Binding, Body, Crate, Derive, Enum, Field, File, Handle, Ident, Item, Module,
        RustDocs, Struct, Style, TableId, Ty, TypePath, Variant,
    },
    source::{FileId, Span},
};

use super::{
    Signature, about,
    draft::{DraftTy, NodeBody, NodeId, Nodes, Ref},
    links::Links,
    modules::Modules,
    pagination,
    places::{ModuleKey, Root, function_module},
    renames::Renames,
    routes, table_module,
};

/// The module of `api` that has the fingerprints: no name of a backend is spelled like it.
const BINDINGS: &str = "__bindings";

/// Everything that was decided, ready to be put into files.
pub(super) struct Files<'a> {
    pub links: Links<'a>,
    pub nodes: &'a Nodes,
    pub names: BTreeMap<NodeId, Ident>,
    pub derives: BTreeMap<NodeId, Vec<Derive>>,
    pub signatures: &'a [Signature<'a>],
    pub routes: Vec<&'a Route>,
    pub tables: Vec<&'a Table>,
    pub fingerprints: &'a BTreeMap<FunctionPath, Fingerprint>,
    pub style: Style,
}

/// Position of an item in its file: at its owner; the handle first, then types as they were found.
type Position = (Span, Option<String>, usize);

impl Files<'_> {
    /// All files.
    pub(super) fn write(&self, renames: &mut Renames, problems: &mut Diagnostics) -> Crate {
        let leaves = self.leaves();
        let modules = Modules::new(&leaves, renames, problems);
        let mut items: BTreeMap<ModuleKey, Vec<(Position, Item)>> = BTreeMap::new();
        for (key, handle) in self.handles(&modules) {
            items.entry(key).or_default().push(handle);
        }
        let to = (&mut *renames, &mut *problems);
        let routes = routes::constants(&self.routes, self.signatures, &self.links, to);
        for (at, (key, route)) in routes.into_iter().enumerate() {
            let position = (Span::file_start(FileId(0)), None, at);
            let own = items.entry(key).or_default();
            own.push((position, Item::Route(route)));
        }
        for id in self.names.keys() {
            let node = &self.nodes[*id];
            let position = match self.links.package(node.place.owner) {
                // Its files differ between its versions.
                Some(_) => (
                    Span::file_start(FileId(0)),
                    Some(node.place.key.clone()),
                    id.0,
                ),
                None => (node.place.owner, None, id.0),
            };
            let own = items.entry(node.place.module.clone()).or_default();
            let mut item = self.item(*id, &modules);
            if let Item::Struct(arguments) = &mut item {
                let module = modules.path(&node.place.module);
                let taken = |name: &str| {
                    let mut names = self.names.iter();
                    names.any(|(id, own)| {
                        own.text() == name && self.nodes[*id].place.module == node.place.module
                    })
                };
                if let Some(rest) = pagination::rest(arguments, module, taken) {
                    own.push((position.clone(), Item::Struct(rest)));
                }
            }
            own.push((position, item));
        }
        let documents = self.documents();
        let mut files = vec![root(&modules)];
        for (key, path) in modules.iter() {
            let mut own = items.remove(key).unwrap_or_default();
            own.sort_by(|(a, _), (b, _)| a.cmp(b));
            let mut children: Vec<&Ident> = modules.children(key).collect();
            children.sort();
            let modules = children.into_iter().map(|name| Module {
                name: name.clone(),
                docs: RustDocs::default(),
                is_private: false,
            });
            let id = table_id(key, &documents).map(Item::TableId);
            let is_api = key.root == Root::Api && key.segments.is_empty();
            let bindings = is_api.then(bindings).into_iter().flatten();
            let items = modules
                .map(Item::Module)
                .chain(bindings)
                .chain(id)
                .chain(own.into_iter().map(|(_, item)| item))
                .collect();
            let names: Vec<&str> = path.iter().map(Ident::text).collect();
            files.push(File {
                path: format!("{}.rs", names.join("/")),
                module: path.to_vec(),
                docs: self.docs(key, leaves.get(key).copied().flatten()),
                items,
            });
            if is_api {
                files.push(self.bound_functions(path));
            }
        }
        Crate {
            files,
            style: self.style,
        }
    }

    /// The modules that hold something, with the files they stand for.
    fn leaves(&self) -> BTreeMap<ModuleKey, Option<FileId>> {
        let mut leaves = BTreeMap::new();
        for root in [Root::Api, Root::Internal, Root::Tables] {
            leaves.insert(
                ModuleKey {
                    root,
                    segments: Vec::new(),
                },
                None,
            );
        }
        for Signature { function, .. } in self.signatures {
            let module = function_module(&function.path, function.visibility);
            leaves.insert(module, Some(function.span.file));
        }
        for route in &self.routes {
            leaves.insert(routes::module(route), Some(route.span.file));
        }
        for table in &self.tables {
            leaves.insert(table_module(&table.name), Some(table.span.file));
        }
        for id in self.names.keys() {
            let node = &self.nodes[*id];
            leaves
                .entry(node.place.module.clone())
                .or_insert(Some(node.place.owner.file));
        }
        leaves
    }

    fn handles(&self, modules: &Modules) -> Vec<(ModuleKey, (Position, Item))> {
        let handle = |signature: &Signature<'_>| {
            let function = signature.function;
            let throws = signature.throws.as_ref();
            let throws = throws.map(|throws| self.resolve(throws, modules));
            let handle = Handle {
                name: signature.name.clone(),
                docs: about::handle(function, throws.as_ref(), &self.links),
                kind: function.kind,
                visibility: function.visibility,
                path: function.path.to_string(),
                args: self.resolve(&signature.args, modules),
                returns: self.resolve(&signature.returns, modules),
                throws,
                inferred: matches!(
                    function.returns.from,
                    Some(Evidence::TypeScript | Evidence::Annotation)
                ),
                session: signature.session.clone(),
            };
            let module = function_module(&function.path, function.visibility);
            (module, ((function.span, None, 0), Item::Handle(handle)))
        };
        self.signatures.iter().map(handle).collect()
    }

    /// The functions as validators describe them, sorted by path: a file of its own below
    /// `parent`, since every changed signature changes it.
    fn bound_functions(&self, parent: &[Ident]) -> File {
        let binding = |signature: &Signature<'_>| {
            let function = signature.function;
            let known = self.fingerprints.get(&function.path);
            Binding {
                path: function.path.to_string(),
                kind: function.kind,
                visibility: function.visibility,
                args: known.and_then(|known| known.args).unwrap_or_default(),
                returns: known.and_then(|known| known.returns).unwrap_or_default(),
            }
        };
        let functions = self.signatures.iter().map(binding).collect();
        let module = [parent, &[Ident::new(BINDINGS)]].concat();
        let names: Vec<&str> = module.iter().map(Ident::text).collect();
        File {
            path: format!("{}.rs", names.join("/")),
            module,
            docs: RustDocs::default(),
            items: vec![Item::BoundFunctions(functions)],
        }
    }

    /// The names of documents by their tables.
    fn documents(&self) -> BTreeMap<&str, &Ident> {
        let document = |(id, name): (&NodeId, _)| Some((self.nodes[*id].table.as_deref()?, name));
        self.names.iter().filter_map(document).collect()
    }

    fn item(&self, id: NodeId, modules: &Modules) -> Item {
        let node = &self.nodes[id];
        let name = self.names[&id].clone();
        let derives = self.derives.get(&id).cloned().unwrap_or_default();
        let docs = about::generated_type(node, &self.links);
        let table = node.table.clone();
        if let Some(only) = node.body.only_member() {
            return Item::Struct(Struct {
                name,
                docs,
                derives,
                table,
                serde: node.serde,
                rest: None,
                literal: None,
                inner: Some(self.resolve(only, modules)),
                fields: Vec::new(),
            });
        }
        match &node.body {
            NodeBody::Own(target, _) => Item::Alias(Alias {
                name,
                docs,
                target: Ty::Own(target.clone()),
            }),
            NodeBody::Same(target) => Item::Alias(Alias {
                name,
                docs,
                target: self.resolve(&Ty::Named(Ref::Node(*target)), modules),
            }),
            NodeBody::Unit(literal) => Item::Struct(Struct {
                name,
                docs,
                derives,
                table,
                serde: node.serde,
                rest: None,
                literal: Some(literal.clone()),
                inner: None,
                fields: Vec::new(),
            }),
            NodeBody::Struct(fields) => {
                let fields = self.fields(fields, modules);
                Item::Struct(Struct {
                    name,
                    docs,
                    derives,
                    table,
                    serde: node.serde,
                    rest: None,
                    literal: None,
                    inner: None,
                    fields,
                })
            }
            NodeBody::Enum(shape, variants) => {
                let variant = |variant: &Variant<Ref>| Variant {
                    name: variant.name.clone(),
                    docs: variant.docs.clone(),
                    literal: variant.literal.clone(),
                    body: match &variant.body {
                        Body::Unit => Body::Unit,
                        Body::Tuple(ty) => Body::Tuple(self.resolve(ty, modules)),
                        Body::Struct(fields) => Body::Struct(self.fields(fields, modules)),
                    },
                };
                let variants = variants.iter().map(variant).collect();
                Item::Enum(Enum {
                    name,
                    docs,
                    derives,
                    table,
                    serde: node.serde,
                    shape: shape.clone(),
                    variants,
                })
            }
        }
    }

    fn fields(&self, fields: &[Field<Ref>], modules: &Modules) -> Vec<Field> {
        let field = |field: &Field<Ref>| Field {
            name: field.name.clone(),
            docs: field.docs.clone(),
            ty: self.resolve(&field.ty, modules),
            optional: field.optional,
        };
        fields.iter().map(field).collect()
    }

    fn resolve(&self, ty: &DraftTy, modules: &Modules) -> Ty {
        ty.map(&mut |reference| {
            Ty::Named(match reference {
                Ref::Node(id) => TypePath {
                    module: modules.path(&self.nodes[*id].place.module).to_vec(),
                    name: self.names[id].clone(),
                },
                Ref::TableId(table) => TypePath {
                    module: modules.path(&table_module(table)).to_vec(),
                    name: Ident::new("Id"),
                },
            })
        })
    }

    fn docs(&self, key: &ModuleKey, file: Option<FileId>) -> RustDocs {
        match (key.root, key.segments.as_slice()) {
            (root, []) => about::root(root),
            (Root::Tables, [name]) => {
                let table = self.tables.iter().find(|table| table.name == *name);
                about::table(name, table.copied(), &self.links)
            }
            (root, segments) => about::module(
                root,
                &segments.join("/"),
                file.map(|file| self.links.file(Span::file_start(file))),
            ),
        }
    }
}

/// The items that stand in `api` for its functions.
fn bindings() -> [Item; 2] {
    let module = Module {
        name: Ident::new(BINDINGS),
        docs: RustDocs::default(),
        is_private: true,
    };
    let name = module.name.clone();
    [Item::Module(module), Item::Bindings(name)]
}

/// The ids of the table that `module` is for.
fn table_id(module: &ModuleKey, documents: &BTreeMap<&str, &Ident>) -> Option<TableId> {
    let table = module
        .segments
        .first()
        .filter(|_| module.root == Root::Tables)?;
    Some(TableId {
        docs: about::table_id(table),
        document: (*documents.get(table.as_str())?).clone(),
    })
}

fn root(modules: &Modules) -> File {
    let roots = modules.iter().filter(|(key, _)| key.segments.is_empty());
    let module = |(_, path): (&ModuleKey, &[Ident])| {
        Item::Module(Module {
            name: path[0].clone(),
            docs: RustDocs::default(),
            is_private: false,
        })
    };
    File {
        path: "mod.rs".to_owned(),
        module: Vec::new(),
        docs: RustDocs::default(),
        items: roots.map(module).collect(),
    }
}
