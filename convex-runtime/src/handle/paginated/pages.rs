//! `Pages`: the list of pages, and how it grows, splits and starts over.

use std::{sync::Arc, task::Context};

use super::{
    PaginatedState, PaginationStatus,
    options::{PageArgs, PageOptions},
    page::{Loaded, Look, Page, PageNews, PageResult, PageStatus, is_invalid_cursor},
};
use crate::{
    Client, Error, Preloaded, function::FunctionReference, live::Ending, ordered::Map,
    subscription::Subscriber,
};

/// Names a page for as long as the list is not started over.
type PageKey = u32;

/// The list of pages.
pub(super) struct Pages<Item> {
    args: PageArgs,
    next: PageKey,
    known: Map<PageKey, Page<Item>>,
    /// The pages that are shown, in order.
    order: Vec<PageKey>,
    /// Pages that are being replaced by two.
    splits: Map<PageKey, [PageKey; 2]>,
    generation: u64,
}

/// Pages that are no longer shown. Their items are the user's: to be dropped where no lock is held.
pub(super) type Gone<Item> = Vec<Page<Item>>;

/// News of one page of a list.
pub(super) struct News {
    list: u32,
    key: PageKey,
    pub(super) page: PageNews,
}

/// The outcome of looking at all pages.
pub(super) enum Found {
    /// They show what is known.
    Nothing,
    /// The list has changed.
    Changed,
    News(Vec<News>),
    Closed(Ending),
}

/// The pages of a list that show, to be made one list of items where no lock is held.
pub(super) struct Snapshot<Item> {
    pages: Vec<Arc<Loaded<Item>>>,
    status: PaginationStatus,
    error: Option<Error>,
}

impl<Item: Clone> Snapshot<Item> {
    pub(super) fn state(self) -> PaginatedState<Item> {
        let items = self.pages.iter().flat_map(|page| &page.items);
        PaginatedState {
            results: Arc::new(items.cloned().collect()),
            status: self.status,
            error: self.error.map(Arc::new),
            is_stale: false,
        }
    }
}

/// The client and the function of the pages.
pub(super) struct Source<'a> {
    pub(super) client: &'a Client,
    pub(super) function: FunctionReference,
}

