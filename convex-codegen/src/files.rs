//! The model as texts: files are emitted and printed several at a time, on threads whose stacks bear deeply nested types.

use std::{
    num::NonZero,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::{
    config::Config,
    emit,
    model::{Crate, HEADER},
    print,
    write::Output,
};

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
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(jobs)));
    let work = || {
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            if job >= jobs {
                return;
            }
            let output = output(model, config, job);
            if let Ok(mut done) = done.lock() {
                done.push((job, output));
            }
        }
    };
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(jobs.div_ceil(FILES_PER_THREAD));
    thread::scope(|scope| {
        for _ in 0..threads {
            // A machine that cannot start one more thread leaves the work to the others.
            let _ = thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work);
        }
    });
    // Whatever no thread has taken.
    work();
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(job, _)| *job);
    done.into_iter().map(|(_, output)| output).collect()
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
        text: print::print(HEADER, syntax),
    }
}
