//! One module in memory through the stages: what the fuzz targets of `tests/fuzz` call, and what
//! replays their findings.

use std::path::{Component, Path, PathBuf};

use crate::{
    Config,
    diagnostics::{Diagnostics, render},
    ir, lower,
    pipeline::{self, Evaluated},
    print,
    source::{EntryPoint, Files, Loader, ModulePath, Project, SourceFile, Sources},
    typescript,
};

/// The line that separates the module from the schema.
const SCHEMA: &str = "\n// schema.ts\n";

/// A folder that does not exist: imports resolve to packages only.
const NOWHERE: &str = "/dev/null/convex";

/// Parses `bytes`: a module, and after a line `// schema.ts` a schema. A first line `// a/b.js`
/// names the module.
pub fn parse(bytes: &[u8]) {
    pipeline::parse(project(bytes), None, &mut Diagnostics::default());
}

/// Parses and evaluates `bytes`.
///
/// # Panics
///
/// When the backend's specification cannot be written as JSON.
pub fn evaluate(bytes: &[u8]) {
    let understood = pipeline::understand(project(bytes), None, Diagnostics::default());
    let (api, diagnostics) = (understood.api, understood.diagnostics);
    let sources = &understood.program.project.sources;
    let spec = ir::spec::write(&api, &diagnostics, sources);
    assert!(serde_json::to_string(&spec).is_ok());
    render::report(&diagnostics, sources);
}

/// Takes `bytes` from text to generated files.
///
/// # Panics
///
/// When a file would be outside the output folder.
pub fn generate(bytes: &[u8]) {
    let Evaluated {
        mut program,
        api,
        mut diagnostics,
    } = pipeline::understand(project(bytes), None, Diagnostics::default());
    let api = typescript::complete(api, None, &mut program, &mut diagnostics);
    if diagnostics.errors() == 0 {
        let config = Config::new("convex");
        let sources = &program.project.sources;
        let lowered = lower::lower(&api, sources, &config, &mut diagnostics);
        for output in print::files(&lowered.model, &config, None) {
            let mut components = Path::new(&output.path).components();
            let inside = components.all(|component| matches!(component, Component::Normal(_)));
            assert!(inside, "`{}` is outside", output.path);
        }
    }
    render::report(&diagnostics, &program.project.sources);
}

/// The project that `bytes` describe.
fn project(bytes: &[u8]) -> Project {
    let text = String::from_utf8_lossy(bytes);
    let (module, schema) = match text.split_once(SCHEMA) {
        Some((module, schema)) => (module, Some(schema)),
        None => (&*text, None),
    };
    let mut sources = Sources::default();
    let mut add = |path: &str, text: &str| {
        sources.add(SourceFile {
            path: format!("convex/{path}"),
            text: text.to_owned(),
        })
    };
    let path = module_file(module);
    let file = add(path, module);
    let schema = schema.map(|schema| add("schema.ts", schema));
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    Project {
        functions: PathBuf::from(NOWHERE),
        sources,
        modules: vec![EntryPoint {
            path: ModulePath::new(stem),
            file,
        }],
        schema,
        loader: Loader::new(Files::memory([]), Path::new(NOWHERE)),
    }
}

/// The file that the first line of `text` names: a path as a folder can hold it.
fn module_file(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default();
    let named = first.strip_prefix("// ").filter(|path| {
        let extension = path.rsplit_once('.').map(|(_, extension)| extension);
        let mut segments = path.split('/');
        matches!(extension, Some("ts" | "tsx" | "js" | "jsx" | "mjs" | "cts"))
            && segments.all(|segment| !matches!(segment, "" | "." | ".."))
    });
    named.unwrap_or("f.ts")
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    /// Whatever a fuzz target has found stays mended.
    #[test]
    fn findings_are_replayed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/replay");
        let entries = fs::read_dir(folder).expect("the folder is part of the repository");
        for entry in entries {
            let path = entry.expect("its entries can be read").path();
            let bytes = fs::read(&path).expect("a file");
            super::parse(&bytes);
            super::evaluate(&bytes);
            super::generate(&bytes);
        }
    }
}
