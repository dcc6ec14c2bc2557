//! `try`, `catch`, `finally`.

use super::{
    Interpreter,
    environment::Place,
    frame::{Completion, Thrown},
    value::Value,
};
use crate::syntax::Try;

impl Interpreter<'_> {
    /// `try { a } catch (b) {} finally { c }`
    pub(super) fn attempt(&mut self, parts: &Try, place: Place) -> Completion {
        let end = self.within(crate::source::Span::file_start(place.file), |cx| {
            if parts.handler.is_some() {
                return cx.caught(parts, place);
            }
            let scope = cx.environments.enter(place);
            cx.block(&parts.block, scope)
        });
        match &parts.finalizer {
            Some(finalizer) => {
                let scope = self.environments.enter(place);
                match self.block(finalizer, scope) {
                    Completion::Normal => end,
                    other => other,
                }
            }
            None => end,
        }
    }

    fn caught(&mut self, parts: &Try, place: Place) -> Completion {
        let outer = self.doubt.take();
        self.trying += 1;
        let scope = self.environments.enter(place);
        let (end, changes) = self.watched(|cx| cx.block(&parts.block, scope));
        self.trying -= 1;
        let doubt = std::mem::replace(&mut self.doubt, outer);
        if let Completion::Throw(thrown) = &end
            && thrown.closing
        {
            return end;
        }
        match (end, doubt) {
            (Completion::Throw(thrown), None) => self.handle(parts, Ok(thrown), place),
            (end, Some(why)) => {
                // It may have been left anywhere.
                self.doubtful(&why);
                self.forget(changes, &why);
                let (handled, changes) = self.tried(|cx| cx.handle(parts, Err(why.clone()), place));
                self.forget(changes, &why);
                match end {
                    Completion::Throw(_) => handled,
                    end => self.joined(end, handled, why),
                }
            }
            (Completion::Unknown(why) | Completion::Maybe(_, why), None) => {
                let (_, changes) = self.tried(|cx| cx.handle(parts, Err(why.clone()), place));
                self.forget(changes, &why);
                Completion::Unknown(why)
            }
            (end, None) => end,
        }
    }

    fn handle(
        &mut self,
        parts: &Try,
        thrown: Result<Box<Thrown>, Value>,
        place: Place,
    ) -> Completion {
        let scope = self.environments.enter(place);
        if let Some(param) = &parts.param {
            let value = match thrown {
                Ok(thrown) => thrown.value,
                Err(why) => why,
            };
            self.bind(param, value, scope);
        }
        let inner = self.environments.enter(scope);
        self.block(parts.handler.as_deref().unwrap_or_default(), inner)
    }
}
