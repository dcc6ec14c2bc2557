//! Statistics on what TypeScript inferred.

use std::{collections::BTreeMap, fmt};

use super::{
    checked::CheckedTypes,
    reason,
    shape::{Shape, TOO_DEEP},
};
use crate::ir::Api;

/// The result of asking TypeScript about the functions that declare no `returns`.
///
/// ```
/// # fn print(report: &convex_codegen::TypesReport) {
/// println!("{report}");
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypesReport {
    /// The version of TypeScript.
    pub typescript: String,
    /// The number of functions.
    pub functions: usize,
    /// The number of functions that declare their result.
    pub declared: usize,
    /// The number of functions that TypeScript types completely.
    pub typed: usize,
    /// The number of functions typed except for parts that are `any` or have no Convex type.
    pub partly: usize,
    /// The number of functions typed except for parts that are nested too deeply.
    pub too_deep: usize,
    /// The number of functions that TypeScript types as `any` or `unknown`.
    pub any: usize,
    /// Those functions.
    pub untyped: Vec<String>,
    /// Functions that only TypeScript recognises.
    pub recognised: Vec<String>,
    /// Each reason for a missing type → the functions that it affects.
    pub failed: BTreeMap<String, Vec<String>>,
    /// The number of functions that are known to throw a `ConvexError`.
    pub throwing: usize,
    /// `true` if the file changed.
    pub changed: bool,
}

impl TypesReport {
    /// The report on `checked`, the answer for `api`.
    pub(crate) fn of(api: &Api, checked: &CheckedTypes) -> Self {
        let evaluated = api.functions.iter().map(|function| {
            let declared = function.returns.from.is_some();
            (function.path.to_string(), declared)
        });
        let mut functions: BTreeMap<String, bool> = evaluated.collect();
        let mut report = Self {
            typescript: checked.typescript.clone(),
            throwing: checked.throws.len(),
            ..Self::default()
        };
        for (path, signature) in &checked.functions {
            if signature.kind.is_some() && !functions.contains_key(path) {
                report.recognised.push(path.clone());
                functions.insert(path.clone(), false);
            }
        }
        report.functions = functions.len();
        for (path, declared) in functions {
            if declared {
                report.declared += 1;
                continue;
            }
            match checked
                .functions
                .get(&path)
                .map(|signature| &signature.returns)
            {
                Some(Shape::Any | Shape::Unknown) | None => {
                    report.any += 1;
                    report.untyped.push(path);
                }
                Some(Shape::Unsupported(reason)) => {
                    report.failed.entry(reason.clone()).or_default().push(path);
                }
                Some(shape) if is_whole(shape) => report.typed += 1,
                Some(shape) if is_cut(shape) => report.too_deep += 1,
                Some(_) => report.partly += 1,
            }
        }
        report
    }
}

/// Returns whether every part of `shape` is known.
fn is_whole(shape: &Shape) -> bool {
    !shape.some(&|part| matches!(part, Shape::Any | Shape::Unknown | Shape::Unsupported(_)))
}

/// Returns whether a part of `shape` is unknown because it is nested too deeply.
fn is_cut(shape: &Shape) -> bool {
    shape.some(&|part| matches!(part, Shape::Unsupported(reason) if reason == TOO_DEEP))
}

impl fmt::Display for TypesReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = self.functions - self.declared;
        writeln!(
            f,
            "{} function{}, of which {} declare `returns`; asked TypeScript {} for the other {asked}:",
            self.functions,
            if self.functions == 1 { "" } else { "s" },
            self.declared,
            self.typescript
        )?;
        write!(
            f,
            "{} typed, {} partly typed, {} too deep, {} `any`",
            self.typed, self.partly, self.too_deep, self.any
        )?;
        if self.throwing > 0 {
            write!(f, "\n{} with errors that are known", self.throwing)?;
        }
        if !self.recognised.is_empty() {
            let (count, names) = (self.recognised.len(), self.recognised.join(", "));
            write!(f, "\n{count} recognised by their types alone: {names}")?;
        }
        if !self.untyped.is_empty() {
            let (count, names) = (self.untyped.len(), self.untyped.join(", "));
            write!(
                f,
                "\n{count} without a type, because TypeScript itself has `any` or `unknown` for them: {names}"
            )?;
        }
        for (reason, functions) in &self.failed {
            write!(
                f,
                "\n{} without a type, because {}: {}",
                functions.len(),
                reason::sentence(reason),
                functions.join(", ")
            )?;
        }
        Ok(())
    }
}
