//! Prints the model as texts: several files at a time, on threads whose stacks bear deeply nested
//! types.

mod layout;

use crate::{
    config::Config,
    emit,
    model::{Crate, File, HEADER, Style},
    parallel::{self, Threads},
    write::{self, Hashes, Output, Printed},
};

pub(crate) use layout::print;

/// Stack of a thread; reserved, not used.
const STACK: usize = 1 << 26;

/// Files that are worth a thread of their own.
const FILES_PER_THREAD: usize = 8;

/// The Rust files of `model`, or the one file that `config` asks for. What an earlier run `printed`
/// from the same model is read instead.
pub(crate) fn files(model: &Crate, config: &Config, printed: Option<&Printed>) -> Vec<Output> {
    let jobs = if config.one_file {
        1
    } else {
        model.files.len()
    };
    let threads = Threads {
        most: jobs.div_ceil(FILES_PER_THREAD),
        stack: STACK,
    };
    parallel::map(jobs, threads, |job| {
        if config.one_file {
            return Output {
                path: "mod.rs".to_owned(),
                text: layout::print(HEADER, emit::one_file(model)),
                hashes: None,
            };
        }
        let file = &model.files[job];
        match printed {
            Some(printed) => known(file, model.style, printed),
            None => output(file, model.style),
        }
    })
}

fn output(file: &File, style: Style) -> Output {
    Output {
        path: file.path.clone(),
        text: layout::print(HEADER, emit::emit(file, style)),
        hashes: None,
    }
}

/// A file that may have been printed before, with the hashes by which a later run knows it.
fn known(file: &File, style: Style, printed: &Printed) -> Output {
    let model = write::hash(&(file, style));
    printed.reuse(&file.path, model).unwrap_or_else(|| {
        let output = output(file, style);
        let text = write::hash(&output.text);
        Output {
            hashes: Some(Hashes { model, text }),
            ..output
        }
    })
}
