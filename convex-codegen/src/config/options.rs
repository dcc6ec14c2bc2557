//! The options of a file, as they are written there.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;

use super::{Integer, Timestamp};

/// Options of one backend, as they are written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Options {
    pub(super) dir: Option<PathBuf>,
    pub(super) out: Option<PathBuf>,
    pub(super) without_internal: bool,
    pub(super) only: Vec<String>,
    pub(super) except: Vec<String>,
    pub(super) rename: BTreeMap<String, String>,
    pub(super) rename_type: BTreeMap<String, String>,
    pub(super) use_type: BTreeMap<String, String>,
    pub(super) error: BTreeMap<String, String>,
    pub(super) integer: BTreeMap<String, Whole>,
    pub(super) timestamps: BTreeMap<String, Time>,
    pub(super) uuid: Vec<String>,
    pub(super) url: Vec<String>,
    pub(super) source_url: Option<String>,
    pub(super) derive: BTreeMap<String, Several>,
    pub(super) serde: Vec<String>,
    pub(super) inject: Vec<String>,
    pub(super) types_file: Option<PathBuf>,
    pub(super) run_tsc: bool,
    pub(super) map: Option<Map>,
    pub(super) pub_crate: bool,
    pub(super) one_file: bool,
    pub(super) no_implicit_prelude: bool,
}

/// The options of the backend without a name, and of those with one.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Document {
    #[serde(default)]
    pub(super) backends: BTreeMap<String, Options>,
    #[serde(flatten)]
    pub(super) unnamed: toml::Table,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Several {
    One(String),
    Many(Vec<String>),
}

impl Several {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Whole {
    U32,
    I32,
    U16,
    I16,
}

impl From<Whole> for Integer {
    fn from(whole: Whole) -> Self {
        match whole {
            Whole::U32 => Self::U32,
            Whole::I32 => Self::I32,
            Whole::U16 => Self::U16,
            Whole::I16 => Self::I16,
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[expect(clippy::enum_variant_names, reason = "these are names of types")]
pub(super) enum Time {
    Jiff,
    Chrono,
    Time,
    SystemTime,
}

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        match time {
            Time::Jiff => Self::Jiff,
            Time::Chrono => Self::Chrono,
            Time::Time => Self::Time,
            Time::SystemTime => Self::SystemTime,
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[expect(clippy::enum_variant_names, reason = "these are names of types")]
pub(super) enum Map {
    BTreeMap,
    HashMap,
    IndexMap,
}
