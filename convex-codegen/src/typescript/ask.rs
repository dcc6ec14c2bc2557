//! Asks TypeScript: from the functions of a backend to their signatures.

use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use super::{
    backend::Backend,
    checked::{CheckedSignature, CheckedTypes},
    compiler, emitted,
    known::Known,
    mirror::Mirror,
    probe::{self, Settings},
    progress::TypesProgress,
    run::{self, Compile},
    sources::SourceTypes,
    version::Version,
};
use crate::{diagnostics::Diagnostics, error::Error, ir::Api, resolve::Program};

/// What is asked, and of whom.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The functions folder.
    pub folder: &'a Path,
    /// The compiler, when it is not the project's own.
    pub tsc: Option<&'a Path>,
    /// How long the compiler may take.
    pub deadline: Duration,
}

/// The signatures of the functions of `api`, which was read from `program`.
///
/// # Errors
///
/// When there is no TypeScript, or it cannot be run, or it writes nothing.
pub fn ask(
    api: &Api,
    (program, question): (&mut Program, &Question<'_>),
    progress: &mut dyn FnMut(TypesProgress),
) -> Result<CheckedTypes, Error> {
    let known = Known::of(api);
    let signatures = signatures(&Backend::of(api), question, progress)?;
    let named = |signature: CheckedSignature| CheckedSignature {
        args: known.name_documents(signature.args),
        returns: known.name_documents(signature.returns),
    };
    let mut fingerprints =
        SourceTypes::new(api, program, &mut Diagnostics::default()).fingerprints();
    let has_functions = |module: &String| {
        let mut modules = api
            .functions
            .iter()
            .map(|function| function.path.module.as_str());
        modules.any(|other| other == module)
    };
    fingerprints.retain(|module, _| has_functions(module));
    let functions = signatures
        .functions
        .into_iter()
        .map(|(path, signature)| (path, named(signature)));
    Ok(CheckedTypes {
        functions: functions.collect(),
        sources: fingerprints,
        typescript: signatures.typescript,
    })
}

/// The signatures as TypeScript gives them.
fn signatures(
    backend: &Backend,
    question: &Question<'_>,
    progress: &mut dyn FnMut(TypesProgress),
) -> Result<CheckedTypes, Error> {
    let folder = fs::canonicalize(question.folder)
        .map_err(|error| Error::io("read", question.folder, error))?;
    let tsc = match question.tsc {
        Some(tsc) => tsc.to_owned(),
        None => compiler::find(&folder)?,
    };
    let version = run::version(&tsc)?;
    let functions = &backend.functions;
    progress(TypesProgress::Started {
        tsc: tsc.clone(),
        version: version.to_string(),
        functions: functions.len(),
    });
    let workspace = compiler::workspace(&folder);
    let mirror = Mirror::new(&workspace, &folder)?;
    write_probes(backend, &folder, &mirror)?;
    write_config(
        backend,
        &Project {
            folder: &folder,
            workspace: &workspace,
            version,
        },
        &mirror,
    )?;
    let config = mirror.functions.join(probe::FOLDER).join("tsconfig.json");
    let command = Compile {
        tsc: &tsc,
        config: &config,
        log: &mirror.log(),
        deadline: question.deadline,
    };
    let output = run::compile(&command, &mut |elapsed| {
        progress(TypesProgress::Running(elapsed));
    })?;
    let signatures = read_signatures(functions.len(), &mirror, &output)?;
    let functions: BTreeMap<_, _> = functions
        .iter()
        .map(super::backend::Probed::path)
        .zip(signatures)
        .collect();
    Ok(CheckedTypes {
        typescript: version.to_string(),
        sources: BTreeMap::new(),
        functions,
    })
}

fn write_probes(backend: &Backend, folder: &Path, mirror: &Mirror) -> Result<(), Error> {
    let probes = Path::new(probe::FOLDER);
    let inside = |name: &str| probes.join(name).to_string_lossy().into_owned();
    mirror.write(&inside("expand.ts"), probe::EXPAND)?;
    for (index, function) in backend.functions.iter().enumerate() {
        mirror.write(
            &inside(&format!("{}.ts", probe::name(index))),
            &probe::function(function),
        )?;
    }
    let committed = folder.join("_generated");
    let components = committed_api(&committed, mirror)?;
    mirror.write("_generated/api.d.ts", &probe::api(backend, components))?;
    mirror.write("_generated/dataModel.d.ts", probe::data_model(backend))?;
    if !["server.d.ts", "server.ts"]
        .iter()
        .any(|name| committed.join(name).is_file())
    {
        mirror.write("_generated/server.d.ts", probe::SERVER)?;
    }
    Ok(())
}

/// Puts the project's `_generated/api` beside ours, when it can tell the types of `components`.
fn committed_api(committed: &Path, mirror: &Mirror) -> Result<Option<&'static str>, Error> {
    for extension in ["d.ts", "ts"] {
        let path = committed.join(format!("api.{extension}"));
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        if !text.contains("components") {
            continue;
        }
        mirror.write(&format!("_generated/committed.{extension}"), &text)?;
        return Ok(Some("./committed.js"));
    }
    Ok(None)
}

struct Project<'a> {
    folder: &'a Path,
    workspace: &'a Path,
    version: Version,
}

fn write_config(backend: &Backend, project: &Project<'_>, mirror: &Mirror) -> Result<(), Error> {
    let own = project.folder.join("tsconfig.json");
    let extends = compiler::tsconfig(project.folder, project.workspace);
    let settings = Settings {
        own: extends.as_deref() == Some(&own),
        extends: extends.map(|config| {
            mirror
                .image_of(&config, project.workspace)
                .to_string_lossy()
                .into_owned()
        }),
        root: mirror
            .out
            .ancestors()
            .last()
            .unwrap_or(Path::new("/"))
            .to_string_lossy()
            .into_owned(),
        out: mirror.out.to_string_lossy().into_owned(),
    };
    let config = probe::config(&settings, backend.functions.len(), project.version);
    mirror.write(
        &format!("{}/base.json", probe::FOLDER),
        &probe::base_config(),
    )?;
    mirror.write(&format!("{}/tsconfig.json", probe::FOLDER), &config)
}

fn read_signatures(
    functions: usize,
    mirror: &Mirror,
    output: &str,
) -> Result<Vec<CheckedSignature>, Error> {
    let mut written = 0;
    let mut signatures = Vec::with_capacity(functions);
    for index in 0..functions {
        let name = probe::name(index);
        signatures.push(
            match mirror.declaration(&format!("{}/{name}", probe::FOLDER)) {
                Some(declaration) => {
                    written += 1;
                    emitted::signature(&declaration)
                }
                None => emitted::missing(output, &name),
            },
        );
    }
    if written == 0 && functions > 0 {
        let first: Vec<&str> = output.lines().take(12).collect();
        return Err(Error::TypeScript(format!(
            "TypeScript wrote no types at all. It said:\n{}",
            first.join("\n")
        )));
    }
    Ok(signatures)
}
