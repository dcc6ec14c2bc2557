//! Prints the model as texts: several files at a time, on threads whose stacks bear deeply nested
//! types.

mod layout;

use crate::{
    config::Config,
    emit,
    model::{Crate, HEADER},
    parallel::{self, Threads},
    write::Output,
};

pub use layout::print;

/// Stack of a thread; reserved, not used.
const STACK: usize = 1 << 26;

/// Files that are worth a thread of their own.
const FILES_PER_THREAD: usize = 8;

/// The Rust files of `model`, or the one file that `config` asks for.
pub fn files(model: &Crate, config: &Config) -> Vec<Output> {
    let jobs = if config.one_file {
        1
    } else {
        model.files.len()
    };
    let threads = Threads {
        most: jobs.div_ceil(FILES_PER_THREAD),
        stack: STACK,
    };
    parallel::map(jobs, threads, |job| output(model, config, job))
}

fn output(model: &Crate, config: &Config, job: usize) -> Output {
    let (path, syntax) = if config.one_file {
        ("mod.rs", emit::one_file(model))
    } else {
        let file = &model.files[job];
        (file.path.as_str(), emit::emit(file, model.style))
    };
    Output {
        path: path.to_owned(),
        text: layout::print(HEADER, syntax),
    }
}
