//! `LocalPages`: the pages of a paginated query, for an optimistic update to change.

use std::{cmp::Ordering, collections::BTreeMap, fmt, marker::PhantomData, sync::Arc};

use super::{Key, LocalStore, Shown};
use crate::{Node, Paginated, PaginatedArgs, Query, Tape, Value, live::protocol::QueryOutcome};

/// The pages of a paginated query that are loaded, for an optimistic update to change; by
/// [`LocalStore::pages`].
///
/// ```no_run
/// use convex_runtime::{Client, FromConvex, LocalStore, Mutation, PaginatedArgs, PaginationOptions, Query, ToConvex, use_convex_mutation};
///
/// # #[derive(ToConvex)]
/// # struct ListArgs { pagination_opts: PaginationOptions }
/// # impl PaginatedArgs for ListArgs { type Rest = (); }
/// # #[derive(Clone, FromConvex)]
/// # struct ListReturns { page: Vec<Message>, is_done: bool, continue_cursor: String }
/// # const LIST: Query<ListArgs, ListReturns> = Query::new("messages:list");
/// # const SEND: Mutation<SendArgs, ()> = Mutation::new("messages:send");
/// #[derive(Clone, FromConvex)]
/// struct Message { body: String }
///
/// #[derive(ToConvex)]
/// struct SendArgs { body: String }
///
/// # fn example(client: &Client) {
/// let send = use_convex_mutation(client, SEND).optimistic(|store: &mut LocalStore<'_>, args| {
///     store.pages(LIST, &()).insert_at_top(Message { body: args.body.clone() });
/// });
/// # }
/// ```
pub struct LocalPages<'s, 'a, Returns> {
    store: &'s mut LocalStore<'a>,
    path: &'static str,
    /// The arguments beside `paginationOpts`; None for those that Convex cannot express.
    rest: Option<Value>,
    types: PhantomData<fn() -> Returns>,
}

/// A page that is loaded.
struct Loaded<Item> {
    key: Key,
    outcome: Arc<QueryOutcome>,
    items: Vec<Item>,
    /// The cursor at which it begins; none for the first one.
    cursor: Option<String>,
    next: String,
    is_done: bool,
    /// The list of pages that it belongs to.
    list: Option<u64>,
}

