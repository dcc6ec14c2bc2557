//! Uploads, and the URLs of stored files.

use std::sync::Mutex;

use convex_dioxus::{
    ConvexFileUpload, ConvexUploadQueue, provide_convex, use_convex_file_upload,
    use_convex_storage_url, use_convex_upload_queue,
};
use convex_runtime::{
    FromConvex, Id, Mutation, Query, StorageFile, ToConvex, UploadFile,
    testing::{Deployment, Fault, State},
};
use dioxus::prelude::*;

use crate::backend::{Out, deployment, mount};

const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
const URL: Query<UrlArgs, Option<String>> = Query::new("files:url");

#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
struct UrlArgs {
    storage_id: Id<StorageFile>,
}

/// A deployment that takes a few uploads.
async fn storage() -> Deployment {
    let deployment = deployment().await;
    let urls = Mutex::new((0..9).map(|_| deployment.upload_url()).collect::<Vec<_>>());
    deployment.extend(
        Deployment::builder().mutation(GENERATE_UPLOAD_URL, move |()| {
            let url = urls.lock().unwrap().pop().unwrap();
            async move { Ok(url) }
        }),
    );
    deployment
}

fn file(bytes: usize) -> UploadFile {
    UploadFile::new(vec![7; bytes], "image/png")
}

#[component]
fn Uploading() -> Element {
    provide_convex(consume_context);
    let mut stored = use_signal(|| 0);
    let upload = use_convex_file_upload(GENERATE_UPLOAD_URL)
        .max_size(10_000)
        .allow_type("image/*")
        .on_success(move |_, ()| stored += 1);
    consume_context::<Out<ConvexFileUpload<()>>>().put(upload);
    let progress = upload.progress().fraction();
    let message = upload.message().unwrap_or_default();
    rsx! { "{upload.status()} {progress} {stored} {message}" }
}

#[tokio::test]
async fn a_file_is_stored_with_its_progress_and_limits_hold() {
    let deployment = storage().await;
    let mut page = mount::<ConvexFileUpload<()>>(&deployment.client(), Uploading);
    page.shows("idle 0 0").await;
    page.act(|upload| upload.dispatch((), file(9_000)));
    page.shows("success 1 1").await;
    let id = page.act(|upload| upload.data()).unwrap();
    assert_eq!(deployment.stored_file(&id).unwrap().len(), 9_000);
    page.act(|upload| upload.dispatch((), file(10_001)));
    page.shows("10001 bytes").await;
    page.act(|upload| upload.dispatch((), UploadFile::new(b"text".to_vec(), "text/plain")));
    page.shows("text/plain").await;
    let hold = deployment.hold(GENERATE_UPLOAD_URL);
    page.act(|upload| {
        upload.dispatch((), file(1));
        assert!(upload.pending(), "before anything else can run");
        upload.cancel();
        assert!(!upload.pending());
    });
    page.shows("idle").await;
    hold.release();
    let upload = page.act(|upload| upload);
    drop(page);
    assert!(upload.upload((), file(1)).await.is_err());
}

#[component]
fn Queueing() -> Element {
    provide_convex(consume_context);
    let uploads = use_convex_upload_queue(GENERATE_UPLOAD_URL)
        .concurrency(1)
        .max_size(100)
        .allow_type("image/*");
    consume_context::<Out<ConvexUploadQueue<()>>>().put(uploads);
    let items = uploads.state().items.into_iter();
    let items = items.map(|item| format!("{} {:?};", item.name, item.status));
    let items: String = items.collect();
    rsx! { "{items} {uploads.progress().fraction()} {uploads.pending()}" }
}

#[tokio::test]
async fn a_queue_sends_a_few_files_at_a_time_each_with_its_state() {
    let deployment = storage().await;
    let mut page = mount::<ConvexUploadQueue<()>>(&deployment.client(), Queueing);
    let hold = deployment.hold(GENERATE_UPLOAD_URL);
    let [two, three] = page.act(|uploads| {
        uploads.add((), "one", file(10)).unwrap();
        [("two", 20), ("three", 101)]
            .map(|(name, bytes)| uploads.add((), name, file(bytes)).unwrap())
    });
    page.shows("one Uploading;two Queued;").await;
    assert!(page.act(|uploads| uploads.cancel(two)));
    page.shows("two Cancelled;").await;
    hold.release();
    page.shows("one Success;two Cancelled;three Error; 1 false")
        .await;
    deployment.inject(GENERATE_UPLOAD_URL, Fault::status(500, "Broken"));
    assert!(page.act(|uploads| uploads.retry(two)));
    page.shows("two Error;").await;
    assert!(page.act(|uploads| uploads.retry(two)));
    page.shows("two Success;").await;
    assert!(page.act(|uploads| uploads.remove(three)));
    page.shows("one Success;two Success; 1 false").await;
    page.act(|uploads| uploads.clear_finished());
    page.shows(" 0 false").await;
}

#[component]
fn Picture() -> Element {
    provide_convex(consume_context);
    let id = use_signal(|| None);
    consume_context::<Out<Signal<Option<&'static str>>>>().put(id);
    let args = move || {
        id().map(|id| UrlArgs {
            storage_id: Id::new(id),
        })
    };
    let url = use_convex_storage_url(URL, args);
    rsx! { {url().unwrap_or_else(|| "no URL".to_owned())} }
}

#[tokio::test]
async fn the_url_of_a_file_follows_its_id_and_the_file() {
    let deployment = storage().await;
    let urls = State::new(vec!["https://files.example/a".to_owned()]);
    let url = |urls: &Vec<String>, args: UrlArgs| match args.storage_id.as_str() {
        "a" => Ok(urls.last().cloned()),
        _ => Ok(None),
    };
    deployment.extend(Deployment::builder().query_on(URL, &urls, url));
    let mut page = mount::<Signal<Option<&'static str>>>(&deployment.client(), Picture);
    page.shows("no URL").await;
    page.act(|mut id| id.set(Some("a")));
    page.shows("https://files.example/a").await;
    urls.update(Vec::clear);
    page.shows("no URL").await;
    urls.set(vec!["https://files.example/b".to_owned()]);
    page.shows("https://files.example/b").await;
    page.act(|mut id| id.set(Some("other")));
    page.shows("no URL").await;
}
