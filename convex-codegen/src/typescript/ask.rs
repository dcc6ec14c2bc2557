//! Asks TypeScript: from the functions of a backend to their signatures.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{self, Path},
};

use super::{
    ambient,
    backend::{Backend, Probed, Side},
    checked::{CheckedSignature, CheckedTypes, kind_of},
    compiler,
    fingerprint::fingerprints,
    known::Known,
    merge::says_something,
    mirror::Mirror,
    native,
    probe::{self, Settings},
    progress::TypesProgress,
    rounds::Rounds,
    run::{self, Limits},
    shape::Shape,
    size::bounded,
    thrown::{self, Throws},
    version::Version,
};
use crate::{
    error::Error,
    ir::{Api, Literal},
    resolve::Program,
};

/// The input to [`ask`]: the backend's folder and the compiler to use.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    /// The functions folder.
    pub folder: &'a Path,
    /// The compiler, if not the project's own.
    pub tsc: Option<&'a Path>,
    /// The time limit for the compiler, and a way to stop it earlier.
    pub limits: Limits<'a>,
}

/// Returns the signatures of the functions of `api`, which was read from `program`: from
/// validators, and otherwise from TypeScript.
///
/// # Errors
///
/// If TypeScript is missing, cannot be run, or writes nothing.
pub(crate) fn ask(
    api: &Api,
    (program, question): (&mut Program, &Question<'_>),
    progress: &mut dyn FnMut(TypesProgress),
) -> Result<CheckedTypes, Error> {
    let known = Known::of(api);
    let backend = Backend::of(api);
    // Reads every file that a function may use.
    let mut fingerprints = fingerprints(program);
    let has_functions = |module: &String| {
        let mut modules = backend.functions.iter().map(|function| &function.module);
        modules.any(|other| other == module)
    };
    fingerprints.retain(|module, _| has_functions(module));
    let paths: Vec<String> = backend.functions.iter().map(Probed::path).collect();
    let reached = Throws::of(program, &paths);
    let Answered {
        typescript,
        mut answers,
        thrown,
    } = answers(&backend, (program, &reached), question, progress)?;
    let shapes = thrown
        .into_iter()
        .map(|(index, shape)| (index, bounded(known.name_documents(shape))));
    let (places, mut throws) = reached.named(shapes.collect(), program);
    let known_functions: BTreeSet<String> = api
        .functions
        .iter()
        .map(|function| function.path.to_string())
        .collect();
    let functions = backend
        .functions
        .iter()
        .enumerate()
        .filter_map(|(index, function)| {
            let kind = match answers.remove(&(index, Side::Kind)) {
                Some(Shape::Literal(Literal::String(words))) => kind_of(&words),
                _ => None,
            };
            let is_known = known_functions.contains(&function.path());
            // Not a function for TypeScript either.
            if kind.is_none() && !is_known {
                return None;
            }
            let mut side = |side: Side, said: &Option<Shape>| {
                let answer = said.clone().or_else(|| answers.remove(&(index, side)));
                bounded(known.name_documents(answer.unwrap_or(Shape::Any)))
            };
            let signature = CheckedSignature {
                args: side(Side::Args, &function.args),
                returns: side(Side::Returns, &function.returns),
                kind,
            };
            Some((function.path(), signature))
        });
    let functions: BTreeMap<String, CheckedSignature> = functions.collect();
    throws.retain(|path, _| functions.contains_key(path));
    Ok(CheckedTypes {
        functions,
        thrown: places,
        throws,
        sources: fingerprints,
        typescript,
    })
}

/// By function and side.
pub(super) type Answers = BTreeMap<(usize, Side), Shape>;

/// The answers of TypeScript.
#[derive(Debug, Default)]
struct Answered {
    typescript: String,
    answers: Answers,
    /// By the number of the place.
    thrown: BTreeMap<usize, Shape>,
}

/// Asks TypeScript about what no validator declares, and about what is thrown.
fn answers(
    backend: &Backend,
    (program, throws): (&Program, &Throws),
    question: &Question<'_>,
    progress: &mut dyn FnMut(TypesProgress),
) -> Result<Answered, Error> {
    let folder = fs::canonicalize(question.folder)
        .map_err(|error| Error::io("read", question.folder, error))?;
    let tsc = match question.tsc {
        // It runs in another folder.
        Some(tsc) => path::absolute(tsc).map_err(|error| Error::io("find", tsc, error))?,
        None => compiler::find(&folder)?,
    };
    let version = run::version(&tsc)?;
    let questions = backend.questions();
    let mut functions: Vec<usize> = questions.iter().map(|(index, _)| *index).collect();
    functions.dedup();
    let workspace = compiler::workspace(&folder);
    let config = compiler::tsconfig(&folder, &workspace);
    let ambient = ambient::packages((&folder, &workspace), config.as_deref());
    progress(TypesProgress::Started {
        tsc: tsc.clone(),
        version: version.to_string(),
        functions: functions.len(),
        ambient: ambient.clone(),
    });
    let mut answered = Answered {
        typescript: version.to_string(),
        ..Answered::default()
    };
    if questions.is_empty() && throws.places.is_empty() {
        return Ok(answered);
    }
    let mirror = Mirror::new(&workspace, &folder)?;
    write_generated(backend, &folder, &mirror)?;
    let compiler = native::program(&tsc).unwrap_or(tsc);
    let rounds = Rounds {
        backend,
        tsc: &compiler,
        limits: question.limits,
        settings: Settings {
            ambient,
            ..settings((&folder, &workspace), &mirror, version)
        },
        mirror: &mirror,
    };
    if !questions.is_empty() {
        answered.answers = rounds.run(questions, progress)?;
    }
    if !answered.answers.values().any(says_something) && !compiler::has_convex(&folder) {
        return Err(Error::TypeScript(format!(
            "TypeScript knows no type, because the package `convex` is not installed for `{}`: there is no \
             `node_modules/convex` in it or above. Run {} first.",
            folder.display(),
            compiler::install(&folder, "convex")
        )));
    }
    if !throws.places.is_empty() {
        answered.thrown = rounds.thrown(throws, (program, &workspace), progress)?;
    }
    Ok(answered)
}

/// Writes what the probes of all rounds share.
fn write_generated(backend: &Backend, folder: &Path, mirror: &Mirror) -> Result<(), Error> {
    mirror.write(&format!("{}/expand.ts", probe::FOLDER), probe::EXPAND)?;
    mirror.write(
        &format!("{}/{}", probe::FOLDER, thrown::PROBE_NAME),
        thrown::PROBE,
    )?;
    mirror.write(
        &format!("{}/base.json", probe::FOLDER),
        &probe::base_config(),
    )?;
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
        let Ok(text) = crate::source::text::of(&path) else {
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

fn settings((folder, workspace): (&Path, &Path), mirror: &Mirror, version: Version) -> Settings {
    let own = folder.join("tsconfig.json");
    let extends = compiler::tsconfig(folder, workspace);
    let text = |path: &Path| path.to_string_lossy().into_owned();
    Settings {
        own: extends.as_deref() == Some(&own),
        extends: extends.map(|config| text(&mirror.image_of(&config, workspace))),
        root: text(mirror.out.ancestors().last().unwrap_or(Path::new("/"))),
        out: text(&mirror.out),
        version,
        ambient: None,
    }
}
