//! Process a file: it is uploaded, with progress, and then an action counts what is in it.

use backend::api::files;
use convex_leptos::{read_file, use_convex_action, use_convex_file_upload};
use convex_runtime::CallStatus;
use leptos::{prelude::*, task::spawn_local, web_sys};

use crate::layout::{Page, Problem};

#[component]
pub(crate) fn File() -> impl IntoView {
    let upload = use_convex_file_upload(files::generate_upload_url)
        .max_size(5_000_000)
        .allow_type("text/*");
    let process = use_convex_action(files::process);
    let busy = move || upload.pending() || process.pending();
    let start = move |file: web_sys::File| async move {
        process.reset();
        let Some(file) = read_file(&file).await else {
            return;
        };
        if let Ok(storage_id) = upload.upload((), file).await {
            process.dispatch(files::ProcessArgs { storage_id });
        }
    };
    view! {
        <Page title="Process file" lead="Upload a text file; an action counts its lines and words." source=include_str!("file.rs")>
            <label for="file">"Text file, at most 5 MB"</label>
            <input id="file" type="file" accept="text/*" disabled=busy on:change:target=move |event| {
                if let Some(file) = event.target().files().and_then(|files| files.get(0)) {
                    // The same file may be chosen again.
                    event.target().set_value("");
                    spawn_local(start(file));
                }
            } />
            <div class="upload" hidden=move || upload.status() == CallStatus::Idle>
                <progress aria-label="Upload" max="1" value=move || upload.progress().fraction().to_string() />
                <button disabled=move || !upload.pending() on:click=move |_| upload.cancel()>"Cancel"</button>
            </div>
            <Problem message=Signal::derive(move || upload.message().or_else(|| process.message())) />
            <div role="status" aria-busy=move || busy().to_string()>
                {move || process.pending().then_some("Counting…")}
                {move || process.data().map(|counted| view! {
                    <dl class="card">
                        <dt>"Bytes"</dt><dd>{counted.bytes}</dd>
                        <dt>"Lines"</dt><dd>{counted.lines}</dd>
                        <dt>"Words"</dt><dd>{counted.words}</dd>
                    </dl>
                })}
            </div>
        </Page>
    }
}
