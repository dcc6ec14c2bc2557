//! Every state of `use_convex_file_upload`, and what each event makes of it.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use convex_runtime::{
    Client, Credential, Error, Execution, Id, Mutation, Sent, StorageFile, UploadFile,
    UploadHandle,
    testing::{ConvexError, Deployment, Thrown},
    use_convex_file_upload,
};
use futures_util::{StreamExt, stream};
use tokio::sync::{Mutex, Notify, mpsc};

use crate::storage::{Arrival, Storage};

const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");

/// The earlier events, the next event, the state of the handle (status, whether there is data or an
/// error, how much has been sent), and the result of the upload at this event, if any.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str, &str)] = &[
    // Nothing was uploaded.
    ("", "", "Idle 0/0", ""),
    ("", "start", "Pending 0/9", ""),
    ("", "start too large", "Error error 0/20", "Configuration No"),
    ("", "start of a wrong type", "Error error 0/9", "Configuration No"),
    ("", "reset", "Idle 0/0", ""),
    ("", "cancel", "Idle 0/0", ""),
    ("", "sign in", "Idle 0/0", ""),
    // The mutation runs, which gives the upload URL.
    ("start", "url", "Pending 9/9", ""),
    ("start", "url fails", "Error error 0/9", "ApplicationError Maybe"),
    ("start", "url is none", "Error error 0/9", "Protocol Maybe"),
    ("start", "url of nobody", "Error error 0/9", "Transport No"),
    ("start", "reset", "Idle 0/0", ""),
    ("start, reset", "url", "Idle 0/0", ""),
    ("start", "cancel", "Idle 0/0", "Closed Maybe"),
    ("start", "sign in", "Idle 0/0", "IdentityChanged Maybe"),
    ("start", "drop", "Pending 0/9", ""),
    ("start, drop", "url", "Pending 9/9", ""),
    ("start in a hurry", "late", "Error error 0/9", "Timeout Maybe"),
    ("start broken stream", "url unheard", "Error error 0/9", "Transport Maybe"),
    ("start short stream", "url unheard", "Error error 4/9", "Transport Maybe"),
    ("start slow stream", "half", "Pending 4/9", ""),
    ("start slow stream, half", "rest", "Pending 9/9", ""),
    ("start slow stream, half", "cancel", "Idle 0/0", "Closed Maybe"),
    // The file is there, and not yet stored.
    ("start, url", "stored", "Success data 9/9", "stored"),
    ("start, url", "refused", "Error error 9/9", "Authentication No"),
    ("start, url", "breaks", "Error error 9/9", "Protocol Maybe"),
    ("start, url", "no id", "Error error 9/9", "Protocol Maybe"),
    ("start, url", "cut", "Error error 9/9", "Transport Maybe"),
    ("start, url", "reset", "Idle 0/0", ""),
    ("start, url, reset", "stored", "Idle 0/0", "stored"),
    ("start, url", "cancel", "Idle 0/0", "Closed Maybe"),
    ("start, url", "sign in", "Idle 0/0", ""),
    ("start, url, sign in", "stored", "Idle 0/0", "IdentityChanged Maybe"),
    ("start, url, drop", "stored", "Success data 9/9", ""),
    ("start in a hurry, url", "late", "Error error 9/9", "Timeout Maybe"),
    ("start stream, url", "stored", "Success data 9/9", "stored"),
    // Another one starts meanwhile: it owns the handle, and the former one still answers its
    // caller.
    ("start", "start", "Pending 0/9", ""),
    ("start, url", "start", "Pending 0/9", ""),
    ("start, start", "url", "Pending 0/9", ""),
    ("start slow stream, half", "start", "Pending 0/9", ""),
    ("start slow stream, half, start", "rest", "Pending 0/9", ""),
    ("start, url, start", "stored", "Pending 0/9", "stored"),
    ("start, url, start", "cut", "Pending 0/9", "Transport Maybe"),
    ("start, url, start, url", "stored", "Pending 9/9", "stored"),
    ("start, url, start, url, stored", "stored", "Success data 9/9", "stored"),
    ("start, url", "start too large", "Error error 0/20", "Configuration No"),
    ("start, url, start too large", "stored", "Error error 0/20", "stored"),
    // One has ended.
    ("start, url, stored", "start", "Pending data 0/9", ""),
    ("start, url, stored, start", "url fails", "Error data error 0/9", "ApplicationError Maybe"),
    ("start, url, stored", "reset", "Idle 0/0", ""),
    ("start, url, stored", "cancel", "Idle 0/0", ""),
    ("start, url, stored", "sign in", "Idle 0/0", ""),
    ("start, url fails", "start", "Pending 0/9", ""),
    ("start, url fails, start, url", "stored", "Success data 9/9", "stored"),
    ("start, cancel, start, url", "stored", "Success data 9/9", "stored"),
];

