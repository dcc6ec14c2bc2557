//! `convex-codegen explain`: a page for each diagnostic.

use std::process::ExitCode;

use clap::Args;

use super::{foreign::is_close, print};
use crate::{
    failure::{Failure, Outcome},
    terminal::{Terminal, bold},
};

/// Explain a diagnostic, as `rustc --explain` does
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code in brackets: `unknown-validator`; without one, all codes are listed
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        let Some(code) = &self.code else {
            let lines = convex_codegen::EXPLANATIONS.iter().map(|(code, page)| {
                let title = page.lines().next().unwrap_or_default();
                format!("{code:<22} {}", title.trim_start_matches('#').trim())
            });
            let lines: Vec<String> = lines.collect();
            print(terminal, &lines.join("\n"))?;
            return Ok(ExitCode::SUCCESS);
        };
        let code = code.trim_matches(|c| matches!(c, '[' | ']'));
        let found = convex_codegen::EXPLANATIONS
            .iter()
            .find(|(known, _)| *known == code);
        let Some((_, page)) = found else {
            let mut codes = convex_codegen::EXPLANATIONS.iter().map(|(code, _)| code);
            let close = codes.find(|known| is_close(known, code));
            let help = match close {
                Some(close) => format!("did you mean `{close}`?"),
                None => "`convex-codegen explain` lists all".to_owned(),
            };
            return Err(Failure::Text(format!(
                "there is no diagnostic `{code}`; {help}"
            )));
        };
        let lines = page.lines().map(|line| match line.strip_prefix('#') {
            Some(title) => bold(title.trim_start_matches('#').trim()),
            None => line.to_owned(),
        });
        print(terminal, &lines.collect::<Vec<String>>().join("\n"))?;
        Ok(ExitCode::SUCCESS)
    }
}
