//! `use_convex_file_upload`: limits, progress, what is stored, and stopping.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use convex_runtime::{
    CallStatus, Client, Credential, Error, Mutation, Sent, UploadFile, testing::Deployment,
    use_convex_file_upload,
};
use tokio::net::TcpListener;

const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");

/// A deployment whose mutation gives one upload URL after another, and counts how often it was
/// called.
async fn deployment() -> (Deployment, Arc<AtomicU32>) {
    let deployment = Deployment::builder().start().await.unwrap();
    let urls: Vec<_> = (0..4).map(|_| deployment.upload_url()).collect();
    let (urls, calls) = (Mutex::new(urls), Arc::new(AtomicU32::new(0)));
    let count = Arc::clone(&calls);
    deployment.extend(
        Deployment::builder().mutation(GENERATE_UPLOAD_URL, move |()| {
            count.fetch_add(1, SeqCst);
            let url = urls.lock().unwrap().pop().unwrap();
            async move { Ok(url) }
        }),
    );
    (deployment, calls)
}

#[tokio::test]
async fn a_file_arrives_whole() {
    let (deployment, _) = deployment().await;
    let client = Client::new(&deployment.url()).unwrap();
    let seen = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&seen);
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL).on_success(move |_, ()| {
        count.fetch_add(1, SeqCst);
    });
    let content: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let sending = upload.upload((), UploadFile::new(content.clone(), "image/png"));
    assert!(upload.is_pending());
    assert_eq!(upload.progress().borrow().total, 300_000);
    let id = sending.await.unwrap();
    assert_eq!(deployment.stored_file(&id), Some(content));
    assert_eq!(
        (upload.status(), upload.data().as_deref()),
        (CallStatus::Success, Some(&id))
    );
    assert_eq!(upload.progress().borrow().fraction(), 1.0);
    assert_eq!(seen.load(SeqCst), 1);
}

#[tokio::test]
async fn a_stream_is_sent_as_it_is_read() {
    let (deployment, _) = deployment().await;
    let client = Client::new(&deployment.url()).unwrap();
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL);
    let pieces = |count| {
        let piece = |_| Ok::<_, std::io::Error>(vec![7_u8; 100_000]);
        futures_util::stream::iter((0..count).map(piece))
    };
    let file = UploadFile::stream(pieces(3), 300_000, "video/mp4");
    let id = upload.upload((), file.clone()).await.unwrap();
    assert_eq!(deployment.stored_file(&id), Some(vec![7; 300_000]));
    assert_eq!(upload.progress().borrow().sent, 300_000);
    let again = upload.upload((), file).await.unwrap_err();
    assert!(matches!(again, Error::Configuration { .. }), "{again:?}");
    for wrong in [2, 4] {
        let file = UploadFile::stream(pieces(wrong), 300_000, "video/mp4");
        let error = upload.upload((), file).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn limits_are_checked_before_anything_is_sent() {
    let (deployment, calls) = deployment().await;
    let client = Client::new(&deployment.url()).unwrap();
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL)
        .max_size(3)
        .allow_type("image/*")
        .allow_type("text/plain");
    for (content, content_type) in [
        (&b"four"[..], "image/png"),
        (b"1", "text/html"),
        (b"1", "imagery/png"),
    ] {
        let error = upload
            .upload((), UploadFile::new(content, content_type))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Configuration { .. }), "{error:?}");
    }
    assert_eq!(
        (upload.status(), calls.load(SeqCst)),
        (CallStatus::Error, 0)
    );
    upload
        .upload((), UploadFile::new(&b"one"[..], "text/plain"))
        .await
        .unwrap();
}

#[tokio::test]
async fn stopping_an_upload() {
    let (deployment, _) = deployment().await;
    let client = Client::new(&deployment.url()).unwrap();
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL);
    let hold = deployment.hold(GENERATE_UPLOAD_URL);
    let sending = upload.upload((), UploadFile::new(&b"one"[..], "text/plain"));
    hold.reached(1).await;
    upload.cancel();
    assert_eq!(upload.status(), CallStatus::Idle);
    assert!(matches!(sending.await, Err(Error::Closed { .. })));
    assert_eq!(upload.status(), CallStatus::Idle);
    hold.release();
}

#[tokio::test]
async fn an_upload_that_is_refused() {
    let (deployment, _) = deployment().await;
    let url = deployment.upload_url().replace("token=", "token=x");
    deployment.extend(
        Deployment::builder().mutation(GENERATE_UPLOAD_URL, move |()| {
            let url = url.clone();
            async move { Ok(url) }
        }),
    );
    let client = Client::new(&deployment.url()).unwrap();
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL);
    let error = upload
        .upload((), UploadFile::new(&b"one"[..], "text/plain"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Authentication { .. }), "{error:?}");
    assert_eq!(error.sent(), Sent::No);
}

/// The server at the upload URL takes the file and does not answer.
#[tokio::test]
async fn another_identity_ends_an_upload_that_is_on_its_way() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/upload", silent.local_addr().unwrap());
    let deployment = Deployment::builder().mutation(GENERATE_UPLOAD_URL, move |()| {
        let url = url.clone();
        async move { Ok(url) }
    });
    let deployment = deployment.start().await.unwrap();
    let client = Client::new(&deployment.url()).unwrap();
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL);
    let sending = upload.upload((), UploadFile::new(&b"one"[..], "text/plain"));
    let _connection = silent.accept().await.unwrap();
    client.set_credential(Credential::token("another user"));
    let ended = tokio::time::timeout(Duration::from_secs(10), sending).await;
    let ended = ended.expect("it does not wait for the answer");
    assert!(matches!(ended, Err(Error::IdentityChanged)), "{ended:?}");
}
