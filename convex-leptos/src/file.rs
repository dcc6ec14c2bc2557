//! Files that people choose, ready to be uploaded.

use convex_runtime::UploadFile;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Reads a file that was chosen in an `<input type="file">`, for
/// [`ConvexFileUpload::upload`](crate::ConvexFileUpload::upload). Returns `None` when the browser
/// cannot read it (any more).
///
/// ```no_run
/// use convex_leptos::{ConvexFileUpload, read_file};
/// use leptos::{prelude::*, task::spawn_local};
///
/// #[component]
/// fn Choose(upload: ConvexFileUpload<()>) -> impl IntoView {
///     let start = move |file| async move {
///         if let Some(file) = read_file(&file).await {
///             upload.dispatch((), file);
///         }
///     };
///     view! {
///         <input type="file" aria-label="File" on:change:target=move |event| {
///             if let Some(file) = event.target().files().and_then(|files| files.get(0)) {
///                 spawn_local(start(file));
///             }
///         } />
///     }
/// }
/// # let _ = Choose;
/// ```
pub async fn read_file(file: &File) -> Option<UploadFile> {
    let content = JsFuture::from(file.array_buffer()).await.ok()?;
    let content = Uint8Array::new(&content).to_vec();
    Some(UploadFile::new(content, file.type_()))
}
