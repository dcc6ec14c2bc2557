//! `use_convex_upload_queue`: a few uploads at a time, each with its own state, and all of them
//! together.

use std::sync::Mutex;

use convex_runtime::{
    Client, Credential, Error, Mutation, UploadFile, UploadQueue, UploadStatus,
    testing::{Deployment, Fault},
    use_convex_upload_queue,
};

const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");

async fn deployment() -> (Deployment, Client) {
    let deployment = Deployment::builder().start().await.unwrap();
    let urls = Mutex::new((0..20).map(|_| deployment.upload_url()).collect::<Vec<_>>());
    let next = move |()| {
        let url = urls.lock().unwrap().pop().unwrap();
        async move { Ok(url) }
    };
    deployment.extend(Deployment::builder().mutation(GENERATE_UPLOAD_URL, next));
    let client = Client::new(&deployment.url()).unwrap();
    (deployment, client)
}

fn file(bytes: usize) -> UploadFile {
    UploadFile::new(vec![7; bytes], "image/png")
}

fn statuses(uploads: &UploadQueue<()>) -> Vec<UploadStatus> {
    uploads
        .state()
        .items
        .iter()
        .map(|item| item.status)
        .collect()
}

#[tokio::test]
async fn all_files_arrive_and_not_more_than_allowed_are_on_their_way() {
    let (deployment, client) = deployment().await;
    let uploads = use_convex_upload_queue(&client, GENERATE_UPLOAD_URL).concurrency(2);
    for number in 0..6_usize {
        uploads.add((), format!("{number}.png"), file(100_000 + number));
    }
    assert_eq!(
        (uploads.state().uploading(), uploads.state().queued()),
        (2, 4)
    );
    let mut changes = uploads.changes();
    let mut last = uploads.state();
    while !last.is_finished() {
        last = changes.next().await.unwrap();
        assert!(last.uploading() <= 2, "{last:?}");
    }
    assert_eq!(last.succeeded(), 6);
    assert_eq!(last.progress().fraction(), 1.0);
    for (number, item) in last.items.iter().enumerate() {
        assert_eq!(*item.name, *format!("{number}.png"));
        let stored = deployment.stored_file(item.storage_id.as_ref().unwrap());
        assert_eq!(stored.unwrap().len(), 100_000 + number);
    }
    uploads.clear_finished();
    assert!(uploads.state().items.is_empty());
    drop(uploads);
    while changes.next().await.is_some() {}
}

#[tokio::test]
async fn what_fails_can_be_tried_again() {
    let (deployment, client) = deployment().await;
    let uploads = use_convex_upload_queue(&client, GENERATE_UPLOAD_URL).max_size(10);
    deployment.inject(GENERATE_UPLOAD_URL, Fault::status(503, "Overloaded"));
    let small = uploads.add((), "small", file(1));
    let large = uploads.add((), "large", file(11));
    let end = uploads.finished().await;
    assert_eq!(end.failed(), 2);
    let error = end.item(large).unwrap().error.clone().unwrap();
    assert!(matches!(*error, Error::Configuration { .. }), "{error:?}");
    assert!(uploads.retry(small) && uploads.retry(large));
    let end = uploads.finished().await;
    assert_eq!(end.item(small).unwrap().status, UploadStatus::Success);
    assert_eq!(end.item(large).unwrap().status, UploadStatus::Error);
    assert!(!uploads.retry(small), "it is stored");
}

#[tokio::test]
async fn cancelling_lets_the_next_one_run() {
    let (deployment, client) = deployment().await;
    let uploads = use_convex_upload_queue(&client, GENERATE_UPLOAD_URL).concurrency(1);
    let hold = deployment.hold(GENERATE_UPLOAD_URL);
    let first = uploads.add((), "first", file(1));
    let second = uploads.add((), "second", file(2));
    let third = uploads.add((), "third", file(3));
    assert_eq!(
        statuses(&uploads),
        [
            UploadStatus::Uploading,
            UploadStatus::Queued,
            UploadStatus::Queued
        ]
    );
    assert!(uploads.cancel(first) && uploads.remove(second));
    assert!(!uploads.cancel(first), "it has ended");
    hold.release();
    let end = uploads.finished().await;
    assert_eq!((end.items.len(), end.queued(), end.cancelled()), (2, 0, 1));
    assert_eq!(end.item(third).unwrap().status, UploadStatus::Success);
    let error = end.item(first).unwrap().error.clone().unwrap();
    assert!(matches!(*error, Error::Closed { .. }), "{error:?}");

    let _hold = deployment.hold(GENERATE_UPLOAD_URL);
    uploads.add((), "of the former user", file(1));
    client.set_credential(Credential::token("another user"));
    assert!(uploads.state().items.is_empty());
}

#[test]
fn without_a_runtime_uploads_fail() {
    let client = Client::new("http://127.0.0.1:9").unwrap();
    let uploads = use_convex_upload_queue(&client, GENERATE_UPLOAD_URL);
    uploads.add((), "file", file(1));
    assert_eq!(statuses(&uploads), [UploadStatus::Error]);
}