impl<Item: 'static> Pages<Item> {
    pub(super) fn start(args: PageArgs, source: &Source<'_>) -> Result<Self, Error> {
        let generation = source.client.identity().current().generation;
        let mut pages = Self {
            args,
            next: 0,
            known: Map::new(),
            order: Vec::new(),
            splits: Map::new(),
            generation,
        };
        pages.restart(source, &mut Gone::new())?;
        Ok(pages)
    }

    /// Begins again at the first page.
    pub(super) fn restart(
        &mut self,
        source: &Source<'_>,
        gone: &mut Gone<Item>,
    ) -> Result<(), Error> {
        gone.extend(std::mem::take(&mut self.known).into_values());
        self.order.clear();
        self.splits.clear();
        self.next = 0;
        self.args.renew();
        let first = PageOptions {
            items: self.args.initial,
            cursor: None,
            end: None,
        };
        let key = self.add(first, source)?;
        self.order.push(key);
        Ok(())
    }

    /// Shows the first page as a server saw it.
    pub(super) fn initial<Returns>(&self, preloaded: &Preloaded<Returns>, source: &Source<'_>) {
        if let [first] = *self.order
            && let Some(page) = self.known.get(&first)
        {
            let args = self.args.encode(&page.options);
            source.client.seed(preloaded, (source.function.path, &args));
        }
    }

    /// Asks for the page behind the last one, if that is known and there is one.
    pub(super) fn load_more(&mut self, items: u32, source: &Source<'_>) -> Result<bool, Error> {
        let last = self.order.last().and_then(|key| self.known.get(key));
        let Some(Some(Ok(loaded))) = last.map(|page| &page.result) else {
            return Ok(false);
        };
        if loaded.is_done {
            return Ok(false);
        }
        let options = PageOptions {
            items,
            cursor: Some(loaded.next.clone()),
            end: None,
        };
        let key = self.add(options, source)?;
        self.order.push(key);
        Ok(true)
    }

    /// Looks for what the client knows and the pages do not show, and does what follows from what
    /// they show.
    pub(super) fn look(
        &mut self,
        source: &Source<'_>,
        (context, gone): (&Context<'_>, &mut Gone<Item>),
    ) -> Result<Found, Error> {
        let generation = self
            .known
            .values()
            .next()
            .map_or(self.generation, Page::generation);
        if generation != self.generation {
            // Cursors were another user's.
            self.generation = generation;
            self.restart(source, gone)?;
            return Ok(Found::Changed);
        }
        let mut news = Vec::new();
        for (&key, page) in &self.known {
            match page.look(context) {
                Look::Same => {}
                Look::News(page) => news.push(News {
                    list: self.args.id(),
                    key,
                    page,
                }),
                Look::Closed(ending) => return Ok(Found::Closed(ending)),
            }
        }
        if !news.is_empty() {
            return Ok(Found::News(news));
        }
        let has_changed = self.follow(source, gone)?;
        Ok(if has_changed {
            Found::Changed
        } else {
            Found::Nothing
        })
    }

    /// Shows news of a page, unless the list has started over meanwhile. Returns whether the page
    /// shows something else from now on.
    pub(super) fn take(&mut self, news: &News, result: &mut PageResult<Item>) -> bool {
        let page = self.known.get_mut(&news.key);
        let page = page.filter(|_| news.list == self.args.id());
        page.is_some_and(|page| page.take(&news.page, result))
    }

    /// Starts over, starts a split or finishes one. Whether there was any of it to do.
    fn follow(&mut self, source: &Source<'_>, gone: &mut Gone<Item>) -> Result<bool, Error> {
        for &key in &self.order {
            let Some(page) = self.known.get(&key) else {
                continue;
            };
            let loaded = match &page.result {
                Some(Ok(loaded)) => loaded,
                Some(Err(error)) if is_invalid_cursor(error) => {
                    return self.restart(source, gone).map(|()| true);
                }
                // Pages behind it are not shown either.
                Some(Err(_)) | None => break,
            };
            match self.splits.get(&key) {
                Some(halves) => {
                    let is_known = |half: &PageKey| {
                        let half = self.known.get(half);
                        half.is_some_and(|page| page.result.is_some())
                    };
                    if halves.iter().all(is_known) {
                        gone.extend(self.finish_split(key));
                        return Ok(true);
                    }
                }
                None => {
                    if let Some(middle) = self.split_point(loaded) {
                        let (options, end) = (page.options.clone(), loaded.next.clone());
                        let before = PageOptions {
                            end: Some(middle.clone()),
                            ..options.clone()
                        };
                        let behind = PageOptions {
                            cursor: Some(middle),
                            end: Some(end),
                            ..options
                        };
                        let halves = [self.add(before, source)?, self.add(behind, source)?];
                        self.splits.insert(key, halves);
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }

    /// The cursor at which a page has to be split: when the deployment asks for it, or it has grown
    /// to more than twice of what was asked for.
    fn split_point(&self, loaded: &Loaded<Item>) -> Option<String> {
        let is_large = loaded.items.len() as u64 > 2 * u64::from(self.args.initial);
        let middle = loaded.split.clone()?;
        (is_large || loaded.status != PageStatus::Fine).then_some(middle)
    }

    /// Shows two pages in the place of one, which is returned.
    fn finish_split(&mut self, key: PageKey) -> Option<Page<Item>> {
        let halves = self.splits.remove(&key)?;
        if let Some(index) = self.order.iter().position(|&known| known == key) {
            self.order.splice(index..=index, halves);
        }
        self.known.remove(&key)
    }

    fn add(&mut self, options: PageOptions, source: &Source<'_>) -> Result<PageKey, Error> {
        let args = self.args.encode(&options);
        let subscriber = Subscriber::new(
            source.client.live(),
            source.client.gate(),
            (source.function.path, args),
        )?
        .at_once();
        let key = self.next;
        self.next += 1;
        self.known.insert(key, Page::new(options, subscriber));
        Ok(key)
    }

    /// Returns whether no user is signed in, and the query is for those who are.
    fn is_skipped(&self) -> bool {
        let first = self.order.first().and_then(|key| self.known.get(key));
        first.is_some_and(|page| page.is_skipped)
    }

    /// The client's identity that the pages belong to.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// The pages that show.
    pub(super) fn snapshot(&self) -> Snapshot<Item> {
        let mut pages = Vec::new();
        let mut last = None;
        for key in &self.order {
            last = match self.known.get(key).and_then(|page| page.result.as_ref()) {
                // It is not whole: what it has would be followed by a gap.
                Some(Ok(loaded)) if loaded.status == PageStatus::SplitRequired => None,
                result => result,
            };
            let Some(Ok(loaded)) = last else { break };
            pages.push(Arc::clone(loaded));
        }
        let status = match last {
            Some(Ok(loaded)) if loaded.is_done => PaginationStatus::Exhausted,
            Some(Ok(_)) => PaginationStatus::CanLoadMore,
            Some(Err(_)) => PaginationStatus::Error,
            None if self.is_skipped() => PaginationStatus::Skipped,
            None if self.next == 1 => PaginationStatus::LoadingFirstPage,
            None => PaginationStatus::LoadingMore,
        };
        let error = last.and_then(|last| last.as_ref().err());
        Snapshot {
            pages,
            status,
            error: error.cloned(),
        }
    }
}
