//! A deployment, and a component that is rendered whenever it has to be.

use std::{cell::RefCell, rc::Rc, time::Duration};

use convex_runtime::{
    Action, Client, FromConvex, Mutation, PaginatedArgs, PaginationOptions, Query, ToConvex,
    testing::{ConvexError, Deployment, State},
};
use dioxus::{
    core::{NoOpMutations, ScopeId},
    prelude::*,
};

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

/// Hooks that a component hands out, to be used as an event handler would.
pub struct Out<Hooks>(Rc<RefCell<Option<Hooks>>>);

impl<Hooks> Default for Out<Hooks> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

impl<Hooks> Clone for Out<Hooks> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<Hooks> Out<Hooks> {
    pub fn put(&self, hooks: Hooks) {
        *self.0.borrow_mut() = Some(hooks);
    }
}

/// A mounted component.
pub struct Mounted<Hooks> {
    dom: VirtualDom,
    out: Out<Hooks>,
}

/// Mounts a component, which finds the client and an [`Out`] in its context.
pub fn mount<Hooks: Copy + 'static>(client: &Client, component: fn() -> Element) -> Mounted<Hooks> {
    mount_in(client, component, |dom| dom)
}

/// Mounts a component in a context that `provide` adds to.
pub fn mount_in<Hooks: Copy + 'static>(
    client: &Client,
    component: fn() -> Element,
    provide: impl FnOnce(VirtualDom) -> VirtualDom,
) -> Mounted<Hooks> {
    let out = Out::<Hooks>::default();
    let dom = VirtualDom::new(component)
        .with_root_context(client.clone())
        .with_root_context(out.clone());
    let mut mounted = Mounted {
        dom: provide(dom),
        out,
    };
    mounted.dom.rebuild_in_place();
    mounted
}

impl<Hooks: Copy> Mounted<Hooks> {
    /// Does something with the component's hooks, as an event handler does.
    pub fn act<T>(&self, act: impl FnOnce(Hooks) -> T) -> T {
        let hooks = self.out.0.borrow().unwrap();
        self.dom.in_scope(ScopeId::APP, || act(hooks))
    }

    /// The page of this moment.
    pub fn html(&self) -> String {
        dioxus_ssr::render(&self.dom)
    }

    /// Renders until the page holds a text.
    pub async fn shows(&mut self, text: &str) {
        let waiting = async {
            while !dioxus_ssr::render(&self.dom).contains(text) {
                self.dom.wait_for_work().await;
                self.dom.render_immediate(&mut NoOpMutations);
            }
        };
        let shown = tokio::time::timeout(Duration::from_secs(10), waiting).await;
        let page = dioxus_ssr::render(&self.dom);
        assert!(shown.is_ok(), "no `{text}` in {page}");
    }
}
