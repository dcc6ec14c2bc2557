//! Real results of five backends, of which each is written in another way, in their generated
//! types.

use std::{collections::BTreeMap, time::Duration};

use convex_runtime::{
    Bytes, Client, Error, FromConvex, PaginationOptions, Value, testing::Identity,
};
use e2e::{blog, chat, shop, tracker};

use crate::project::Project;

#[derive(Debug, PartialEq, Eq, FromConvex)]
struct Refusal {
    code: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chat_with_identities_and_pages() -> Result<(), Error> {
    use chat::api::{messages, schema::Body};

    let project = Project::serve_project("chat").await;
    let open = messages::OpenArgs::builder().name("rust").build();
    let anonymous = project.client();
    let error = anonymous
        .mutation(messages::open, open.clone())
        .await
        .expect_err("nobody is signed in");
    let refusal: Refusal = error
        .application()
        .expect("a ConvexError")
        .data()
        .expect("its data");
    assert_eq!(refusal.code, "UNAUTHENTICATED");
    // The builder of the function throws it; TypeScript says so in `convex-types.d.ts`.
    let Some(Ok(messages::OpenError::Unauthenticated { message })) = error.thrown() else {
        panic!("the bindings know it: {error:?}");
    };
    assert_eq!(message, "Sign in first.");

    let alice = Identity::new("alice").claim("name", "Alice");
    let client: Client = project.served.deployment().client_as(alice);
    let channel = client.mutation(messages::open, open).await?;
    let bodies = [
        Body::Text {
            text: "Hello".to_owned(),
        },
        Body::Image {
            url: "https://a.example/b.png".to_owned(),
            width: 2.5,
        },
    ];
    for body in bodies.clone() {
        let args = messages::SendArgs {
            channel: channel.clone(),
            body: body.clone(),
        };
        let sent = client.mutation(messages::send, args).await?;
        assert_eq!((sent.author.as_str(), &sent.body), ("Alice", &body));
        assert!(sent.creation_time > 0.0);
    }

    let name = "rust".to_owned();
    let found = anonymous
        .query(messages::channel, messages::ChannelArgs { name })
        .await?
        .expect("it is open");
    assert_eq!((&found.id, found.topic), (&channel, None));
    let name = "go".to_owned();
    let missing = anonymous.query(messages::channel, messages::ChannelArgs { name });
    assert_eq!(missing.await?, None);

    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let args = messages::PageArgs {
            channel: channel.clone(),
            pagination_opts: PaginationOptions {
                num_items: 1.0,
                cursor,
                end_cursor: None,
                id: None,
                maximum_rows_read: None,
                maximum_bytes_read: None,
            },
        };
        let page = anonymous.query(messages::page, args).await?;
        seen.extend(page.page.into_iter().map(|message| message.body));
        if page.is_done {
            break;
        }
        cursor = Some(page.continue_cursor);
    }
    assert_eq!(seen, bodies);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_made_of_zod_schemas() -> Result<(), Error> {
    use shop::{api::products, tables};

    let project = Project::serve_project("shop").await;
    let client = project.client();
    let product = products::Product {
        sku: "benchy".to_owned(),
        price: (1 << 53) + 1,
        kind: tables::products::Kind::_3dPrint,
        tags: vec!["boat".to_owned()],
        stock: BTreeMap::from([("berlin".to_owned(), 2.0), ("paris".to_owned(), 1.0)]),
        note: Some(None),
    };
    let id = client
        .mutation(products::add, products::AddArgs { product })
        .await?;
    let sku = "benchy".to_owned();
    let found = client
        .query(products::find, products::FindArgs { sku })
        .await?
        .expect("it was added");
    assert_eq!((&found.id, found.price), (&id, (1 << 53) + 1));
    assert_eq!(found.kind, tables::products::Kind::_3dPrint);
    assert_eq!((found.note, found.stock["berlin"]), (Some(None), 2.0));
    let inventory = client.query(products::inventory, ()).await?;
    assert_eq!(inventory.value, 3 * ((1 << 53) + 1));
    let pieces = BTreeMap::from([("3d-print".to_owned(), 3.0)]);
    assert_eq!(inventory.by_kind, pieces);
    let sku = "none".to_owned();
    let missing = client.query(products::find, products::FindArgs { sku });
    assert_eq!(missing.await?, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blog_of_ents() -> Result<(), Error> {
    use blog::api::posts;

    let project = Project::serve_project("blog").await;
    let client = project.client();
    let ada = posts::JoinArgs {
        name: "Ada".to_owned(),
        email: "ada@example.com".to_owned(),
    };
    let author = client.mutation(posts::join, ada.clone()).await?;
    for title in ["One", "Two"] {
        let post = posts::PublishArgs {
            author: author.clone(),
            title: title.to_owned(),
            words: 100.0,
            tags: vec!["rust".to_owned(), title.to_lowercase()],
        };
        client.mutation(posts::publish, post).await?;
    }
    let email = ada.email.clone();
    let list = client.query(posts::of, posts::OfArgs { email }).await?;
    assert_eq!(list.len(), 2);
    assert_eq!(
        (list[1].title.as_str(), list[1].author.as_str()),
        ("Two", "Ada")
    );
    assert_eq!(list[1].tags, ["rust", "two"]);

    let again = client.mutation(posts::join, ada).await;
    assert!(
        matches!(again, Err(Error::Function { .. })),
        "the address is taken: {again:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tracker_without_declared_results() -> Result<(), Error> {
    use tracker::{
        api::tasks::{self, FindReturns, MoveArgs},
        tables::tasks::Status,
    };

    let project = Project::serve_project("tracker").await;
    let client = project.client();
    let stats = client.query(tasks::stats, ()).await?;
    assert_eq!(
        (stats.latest, stats.counts),
        (None, tasks::Counts::default())
    );
    assert_eq!(stats.checksum, Bytes::from([0; 4]));

    let tea = tasks::AddArgs::builder().title("tea").build();
    let tea = client.mutation(tasks::add, tea).await?;
    let cake = tasks::AddArgs::builder().title("cake").due(7.0).build();
    let cake = client.mutation(tasks::add, cake).await?;
    let done = MoveArgs {
        id: tea.clone(),
        status: Status::Done,
    };
    client.mutation(tasks::r#move, done).await?;

    let board = client.query(tasks::board, ()).await?;
    assert_eq!((board.total, board.todo.len()), (2.0, 1));
    assert_eq!((&board.todo[0].id, board.todo[0].due), (&cake, Some(7.0)));
    assert_eq!(
        (&board.done[0].id, board.done[0].status),
        (&tea, Status::Done)
    );
    let find = |title: &str| {
        let title = title.to_owned();
        client.query(tasks::find, tasks::FindArgs { title })
    };
    let FindReturns::Found { id, revision, .. } = find("tea").await? else {
        unreachable!("it was added");
    };
    assert_eq!((id, revision), (tea, 1));
    let FindReturns::NotFound { known } = find("coffee").await? else {
        unreachable!("it was not");
    };
    assert_eq!(known, ["tea", "cake"]);
    let stats = client.query(tasks::stats, ()).await?;
    assert_eq!(
        (stats.counts.done, stats.counts.in_progress),
        (Some(1.0), None)
    );
    let report = client.action(tasks::report, ()).await?;
    assert_eq!(
        (report.lines, report.overdue),
        (vec!["cake".to_owned(), "tea".to_owned()], Some(7.0))
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_with_bytes_files_and_a_scheduler() -> Result<(), Error> {
    use ::e2e::notes::api::{notes, schema::NoteWhen};

    let project = Project::serve_project("notes").await;
    let client = project.client();
    let mut first = None;
    for when in [
        None,
        Some(NoteWhen::Number(-0.0)),
        Some(NoteWhen::String("later".to_owned())),
    ] {
        let note = notes::CreateArgs {
            text: "é𝄞".to_owned(),
            attachment: when.is_none().then(|| Bytes::from([0, 255])),
            when: when.clone(),
            links: first
                .iter()
                .cloned()
                .map(|id| ("first".to_owned(), id))
                .collect(),
            extra: Value::from_iter([("big", Value::Int64(i64::MIN))]),
        };
        let id = client.mutation(notes::create, note.clone()).await?;
        let args = notes::GetArgs { id: id.clone() };
        let found = client.query(notes::get, args).await?.expect("it is new");
        assert_eq!((&found.id, &found.text), (&id, &note.text));
        assert_eq!((found.attachment, found.when), (note.attachment, when));
        assert_eq!((found.links, found.extra), (note.links, note.extra));
        first.get_or_insert(id);
    }
    // What was scheduled runs by itself.
    let all = async {
        while client.query(notes::audited, ()).await? < 3.0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok::<(), Error>(())
    };
    tokio::time::timeout(Duration::from_secs(20), all)
        .await
        .expect("the scheduler runs")?;
    let text = "hello".to_owned();
    let archived = client
        .action(notes::archive, notes::ArchiveArgs { text })
        .await?;
    let in_storage = archived.file.as_str().ends_with("_storage");
    assert_eq!((archived.size, in_storage), (5.0, true));
    Ok(())
}

/// The types above are those of the sources as they are.
#[test]
fn inferred_types_are_up_to_date() {
    let project = format!("{}/projects/tracker", env!("CARGO_MANIFEST_DIR"));
    let types = convex_codegen::Types::new(format!("{project}/convex"))
        .file(format!("{project}/convex-types.d.ts"));
    assert!(types.stale().expect("it can be read").is_empty());
}
