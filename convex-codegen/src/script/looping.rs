//! Loops.

use super::{
    Interpreter,
    environment::{Place, Slot},
    frame::Completion,
    heap::Object,
    iterator::Cursor,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Each, Expr, Loop, Name, Stmt, StmtKind, VarKind},
};

/// The next step of a loop after an iteration.
enum Round {
    /// Run the next iteration.
    Next,
    /// End the loop with this completion.
    End(Completion),
}

fn round(end: Completion, labels: &[Name]) -> Round {
    match end {
        Completion::Normal | Completion::Continue(None) => Round::Next,
        Completion::Continue(Some(label)) if labels.contains(&label) => Round::Next,
        Completion::Break(None) => Round::End(Completion::Normal),
        end => Round::End(end),
    }
}

impl Interpreter<'_> {
    /// `for (const a of b) c`
    pub(super) fn for_of(&mut self, each: &Each, labels: &[Name], place: Place) -> Completion {
        let over = self.iterated(each, place);
        self.forget_callee(&each.over);
        match self.ended() {
            Completion::Normal => {}
            end => return end,
        }
        let span = each.over.span;
        // Items that are added during the iteration are visited too.
        let mut cursor = match self.begin_each(each, &over) {
            Ok(cursor) => cursor,
            Err(why) => return self.unknown_items(&why, each, place),
        };
        loop {
            let item = match self.next_of(each, &mut cursor) {
                Ok(Some(item)) => item,
                Ok(None) => return self.ended(),
                Err(why) => return self.unknown_items(&why, each, place),
            };
            let end = self.each_round(each, item, place);
            if let Round::End(end) = round(end, labels) {
                let closed = self.end_iteration(&cursor, span);
                return match (end, closed) {
                    (end @ Completion::Throw(_), _) => end,
                    (_, Err(_)) if self.thrown.is_some() => self.ended(),
                    (_, Err(why)) => Completion::Unknown(why),
                    (end, Ok(())) => self.after(end, |cx| {
                        let why = cx.opaque(catalogue::too_long(each.body.span));
                        cx.each_round(each, why, place)
                    }),
                };
            }
        }
    }

    /// The next item; `for await` waits for it.
    fn next_of(&mut self, each: &Each, cursor: &mut Cursor) -> Result<Option<Value>, Value> {
        let span = each.over.span;
        let item = self.advance(cursor, span)?;
        if !each.awaits {
            return Ok(item);
        }
        // An iterator that is not asynchronous waits for each value, and for its end.
        self.awaited_value(Value::Undefined, span);
        let item = item.map(|item| self.awaited_value(item, span));
        self.unless_thrown()?;
        match item {
            Some(why @ Value::Opaque(_)) => Err(why),
            Some(item) => Ok(Some(item)),
            None => {
                self.awaited_value(Value::Undefined, span);
                Ok(None)
            }
        }
    }

    /// Begins the iteration of a loop.
    fn begin_each(&mut self, each: &Each, over: &Value) -> Result<Cursor, Value> {
        let span = each.over.span;
        if each.awaits && !matches!(over, Value::Opaque(_) | Value::Undefined | Value::Null) {
            let asynchronous = self.property(over, "\0@@asyncIterator", span);
            self.unless_thrown()?;
            if !matches!(asynchronous, Value::Undefined | Value::Null) {
                return Err(self.unsupported(span, "an asynchronous iterator"));
            }
        }
        self.begin_iteration(over, span)
    }

    /// The rounds over items that are unknown because of `why`, unless an error is on its way.
    fn unknown_items(&mut self, why: &Value, each: &Each, place: Place) -> Completion {
        match self.ended() {
            Completion::Normal => {
                self.unknown_rounds(why, |cx| cx.each_round(each, why.clone(), place))
            }
            end => end,
        }
    }

    /// The value that a loop iterates over, where the loop's own variables have no value yet.
    fn iterated(&mut self, each: &Each, place: Place) -> Value {
        let place = match each.declares {
            Some(VarKind::Let | VarKind::Const) => {
                let head = self.environments.enter(place);
                for (name, _) in each.pattern.names() {
                    self.declare(head, Slot::empty(name));
                }
                head
            }
            Some(VarKind::Var) | None => place,
        };
        self.expr(&each.over, place)
    }

    /// `for (const a in b) c`
    pub(super) fn for_in(&mut self, each: &Each, labels: &[Name], place: Place) -> Completion {
        let over = self.iterated(each, place);
        match self.ended() {
            Completion::Normal => {}
            end => return end,
        }
        match self.enumerable(&over, each.over.span) {
            Ok(keys) => self.each_key((&over, keys), each, labels, place),
            Err(why) => self.unknown_rounds(&why, |cx| cx.each_round(each, why.clone(), place)),
        }
    }

    /// The names that `for (const name in value)` iterates: its own, then the inherited ones.
    fn enumerable(&mut self, value: &Value, span: Span) -> Result<Vec<Name>, Value> {
        let mut keys = self.entry_keys(value, span)?;
        let mut above = match value {
            Value::Object(id) => match self.heap.get(*id) {
                Object::Plain(plain) => plain.prototype,
                _ => None,
            },
            _ => None,
        };
        while let Some(id) = above {
            let Object::Plain(plain) = self.heap.get(id) else {
                break;
            };
            let inherited = plain.iter().map(|entry| entry.key.clone());
            let inherited: Vec<Name> = inherited.filter(|key| !keys.contains(key)).collect();
            above = plain.prototype;
            keys.extend(inherited);
        }
        Ok(keys)
    }

    /// The rounds over `keys`, without those that are deleted before their turn.
    fn each_key(
        &mut self,
        (over, keys): (&Value, Vec<Name>),
        each: &Each,
        labels: &[Name],
        place: Place,
    ) -> Completion {
        for key in keys {
            if let Value::Object(_) = over {
                match self.has(over, &key, each.over.span) {
                    Ok(true) => {}
                    Ok(false) => continue,
                    Err(why) => {
                        return self
                            .unknown_rounds(&why, |cx| cx.each_round(each, why.clone(), place));
                    }
                }
            }
            let end = self.each_round(each, Value::String(key), place);
            if let Round::End(end) = round(end, labels) {
                return self.after(end, |cx| {
                    let why = cx.opaque(catalogue::too_long(each.body.span));
                    cx.each_round(each, why, place)
                });
            }
        }
        Completion::Normal
    }

    fn each_round(&mut self, each: &Each, item: Value, place: Place) -> Completion {
        if let Err(why) = self.step(each.body.span) {
            return Completion::Unknown(why);
        }
        let inner = self.environments.enter(place);
        match each.declares {
            Some(VarKind::Let) => self.bind(&each.pattern, item, inner),
            Some(VarKind::Const) => {
                self.bind(&each.pattern, item, inner);
                for (name, _) in each.pattern.names() {
                    self.environments.fix(inner, name);
                }
            }
            Some(VarKind::Var) | None => self.assign(&each.pattern, item, place),
        }
        match self.ended() {
            Completion::Normal => self.inner(&each.body, inner),
            end => end,
        }
    }

    /// `for (a; b; c) d`
    pub(super) fn counting(&mut self, parts: &Loop, labels: &[Name], place: Place) -> Completion {
        let mut scope = self.environments.enter(place);
        self.hoist(&parts.init, scope);
        for stmt in &parts.init {
            match self.stmt(stmt, scope) {
                Completion::Normal => {}
                end => return end,
            }
        }
        // Each round has variables of its own.
        let own = parts
            .init
            .iter()
            .any(|stmt| matches!(&stmt.kind, StmtKind::Var(var) if var.kind == VarKind::Let));
        loop {
            if let Some(test) = &parts.test {
                match self.test(test, scope) {
                    Ok(true) => {}
                    Ok(false) => return Completion::Normal,
                    Err(Completion::Unknown(why)) => {
                        return self.unknown_rounds(&why, |cx| cx.counting_round(parts, scope));
                    }
                    Err(end) => return end,
                }
            }
            if let Err(why) = self.step(parts.body.span) {
                return Completion::Unknown(why);
            }
            let end = self.inner(&parts.body, scope);
            if let Round::End(end) = round(end, labels) {
                return self.after(end, |cx| cx.counting_round(parts, scope));
            }
            if own {
                scope = self.environments.copy(scope);
            }
            if let Some(update) = &parts.update {
                self.expr(update, scope);
                match self.ended() {
                    Completion::Normal => {}
                    end => return end,
                }
            }
        }
    }

    fn counting_round(&mut self, parts: &Loop, scope: Place) -> Completion {
        let end = self.inner(&parts.body, scope);
        if let Some(update) = &parts.update {
            self.expr(update, scope);
        }
        if let Some(test) = &parts.test {
            self.expr(test, scope);
        }
        end
    }

    /// `do a while (b)`
    pub(super) fn do_while(
        &mut self,
        (body, test): (&Stmt, &Expr),
        labels: &[Name],
        place: Place,
    ) -> Completion {
        let again = |cx: &mut Self| {
            let end = cx.inner(body, place);
            cx.expr(test, place);
            end
        };
        loop {
            let end = self.inner(body, place);
            if let Round::End(end) = round(end, labels) {
                return self.after(end, again);
            }
            match self.test(test, place) {
                Ok(true) => {}
                Ok(false) => return Completion::Normal,
                Err(Completion::Unknown(why)) => return self.unknown_rounds(&why, again),
                Err(end) => return end,
            }
            if let Err(why) = self.step(body.span) {
                return Completion::Unknown(why);
            }
        }
    }

    /// Returns whether a condition holds; `Err` is the completion of the enclosing statement.
    fn test(&mut self, test: &Expr, place: Place) -> Result<bool, Completion> {
        let value = self.expr(test, place);
        match self.ended() {
            Completion::Normal => {}
            end => return Err(end),
        }
        match value.truthy() {
            Some(holds) => Ok(holds),
            None => Err(Completion::Unknown(self.undecided(value, test.span))),
        }
    }

    /// A loop ends so; where it is not known whether it does, further rounds may run.
    fn after(&mut self, end: Completion, again: impl FnMut(&mut Self) -> Completion) -> Completion {
        match end {
            Completion::Unknown(why) | Completion::Maybe(_, why) => {
                self.unknown_rounds(&why, again);
                Completion::Unknown(why)
            }
            end => end,
        }
    }

    /// A loop goes on for any number of rounds, because of `why`.
    fn unknown_rounds(
        &mut self,
        why: &Value,
        mut again: impl FnMut(&mut Self) -> Completion,
    ) -> Completion {
        self.doubtful(why);
        let mut leaves = false;
        self.often(why, |cx| {
            let end = again(cx);
            let stays = matches!(
                end,
                Completion::Normal | Completion::Break(None) | Completion::Continue(None)
            );
            let throws = cx.trying == 0 && matches!(end, Completion::Throw(_));
            leaves |= !(stays || throws);
        });
        if leaves {
            Completion::Unknown(why.clone())
        } else {
            Completion::Normal
        }
    }
}
