//! `convex-codegen.toml`, or `[package.metadata.convex-codegen]`: the same options as text, for
//! build scripts and the command line alike.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Config, MapType, Setting,
    options::{Document, Map, Options},
};
use crate::error::Error;

/// The file with options, beside `Cargo.toml`.
pub(super) const FILE_NAME: &str = "convex-codegen.toml";

impl Config {
    /// Returns the options that `folder` has for the backend `name`, in `convex-codegen.toml` or in
    /// `[package.metadata.convex-codegen]` of `Cargo.toml`; `None` if there are none.
    ///
    /// The functions folder is the key `dir`, or `convex`. A build script need not call this: the
    /// options of its own `Config` and those of the file add up, and where both say something the
    /// build script's counts.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// # let folder = tempfile::tempdir().expect("a temporary folder");
    /// std::fs::write(
    ///     folder.path().join("convex-codegen.toml"),
    ///     "dir = \"../backend/convex\"\nexcept = [\"migrations:*\"]\n",
    /// )?;
    /// let config = Config::in_folder(folder.path(), "convex")?.expect("the file exists");
    /// assert_eq!(config, Config::new("../backend/convex").except("migrations:*").settled());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is not TOML, or has a key that is not an option.
    pub fn in_folder(folder: impl AsRef<Path>, name: &str) -> Result<Option<Self>, Error> {
        let Some(found) = Found::read(folder.as_ref(), name)? else {
            return Ok(None);
        };
        let dir = found.options.dir.clone();
        let config = Self::new(dir.unwrap_or_else(|| PathBuf::from("convex"))).name(name);
        Ok(Some(config.with(found.options).settled()))
    }

    /// Ignores the options in a file; [`Config::in_folder`] has applied them already.
    #[must_use]
    pub fn settled(mut self) -> Self {
        self.is_settled = true;
        self
    }

    /// Returns these options and those in `folder`, with the file that was read.
    pub(crate) fn with_file(&self, folder: &Path) -> Result<(Self, Vec<PathBuf>), Error> {
        let watched: Vec<PathBuf> = [FILE_NAME, "Cargo.toml"]
            .map(|name| folder.join(name))
            .into_iter()
            .filter(|path| path.is_file())
            .collect();
        if self.is_settled {
            return Ok((self.clone(), watched));
        }
        let config = match Found::read(folder, &self.name)? {
            Some(found) => self.clone().with(found.options),
            None => self.clone(),
        };
        Ok((config, watched))
    }

    fn with(mut self, options: Options) -> Self {
        self.out_dir = self.out_dir.or(options.out);
        self.internal &= !options.without_internal;
        self.only.extend(options.only);
        self.except.extend(options.except);
        for (path, name) in options.rename {
            self.names.entry(path).or_insert(name);
        }
        for (path, name) in options.rename_type {
            self.type_names.entry(path).or_insert(name);
        }
        let own = options.use_type.into_iter();
        let errors = options.error.into_iter();
        let integers = options.integer.into_iter();
        let times = options.timestamps.into_iter();
        let mut values: Vec<(String, Setting)> = own
            .map(|(path, rust)| (path, Setting::Own(rust)))
            .chain(errors.map(|(path, rust)| (path, Setting::Thrown(rust))))
            .chain(integers.map(|(path, whole)| (path, Setting::Integer(whole.into()))))
            .chain(times.map(|(path, time)| (path, Setting::Timestamp(time.into()))))
            .chain(options.uuid.into_iter().map(|path| (path, Setting::Uuid)))
            .chain(options.url.into_iter().map(|path| (path, Setting::Url)))
            .collect();
        values.retain(|(path, _)| !self.values.iter().any(|(known, _)| known == path));
        self.values.extend(values);
        self.source_url = self.source_url.or(options.source_url);
        for (pattern, derives) in options.derive {
            let derives = derives.into_vec().into_iter();
            self.derives
                .extend(derives.map(|derive| (pattern.clone(), derive)));
        }
        self.serde.extend(options.serde);
        self.inject.extend(options.inject);
        self.types_file = self.types_file.or(options.types_file);
        self.run_tsc |= options.run_tsc;
        if self.map == MapType::default() {
            self.map = match options.map {
                None | Some(Map::BTreeMap) => MapType::BTreeMap,
                Some(Map::HashMap) => MapType::HashMap,
                Some(Map::IndexMap) => MapType::IndexMap,
            };
        }
        self.pub_crate |= options.pub_crate;
        self.one_file |= options.one_file;
        self.no_implicit_prelude |= options.no_implicit_prelude;
        self
    }
}

/// The options of one backend.
struct Found {
    options: Options,
}

