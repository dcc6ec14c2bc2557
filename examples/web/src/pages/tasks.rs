//! A task list: live in every tab, page by page, and usable while offline.

use backend::{api::tasks, tables::tasks::Doc};
use convex_leptos::{use_convex_mutation, use_convex_paginated_query};
use convex_runtime::PaginationStatus;
use leptos::prelude::*;

use crate::layout::{Empty, Page, Problem};

const PAGE: u32 = 5;

#[component]
pub(crate) fn Tasks() -> impl IntoView {
    let list = use_convex_paginated_query(tasks::list, || (), PAGE);
    let add = use_convex_mutation(tasks::add);
    let set_done = use_convex_mutation(tasks::set_done);
    let text = RwSignal::new(String::new());
    let can_load_more = move || list.status() == PaginationStatus::CanLoadMore;
    view! {
        <Page title="Tasks" lead="Live in every tab. What you write while offline is sent when the connection is back." source=include_str!("tasks.rs")>
            <form on:submit=move |event| {
                event.prevent_default();
                add.dispatch(tasks::AddArgs { text: text.get() });
                text.set(String::new());
            }>
                <label for="task">"New task"</label>
                <input id="task" type="text" autocomplete="off" bind:value=text />
                <button type="submit" class="primary">"Add"</button>
            </form>
            <p role="status">{move || add.pending().then_some("Saving…")}</p>
            <Problem message=Signal::derive(move || add.message().or_else(|| set_done.message())) />
            <Suspense fallback=|| view! { <p>"Loading…"</p> }>
                <ul class="list" aria-label="Tasks" aria-busy=move || list.pending().to_string()>
                    <For each=move || list.results().to_vec() key=|task| (task.id.clone(), task.done) let:task>
                        <Task task set_done=move |args| set_done.dispatch(args) />
                    </For>
                </ul>
                <Empty when=move || !list.pending() && list.results().is_empty() text="No tasks yet. Add the first one." />
                <button disabled=move || !can_load_more() on:click=move |_| _ = list.load_more(PAGE)>
                    {move || match list.status() {
                        PaginationStatus::Exhausted => "That is all",
                        status if status.is_loading() => "Loading…",
                        _ => "Load more",
                    }}
                </button>
            </Suspense>
        </Page>
    }
}

#[component]
fn Task(task: Doc, set_done: impl Fn(tasks::SetDoneArgs) + 'static) -> impl IntoView {
    let Doc { id, text, done, .. } = task;
    view! {
        <li>
            <label>
                <input type="checkbox" checked=done on:change:target=move |event| {
                    set_done(tasks::SetDoneArgs { id: id.clone(), done: event.target().checked() });
                } />
                <span class:done=done>{text}</span>
            </label>
        </li>
    }
}
