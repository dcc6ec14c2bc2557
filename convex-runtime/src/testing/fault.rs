//! `Fault`: what goes wrong with a call, on purpose.

use std::{sync::Mutex, time::Duration};

use tokio::sync::watch;

use super::{lock::lock, path::FunctionPath};

/// A fault of a call, for [`Deployment::inject`](super::Deployment::inject).
///
/// It affects one call, unless [`times`](Self::times) says otherwise.
///
/// ```
/// use convex_runtime::testing::Fault;
///
/// let twice_overloaded = Fault::status(503, "Overloaded").times(2);
/// ```
#[derive(Debug, Clone)]
pub struct Fault {
    step: Step,
    times: Option<usize>,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    /// The connection breaks, and the function does not run.
    DropBeforeRun,
    /// The function runs, then the connection breaks.
    DropBeforeResponse,
    /// The connection breaks in the middle of the answer.
    Truncate,
    /// The connection breaks after the answer.
    DropAfterResponse,
    /// The call waits so long before it runs.
    Delay(Duration),
    /// The call waits until it is released.
    Hold(watch::Sender<HoldState>),
    /// An answer with this status, and the function does not run.
    Status { status: u16, code: String },
    /// An answer that is not JSON.
    Malformed,
    /// An answer that is padded to so many bytes.
    Oversized(usize),
    /// The server closes its side and goes on reading.
    HalfClose,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct HoldState {
    pub(super) waiting: usize,
    pub(super) is_released: bool,
}

impl Fault {
    fn once(step: Step) -> Self {
        Self {
            step,
            times: Some(1),
        }
    }

    /// The connection breaks, and the function does not run.
    pub fn drop_before_run() -> Self {
        Self::once(Step::DropBeforeRun)
    }

    /// The function runs, then the connection breaks: the caller cannot know.
    pub fn drop_before_response() -> Self {
        Self::once(Step::DropBeforeResponse)
    }

    /// The function runs, and the connection breaks in the middle of the answer.
    pub fn truncate() -> Self {
        Self::once(Step::Truncate)
    }

    /// The connection breaks right after the answer.
    pub fn drop_after_response() -> Self {
        Self::once(Step::DropAfterResponse)
    }

    /// The call waits before it runs.
    pub fn delay(time: Duration) -> Self {
        Self::once(Step::Delay(time))
    }

    /// An HTTP answer with this status and code, such as `429` and `"RateLimited"`; a socket is
    /// closed with a `FatalError`. The function does not run.
    pub fn status(status: u16, code: impl Into<String>) -> Self {
        Self::once(Step::Status {
            status,
            code: code.into(),
        })
    }

    /// The function runs, and the answer is not JSON.
    pub fn malformed() -> Self {
        Self::once(Step::Malformed)
    }

    /// The function runs, and its answer is padded to this size, in bytes.
    pub fn oversized(bytes: usize) -> Self {
        Self::once(Step::Oversized(bytes))
    }

    /// The function runs, then the server closes its side of the connection and goes on reading.
    pub fn half_close() -> Self {
        Self::once(Step::HalfClose)
    }

    /// Sets the number of calls that the fault affects.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// It happens to every call from now on.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }
}

/// Calls that are held, by [`Deployment::hold`](super::Deployment::hold). Dropping it releases
/// them.
#[derive(Debug)]
pub struct Hold {
    state: watch::Sender<HoldState>,
}

impl Hold {
    pub(super) fn new() -> (Self, Fault) {
        let state = watch::Sender::default();
        (
            Self {
                state: state.clone(),
            },
            Fault {
                step: Step::Hold(state),
                times: None,
            },
        )
    }

    /// Waits until so many calls wait.
    pub async fn reached(&self, calls: usize) {
        let mut state = self.state.subscribe();
        drop(state.wait_for(|state| state.waiting >= calls).await);
    }

    /// Lets the calls go on, also those to come.
    pub fn release(self) {}
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.state.send_modify(|state| state.is_released = true);
    }
}

/// The faults that are still to happen.
#[derive(Debug, Default)]
pub(super) struct Faults {
    armed: Mutex<Vec<(Option<FunctionPath>, Fault)>>,
}

impl Faults {
    /// Arms a fault for the calls of one function, or of any.
    pub(super) fn arm(&self, path: Option<FunctionPath>, fault: Fault) {
        lock(&self.armed).push((path, fault));
    }

    pub(super) fn clear(&self) {
        lock(&self.armed).clear();
    }

    /// Takes the fault for a call: of those that match, the one armed first.
    pub(super) fn take(&self, path: &FunctionPath) -> Option<Step> {
        let mut armed = lock(&self.armed);
        let index = armed.iter().position(|(on, fault)| {
            let is_spent = matches!(&fault.step, Step::Hold(state) if state.borrow().is_released);
            !is_spent && fault.times != Some(0) && on.as_ref().is_none_or(|on| on == path)
        })?;
        let fault = &mut armed[index].1;
        let step = fault.step.clone();
        if let Some(times) = &mut fault.times {
            *times -= 1;
            if *times == 0 {
                armed.remove(index);
            }
        }
        Some(step)
    }
}

impl Step {
    /// Returns whether the step prevents the function from running.
    pub(super) fn is_before_run(&self) -> bool {
        matches!(self, Self::DropBeforeRun | Self::Status { .. })
    }

    /// Waits, if it is a fault that makes a call wait.
    pub(super) async fn wait(&self) {
        match self {
            Self::Delay(time) => tokio::time::sleep(*time).await,
            Self::Hold(state) => {
                let mut changes = state.subscribe();
                state.send_modify(|state| state.waiting += 1);
                // The guard locks the state.
                drop(changes.wait_for(|state| state.is_released).await);
                state.send_modify(|state| state.waiting -= 1);
            }
            _ => {}
        }
    }
}
