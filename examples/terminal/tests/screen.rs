//! Keys pressed and screens compared, with the README too.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

use std::{sync::Arc, time::Duration};

use backend::api::ai;
use convex_runtime::{Client, testing::Deployment};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend};
use terminal::{App, Next};

async fn start() -> (Arc<Deployment>, App) {
    let deployment = backend::start().await.unwrap();
    let app = App::new(&Client::new(&deployment.url()).unwrap());
    (deployment, app)
}

fn screen(app: &App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(66, 19)).unwrap();
    terminal.draw(|frame| app.draw(frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let rows = buffer.content().chunks(usize::from(buffer.area.width));
    let rows = rows.map(|row| {
        row.iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect::<String>()
    });
    rows.map(|row| row.trim_end().to_owned() + "\n").collect()
}

async fn until(app: &App, text: &str) -> String {
    let waiting = async {
        loop {
            let screen = screen(app);
            if screen.contains(text) {
                return screen;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let shown = tokio::time::timeout(Duration::from_secs(20), waiting).await;
    shown.unwrap_or_else(|_| panic!("no `{text}` in:\n{}", screen(app)))
}

fn press(app: &mut App, code: KeyCode) -> Next {
    app.press(KeyEvent::new(code, KeyModifiers::NONE))
}

fn write(app: &mut App, text: &str) {
    for typed in text.chars() {
        press(app, KeyCode::Char(typed));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_summarized_behind_a_spinner_beside_a_live_list() {
    let (deployment, mut app) = start().await;
    let hold = deployment.hold(ai::summarize);
    until(&app, "Buy tea (12)").await;
    write(&mut app, "Convex runs your functions. It has a database.");
    press(&mut app, KeyCode::Enter);
    let pending = until(&app, "⠋ Processing…").await;
    let readme = include_str!("../README.md");
    assert!(
        readme.contains(&pending),
        "the README shows another screen than\n{pending}"
    );
    hold.release();
    until(&app, "│Convex runs your functions.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_a_sentence_and_the_list_shows_what_is_added() {
    let (_deployment, mut app) = start().await;
    press(&mut app, KeyCode::Enter);
    until(&app, "There is nothing to summarize.").await;
    write(&mut app, "Call Ada");
    press(&mut app, KeyCode::Tab);
    until(&app, "· Call Ada").await;
    press(&mut app, KeyCode::Tab);
    until(&app, "Tasks: Enter a task first.").await;
}

#[tokio::test]
async fn escape_and_control_c_leave() {
    let (_deployment, mut app) = start().await;
    assert_eq!(press(&mut app, KeyCode::Char('c')), Next::Stay);
    assert_eq!(press(&mut app, KeyCode::Esc), Next::Leave);
    let interrupt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(app.press(interrupt), Next::Leave);
}
