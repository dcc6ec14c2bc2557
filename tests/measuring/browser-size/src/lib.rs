//! A page that shows a list and adds to it: with nothing, over HTTP, or live. `measure` compares
//! the three.

use wasm_bindgen::prelude::wasm_bindgen;

/// Shows a text on the page.
fn show(text: &str) {
    let set = js_sys::Function::new_with_args("text", "document.body.textContent = text");
    let _shown = set.call1(&wasm_bindgen::JsValue::NULL, &text.into());
}

/// Runs when the page has loaded.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        show("…");
        #[cfg(feature = "http")]
        client::run().await;
    });
}

#[cfg(feature = "http")]
mod client {
    use convex_runtime::{Client, FromConvex, Mutation, Query, ToConvex};

    use super::show;

    #[derive(Clone, FromConvex)]
    struct Task {
        title: String,
        done: bool,
    }

    #[derive(ToConvex)]
    struct AddArgs {
        title: String,
    }

    const LIST: Query<(), Vec<Task>> = Query::new("tasks:list");
    const ADD: Mutation<AddArgs, ()> = Mutation::new("tasks:add");

    pub(super) async fn run() {
        match Client::new("https://happy-otter-123.convex.cloud") {
            Ok(client) => listed(&client).await,
            Err(error) => show(&error.to_string()),
        }
    }

    async fn listed(client: &Client) {
        let title = "Tea".to_owned();
        if let Err(error) = client.mutation(ADD, AddArgs { title }).await {
            return show(&error.to_string());
        }
        #[cfg(feature = "live")]
        {
            let mut lists = client.subscribe(LIST, ());
            while let Some(list) = lists.next().await {
                shown(list);
            }
        }
        #[cfg(not(feature = "live"))]
        shown(client.query(LIST, ()).await);
    }

    fn shown(list: Result<Vec<Task>, convex_runtime::Error>) {
        match list {
            Ok(list) => {
                let done = list.iter().filter(|task| task.done).count();
                let titles: Vec<_> = list.iter().map(|task| &*task.title).collect();
                show(&format!("{done} done: {}", titles.join(", ")));
            }
            Err(error) => show(&error.to_string()),
        }
    }
}
