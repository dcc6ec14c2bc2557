//! Fields that the client writes instead of the caller: the session, by `Config::inject`.

use std::collections::BTreeSet;

use crate::{
    config::Config,
    diagnostics::suggest::closest,
    model::{Field, Ty},
};

use super::{
    Signature,
    draft::{NodeBody, Nodes, Ref},
    renames::Renames,
    select::matches,
};

/// Takes the fields that `config` names out of the arguments, and notes them in `signatures`.
/// Returns the options that do not fit.
pub(super) fn inject(
    nodes: &mut Nodes,
    signatures: &mut [Signature<'_>],
    config: &Config,
    renames: &Renames,
) -> Vec<String> {
    let mut misfits = Vec::new();
    let mut met = BTreeSet::new();
    for signature in signatures {
        let Ty::Named(Ref::Node(id)) = signature.args else {
            continue;
        };
        let args = format!("{}.args", signature.function.path);
        let key = nodes[id].place.key.clone();
        let NodeBody::Struct(fields) = &mut nodes[id].body else {
            continue;
        };
        let pattern_of = |field: &Field<Ref>| {
            let path = format!("{args}.{}", field.name.wire);
            let mut patterns = config.inject.iter();
            patterns.find(|pattern| matches(pattern, &path))
        };
        let mut found = fields
            .iter()
            .enumerate()
            .filter_map(|(at, field)| Some((at, pattern_of(field)?)));
        let Some((at, pattern)) = found.next() else {
            continue;
        };
        met.insert(pattern.clone());
        let another = found.next().is_some();
        let name = fields[at].name.wire.clone();
        let misfit = |why: &str| format!("`Config::inject({pattern:?})`: {why}");
        if another {
            misfits.push(misfit(&format!(
                "`{args}` has several such fields, and a client has one session"
            )));
        } else if !is_text(&fields[at].ty) {
            misfits.push(misfit(&format!(
                "`{args}.{name}` is neither a string nor an id, as sessions are"
            )));
        } else if key != args {
            misfits.push(misfit(&format!(
                "the arguments of `{}` are the type `{key}`, which has other uses",
                signature.function.path
            )));
        } else {
            fields.remove(at);
            if fields.is_empty() {
                signature.args = Ty::Unit;
            }
            signature.session = Some(name);
        }
    }
    let known: Vec<&str> = renames.known().collect();
    for pattern in config
        .inject
        .iter()
        .filter(|pattern| !met.contains(*pattern))
    {
        let close = closest(pattern, &known).map(|close| format!("; did you mean `{close}`?"));
        misfits.push(format!(
            "`Config::inject({pattern:?})` matches no argument of a function{}",
            close.unwrap_or_default()
        ));
    }
    misfits
}

/// Returns whether values are strings on the wire.
fn is_text(ty: &Ty<Ref>) -> bool {
    match ty {
        Ty::Option(inner) => is_text(inner),
        Ty::String | Ty::SystemId(_) | Ty::Named(Ref::TableId(_)) => true,
        _ => false,
    }
}
