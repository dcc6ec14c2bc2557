//! Colours and links, which a terminal shows and a pipe does not; completions in shells, and manual
//! pages in `man`.
#![cfg(unix)]

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

const BINARY: &str = env!("CARGO_BIN_EXE_convex-codegen");

/// The folder that transcripts are about.
fn folder() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts").to_owned()
}

/// Runs a line of a shell where the command is known, with these variables.
fn sh(shell: &str, line: &str, variables: &[(&str, &str)]) -> Output {
    let bin = Path::new(BINARY).parent().expect("it is in a folder");
    let path = std::env::var("PATH").expect("there is one");
    let mut command = Command::new(shell);
    command
        .args(["-c", line])
        .current_dir(folder())
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("TERM", "xterm-256color")
        .stdin(Stdio::null());
    for name in [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "FORCE_HYPERLINK",
        "CI",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    command.output().expect("there is a shell")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs the command on a terminal that `script` makes, and returns what it shows.
fn on_a_terminal(arguments: &str, variables: &[(&str, &str)]) -> String {
    let line = format!("script -qec 'convex-codegen {arguments}' /dev/null");
    text(&sh("sh", &line, variables).stdout)
}

/// As terminals say that they show links.
const LINKS: (&str, &str) = ("VTE_VERSION", "7600");

#[test]
fn a_terminal_has_colours_and_links_and_a_pipe_has_neither() {
    let broken = "generate broken --out unused";
    let shown = on_a_terminal(broken, &[LINKS]);
    assert!(
        shown.contains("\u{1b}[1m\u{1b}[91merror[syntax]"),
        "{shown:?}"
    );
    let link = "\u{1b}]8;;file://";
    let target = "/transcripts/broken/convex/f.ts\u{1b}\\broken/convex/f.ts:2:37\u{1b}]8;;\u{1b}\\";
    assert!(shown.contains(link) && shown.contains(target), "{shown:?}");

    for (arguments, variables) in [
        (broken.to_owned(), vec![]),
        (broken.to_owned(), vec![LINKS, ("NO_COLOR", "1")]),
        (format!("{broken} --color never"), vec![LINKS]),
    ] {
        let shown = on_a_terminal(&arguments, &variables);
        assert!(
            !shown.contains("\u{1b}]8"),
            "{arguments} {variables:?}: {shown:?}"
        );
        let colours = variables.is_empty();
        assert_eq!(
            shown.contains("\u{1b}["),
            colours,
            "{arguments} {variables:?}: {shown:?}"
        );
    }

    let piped = sh("sh", &format!("convex-codegen {broken}"), &[LINKS]);
    assert!(!piped.stderr.contains(&0x1b), "{:?}", text(&piped.stderr));
    let forced = sh(
        "sh",
        "convex-codegen diff shop-before shop --color always",
        &[LINKS],
    );
    let forced = text(&forced.stdout);
    assert!(
        forced.contains("\u{1b}[") && !forced.contains("\u{1b}]8"),
        "{forced:?}"
    );
    for line in [
        "list payments:charge -C shop",
        "diff shop-before shop",
        "env --used -C shop",
    ] {
        let shown = on_a_terminal(line, &[LINKS]);
        assert!(
            shown.contains("/shop/convex/payments.ts\u{1b}\\shop/convex/payments.ts:"),
            "{line}: {shown:?}"
        );
    }
}

#[test]
fn shells_take_the_completions() {
    let bash = r#"source <(convex-codegen completions bash)
        COMP_WORDS=(convex-codegen list --form); COMP_CWORD=2
        function=$(complete -p convex-codegen | sed 's/.*-F \([^ ]*\).*/\1/')
        $function convex-codegen --form list; echo "${COMPREPLY[@]}""#;
    let completed = sh("bash", bash, &[]);
    assert_eq!(
        text(&completed.stdout).trim(),
        "--format",
        "{}",
        text(&completed.stderr)
    );
    for (shell, line, shown) in [
        (
            "zsh",
            "autoload -U compinit; compinit -D -u; source <(convex-codegen completions zsh); print $_comps[convex-codegen]",
            "_convex-codegen",
        ),
        (
            "fish",
            "convex-codegen completions fish | source; complete -C 'convex-codegen list --form'",
            "--format\tThe format",
        ),
    ] {
        if Command::new(shell).arg("--version").output().is_err() {
            // It is not part of every system.
            continue;
        }
        let completed = sh(shell, line, &[]);
        assert!(
            text(&completed.stdout).contains(shown),
            "{shell}: {}{}",
            text(&completed.stdout),
            text(&completed.stderr)
        );
    }
}

#[test]
fn man_shows_each_page_without_a_complaint() {
    let commands = [
        "",
        "generate",
        "init",
        "list",
        "diff",
        "types",
        "spec",
        "run",
        "logs",
        "data",
        "env",
        "serve",
        "explain",
        "completions",
        "man",
    ];
    for command in commands {
        let page = sh("sh", &format!("convex-codegen man {command}"), &[]);
        assert!(page.status.success(), "{command}");
        let roff = Command::new("groff")
            .args(["-Kutf8", "-man", "-Tutf8", "-ww", "-P-cbou"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut roff) = roff else {
            // It is not part of every system.
            continue;
        };
        let mut stdin = roff.stdin.take().expect("it is piped");
        stdin.write_all(&page.stdout).expect("it reads");
        drop(stdin);
        let rendered = roff.wait_with_output().expect("it ends");
        assert_eq!(text(&rendered.stderr), "", "{command}");
        assert!(text(&rendered.stdout).contains("SYNOPSIS"), "{command}");
    }
}
