//! `convex-codegen init`: brings generated code into a crate.

use std::{
    fs,
    io::{self, BufRead, IsTerminal},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use convex_codegen::{
    Config,
    inspect::{Backend, Visibility},
};

use super::{answer, print};
use crate::{
    backends,
    failure::{Failure, Outcome},
    init::{Crate, Edit, Way},
    terminal::{Terminal, bold, dim, good, removed},
};

/// Add the build script, the dependencies and the include to a crate, after showing what changes
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The functions folder, or the project that has it [default: `convex` here or nearby]
    convex: Option<PathBuf>,
    /// The crate
    #[arg(long, value_name = "PATH", default_value = ".")]
    manifest_dir: PathBuf,
    /// Keep the generated code in the repository, as this module below `src`, instead of generating
    /// it with each build
    #[arg(long, value_name = "MODULE", num_args = 0..=1, default_missing_value = "backend")]
    checked_in: Option<String>,
    /// Change files without asking
    #[arg(long, short)]
    yes: bool,
}

impl Init {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        let convex = match &self.convex {
            Some(convex) => convex.clone(),
            None => find(&self.manifest_dir)?,
        };
        let from_crate = relative(&self.manifest_dir, &convex)?;
        let way = match &self.checked_in {
            None => Way::BuildScript,
            Some(module) if is_identifier(module) => Way::CheckedIn(module.clone()),
            Some(module) => {
                return Err(Failure::Text(format!(
                    "`{module}` is not the name of a module"
                )));
            }
        };
        let backend = Backend::read(&Config::new(&convex).settled())?;
        let backend = backends::whole(backend, "nothing is changed")?;
        if backend.functions().is_empty() {
            terminal.warning(&backends::nothing(&convex, Some(backend.modules())));
        }
        let target = Crate {
            folder: self.manifest_dir.clone(),
            convex: from_crate,
            way,
        };
        let edits = target.edits()?;
        if edits.is_empty() {
            terminal.say("the crate has everything already");
        } else {
            for edit in &edits {
                terminal.insist(&shown(edit));
            }
            if !self.yes && !agreed(terminal)? {
                terminal.say("nothing was changed");
                return Ok(answer(false));
            }
            for edit in &edits {
                fs::write(&edit.path, &edit.new)
                    .map_err(|error| Failure::io("write", &edit.path, &error))?;
            }
        }
        if let Way::CheckedIn(module) = &target.way {
            let out = self.manifest_dir.join("src").join(module);
            Config::new(&convex).settled().out_dir(out).run()?;
        }
        first_call(&backend, &target.way, terminal)
    }
}

/// The first call to write, with a function that the backend has.
fn first_call(backend: &Backend, way: &Way, terminal: Terminal) -> Outcome<ExitCode> {
    let mut public = backend
        .functions()
        .iter()
        .filter(|function| function.visibility == Visibility::Public);
    let first = public
        .clone()
        .find(|function| function.args.is_typed() && function.returns.is_typed());
    let Some(rust) = first
        .or_else(|| public.next())
        .and_then(|function| backend.rust(&function.path))
    else {
        return Ok(ExitCode::SUCCESS);
    };
    let call = match way {
        Way::BuildScript => rust.call,
        Way::CheckedIn(module) => rust.call.replace("api::", &format!("{module}::api::")),
    };
    terminal.say(&bold("a first call, in an async function:"));
    let text = format!("let client = convex_runtime::Client::from_env()?;\n{call}");
    print(terminal, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Words that are not names of modules.
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

fn is_identifier(name: &str) -> bool {
    if KEYWORDS.contains(&name) {
        return false;
    }
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_lowercase() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The functions folder of the crate, of a folder above it, or of one beside it.
fn find(folder: &Path) -> Outcome<PathBuf> {
    let holds =
        |folder: &Path| folder.join("convex.json").is_file() || folder.join("convex").is_dir();
    let start = fs::canonicalize(folder).map_err(|error| Failure::io("find", folder, &error))?;
    for (up, ancestor) in start.ancestors().enumerate().take(4) {
        let mut named = folder.to_owned();
        named.extend(std::iter::repeat_n("..", up));
        if holds(ancestor) {
            return Ok(if ancestor.join("convex").is_dir() {
                named.join("convex")
            } else {
                named
            });
        }
        let entries = fs::read_dir(ancestor).into_iter().flatten().flatten();
        let mut below: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.is_dir() && holds(path))
            .collect();
        below.sort();
        if let [only] = &below[..] {
            let name = only.file_name().unwrap_or_default();
            return Ok(named.join(name).join("convex"));
        }
    }
    Err(Failure::Text(format!(
        "no functions folder was found in `{}`, above it or beside it; name it: `convex-codegen init path/to/convex`",
        folder.display()
    )))
}

/// `to` as the crate in `from` names it.
fn relative(from: &Path, to: &Path) -> Outcome<String> {
    let real =
        |path: &Path| fs::canonicalize(path).map_err(|error| Failure::io("find", path, &error));
    let (from, to) = (real(from)?, real(to)?);
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = from.components().count() - shared;
    let mut steps = vec!["..".to_owned(); up];
    steps.extend(
        to.components()
            .skip(shared)
            .map(|part| part.as_os_str().to_string_lossy().into_owned()),
    );
    Ok(if steps.is_empty() {
        ".".to_owned()
    } else {
        steps.join("/")
    })
}

/// The lines of a file that change.
fn shown(edit: &Edit) -> String {
    let old = edit.old.as_deref().unwrap_or_default();
    let diff = similar::TextDiff::from_lines(old, &edit.new);
    let verb = if edit.old.is_some() {
        "change"
    } else {
        "create"
    };
    let mut lines = vec![format!("{} {}", bold(verb), bold(edit.path.display()))];
    for group in diff.grouped_ops(1) {
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = change.value().trim_end();
            lines.push(match change.tag() {
                similar::ChangeTag::Insert => good(format!("  + {line}")),
                similar::ChangeTag::Delete => removed(format!("  - {line}")),
                similar::ChangeTag::Equal => dim(format!("    {line}")),
            });
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn agreed(terminal: Terminal) -> Outcome<bool> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Text(
            "pass `--yes` to change these files; there is no terminal to ask at".to_owned(),
        ));
    }
    terminal.insist(&bold("change these files? [y/N]"));
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    read.map_err(|error| Failure::io("read", "stdin", &error))?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}
