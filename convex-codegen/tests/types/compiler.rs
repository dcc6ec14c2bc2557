//! A project, and a compiler that says of each function what its test wants.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use convex_codegen::{Types, TypesReport};
use tempfile::TempDir;

/// A backend in a workspace.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// The workspace of `files`; `convex` is its functions folder.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("the system has a place for temporary files");
        let project = Self { folder };
        project.write("package.json", r#"{ "workspaces": ["packages/*"] }"#);
        project.write(
            "typescript/package.json",
            r#"{ "name": "typescript", "version": "5.9.3" }"#,
        );
        project.compiler("export declare const type: \"number\";");
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// A compiler that writes `declaration` for every probe.
    pub fn compiler(&self, declaration: &str) {
        self.script(&format!("echo '{declaration}' > \"$to\""));
    }

    /// A compiler that runs `each` for every probe, `$probe`, to write its declaration, `$to`.
    pub fn script(&self, each: &str) {
        let script = format!(
            "#!/bin/sh\n\
             dir=$(dirname \"$2\")\n\
             out=$(sed -n 's/.*\"outDir\":\"\\([^\"]*\\)\".*/\\1/p' \"$2\")$dir\n\
             mkdir -p \"$out\"\n\
             for probe in $(grep -o 'p[0-9]*-[a-z]*\\.ts' \"$2\"); do\n\
             name=${{probe%.ts}}; to=\"$out/$name.d.ts\"\n\
             {each}\n\
             done\n"
        );
        self.write("typescript/bin/tsc", &script);
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.path("typescript/bin/tsc"), executable).expect("it is ours");
    }

    pub fn types(&self) -> Types {
        Types::new(self.path("convex"))
            .file(self.path("convex-types.d.ts"))
            .tsc(self.path("typescript/bin/tsc"))
    }

    /// Asks, and gives the report and the file's text.
    pub fn update(&self) -> (TypesReport, String) {
        let report = self.types().update(&mut |_| {}).expect("the compiler runs");
        let text = fs::read_to_string(self.path("convex-types.d.ts")).expect("it was written");
        (report, text)
    }

    /// The modules that are out of date.
    pub fn stale(&self) -> Vec<String> {
        let stale = self.types().stale().expect("the backend can be read");
        stale.into_iter().collect()
    }
}

/// Links `original` as `link`.
pub fn link(original: &Path, link: &Path) {
    fs::create_dir_all(link.parent().expect("below a folder")).expect("it can be made");
    std::os::unix::fs::symlink(original, link).expect("a link can be made");
}
