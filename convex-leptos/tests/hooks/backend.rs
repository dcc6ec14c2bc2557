//! A deployment, and components that come and go.

use std::{future::Future, time::Duration};

use any_spawner::Executor;
use convex_leptos::provide_convex;
use convex_runtime::{
    Action, Client, FromConvex, Mutation, PaginatedArgs, PaginationOptions, Query, ToConvex,
    testing::{ConvexError, Deployment, State},
};
use leptos::prelude::Owner;

pub const SHOUT: Action<Text, String> = Action::new("ai:shout");
pub const ADD: Mutation<Text, i64> = Mutation::new("tasks:add");
pub const LIST: Query<Text, Vec<String>> = Query::new("tasks:list");
pub const WHO: Query<(), Option<String>> = Query::new("users:me");
pub const PAGES: Query<PagesArgs, PagesReturns> = Query::new("tasks:pages");

#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
pub struct PagesArgs {
    pub pagination_opts: PaginationOptions,
}

impl PaginatedArgs for PagesArgs {
    type Rest = ();
}

#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
pub struct PagesReturns {
    pub page: Vec<String>,
    pub is_done: bool,
    pub continue_cursor: String,
}

/// The entries behind a cursor, which is the number of those before it.
fn page(list: &[String], options: &PaginationOptions) -> PagesReturns {
    let start = options.cursor.as_deref().unwrap_or("0").parse().unwrap();
    let rest = list.iter().skip(start);
    let wanted = (1..).take_while(|&count| f64::from(count) <= options.num_items);
    let end = match options.end_cursor.clone().flatten() {
        Some(end) => end.parse().unwrap(),
        None => start + wanted.count(),
    };
    PagesReturns {
        page: rest.take(end - start).cloned().collect(),
        is_done: end >= list.len(),
        continue_cursor: end.to_string(),
    }
}

#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
pub struct Text {
    pub text: String,
}

pub fn text(text: &str) -> Text {
    Text {
        text: text.to_owned(),
    }
}

/// `ADD` adds to a list that `LIST` shows the entries of that contain its argument.
pub async fn deployment() -> Deployment {
    // Only the first call in a process counts.
    let _ = Executor::init_tokio();
    let list = State::new(vec!["tea".to_owned()]);
    Deployment::builder()
        .action(SHOUT, async |args: Text| match args.text.as_str() {
            "" => Err(ConvexError("There is nothing to shout.").into()),
            text => Ok(text.to_uppercase()),
        })
        .mutation_on(ADD, &list, |list, args| {
            list.push(args.text);
            Ok(i64::try_from(list.len())?)
        })
        .query_on(LIST, &list, |list, args| {
            let found = list.iter().filter(|entry| entry.contains(&args.text));
            Ok(found.cloned().collect())
        })
        .query_on(PAGES, &list, |list, args| {
            Ok(page(list, &args.pagination_opts))
        })
        .query_with(WHO, |context, ()| {
            let subject = context.identity().map(|user| user.subject().to_owned());
            async move { Ok(subject) }
        })
        .start()
        .await
        .unwrap()
}

/// Mounts a component: what it returns, for as long as the owner lives.
pub fn mount<Hooks>(client: &Client, component: impl FnOnce() -> Hooks) -> (Owner, Hooks) {
    let owner = Owner::new_root(None);
    let hooks = owner.with(|| {
        provide_convex(client.clone());
        component()
    });
    (owner, hooks)
}

/// Waits until it is so, for at most ten seconds.
pub async fn until(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    soon(waiting).await;
}

pub async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), future)
        .await
        .expect("it happens within ten seconds")
}
