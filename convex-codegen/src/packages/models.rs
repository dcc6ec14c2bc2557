//! Models of well-known packages: JavaScript modules that the evaluator runs where a package is not
//! installed.
//!
//! They cover what reaches a validator, a table or a function's registration, but no run-time
//! behavior. Each states in its first lines the versions of the package with which
//! `tests/agreement/models` compared it. One that differs between versions asks which one the
//! project has (see [`super::versions`]).

use crate::source::{
    Required, package_name,
    version::{self, Version, admits},
};

/// A module that stands in for one of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Model {
    /// Its name in messages.
    pub path: &'static str,
    /// Its source.
    pub text: &'static str,
}

macro_rules! models {
    ($($($specifier:literal)|+ => $($path:literal),+;)*) => {
        /// The models of the module that `specifier` imports, that of the newest versions first.
        fn models(specifier: &str) -> &'static [Model] {
            match specifier {
                $($($specifier)|+ => &[$(Model { path: $path, text: include_str!($path) }),+],)*
                _ => &[],
            }
        }

        /// The modules, each with the models of it.
        const MODELS: &[(&[&str], &[&str])] = &[$((&[$($specifier),+], &[$($path),+])),*];
    };
}

models! {
    "convex/server" => "convex_server.js";
    "convex/values" => "convex_values.js";
    "convex-helpers" => "convex_helpers/index.js";
    "convex-helpers/validators" => "convex_helpers/validators.js";
    "convex-helpers/server" => "convex_helpers/server.js";
    "convex-helpers/server/crud" => "convex_helpers/crud.js";
    "convex-helpers/server/customFunctions" => "convex_helpers/custom_functions.js";
    "convex-helpers/server/migrations" => "convex_helpers/migrations.js";
    "convex-helpers/server/rateLimit" => "convex_helpers/rate_limit.js";
    "convex-helpers/server/retries" => "convex_helpers/retries.js";
    "convex-helpers/server/rowLevelSecurity" => "convex_helpers/row_level_security.js";
    "convex-helpers/server/sessions" => "convex_helpers/sessions.js";
    "convex-helpers/server/triggers" => "convex_helpers/triggers.js";
    "convex-helpers/server/compare"
        | "convex-helpers/server/filter"
        | "convex-helpers/server/pagination"
        | "convex-helpers/server/relationships"
        | "convex-helpers/server/stream" => "convex_helpers/at_run_time.js";
    "convex-helpers/server/zod#custom" => "zod/custom.js";
    "convex-helpers/server/zod#scalars" => "zod/scalars.js";
    "convex-helpers/server/zod#partial" => "zod/partial.js", "zod/partial_before_0_1_135.js";
    "convex-helpers/server/zod" | "convex-helpers/server/zod3" => "zod/zod3.js";
    "convex-helpers/server/zod4" => "zod/zod4.js";
    "zod" | "zod/v3" | "zod/v4" | "zod/v4/core" => "zod/zod.js";
    "zod#partial" => "zod/clears.js", "zod/clears_before_4_5.js";
    "zodvex" => "zodvex.js";
    "convex-ents" => "convex_ents.js";
    "kitcn/server" | "better-convex/server" => "kitcn/server.js";
    "kitcn/auth" => "components/kitcn_auth.js";
    "kitcn/auth#condition" => "kitcn/condition.js";
    "kitcn/auth#runtime" => "kitcn/auth.js";
    "kitcn/orm" => "components/kitcn_orm.js";
    "kitcn/orm#columns" => "kitcn/columns.js";
    "kitcn/orm#table" => "kitcn/table.js";
    "kitcn/orm#tables" => "kitcn/tables.js";
    "kitcn/orm#schema" => "kitcn/schema.js";
    "kitcn/orm#storage" => "kitcn/storage.js";
    "better-convex/auth" => "components/better_convex_auth.js";
    "better-convex/orm" => "components/better_convex_orm.js";
    "better-convex/orm#storage" => "kitcn/earlier_storage.js", "kitcn/no_storage.js";
    "@convex-dev/convex-lucia-auth" => "components/convex_lucia_auth.js";
    "@convex-dev/auth/server" => "components/convex_auth.js", "components/convex_auth_before_0_0_73.js";
    "@convex-dev/auth/server#current" => "components/convex_auth.js";
    "@convex-dev/action-retrier" => "components/action_retrier.js";
    "@convex-dev/agent" => "components/agent.js";
    "@convex-dev/agent/validators" => "components/agent_validators.js";
    "@convex-dev/action-cache"
        | "@convex-dev/aggregate"
        | "@convex-dev/crons"
        | "@convex-dev/expo-push-notifications"
        | "@convex-dev/presence"
        | "@convex-dev/sharded-counter"
        | "@convex-dev/stripe"
        | "convex-helpers/server/hono" => "components/at_run_time.js";
    "@convex-dev/batch-worker" => "components/batch_worker.js";
    "@convex-dev/better-auth" => "components/better_auth.js";
    "@convex-dev/better-auth#condition" => "components/better_auth_condition.js";
    "@convex-dev/geospatial" => "components/geospatial.js";
    "@convex-dev/migrations" => "components/migrations.js";
    "@convex-dev/persistent-text-streaming" => "components/persistent_text_streaming.js";
    "@convex-dev/polar" => "components/polar.js";
    "@convex-dev/prosemirror-sync" => "components/prosemirror_sync.js";
    "@convex-dev/r2" => "components/r2.js";
    "@convex-dev/rag" => "components/rag.js";
    "@convex-dev/rate-limiter" => "components/rate_limiter.js";
    "@convex-dev/resend" => "components/resend.js";
    "@convex-dev/static-hosting" => "components/static_hosting.js", "components/static_hosting_before_0_2.js";
    "@convex-dev/twilio" => "components/twilio.js";
    "@convex-dev/workflow" => "components/workflow.js";
    "@convex-dev/workpool" => "components/workpool.js";
    "@convex-dev/workos-authkit" => "components/workos_authkit.js";
}
/// The model of a module, as far as there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// This one.
    Model(Model),
    /// No model covers the version that the project asks for.
    OtherVersion {
        /// The package.
        package: &'static str,
        /// The versions that are known: `0.4.10 to 0.4.12`.
        known: String,
    },
    /// There is none at all.
    Unknown,
}