impl Found {
    fn read(folder: &Path, name: &str) -> Result<Option<Self>, Error> {
        let path = folder.join(FILE_NAME);
        if let Some(text) = text(&path)? {
            let document = toml::from_str(&text).map_err(|error| invalid(&path, &error))?;
            return Self::of(document, name, &path);
        }
        let path = folder.join("Cargo.toml");
        let Some(text) = text(&path)? else {
            return Ok(None);
        };
        // Cargo says what is wrong with its own file.
        let Ok(manifest) = toml::from_str::<toml::Table>(&text) else {
            return Ok(None);
        };
        let metadata = manifest
            .get("package")
            .and_then(|package| package.get("metadata")?.get("convex-codegen"));
        match metadata {
            None => Ok(None),
            Some(metadata) => {
                let document = metadata.clone().try_into();
                let document = document.map_err(|error| invalid(&path, &error))?;
                Self::of(document, name, &path)
            }
        }
    }

    fn of(mut document: Document, name: &str, path: &Path) -> Result<Option<Self>, Error> {
        if let Some(options) = document.backends.remove(name) {
            return Ok(Some(Self { options }));
        }
        if name != "convex" {
            return Ok(None);
        }
        let options = document.unnamed.try_into();
        let options = options.map_err(|error| invalid(path, &error))?;
        Ok(Some(Self { options }))
    }
}

fn text(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", path, error)),
    }
}

fn invalid(path: &Path, error: &toml::de::Error) -> Error {
    let problem = error.to_string();
    Error::Config(format!("`{}`: {}", path.display(), problem.trim_end()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Config, FILE_NAME, MapType};
    use crate::Integer;

    const OPTIONS: &str = r#"
dir = "../backend/convex"
out = "src/backend"
without-internal = true
only = ["payments:*"]
except = ["payments:old"]
serde = ["tables.*"]
inject = ["*.args.sessionId"]
types-file = "types.d.ts"
run-tsc = true
map = "IndexMap"
pub-crate = true
one-file = true
no-implicit-prelude = true

[rename]
"payments:charge" = "charge_card"

[rename-type]
"payments:charge.args" = "Payment"

[use-type]
"types.address" = "crate::Address"

[integer]
"tables.tasks.priority" = "u32"

[derive]
"tables.*" = ["::my_crate::Row", "::my_crate::Key"]
"#;

    fn built() -> Config {
        Config::new("../backend/convex")
            .out_dir("src/backend")
            .without_internal()
            .only("payments:*")
            .except("payments:old")
            .serde("tables.*")
            .inject("*.args.sessionId")
            .types_file("types.d.ts")
            .run_tsc(true)
            .map(MapType::IndexMap)
            .pub_crate()
            .one_file()
            .no_implicit_prelude()
            .rename_type("payments:charge.args", "Payment")
            .rename("payments:charge", "charge_card")
            .use_type("types.address", "crate::Address")
            .integer("tables.tasks.priority", Integer::U32)
            .derive("tables.*", "::my_crate::Row")
            .derive("tables.*", "::my_crate::Key")
            .settled()
    }

    #[test]
    fn every_option_can_stand_in_a_file() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join(FILE_NAME), OPTIONS).expect("a file");
        let config = Config::in_folder(folder.path(), "convex").expect("it is valid");
        assert_eq!(config, Some(built()));
    }

    #[test]
    fn or_in_the_manifest() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = OPTIONS.replace("\n[", "\n[package.metadata.convex-codegen.");
        let manifest =
            format!("[package]\nname = \"x\"\n[package.metadata.convex-codegen]\n{options}");
        fs::write(folder.path().join("Cargo.toml"), manifest).expect("a file");
        let config = Config::in_folder(folder.path(), "convex").expect("it is valid");
        assert_eq!(config, Some(built()));
    }

    #[test]
    fn a_crate_with_several_backends_has_a_table_for_each() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = "only = [\"a:*\"]\n[backends.admin]\ndir = \"admin/convex\"\none-file = true\n";
        fs::write(folder.path().join(FILE_NAME), text).expect("a file");
        let read = |name| Config::in_folder(folder.path(), name).expect("it is valid");
        let admin = Config::new("admin/convex").name("admin").one_file();
        assert_eq!(read("admin"), Some(admin.settled()));
        assert_eq!(
            read("convex"),
            Some(Config::new("convex").only("a:*").settled())
        );
        assert_eq!(read("other"), None);
    }

    #[test]
    fn the_build_script_counts_where_both_say_something() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text =
            "dir = \"elsewhere\"\nmap = \"HashMap\"\n[integer]\n\"a\" = \"u32\"\n\"b\" = \"u16\"\n";
        fs::write(folder.path().join(FILE_NAME), text).expect("a file");
        let script = Config::new("convex")
            .integer("a", Integer::I32)
            .map(MapType::IndexMap);
        let (both, watched) = script.with_file(folder.path()).expect("it is valid");
        assert_eq!(both, script.integer("b", Integer::U16));
        assert_eq!(watched, [folder.path().join(FILE_NAME)]);
    }

    #[test]
    fn a_key_that_is_not_an_option_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for text in ["pub_crate = true", "pub-crate = \"yes\"", "dir = "] {
            fs::write(folder.path().join(FILE_NAME), text).expect("a file");
            let error = Config::in_folder(folder.path(), "convex").expect_err("it is not");
            assert!(error.to_string().contains(FILE_NAME), "{error}");
        }
    }
}
