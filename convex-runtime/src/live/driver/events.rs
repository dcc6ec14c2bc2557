//! Events of a browser after which the connection is looked after: the page is shown again, or the
//! network is back.

use js_sys::{Function, Reflect};
use tokio::sync::mpsc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::Command;

/// Listeners of the page, or of a worker's global object, until this is dropped.
pub(super) struct BrowserEvents {
    listener: Closure<dyn FnMut()>,
    targets: Vec<(JsValue, &'static str)>,
}

impl BrowserEvents {
    pub(super) fn listen(commands: mpsc::WeakUnboundedSender<Command>) -> Self {
        let listener = Closure::new(move || {
            // A page that is hidden may wait.
            if !is_hidden()
                && let Some(commands) = commands.upgrade()
            {
                // The driver may have ended.
                let _ = commands.send(Command::Wake);
            }
        });
        let global = JsValue::from(js_sys::global());
        let mut targets = vec![(global.clone(), "online"), (global, "pageshow")];
        targets.extend(document().map(|document| (document, "visibilitychange")));
        let events = Self { listener, targets };
        events.each("addEventListener");
        events
    }

    fn each(&self, method: &str) {
        for (target, event) in &self.targets {
            let method = Reflect::get(target, &method.into()).and_then(JsCast::dyn_into);
            if let Ok(method) = method {
                let method: Function = method;
                // Without listeners, the connection is looked after as elsewhere.
                let _ = method.call2(target, &(*event).into(), self.listener.as_ref());
            }
        }
    }
}

impl Drop for BrowserEvents {
    fn drop(&mut self) {
        self.each("removeEventListener");
    }
}

fn document() -> Option<JsValue> {
    let document = Reflect::get(&js_sys::global(), &"document".into()).ok()?;
    document.is_object().then_some(document)
}

fn is_hidden() -> bool {
    let state = document().and_then(|page| Reflect::get(&page, &"visibilityState".into()).ok());
    state.and_then(|state| state.as_string()).as_deref() == Some("hidden")
}
