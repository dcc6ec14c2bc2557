//! Selection of functions by `Config`.

use crate::{
    config::Config,
    ir::{Function, Visibility},
};

/// Returns whether `function` is generated.
pub(crate) fn wanted(function: &Function, config: &Config) -> bool {
    (config.internal || function.visibility == Visibility::Public)
        && is_named(&function.path.to_string(), config)
}

/// Returns whether `only` and `except` of `config` leave `path` in.
pub(crate) fn is_named(path: &str, config: &Config) -> bool {
    let any = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, path));
    (config.only.is_empty() || any(&config.only)) && !any(&config.except)
}

/// Returns whether `path` is `pattern`, in which each `*` stands for any text.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == path;
    };
    let Some(path) = path.strip_prefix(start) else {
        return false;
    };
    (0..=path.len())
        .filter(|at| path.is_char_boundary(*at))
        .any(|at| matches(rest, &path[at..]))
}
