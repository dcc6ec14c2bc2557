//! A terminal program on Convex: what it shows, and what keys do.

mod screen;

use std::time::Duration;

use backend::api::{ai, tasks};
use convex_runtime::{
    CallHandle, Client, PaginatedHandle, use_convex_action, use_convex_mutation,
    use_convex_paginated_query,
};
use crossterm::event::{Event, EventStream, KeyCode, KeyEvent, KeyModifiers};
use futures_util::StreamExt;
use ratatui::{Terminal, backend::Backend};

/// The time between two turns of the spinner.
const TICK: Duration = Duration::from_millis(90);

/// The program: a text that is being typed, an action, a mutation and a live list.
#[derive(Debug)]
pub struct App {
    pub(crate) text: String,
    pub(crate) summarize: CallHandle<ai::SummarizeArgs, String>,
    pub(crate) add: CallHandle<tasks::AddArgs, backend::tables::tasks::Id>,
    pub(crate) list: PaginatedHandle<tasks::ListArgs, tasks::ListReturns>,
    /// The turns of the spinner so far.
    pub(crate) ticks: usize,
}

/// The program's reaction to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It does.
    Stay,
    /// It ends.
    Leave,
}

impl App {
    /// A program that calls with `client`.
    pub fn new(client: &Client) -> Self {
        Self {
            text: String::new(),
            summarize: use_convex_action(client, ai::summarize),
            add: use_convex_mutation(client, tasks::add),
            list: use_convex_paginated_query(client, tasks::list, (), 10),
            ticks: 0,
        }
    }

    /// Runs until Escape or Ctrl-C.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be drawn on or read from.
    pub async fn run<B>(
        mut self,
        terminal: &mut Terminal<B>,
    ) -> Result<(), Box<dyn std::error::Error>>
    where
        B: Backend<Error: 'static>,
    {
        let mut keys = EventStream::new();
        let (mut calls, mut adds, mut lists) = (
            self.summarize.changes(),
            self.add.changes(),
            self.list.changes(),
        );
        loop {
            terminal.draw(|frame| self.draw(frame))?;
            tokio::select! {
                event = keys.next() => match event {
                    Some(event) => if let Event::Key(key) = event? && self.press(key) == Next::Leave {
                        return Ok(());
                    },
                    None => return Ok(()),
                },
                Some(_) = calls.next() => {}
                Some(_) = adds.next() => {}
                Some(_) = lists.next() => {}
                () = tokio::time::sleep(TICK), if self.summarize.is_pending() => self.ticks += 1,
            }
        }
    }

    /// Does what a key says: Enter summarizes the text, Tab adds it to the list, Page Down loads
    /// more.
    pub fn press(&mut self, key: KeyEvent) -> Next {
        match key.code {
            KeyCode::Esc => return Next::Leave,
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return Next::Leave;
            }
            KeyCode::Char(typed) => self.text.push(typed),
            KeyCode::Backspace => _ = self.text.pop(),
            KeyCode::Enter if !self.summarize.is_pending() => {
                self.summarize.dispatch(ai::SummarizeArgs {
                    text: self.text.clone(),
                });
            }
            KeyCode::Tab => self.add.dispatch(tasks::AddArgs {
                text: std::mem::take(&mut self.text),
            }),
            KeyCode::PageDown => _ = self.list.load_more(10),
            _ => {}
        }
        Next::Stay
    }
}