/// A handle with the two that it talks to.
struct Session {
    client: Client,
    upload: UploadHandle<()>,
    _deployment: Deployment,
    storage: Storage,
    /// The next results of the mutation.
    urls: mpsc::UnboundedSender<Result<String, Thrown>>,
    arrived: VecDeque<Arrival>,
    /// Lets a slow stream go on.
    rest: Arc<Notify>,
    /// `None` for uploads that are not awaited.
    uploads: VecDeque<Option<Execution<Id<StorageFile>>>>,
}

impl Session {
    async fn start() -> Self {
        let (urls, given) = mpsc::unbounded_channel();
        let given = Arc::new(Mutex::new(given));
        let mutation = move |()| {
            let given = Arc::clone(&given);
            async move { given.lock().await.recv().await.unwrap() }
        };
        let deployment = Deployment::builder().mutation(GENERATE_UPLOAD_URL, mutation);
        let deployment = deployment.start().await.unwrap();
        let client = Client::new(&deployment.url()).unwrap();
        Self {
            upload: limited(&client),
            client,
            _deployment: deployment,
            storage: Storage::start().await,
            urls,
            arrived: VecDeque::new(),
            rest: Arc::default(),
            uploads: VecDeque::new(),
        }
    }

    /// Lets an event happen; what the caller of an upload gets with it.
    async fn take(&mut self, event: &str) -> Option<Result<Id<StorageFile>, Error>> {
        let url = self.storage.url();
        match event {
            "" => {}
            "start in a hurry" => {
                self.upload = limited(&self.client.with_deadline(Duration::from_millis(300)));
                self.start_upload(file("start"));
            }
            "start too large" | "start of a wrong type" => {
                self.start_upload(file(event));
                return self.uploads.pop_back()??.await.into();
            }
            "start slow stream" => {
                let rest = Arc::clone(&self.rest);
                let first = stream::iter([Ok("four")]);
                let pieces = first.chain(stream::once(async move {
                    rest.notified().await;
                    Ok::<_, &str>("fives")
                }));
                self.start_upload(UploadFile::stream(pieces, 9, "image/png"));
            }
            start if start.starts_with("start") => self.start_upload(file(start)),
            "url" => {
                self.urls.send(Ok(url)).unwrap();
                self.arrived.push_back(self.storage.receive().await);
            }
            "half" => {
                self.urls.send(Ok(url)).unwrap();
                let mut progress = self.upload.progress();
                progress
                    .wait_for(|progress| progress.sent == 4)
                    .await
                    .unwrap();
            }
            "rest" => {
                self.rest.notify_one();
                self.arrived.push_back(self.storage.receive().await);
            }
            "url fails" => return self.give(Err(ConvexError("quota".to_owned()).into())).await,
            "url is none" => return self.give(Ok("nowhere".to_owned())).await,
            "url of nobody" => return self.give(Ok("http://127.0.0.1:1/".to_owned())).await,
            "url unheard" => return self.give(Ok(url)).await,
            "stored" => return self.answer(200, r#"{"storageId":"kg2"}"#).await,
            "refused" => {
                return self
                    .answer(401, r#"{"code":"InvalidUploadToken","message":""}"#)
                    .await;
            }
            "breaks" => {
                return self
                    .answer(500, r#"{"code":"InternalServerError","message":""}"#)
                    .await;
            }
            "no id" => return self.answer(200, "{}").await,
            "cut" => {
                self.arrived.pop_front();
                return self.end().await;
            }
            "late" => return self.end().await,
            "reset" => self.upload.reset(),
            "cancel" => {
                self.upload.cancel();
                return self.end().await;
            }
            "sign in" => {
                self.client.set_credential(Credential::token("ada"));
                // The mutation belongs to the previous user and ends; a file in transit continues.
                if self.arrived.is_empty() {
                    return self.end().await;
                }
            }
            "drop" => self.uploads = [None].into(),
            other => panic!("{other} is no event"),
        }
        None
    }

    fn start_upload(&mut self, file: UploadFile) {
        self.uploads.push_back(Some(self.upload.upload((), file)));
    }

    async fn give(
        &mut self,
        url: Result<String, Thrown>,
    ) -> Option<Result<Id<StorageFile>, Error>> {
        self.urls.send(url).unwrap();
        self.end().await
    }

    async fn answer(&mut self, status: u16, body: &str) -> Option<Result<Id<StorageFile>, Error>> {
        self.arrived.pop_front()?.answer(status, body).await;
        self.end().await
    }

    /// The end of the upload that started first.
    async fn end(&mut self) -> Option<Result<Id<StorageFile>, Error>> {
        if let Some(upload) = self.uploads.pop_front()? {
            return Some(upload.await);
        }
        let mut changes = self.upload.changes();
        while changes.next().await?.is_pending() {}
        None
    }

    fn seen(&self) -> String {
        let (state, progress) = (self.upload.state(), *self.upload.progress().borrow());
        let data = state.data().map_or("", |_| " data");
        let error = state.error().map_or("", |_| " error");
        let (status, sent, total) = (state.status(), progress.sent, progress.total);
        format!("{status:?}{data}{error} {sent}/{total}")
    }
}

fn limited(client: &Client) -> UploadHandle<()> {
    use_convex_file_upload(client, GENERATE_UPLOAD_URL)
        .max_size(10)
        .allow_type("image/*")
}

fn file(event: &str) -> UploadFile {
    let of = |pieces: [Result<&'static str, &'static str>; 2]| {
        UploadFile::stream(stream::iter(pieces), 9, "image/png")
    };
    match event {
        "start too large" => UploadFile::new(vec![0; 20], "image/png"),
        "start of a wrong type" => UploadFile::new(vec![0; 9], "text/plain"),
        "start stream" => of([Ok("four"), Ok("fives")]),
        "start short stream" => of([Ok("four"), Ok("")]),
        "start broken stream" => of([Err("the disk is gone"), Ok("")]),
        _ => UploadFile::new(vec![0; 9], "image/png"),
    }
}

/// The kind of an error, and whether the file may have been stored.
fn told(outcome: Result<Id<StorageFile>, Error>) -> String {
    let error = match outcome {
        Ok(id) => {
            assert_eq!(id.as_str(), "kg2");
            return "stored".to_owned();
        }
        Err(error) => error,
    };
    let sent = match error.sent() {
        Sent::No => "No",
        Sent::Maybe => "Maybe",
    };
    let kind = format!("{error:#?}");
    let end = kind.find(|letter: char| !letter.is_alphabetic());
    format!("{} {sent}", &kind[..end.unwrap_or(kind.len())])
}

#[tokio::test]
async fn the_table_of_events() {
    let mut otherwise = Vec::new();
    for &(before, event, after, caller) in TABLE {
        let mut session = Session::start().await;
        let happens = async {
            for earlier in before.split(", ") {
                session.take(earlier).await;
            }
            session.take(event).await.map(told).unwrap_or_default()
        };
        let happens = tokio::time::timeout(Duration::from_secs(20), happens).await;
        let Ok(told) = happens else {
            panic!("{before}, then {event}: nothing happens")
        };
        let seen = session.seen();
        if (seen.as_str(), told.as_str()) != (after, caller) {
            otherwise.push(format!("{before}, then {event}: {seen}; {told}"));
        }
    }
    assert!(otherwise.is_empty(), "{otherwise:#?}");
}
