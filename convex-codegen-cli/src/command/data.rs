//! `convex-codegen data`: the tables and documents of a deployment.

use std::{collections::BTreeSet, process::ExitCode};

use clap::{Args, ValueEnum};
use convex_runtime::admin;
use serde_json::Value as Json;

use super::{print, wait};
use crate::{
    deployment::{self, Target},
    failure::{Failure, Outcome},
    terminal::{Terminal, bold, dim},
};

/// List the tables of a deployment, or the documents of one; needs the key
#[derive(Debug, Args)]
pub(super) struct Data {
    /// The table; without one, all tables are listed
    table: Option<String>,
    /// The maximum number of documents
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    limit: usize,
    /// Newest or oldest first
    #[arg(long, value_enum, default_value_t)]
    order: Order,
    /// The format of documents
    #[arg(long, short, value_enum, default_value_t)]
    format: Format,
    /// The component that has the table
    #[arg(long, value_name = "PATH")]
    component: Option<String>,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Order {
    /// Newest first
    #[default]
    Desc,
    /// Oldest first
    Asc,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table
    #[default]
    Text,
    /// An array of documents
    Json,
    /// One document a line
    Jsonl,
}

impl Data {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        wait(async {
            let mut deployment = self.target.connect()?;
            if let Some(component) = &self.component {
                deployment = deployment.component(component)?;
            }
            let system = deployment.system()?;
            let tables = system.tables().await?;
            let Some(table) = &self.table else {
                if tables.is_empty() {
                    terminal.say("the deployment has no tables");
                } else {
                    print(terminal, &tables.join("\n"))?;
                }
                return Ok(ExitCode::SUCCESS);
            };
            if !tables.contains(table) {
                let known = if tables.is_empty() {
                    "it has none".to_owned()
                } else {
                    format!("it has {}", tables.join(", "))
                };
                return Err(Failure::Text(format!(
                    "the deployment has no table `{table}`; {known}"
                )));
            }
            let order = match self.order {
                Order::Desc => admin::Order::Newest,
                Order::Asc => admin::Order::Oldest,
            };
            let mut pages = system.documents(table, order);
            let mut documents = Vec::new();
            let mut more = false;
            while let Some(document) = pages.next().await {
                let document = deployment::to_json(&document?)?;
                // One more tells whether there are more.
                more = documents.len() == self.limit;
                if more {
                    break;
                }
                documents.push(document);
            }
            match self.format {
                Format::Text if documents.is_empty() => {
                    terminal.say(&format!("`{table}` is empty"));
                }
                Format::Text => print(terminal, &columns(&documents))?,
                Format::Jsonl => {
                    for document in &documents {
                        print(terminal, &document.to_string())?;
                    }
                }
                Format::Json => {
                    let text = serde_json::to_string_pretty(&documents);
                    print(
                        terminal,
                        &text.map_err(|error| Failure::Text(error.to_string()))?,
                    )?;
                }
            }
            if more {
                terminal.say(&dim(format!(
                    "the first {}; `--limit` shows more",
                    self.limit
                )));
            }
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// The maximum width of a column.
const WIDEST: usize = 40;

fn columns(documents: &[Json]) -> String {
    let mut names = vec!["_id".to_owned(), "_creationTime".to_owned()];
    let keys = documents
        .iter()
        .filter_map(Json::as_object)
        .flat_map(|object| object.keys());
    let others: BTreeSet<&String> = keys.filter(|key| !names.contains(key)).collect();
    names.extend(others.into_iter().cloned());
    let cells: Vec<Vec<String>> = documents
        .iter()
        .map(|document| names.iter().map(|name| cell(&document[name])).collect())
        .collect();
    let width = |column: usize| {
        let cells = cells.iter().map(|row| row[column].chars().count());
        cells
            .chain([names[column].chars().count()])
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let line = |row: &[String]| {
        let padded = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        padded
            .collect::<Vec<String>>()
            .join("  ")
            .trim_end()
            .to_owned()
    };
    let mut lines = vec![bold(line(&names))];
    lines.extend(cells.iter().map(|row| line(row)));
    lines.join("\n")
}

fn cell(value: &Json) -> String {
    let text = match value {
        Json::Null => String::new(),
        Json::String(text) => text.replace(['\n', '\r', '\t'], " "),
        other => other.to_string(),
    };
    if text.chars().count() > WIDEST {
        text.chars().take(WIDEST - 1).chain(['…']).collect()
    } else {
        text
    }
}
