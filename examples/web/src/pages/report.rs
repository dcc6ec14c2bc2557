//! The report card: one card, four faces.

use std::time::Duration;

use backend::api::reports::{self, GenerateArgs, GenerateReturns};
use convex_leptos::{ConvexCall, use_convex_action};
use convex_runtime::CallStatus;
use leptos::{either::EitherOf4, prelude::*};

use crate::layout::{Page, Problem};

#[component]
pub(crate) fn Report() -> impl IntoView {
    let report = use_convex_action(reports::generate);
    let month = RwSignal::new("2026-11".to_owned());
    let generate = move |_| report.dispatch(GenerateArgs { month: month.get() });
    view! {
        <Page title="Report" lead="One card with four faces: idle, pending, success and error." source=include_str!("report.rs")>
            <section class="card report" aria-label="Monthly report" aria-busy=move || report.pending().to_string()>
                <label for="month">"Month"</label>
                <input id="month" type="text" placeholder="2026-11" bind:value=month disabled=move || report.pending() />
                <div class="face" role="status">
                    {move || match report.status() {
                        CallStatus::Idle => EitherOf4::A(view! {
                            <button class="primary" on:click=generate>"Generate report"</button>
                        }),
                        CallStatus::Pending => EitherOf4::B(view! { <Pending /> }),
                        CallStatus::Success => EitherOf4::C(view! { <Done report month /> }),
                        CallStatus::Error => EitherOf4::D(view! {
                            <button class="primary" on:click=generate>"Try again"</button>
                        }),
                    }}
                </div>
                <Problem message=Signal::derive(move || report.message()) />
            </section>
        </Page>
    }
}

/// A spinner and the seconds since it appeared.
#[component]
fn Pending() -> impl IntoView {
    let seconds = RwSignal::new(0);
    if let Ok(timer) =
        set_interval_with_handle(move || *seconds.write() += 1, Duration::from_secs(1))
    {
        on_cleanup(move || timer.clear());
    }
    view! {
        <span class="spinner" aria-hidden="true"></span>
        <span>"Generating… "<span aria-hidden="true">{move || format!("{} s", seconds.get())}</span></span>
    }
}

#[component]
fn Done(
    report: ConvexCall<GenerateArgs, GenerateReturns>,
    month: RwSignal<String>,
) -> impl IntoView {
    let url = move || report.data().map(|done| done.download_url.clone());
    view! {
        <a class="primary" href=url download=move || format!("report-{}.txt", month.get_untracked())>"Download"</a>
        <button on:click=move |_| report.reset()>"Generate another"</button>
    }
}
