//! `paths` and `baseUrl` of the `tsconfig.json` files above an import.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::normalize;

/// The configurations read so far, by folder.
#[derive(Debug, Default)]
pub struct TsConfigs(BTreeMap<PathBuf, Option<TsConfig>>);

#[derive(Debug, Clone, Default)]
struct TsConfig {
    base_url: Option<PathBuf>,
    /// Pattern and targets, which are absolute.
    paths: Vec<(String, Vec<PathBuf>)>,
}

/// How many `extends` are followed.
const EXTENDS: u32 = 8;

impl TsConfigs {
    /// The files that `specifier` may mean in `folder`, and the configurations read to know.
    pub fn candidates(&mut self, folder: &Path, specifier: &str) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let mut candidates = Vec::new();
        let mut read = Vec::new();
        for folder in folder.ancestors() {
            let config = self.0.entry(folder.to_path_buf()).or_insert_with(|| {
                let names = ["tsconfig.json", "jsconfig.json"];
                let path = names
                    .map(|name| folder.join(name))
                    .into_iter()
                    .find(|path| path.is_file())?;
                let config = load(&path, EXTENDS, &mut read);
                Some(config)
            });
            let Some(config) = config else { continue };
            for (pattern, targets) in &config.paths {
                if let Some(star) = matches(pattern, specifier) {
                    let fill = |target: &PathBuf| {
                        PathBuf::from(target.to_string_lossy().replace('*', star))
                    };
                    candidates.extend(targets.iter().map(fill));
                }
            }
            candidates.extend(config.base_url.as_ref().map(|base| base.join(specifier)));
        }
        (candidates, read)
    }
}

/// What `*` of `pattern` stands for in `specifier`.
fn matches<'a>(pattern: &str, specifier: &'a str) -> Option<&'a str> {
    match pattern.split_once('*') {
        Some((start, end)) if specifier.len() >= start.len() + end.len() => {
            specifier.strip_prefix(start)?.strip_suffix(end)
        }
        Some(_) => None,
        None => (pattern == specifier).then_some(""),
    }
}

fn load(path: &Path, depth: u32, read: &mut Vec<PathBuf>) -> TsConfig {
    let mut config = TsConfig::default();
    let Ok(text) = super::text::of(path) else {
        return config;
    };
    read.push(path.to_path_buf());
    let Ok(json) = serde_json::from_str::<Value>(&plain_json(&text)) else {
        return config;
    };
    let folder = path.parent().unwrap_or(path);
    let parents = match &json["extends"] {
        Value::String(parent) => vec![parent.clone()],
        Value::Array(parents) => parents
            .iter()
            .filter_map(|parent| parent.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    };
    for parent in parents
        .iter()
        .filter(|parent| parent.starts_with('.') && depth > 0)
    {
        let mut path = normalize(&folder.join(parent));
        if path.extension().is_none_or(|extension| extension != "json") {
            path.as_mut_os_string().push(".json");
        }
        let inherited = load(&path, depth - 1, read);
        config.base_url = inherited.base_url.or(config.base_url);
        if !inherited.paths.is_empty() {
            config.paths = inherited.paths;
        }
    }
    let options = &json["compilerOptions"];
    if let Some(base) = options["baseUrl"].as_str() {
        config.base_url = Some(normalize(&folder.join(base)));
    }
    if let Value::Object(paths) = &options["paths"] {
        let root = config
            .base_url
            .clone()
            .unwrap_or_else(|| folder.to_path_buf());
        let targets = |targets: &Value| {
            let targets = targets
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            targets
                .map(|target| normalize(&root.join(target)))
                .collect()
        };
        config.paths = paths
            .iter()
            .map(|(pattern, list)| (pattern.clone(), targets(list)))
            .collect();
        // The longest prefix wins.
        config
            .paths
            .sort_by_key(|(pattern, _)| std::cmp::Reverse(pattern.find('*').unwrap_or(usize::MAX)));
    }
    config
}

/// `text` without comments and trailing commas, which `tsconfig.json` may have.
fn plain_json(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                plain.push(c);
                while let Some(c) = chars.next() {
                    plain.push(c);
                    match c {
                        '\\' => plain.extend(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                chars.next();
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '}' | ']' => {
                let end = plain.trim_end().len();
                if plain[..end].ends_with(',') {
                    plain.truncate(end - 1);
                }
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}
