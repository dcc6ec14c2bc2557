//! The screen: text, summary, list and keys.

use convex_runtime::{CallStatus, PaginationStatus};
use ratatui::{
    Frame,
    layout::{Constraint, Layout},
    style::{Color, Modifier, Style},
    widgets::{Block, List, Paragraph, Wrap},
};

use crate::App;

const SPINNER: [char; 8] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧'];

impl App {
    /// Draws the text, the summary, the list and the keys.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let rows = [
            Constraint::Length(3),
            Constraint::Length(4),
            Constraint::Min(4),
            Constraint::Length(1),
        ];
        let [text, summary, list, keys] = Layout::vertical(rows).areas(frame.area());
        frame.render_widget(
            Paragraph::new(format!("{}▏", self.text)).block(Block::bordered().title(" Text ")),
            text,
        );
        let (line, style) = self.summary();
        let paragraph = Paragraph::new(line).style(style).wrap(Wrap { trim: true });
        frame.render_widget(
            paragraph.block(Block::bordered().title(" Summary ")),
            summary,
        );
        frame.render_widget(self.list(), list);
        let help = "Enter summarize · Tab add to the list · PgDn more · Esc leave";
        frame.render_widget(
            Paragraph::new(help).style(Style::new().add_modifier(Modifier::DIM)),
            keys,
        );
    }

    fn summary(&self) -> (String, Style) {
        let state = self.summarize.state();
        match state.status() {
            CallStatus::Idle => (
                "Type a text and press Enter.".to_owned(),
                Style::new().add_modifier(Modifier::DIM),
            ),
            CallStatus::Pending => {
                let spinner = SPINNER[self.ticks % SPINNER.len()];
                (
                    format!("{spinner} Processing…"),
                    Style::new().fg(Color::Cyan),
                )
            }
            CallStatus::Success => (
                state.data().map(ToString::to_string).unwrap_or_default(),
                Style::new(),
            ),
            CallStatus::Error => {
                let text = state.error().map(|error| error.text().into_owned());
                (text.unwrap_or_default(), Style::new().fg(Color::Red))
            }
        }
    }

    fn list(&self) -> List<'_> {
        let state = self.list.state();
        let lines = state.results().iter().map(|task| {
            let mark = if task.done { '✓' } else { '·' };
            format!("{mark} {}", task.text)
        });
        let title = match (state.status(), self.add.error()) {
            (_, Some(error)) => format!(" Tasks: {} ", error.text()),
            (PaginationStatus::LoadingFirstPage, None) => " Tasks: loading… ".to_owned(),
            _ => " Tasks ".to_owned(),
        };
        List::new(lines.collect::<Vec<_>>()).block(Block::bordered().title(title))
    }
}
