//! Uploads, and the URLs of stored files.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use convex_leptos::{use_convex_file_upload, use_convex_storage_url, use_convex_upload_queue};
use convex_runtime::{
    CallStatus, FromConvex, Id, Mutation, Query, StorageFile, ToConvex, UploadFile, UploadStatus,
    testing::{Deployment, Fault, State},
};
use leptos::prelude::{Get, RwSignal, Set};

use crate::backend::{deployment, mount, soon, until};

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

#[tokio::test]
async fn a_file_is_stored_with_its_progress_and_limits_hold() {
    let deployment = storage().await;
    let stored = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&stored);
    let (owner, upload) = mount(&deployment.client(), || {
        use_convex_file_upload(GENERATE_UPLOAD_URL)
            .max_size(10_000)
            .allow_type("image/*")
            .on_success(move |_, ()| _ = count.fetch_add(1, SeqCst))
    });
    assert_eq!(upload.progress().sent, 0);
    let id = soon(upload.upload((), file(9_000))).await.unwrap();
    assert_eq!(deployment.stored_file(&id).unwrap().len(), 9_000);
    until(|| upload.data().as_deref() == Some(&id)).await;
    until(|| upload.progress().sent == 9_000).await;
    assert_eq!(stored.load(SeqCst), 1);
    upload.dispatch((), file(10_001));
    until(|| upload.status() == CallStatus::Error).await;
    assert!(upload.message().unwrap().contains("10001 bytes"));
    upload.dispatch((), UploadFile::new(b"text".to_vec(), "text/plain"));
    until(|| {
        upload
            .message()
            .is_some_and(|text| text.contains("text/plain"))
    })
    .await;
    let hold = deployment.hold(GENERATE_UPLOAD_URL);
    upload.dispatch((), file(1));
    assert!(upload.pending(), "before anything else can run");
    upload.cancel();
    assert_eq!(upload.status(), CallStatus::Idle);
    hold.release();
    owner.cleanup();
    assert!(soon(upload.upload((), file(1))).await.is_err());
}

#[tokio::test]
async fn a_queue_sends_a_few_files_at_a_time_each_with_its_state() {
    let deployment = storage().await;
    let (_owner, uploads) = mount(&deployment.client(), || {
        use_convex_upload_queue(GENERATE_UPLOAD_URL)
            .concurrency(1)
            .max_size(100)
            .allow_type("image/*")
    });
    let hold = deployment.hold(GENERATE_UPLOAD_URL);
    let add = |name: &str, bytes| uploads.add((), name, file(bytes)).unwrap();
    let (one, two, three) = (add("one", 10), add("two", 20), add("three", 101));
    let status = |id| uploads.state().item(id).map(|item| item.status);
    assert_eq!(status(one), Some(UploadStatus::Uploading));
    assert_eq!(status(two), Some(UploadStatus::Queued));
    assert!(uploads.pending() && uploads.cancel(two));
    assert_eq!(status(two), Some(UploadStatus::Cancelled));
    hold.release();
    until(|| !uploads.pending()).await;
    assert_eq!(status(one), Some(UploadStatus::Success));
    assert_eq!(status(three), Some(UploadStatus::Error));
    let hold = deployment.hold(GENERATE_UPLOAD_URL);
    deployment.inject(GENERATE_UPLOAD_URL, Fault::status(500, "Broken"));
    assert!(uploads.retry(two));
    hold.release();
    until(|| status(two) == Some(UploadStatus::Error)).await;
    assert!(uploads.retry(two));
    until(|| status(two) == Some(UploadStatus::Success)).await;
    let progress = uploads.progress();
    assert_eq!((progress.sent, progress.total), (30, 30));
    assert!(uploads.remove(three));
    assert_eq!(status(three), None);
    uploads.clear_finished();
    assert!(uploads.state().items.is_empty());
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
    let (_owner, (id, url)) = mount(&deployment.client(), || {
        let id = RwSignal::new(None);
        let args = move || {
            id.get().map(|id| UrlArgs {
                storage_id: Id::new(id),
            })
        };
        (id, use_convex_storage_url(URL, args))
    });
    assert_eq!(url.get(), None);
    id.set(Some("a"));
    until(|| url.get().as_deref() == Some("https://files.example/a")).await;
    urls.update(Vec::clear);
    until(|| url.get().is_none()).await;
    urls.set(vec!["https://files.example/b".to_owned()]);
    until(|| url.get().as_deref() == Some("https://files.example/b")).await;
    id.set(Some("other"));
    until(|| url.get().is_none()).await;
}
