//! `BindingsReport`: what a deployment's functions are now, beside what bindings say.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Binding, Bindings, fingerprint};
use crate::{FunctionKind, Value};

/// The effect of a change on a program with these bindings, in the words of `convex-codegen diff`.
///
/// ```
/// use convex_runtime::bindings::Impact;
///
/// assert!(Impact::Compatible < Impact::Unknown && Impact::Unknown < Impact::Breaking);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// The program keeps working.
    Compatible,
    /// A type is another one; whether its values still fit, fingerprints do not say.
    Unknown,
    /// Calls are rejected now.
    Breaking,
}

impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Compatible => "compatible",
            Self::Unknown => "unknown",
            Self::Breaking => "breaking",
        })
    }
}

/// A part of a function that can change.
///
/// ```
/// use convex_runtime::{FunctionKind, bindings::Changed};
///
/// let changed = Changed::Kind { was: FunctionKind::Query, now: FunctionKind::Mutation };
/// assert_ne!(changed, Changed::Args);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Changed {
    /// The deployment has it, the bindings do not.
    Added,
    /// The deployment does not have it any more.
    Removed,
    /// It is of another kind.
    Kind {
        /// The kind when the bindings were generated.
        was: FunctionKind,
        /// The kind that the deployment says.
        now: FunctionKind,
    },
    /// It was public and is internal.
    Internal,
    /// It was internal and is public.
    Public,
    /// The validator of its arguments is another one.
    Args,
    /// The validator of its result is another one.
    Returns,
    /// The validator of its arguments is not understood, by the generator or by this version.
    UnknownArgs,
    /// The validator of its result is not understood, by the generator or by this version.
    UnknownReturns,
    /// The query that was asked says nothing of the function's module.
    Unlisted,
}

/// A change of one function.
///
/// ```
/// # use convex_runtime::{Bindings, bindings::{BindingsReport, Impact}};
/// fn print(report: &BindingsReport) {
///     for change in report.changes() {
///         println!("{}: {} ({})", change.subject(), change.message(), change.impact());
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    function: String,
    changed: Changed,
    /// As bindings say, or the deployment for what is added.
    kind: FunctionKind,
    was_public: bool,
    is_public: bool,
}

impl Change {
    /// The function's path, such as `payments:charge`.
    pub fn function(&self) -> &str {
        &self.function
    }

    /// The changed part of the function.
    pub fn changed(&self) -> Changed {
        self.changed
    }

    /// The effect on this program.
    pub fn impact(&self) -> Impact {
        match self.changed {
            Changed::Added | Changed::Public => Impact::Compatible,
            Changed::Removed | Changed::Kind { .. } | Changed::Internal => Impact::Breaking,
            Changed::Args
            | Changed::Returns
            | Changed::UnknownArgs
            | Changed::UnknownReturns
            | Changed::Unlisted => Impact::Unknown,
        }
    }

    /// The function, or a part of it: `payments:charge.args`.
    pub fn subject(&self) -> String {
        let part = match self.changed {
            Changed::Args | Changed::UnknownArgs => ".args",
            Changed::Returns | Changed::UnknownReturns => ".returns",
            _ => "",
        };
        format!("{}{part}", self.function)
    }

    /// The change in words.
    pub fn message(&self) -> String {
        let internal = |is_public: bool| if is_public { "" } else { "internal " };
        match self.changed {
            Changed::Added => format!("{}{} added", internal(self.is_public), self.kind),
            Changed::Removed => format!("{}{} removed", internal(self.was_public), self.kind),
            Changed::Kind { was, now } => {
                format!("is {} now, was {}", with_article(now), with_article(was))
            }
            Changed::Internal => "is internal now: clients can no longer call it".to_owned(),
            Changed::Public => "is public now".to_owned(),
            Changed::Args | Changed::Returns => {
                "is of another type; `convex-codegen diff` says how".to_owned()
            }
            Changed::UnknownArgs | Changed::UnknownReturns => {
                "is not compared: a validator is not known".to_owned()
            }
            Changed::Unlisted => "is not compared: its module is not in the answer".to_owned(),
        }
    }
}

/// `breaking    payments:refund: mutation removed`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (impact, subject) = (self.impact(), self.subject());
        write!(f, "{impact:<10}  {subject}: {}", self.message())
    }
}

fn with_article(kind: FunctionKind) -> String {
    let article = if kind == FunctionKind::Action {
        "an"
    } else {
        "a"
    };
    format!("{article} {kind}")
}

/// The changes of a deployment since bindings were generated, those with the worst effect first;
/// its `Display` is one line for each.
///
/// ```
/// # use convex_runtime::bindings::{BindingsReport, Impact};
/// fn fits(report: &BindingsReport) -> bool {
///     report.impact() < Some(Impact::Breaking) // `None` where nothing has changed
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingsReport {
    changes: Vec<Change>,
}

