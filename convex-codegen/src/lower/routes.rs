//! Constants of the routes of HTTP actions.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::Config,
    diagnostics::{Diagnostics, naming},
    ir::{FunctionPath, Route},
    model::{self, Ident, Name, RustDocs},
};

use super::{
    Signature,
    links::Links,
    markdown,
    names::{Case, Clash},
    places::{ModuleKey, function_module},
    renames::Renames,
    route_names, select,
};

/// Returns the module of a route's constant: `api::http`.
pub(super) fn module(route: &Route) -> ModuleKey {
    let path = FunctionPath {
        module: route.module.clone(),
        export: String::new(),
    };
    function_module(&path, crate::ir::Visibility::Public)
}

/// The routes that `config` wants: `http:default` names all of them.
pub(super) fn wanted<'a>(routes: &'a [Route], config: &Config) -> Vec<&'a Route> {
    let is_wanted = |route: &&Route| select::is_named(&format!("{}:default", route.module), config);
    routes.iter().filter(is_wanted).collect()
}

/// The constants of `routes`, each in its module. Functions of that module keep their names.
pub(super) fn constants(
    routes: &[&Route],
    signatures: &[Signature<'_>],
    links: &Links<'_>,
    (renames, problems): (&mut Renames, &mut Diagnostics),
) -> Vec<(ModuleKey, model::Route)> {
    let mut modules: BTreeMap<ModuleKey, Vec<&Route>> = BTreeMap::new();
    for route in routes {
        modules.entry(module(route)).or_default().push(route);
    }
    let mut constants = Vec::new();
    for (key, members) in modules {
        let of_functions = signatures.iter().filter(|signature| {
            let function = signature.function;
            function_module(&function.path, function.visibility) == key
        });
        let taken: BTreeSet<&str> = of_functions
            .map(|signature| signature.name.text())
            .collect();
        let described: Vec<String> = members.iter().map(|route| described(route)).collect();
        let spoken: Vec<&str> = described.iter().map(String::as_str).collect();
        let path = |route: &str| format!("{}:{route}", key.path());
        let (names, clashes) = renames.spell(&spoken, Case::Snake, path);
        let names = say_more(names, &members, &clashes);
        for clash in clashes {
            let member = |&at: &usize| (described[at].clone(), members[at].span);
            let members: Vec<_> = clash.members.iter().map(member).collect();
            problems.push(naming::name_clash("routes", &clash.spelling, &members));
        }
        for ((route, name), described) in members.iter().zip(names).zip(&described) {
            let mut name = name;
            while taken.contains(name.text()) {
                name = Ident::new(format!("{}_route", name.text()));
            }
            let constant = model::Route {
                name,
                docs: docs(described, route, links),
                method: route.method.clone(),
                path: route.path.clone(),
                is_prefix: route.is_prefix,
            };
            constants.push((key.clone(), constant));
        }
    }
    constants
}

/// `names` in which those that met say what tells them apart, where that is a name of its own.
fn say_more(names: Vec<Name>, members: &[&Route], clashes: &[Clash]) -> Vec<Ident> {
    let names: Vec<Ident> = names.into_iter().map(|name| name.rust).collect();
    let met = clashes.iter().flat_map(|clash| &clash.members);
    let in_full: BTreeMap<usize, Ident> = met
        .map(|&at| (at, Ident::new(route_names::in_full(members[at]))))
        .collect();
    let mut said = names.clone();
    for (&at, name) in &in_full {
        if in_full.values().filter(|other| *other == name).count() == 1 {
            said[at] = name.clone();
        }
    }
    let distinct: BTreeSet<&Ident> = said.iter().collect();
    if distinct.len() == said.len() {
        said
    } else {
        names
    }
}

/// `POST /hook`, `GET /files/*`.
fn described(route: &Route) -> String {
    let rest = if route.is_prefix { "*" } else { "" };
    format!("{} {}{rest}", route.method, route.path)
}

fn docs(described: &str, route: &Route, links: &Links<'_>) -> RustDocs {
    let what = markdown::code(described);
    RustDocs {
        lines: vec![format!("HTTP action {what} ({}).", links.place(route.span))],
        deprecated: None,
    }
}