/// The package that the model at `path` stands in for, if it is one only.
pub(super) fn modelled_by(path: &str) -> Option<&'static str> {
    let (specifiers, _) = MODELS.iter().find(|(_, paths)| paths.contains(&path))?;
    let mut packages = specifiers.iter().copied().filter_map(package_of);
    let package = packages.next()?;
    packages.all(|other| other == package).then_some(package)
}

/// The package whose version decides about the model of `specifier`.
pub(super) fn package_of(specifier: &str) -> Option<&str> {
    let module = specifier.split('#').next().unwrap_or(specifier);
    package_name(module).map(|(name, _)| name)
}

/// The model of the module that `specifier` imports, in a project of which `required` is known.
pub(super) fn choose(specifier: &str, required: Option<&Required>) -> Choice {
    let models = models(specifier);
    let Some(newest) = models.first() else {
        return Choice::Unknown;
    };
    // A part of models is the same in all versions, unless it has several forms.
    if specifier.contains('#') && models.len() == 1 {
        return Choice::Model(*newest);
    }
    let ranges =
        |model: &&'static Model| Some((**model, range(model.text, package_of(specifier)?)?));
    let ranges: Vec<(Model, Range)> = models.iter().filter_map(|model| ranges(&model)).collect();
    let Some(required) = required else {
        return Choice::Model(*newest);
    };
    let fits = |range: &Range| match required {
        Required::Locked(text) => version::parse(text).is_none_or(|version| range.has(&version)),
        Required::Asked(text) => range.meets(text),
    };
    if let Some((model, _)) = ranges.iter().find(|(_, range)| fits(range)) {
        return Choice::Model(*model);
    }
    // The newest range comes first.
    let known = ranges.iter().rev().map(|(_, range)| range.to_string());
    match ranges.first() {
        Some((_, range)) => Choice::OtherVersion {
            package: range.package,
            known: known.collect::<Vec<_>>().join(" and "),
        },
        // A model that states nothing holds for all versions: it is a part of others.
        None => Choice::Model(*newest),
    }
}

/// The versions of a package for which a model was compared with it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    package: &'static str,
    first: Version,
    last: Version,
}

impl Range {
    fn has(&self, version: &Version) -> bool {
        (&self.first..=&self.last).contains(&version)
    }

    /// Returns whether a fresh installation of `range`, which brings its newest version, may bring
    /// one of these.
    fn meets(&self, range: &str) -> bool {
        let (Some(first), Some(last)) = (admits(range, &self.first), admits(range, &self.last))
        else {
            // A tag, a path or an address is taken to mean the newest version.
            return true;
        };
        first || last || version::lowest(range).is_some_and(|lowest| self.has(&lowest))
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            return self.last.fmt(f);
        }
        write!(f, "{} to {}", self.first, self.last)
    }
}

/// The versions that the first lines of `text` state for `package`:
/// `// Compared with zod 3.23.0 to 4.1.0.`
fn range(text: &'static str, package: &str) -> Option<Range> {
    let lines = text.lines().take_while(|line| line.starts_with("//"));
    lines
        .filter_map(|line| line.strip_prefix("// Compared with "))
        .find_map(|line| {
            let mut words = line.trim_end_matches('.').split(' ');
            let stated = words.next().filter(|stated| *stated == package)?;
            let first = version::parse(words.next()?)?;
            let last = words.next_back().and_then(version::parse);
            Some(Range {
                package: stated,
                last: last.unwrap_or_else(|| first.clone()),
                first,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_outside_of_those_compared_has_no_model() {
        let text = "// zod\n// Compared with zod 3.23.0 to 4.1.0.\n// Compared with a 1.0.0.\n";
        let zod = range(text, "zod").expect("it is stated");
        assert_eq!(zod.to_string(), "3.23.0 to 4.1.0");
        assert_eq!(range(text, "a").expect("it is stated").to_string(), "1.0.0");
        assert_eq!(range(text, "od"), None);
        for (range, meets) in [
            ("^3.20.0", true),
            ("~3.24.1", true),
            ("^4.0.0", true),
            ("latest", true),
            ("~3.22.0", false),
            ("^5.0.0", false),
            ("4.2.0", false),
        ] {
            assert_eq!(zod.meets(range), meets, "{range}");
        }
    }

    #[test]
    fn every_model_of_a_package_states_its_versions() {
        let specifiers = MODELS.iter().flat_map(|(specifiers, _)| *specifiers);
        for specifier in specifiers.filter(|specifier| !specifier.starts_with("convex/")) {
            let package = package_of(specifier).expect("it is a package");
            let models = models(specifier);
            assert!(!models.is_empty());
            for model in models
                .iter()
                .filter(|_| !specifier.contains('#') || models.len() > 1)
            {
                let stated = range(model.text, package);
                assert!(stated.is_some(), "{} of {package}", model.path);
            }
        }
    }
}