impl BindingsReport {
    /// The changes.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The worst effect; `None` where nothing has changed.
    pub fn impact(&self) -> Option<Impact> {
        self.changes.iter().map(Change::impact).max()
    }

    /// Returns the changes of public functions alone, for a program that calls no others.
    #[must_use]
    pub fn public(mut self) -> Self {
        self.changes
            .retain(|change| change.was_public || change.is_public);
        self
    }

    /// Compares bindings with the functions of a specification; `None` if it is not one. With
    /// `Scope::Listed`, functions of modules that it does not have are unlisted, and not removed.
    pub(crate) fn new(bindings: &Bindings, functions: &Value, scope: Scope) -> Option<Self> {
        let Value::Array(functions) = functions else {
            return None;
        };
        let functions = functions
            .iter()
            .filter(|function| function.get("functionType") != Some(&Value::from("HttpAction")));
        let now: Option<BTreeMap<String, Deployed<'_>>> = functions.map(deployed).collect();
        let mut now = now?;
        let modules: BTreeSet<String> = now.keys().map(|path| module(path).to_owned()).collect();
        let mut changes = Vec::new();
        for binding in bindings.functions {
            let is_listed = scope == Scope::Whole || modules.contains(module(binding.path));
            match now.remove(binding.path) {
                Some(deployed) => compare(binding, &deployed, &mut changes),
                None if is_listed => changes.push(change(binding, Changed::Removed)),
                None => changes.push(change(binding, Changed::Unlisted)),
            }
        }
        changes.extend(now.into_iter().map(|(function, deployed)| Change {
            function,
            changed: Changed::Added,
            kind: deployed.kind,
            was_public: false,
            is_public: deployed.is_public,
        }));
        changes.sort_by(|a, b| {
            let worst = b.impact().cmp(&a.impact());
            worst.then_with(|| a.function.cmp(&b.function))
        });
        Some(Self { changes })
    }
}

impl fmt::Display for BindingsReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, rest)) = self.changes.split_first() else {
            return f.write_str("no changes");
        };
        write!(f, "{first}")?;
        rest.iter().try_for_each(|change| write!(f, "\n{change}"))
    }
}

/// The functions that a specification covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All functions of the deployment.
    Whole,
    /// Those of the modules that it has.
    Listed,
}

/// A function as the deployment says it is.
struct Deployed<'a> {
    kind: FunctionKind,
    is_public: bool,
    args: Option<&'a Value>,
    returns: Option<&'a Value>,
}

/// The path of a function, `payments/refunds:create`, and what is said of it.
fn deployed(json: &Value) -> Option<(String, Deployed<'_>)> {
    let text = |json: &Value, field: &str| match json.get(field) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    let identifier = text(json, "identifier")?;
    let (module, export) = identifier
        .rsplit_once(':')
        .unwrap_or((&identifier, "default"));
    let path = format!("{}:{export}", module.strip_suffix(".js").unwrap_or(module));
    let kind = match text(json, "functionType")?.as_str() {
        "Query" => FunctionKind::Query,
        "Mutation" => FunctionKind::Mutation,
        "Action" => FunctionKind::Action,
        _ => return None,
    };
    let deployed = Deployed {
        kind,
        is_public: text(json.get("visibility")?, "kind")? == "public",
        args: json.get("args"),
        returns: json.get("returns"),
    };
    Some((path, deployed))
}

fn module(path: &str) -> &str {
    path.rsplit_once(':').map_or(path, |(module, _)| module)
}

fn change(binding: &Binding, changed: Changed) -> Change {
    Change {
        function: binding.path.to_owned(),
        changed,
        kind: binding.kind,
        was_public: binding.is_public,
        is_public: changed == Changed::Public,
    }
}

fn compare(binding: &Binding, now: &Deployed<'_>, changes: &mut Vec<Change>) {
    let mut push = |changed| changes.push(change(binding, changed));
    if binding.kind != now.kind {
        let (was, now) = (binding.kind, now.kind);
        push(Changed::Kind { was, now });
    }
    match (binding.is_public, now.is_public) {
        (true, false) => push(Changed::Internal),
        (false, true) => push(Changed::Public),
        _ => {}
    }
    let sides = [
        (
            binding.args,
            now.args,
            [Changed::Args, Changed::UnknownArgs],
        ),
        (
            binding.returns,
            now.returns,
            [Changed::Returns, Changed::UnknownReturns],
        ),
    ];
    for (was, now, [differs, unknown]) in sides {
        match fingerprint::of_signature(now) {
            Some(now) if now == was => {}
            Some(_) if was != 0 => push(differs),
            _ => push(unknown),
        }
    }
}
