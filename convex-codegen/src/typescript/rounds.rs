//! Runs the compiler on all probes, and again, with less effort, on those that were too much for
//! it.

use std::{collections::BTreeMap, path::Path};

use super::{
    ask::Answers,
    backend::{Backend, Side},
    emitted,
    mirror::Mirror,
    probe::{self, Effort, Settings},
    progress::TypesProgress,
    run::{self, Compile, Limits, Output},
    shape::Shape,
    size::shortened,
    thrown::{self, Throws},
};
use crate::{error::Error, resolve::Program};

/// The context that all rounds share.
#[derive(Debug)]
pub(super) struct Rounds<'a> {
    /// The functions.
    pub backend: &'a Backend,
    /// The compiler.
    pub tsc: &'a Path,
    /// The time limit of one round, and a way to stop it earlier.
    pub limits: Limits<'a>,
    /// The configuration.
    pub settings: Settings,
    /// The image of the project that the rounds run in.
    pub mirror: &'a Mirror,
}

impl Rounds<'_> {
    /// Answers each question; the reason for a missing type is an answer, too.
    ///
    /// # Errors
    ///
    /// If the compiler cannot be run, or writes nothing at all.
    pub(super) fn run(
        &self,
        questions: Vec<(usize, Side)>,
        progress: &mut dyn FnMut(TypesProgress),
    ) -> Result<Answers, Error> {
        let mut answers = Answers::new();
        let mut reasons = Answers::new();
        let mut open = questions;
        let mut first = None;
        for effort in Effort::ALL {
            let output = self.round(&open, effort, progress)?;
            open.retain(|question| {
                let declaration = self.mirror.declaration(&path(*question));
                if let Some(text) = declaration {
                    let shape = emitted::shape(&text);
                    let is_whole = effort == Effort::ALL[0];
                    let answer = if is_whole { shape } else { shortened(shape) };
                    answers.insert(*question, answer);
                    return false;
                }
                let reason = emitted::missing(&output, &probe::name(*question));
                reasons.entry(*question).or_insert(reason);
                true
            });
            first.get_or_insert(output);
            if open.is_empty() {
                break;
            }
        }
        if answers.is_empty() {
            let first = first.unwrap_or_default();
            return Err(Error::TypeScript(format!(
                "TypeScript wrote no types at all. It said:\n{}",
                first.shown()
            )));
        }
        for question in open {
            let reason = reasons.remove(&question);
            answers.insert(question, reason.unwrap_or(Shape::Any));
        }
        Ok(answers)
    }

    /// Asks what is thrown at each place; those of which nothing is known are missing.
    ///
    /// # Errors
    ///
    /// If the compiler cannot be run.
    pub(super) fn thrown(
        &self,
        throws: &Throws,
        (program, workspace): (&Program, &Path),
        progress: &mut dyn FnMut(TypesProgress),
    ) -> Result<BTreeMap<usize, Shape>, Error> {
        let asked = throws.files();
        let mut files = Vec::new();
        for (file, source) in program.project.sources.iter() {
            let Some(path) = program.project.loader.path(file) else {
                continue;
            };
            if asked.contains(&file) {
                if let Some(text) = thrown::questioned(program, throws, file)
                    && let Some(image) = self.mirror.replace(path, workspace, &text)?
                {
                    files.push(image.to_string_lossy().into_owned());
                }
            } else if program.is_own(file) && is_typescript(path) {
                // Nothing is asked there, so its statements need not be checked.
                let text = format!("// @ts-nocheck\n{}", source.text);
                self.mirror.replace(path, workspace, &text)?;
            }
        }
        let inside = |name: &str| format!("{}/{name}", probe::FOLDER);
        let settings = Effort::ALL[0].settings(&self.backend.tables);
        self.mirror.write(&inside("settings.ts"), &settings)?;
        let config = probe::checking(&self.settings, &files);
        self.mirror.write(&inside("tsconfig.json"), &config)?;
        let output = self.compile(progress)?;
        Ok(thrown::answers(&output.printed))
    }

    fn round(
        &self,
        questions: &[(usize, Side)],
        effort: Effort,
        progress: &mut dyn FnMut(TypesProgress),
    ) -> Result<Output, Error> {
        for question in questions {
            let function = &self.backend.functions[question.0];
            self.mirror.write(
                &format!("{}.ts", path(*question)),
                &probe::side(function, question.1),
            )?;
        }
        let inside = |name: &str| format!("{}/{name}", probe::FOLDER);
        let settings = effort.settings(&self.backend.tables);
        self.mirror.write(&inside("settings.ts"), &settings)?;
        let config = probe::config(&self.settings, questions);
        self.mirror.write(&inside("tsconfig.json"), &config)?;
        self.compile(progress)
    }

    fn compile(&self, progress: &mut dyn FnMut(TypesProgress)) -> Result<Output, Error> {
        let config = format!("{}/tsconfig.json", probe::FOLDER);
        let command = Compile {
            tsc: self.tsc,
            config: &self.mirror.functions.join(config),
            log: &self.mirror.log(),
            limits: self.limits,
        };
        run::compile(&command, &mut |elapsed| {
            progress(TypesProgress::Running(elapsed));
        })
    }
}

/// The probe of `question` in the functions folder, without extension.
fn path(question: (usize, Side)) -> String {
    format!("{}/{}", probe::FOLDER, probe::name(question))
}

fn is_typescript(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["ts", "tsx", "mts", "cts"]
        .iter()
        .any(|other| extension == *other)
}
