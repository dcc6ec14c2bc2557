//! `paths` and `baseUrl` of the `tsconfig.json` files above an import, with what they extend.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{Files, jsonc, normalize, package, subpaths};

/// In a path, the folder of the configuration that extends the one with the path.
const CONFIG_DIR: &str = "${configDir}";

/// The configurations read so far.
#[derive(Debug, Default)]
pub(super) struct TsConfigs {
    /// By the folder that they stand in.
    by_folder: BTreeMap<PathBuf, Option<TsConfig>>,
    /// By their own path, so that each file is read once; one that is being read is empty, which
    /// ends cycles.
    by_file: BTreeMap<PathBuf, TsConfig>,
}

#[derive(Debug, Clone, Default)]
struct TsConfig {
    base_url: Option<PathBuf>,
    /// Pattern and targets, which are absolute or start with [`CONFIG_DIR`].
    paths: Vec<(String, Vec<PathBuf>)>,
}

impl TsConfigs {
    /// The files that `specifier` may mean in `folder`.
    pub(super) fn candidates(
        &mut self,
        files: &mut Files,
        (folder, specifier): (&Path, &str),
    ) -> Vec<PathBuf> {
        let mut candidates = Vec::new();
        for above in folder.ancestors() {
            if !files.permits(above) {
                break;
            }
            if !self.by_folder.contains_key(above) {
                let config = self.of_folder(files, above);
                self.by_folder.insert(above.to_path_buf(), config);
            }
            let Some(Some(config)) = self.by_folder.get(above) else {
                continue;
            };
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
        candidates
    }

    fn of_folder(&mut self, files: &mut Files, folder: &Path) -> Option<TsConfig> {
        let names = ["tsconfig.json", "jsconfig.json"].map(|name| folder.join(name));
        let path = names.into_iter().find(|path| files.is_file(path))?;
        let mut config = self.load(files, &path);
        let fill = |path: &mut PathBuf| {
            if let Ok(rest) = path.strip_prefix(CONFIG_DIR) {
                *path = normalize(&folder.join(rest));
            }
        };
        config.base_url.iter_mut().for_each(fill);
        let targets = config.paths.iter_mut().flat_map(|(_, targets)| targets);
        targets.for_each(fill);
        Some(config)
    }

    fn load(&mut self, files: &mut Files, path: &Path) -> TsConfig {
        if let Some(known) = self.by_file.get(path) {
            return known.clone();
        }
        self.by_file.insert(path.to_path_buf(), TsConfig::default());
        let config = self.read(files, path);
        self.by_file.insert(path.to_path_buf(), config.clone());
        config
    }

    fn read(&mut self, files: &mut Files, path: &Path) -> TsConfig {
        let mut config = TsConfig::default();
        let json = files.text(path).ok().and_then(|text| jsonc::parse(&text));
        let Some(json) = json else {
            return config;
        };
        let folder = path.parent().unwrap_or(path);
        let parents = match &json["extends"] {
            Value::Array(parents) => parents.iter().collect(),
            parent => vec![parent],
        };
        for parent in parents.into_iter().filter_map(Value::as_str) {
            let Some(path) = extended(files, (folder, parent)) else {
                continue;
            };
            let inherited = self.load(files, &path);
            config.base_url = inherited.base_url.or(config.base_url);
            if !inherited.paths.is_empty() {
                config.paths = inherited.paths;
            }
        }
        let options = &json["compilerOptions"];
        if let Some(base) = options["baseUrl"].as_str() {
            config.base_url = Some(absolute(folder, base));
        }
        if let Value::Object(paths) = &options["paths"] {
            let root = config.base_url.clone();
            let root = root.unwrap_or_else(|| folder.to_path_buf());
            let targets = |targets: &Value| {
                let targets = targets.as_array().into_iter().flatten();
                let targets = targets.filter_map(Value::as_str);
                targets.map(|target| absolute(&root, target)).collect()
            };
            let paths = paths.iter();
            config.paths = paths
                .map(|(pattern, list)| (pattern.clone(), targets(list)))
                .collect();
            // The longest prefix wins.
            config.paths.sort_by_key(|(pattern, _)| {
                std::cmp::Reverse(pattern.find('*').unwrap_or(usize::MAX))
            });
        }
        config
    }
}

fn absolute(folder: &Path, path: &str) -> PathBuf {
    if path.starts_with(CONFIG_DIR) {
        return PathBuf::from(path);
    }
    normalize(&folder.join(path))
}

/// The file that `extends` of a configuration in `folder` names: a path, or a file of a package.
fn extended(files: &mut Files, (folder, parent): (&Path, &str)) -> Option<PathBuf> {
    if parent.starts_with('.') || Path::new(parent).is_absolute() {
        return as_file(files, &normalize(&folder.join(parent)));
    }
    let (name, subpath) = package::split(parent)?;
    let package = package::Package::folder_of(files, (folder, name))?;
    let manifest = files.json(&package.join("package.json"));
    let manifest = manifest.as_deref().unwrap_or(&Value::Null);
    let mut targets = match &manifest["exports"] {
        Value::Null => Vec::new(),
        exports => subpaths::exported(exports, subpath),
    };
    if subpath.is_empty() {
        targets.extend(manifest["tsconfig"].as_str().map(str::to_owned));
        targets.push("tsconfig.json".to_owned());
    } else {
        targets.push(subpath.to_owned());
    }
    let inside = targets
        .iter()
        .map(|target| normalize(&package.join(target)))
        .filter(|path| path.starts_with(&package));
    let inside: Vec<PathBuf> = inside.collect();
    inside.iter().find_map(|path| as_file(files, path))
}

/// The configuration at `path`, which may leave out its extension or be a folder.
fn as_file(files: &Files, path: &Path) -> Option<PathBuf> {
    let mut with_extension = path.to_path_buf();
    with_extension.as_mut_os_string().push(".json");
    [
        path.to_path_buf(),
        with_extension,
        path.join("tsconfig.json"),
    ]
    .into_iter()
    .find(|path| files.is_file(path))
}

/// The text that `*` of `pattern` stands for in `specifier`.
fn matches<'a>(pattern: &str, specifier: &'a str) -> Option<&'a str> {
    match pattern.split_once('*') {
        Some((start, end)) if specifier.len() >= start.len() + end.len() => {
            specifier.strip_prefix(start)?.strip_suffix(end)
        }
        Some(_) => None,
        None => (pattern == specifier).then_some(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(files: &[(&str, &str)], specifier: &str) -> (Vec<PathBuf>, usize) {
        let bytes = |(path, text): &(&str, &str)| (PathBuf::from(path), text.as_bytes().to_vec());
        let mut files = Files::memory(files.iter().map(bytes));
        let mut configs = TsConfigs::default();
        let found = configs.candidates(&mut files, (Path::new("/p/convex"), specifier));
        (found, files.noted().count())
    }

    #[test]
    fn a_package_a_list_and_the_extending_folder_may_be_named() {
        let base = r#"{ "compilerOptions": { "paths": { "x/*": ["${configDir}/shared/*"] } } }"#;
        let other = r#"{ "compilerOptions": { "baseUrl": "lib" } }"#;
        for name in ["@cfg/base", "@cfg/base/tsconfig", "@cfg/base/tsconfig.json"] {
            let own = format!(r#"{{ "extends": ["./other", "{name}"], /* own */ }}"#);
            let (found, _) = candidates(
                &[
                    ("/p/tsconfig.json", &own),
                    ("/p/other.json", other),
                    ("/p/node_modules/@cfg/base/package.json", "{}"),
                    ("/p/node_modules/@cfg/base/tsconfig.json", base),
                ],
                "x/s",
            );
            let expected = ["/p/shared/s", "/p/lib/x/s"].map(PathBuf::from);
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn each_file_is_read_once_and_a_circle_ends() {
        let own = r#"{ "extends": ["./a", "./b", "./a.json", "./tsconfig.json"] }"#;
        let other = r#"{ "extends": ["./a", "./b", "./tsconfig"], "compilerOptions": { "paths": { "x": ["y"] } } }"#;
        let files = [
            ("/p/tsconfig.json", own),
            ("/p/a.json", other),
            ("/p/b.json", other),
        ];
        let (found, read) = candidates(&files, "x");
        assert_eq!((found, read), (vec![PathBuf::from("/p/y")], 3));
    }
}
