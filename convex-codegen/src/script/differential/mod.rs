//! The interpreter against Node: both evaluate a program to the same value, or ours reports that it
//! is unknown.
//!
//! `cargo test` runs every line of `expressions.txt` and a few thousand random programs. For more
//! of them:
//!
//! ```sh
//! DIFFERENTIAL_PROGRAMS=1000000 cargo test --release -p convex-codegen --lib differential -- --nocapture
//! ```
//!
//! `DIFFERENTIAL_FROM` is the number of the first one; `DIFFERENTIAL_REPORT` prints the reasons of
//! unknown results. `DIFFERENTIAL_EXPRESSIONS` is a file of other expressions, one a line.

mod generate;
mod node;
mod ours;
mod seen;
mod shrink;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use self::seen::{Verdict, compare};

/// A module, whose text is not the same for both where it is TypeScript.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// As Node runs it.
    pub node: String,
    /// As we run it.
    pub ours: String,
}

/// A program: modules by their names, of which `main` exports a `result`.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// The modules.
    pub modules: Vec<(&'static str, Text)>,
}

impl Program {
    /// A program of one module that is the same for both.
    fn of(text: String) -> Self {
        let text = Text {
            node: text.clone(),
            ours: text,
        };
        Self {
            modules: vec![("main", text)],
        }
    }

    fn for_node(&self) -> Json {
        let mut modules = Map::new();
        for (name, text) in &self.modules {
            let name = if *name == "main" {
                (*name).to_owned()
            } else {
                format!("./{name}")
            };
            modules.insert(name, Json::from(text.node.clone()));
        }
        Json::Object(modules)
    }

    /// All of it as we run it.
    fn shown(&self) -> String {
        let modules = self.modules.iter();
        let modules = modules.map(|(name, text)| match *name {
            "main" => text.ours.clone(),
            name => format!("// {name}.ts\n{}", text.ours),
        });
        modules.collect::<Vec<_>>().join("\n")
    }
}

/// The results of a set of programs.
#[derive(Debug, Default)]
struct Tally {
    equal: usize,
    opaque: usize,
    reasons: BTreeMap<String, Vec<String>>,
    different: Vec<String>,
}

impl Tally {
    fn add(&mut self, program: &Program, (node, ours): (&Json, &Json)) {
        // A backend whose module throws cannot be deployed; on a busy machine, Node's time is up.
        if node.get("throws").is_some() {
            return;
        }
        match compare(node, ours) {
            Verdict::Equal => self.equal += 1,
            Verdict::Opaque(why) => {
                self.opaque += 1;
                self.reasons.entry(why).or_default().push(program.shown());
            }
            Verdict::Different => {
                let shown = format!("{}\n  node: {node}\n  ours: {ours}\n", program.shown());
                self.different.push(shown);
            }
        }
    }

    fn report(&self) -> String {
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, programs)| std::cmp::Reverse(programs.len()));
        let mut text = format!(
            "{} equal, {} opaque, {} different\n",
            self.equal,
            self.opaque,
            self.different.len()
        );
        for (why, programs) in reasons {
            text.extend(format!("{:>6} {why}: {}\n", programs.len(), programs[0]).chars());
        }
        text
    }
}

fn tally(programs: &[Program]) -> Tally {
    let seen = node::run(programs);
    let ours = ours::run(programs);
    let mut tally = Tally::default();
    for (program, seen) in programs.iter().zip(seen.iter().zip(&ours)) {
        tally.add(program, seen);
    }
    tally
}

/// Returns whether a full report is requested.
fn verbose() -> bool {
    std::env::var_os("DIFFERENTIAL_REPORT").is_some()
}

#[test]
fn expressions_evaluate_as_in_node() {
    let text = match std::env::var("DIFFERENTIAL_EXPRESSIONS") {
        Ok(path) => std::fs::read_to_string(path).expect("a file of expressions"),
        Err(_) => include_str!("expressions.txt").to_owned(),
    };
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let programs: Vec<Program> = lines
        .map(|line| Program::of(format!("export const result = {line};")))
        .collect();
    let tally = tally(&programs);
    if verbose() {
        {
            println!("{}", tally.report());
        }
    }
    assert!(tally.different.is_empty(), "{}", tally.different.join("\n"));
    // These stay unknown because they differ between engines, time zones and languages.
    assert!(
        tally.opaque * 100 < programs.len() * 8,
        "{}",
        tally.report()
    );
}

/// Random programs in `cargo test`.
const PROGRAMS: u64 = 2_000;

/// Programs that one process of Node runs.
const BATCH: u64 = 5_000;

fn number(variable: &str, default: u64) -> u64 {
    let value = std::env::var(variable).ok();
    value.map_or(default, |value| value.parse().expect("a number"))
}

#[test]
fn random_programs_evaluate_as_in_node() {
    const SHOWN: usize = 20;
    const SHRUNK: usize = 8;
    let grammar = generate::Grammar::new();
    let first = number("DIFFERENTIAL_FROM", 0);
    let end = first + number("DIFFERENTIAL_PROGRAMS", PROGRAMS);
    let mut whole = Tally::default();
    let mut different: Vec<generate::Parts> = Vec::new();
    let mut thrown = 0;
    let mut from = first;
    while from < end {
        let seeds = from..end.min(from + BATCH);
        from = seeds.end;
        let parts: Vec<_> = seeds
            .map(|seed| generate::program(&grammar, seed))
            .collect();
        let programs: Vec<Program> = parts.iter().map(generate::Parts::program).collect();
        let node = node::run(&programs);
        // A backend whose module throws cannot be deployed.
        let runs = |at: &usize| node[*at].get("throws").is_none();
        let run: Vec<usize> = (0..programs.len()).filter(runs).collect();
        thrown += u64::try_from(programs.len() - run.len()).unwrap_or(0);
        let programs: Vec<Program> = run.iter().map(|at| programs[*at].clone()).collect();
        let ours = ours::run(&programs);
        for ((at, program), ours) in run.into_iter().zip(&programs).zip(&ours) {
            let (parts, seen) = (&parts[at], (&node[at], ours));
            let before = whole.different.len();
            whole.add(program, seen);
            if whole.different.len() > before {
                if verbose() {
                    println!("{}", whole.different[before]);
                }
                different.push(parts.clone());
            }
        }
        if different.len() >= SHOWN {
            break;
        }
    }
    if verbose() {
        {
            println!("{}", whole.different.join("\n"));
            println!(
                "programs {first} to {from}: {thrown} throw, {}",
                whole.report()
            );
        }
    }
    let shrunk = different.into_iter().take(SHRUNK).map(|parts| {
        let program = shrink::shrunk(parts).program();
        let report = tally(std::slice::from_ref(&program));
        report.different.join("\n")
    });
    let shrunk: Vec<String> = shrunk.collect();
    assert!(shrunk.is_empty(), "{}", shrunk.join("\n"));
    assert!(
        thrown * 2 < end - first,
        "most programs should run to their end: {thrown} threw"
    );
}