impl<'s, 'a, Returns> LocalPages<'s, 'a, Returns>
where
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone + Send + Sync + 'static,
{
    pub(super) fn new<Args: PaginatedArgs>(
        store: &'s mut LocalStore<'a>,
        query: Query<Args, Returns>,
        args: &Args::Rest,
    ) -> Self {
        let rest = query.reference().encode(store.session(), args).ok();
        Self {
            store,
            path: query.path(),
            rest: rest
                .and_then(|json| without_options(&json))
                .map(|(rest, _)| rest),
            types: PhantomData,
        }
    }

    /// Inserts an item before all others, where the first page is loaded.
    pub fn insert_at_top(&mut self, item: Returns::Item) {
        self.change(|page| {
            if page.cursor.is_none() {
                page.items.insert(0, item.clone());
            }
        });
    }

    /// Inserts an item behind all others, where the last page is loaded; else it is on none of the
    /// pages.
    pub fn insert_at_bottom_if_loaded(&mut self, item: Returns::Item) {
        self.change(|page| {
            if page.is_done {
                page.items.push(item.clone());
            }
        });
    }

    /// Inserts an item where it belongs in the order of the query: before the first item that
    /// `order` puts behind it. One that belongs behind everything that is loaded is inserted only
    /// when there is no more.
    ///
    /// ```
    /// # use convex_runtime::{FromConvex, LocalPages, Paginated};
    /// # #[derive(Clone, FromConvex)]
    /// # struct ListReturns { page: Vec<f64>, is_done: bool, continue_cursor: String }
    /// fn insert(pages: &mut LocalPages<'_, '_, ListReturns>, number: f64) {
    ///     pages.insert_sorted(number, f64::total_cmp);
    /// }
    /// ```
    pub fn insert_sorted(
        &mut self,
        item: Returns::Item,
        order: impl Fn(&Returns::Item, &Returns::Item) -> Ordering,
    ) {
        for mut list in self.lists() {
            let behind = |other: &Returns::Item| order(&item, other) == Ordering::Less;
            let place = list.iter().enumerate().find_map(|(page, loaded)| {
                let at = loaded.items.iter().position(behind)?;
                Some((page, at))
            });
            let last = list.len().checked_sub(1);
            let end = last.filter(|last| list[*last].is_done);
            let place = place.or_else(|| end.map(|last| (last, list[last].items.len())));
            if let Some((page, at)) = place {
                let mut changed = list.swap_remove(page);
                changed.items.insert(at, item.clone());
                self.put(changed);
            }
        }
    }

    /// Changes all items.
    pub fn update(&mut self, change: impl Fn(&mut Returns::Item)) {
        self.change(|page| page.items.iter_mut().for_each(&change));
    }

    /// Removes the items for which `keep` is false.
    pub fn retain(&mut self, keep: impl Fn(&Returns::Item) -> bool) {
        self.change(|page| page.items.retain(&keep));
    }

    /// The items of the pages that are loaded; of each list of pages, if several are shown.
    pub fn items(&self) -> Vec<Vec<Returns::Item>> {
        let items = |list: Vec<Loaded<_>>| list.into_iter().flat_map(|page| page.items).collect();
        self.lists().into_iter().map(items).collect()
    }

    fn change(&mut self, change: impl Fn(&mut Loaded<Returns::Item>)) {
        for mut page in self.loaded() {
            change(&mut page);
            self.put(page);
        }
    }

    fn put(&mut self, page: Loaded<Returns::Item>) {
        let shown = Shown::Page(page.outcome, Arc::new(page.items));
        self.store.overrides.insert(page.key, shown);
    }

    /// The pages of each list, from the first on as far as they follow each other.
    fn lists(&self) -> Vec<Vec<Loaded<Returns::Item>>> {
        let mut lists = BTreeMap::<_, Vec<_>>::new();
        for page in self.loaded() {
            lists.entry(page.list).or_default().push(page);
        }
        let ordered = lists.into_values().map(|mut pages| {
            let mut list: Vec<Loaded<_>> = Vec::new();
            loop {
                let cursor = list.last().map(|page| page.next.clone());
                let Some(next) = pages.iter().position(|page| page.cursor == cursor) else {
                    return list;
                };
                list.push(pages.swap_remove(next));
            }
        });
        ordered.collect()
    }

    fn loaded(&self) -> Vec<Loaded<Returns::Item>> {
        let Some(rest) = &self.rest else {
            return Vec::new();
        };
        let shown = self.store.queries_of(self.path).into_iter();
        shown
            .filter_map(|(key, shown)| loaded::<Returns>(rest, key, &shown))
            .collect()
    }
}

fn loaded<Returns>(rest: &Value, key: Key, shown: &Shown) -> Option<Loaded<Returns::Item>>
where
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone + Send + Sync + 'static,
{
    let (of, options) = without_options(&key.1)?;
    let (outcome, local) = match shown {
        Shown::Server(outcome) => (outcome, None),
        Shown::Page(outcome, items) => (outcome, Some(items.downcast_ref::<Vec<_>>()?.clone())),
        _ => return None,
    };
    let QueryOutcome::Value { value, .. } = &**outcome else {
        return None;
    };
    let page = Tape::parse(value).ok()?;
    let root = page.root();
    let items = match local {
        Some(items) => items,
        None => root.decode::<Returns>().ok()?.into_items(),
    };
    let text = |name: &str| match &options {
        Value::Object(fields) => match fields.get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let list = match &options {
        Value::Object(fields) => match fields.get("id") {
            Some(Value::Float64(id)) => Some(id.to_bits()),
            _ => None,
        },
        _ => None,
    };
    (of == *rest).then_some(())?;
    Some(Loaded {
        cursor: text("cursor"),
        next: root
            .get("continueCursor")
            .and_then(Node::as_str)?
            .to_owned(),
        is_done: root.get("isDone").and_then(Node::as_bool)?,
        outcome: Arc::clone(outcome),
        items,
        list,
        key,
    })
}

/// Encoded arguments without `paginationOpts`, and these.
fn without_options(args: &str) -> Option<(Value, Value)> {
    let value: Value = Tape::parse(args).ok()?.root().decode().ok()?;
    let Value::Object(mut fields) = value else {
        return None;
    };
    let options = fields.remove("paginationOpts").unwrap_or(Value::Null);
    Some((Value::Object(fields), options))
}

impl<Returns> fmt::Debug for LocalPages<'_, '_, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalPages")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
