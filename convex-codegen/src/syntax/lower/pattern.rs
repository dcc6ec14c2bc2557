//! The patterns that values are bound and assigned to.

use swc_ecma_ast::{
    AssignTarget, AssignTargetPat, Expr as SwcExpr, MemberExpr, MemberProp, ObjectPatProp, Pat,
    PropName, SimpleAssignTarget,
};

use super::{Lowering, class::private, name_of, string_of};
use crate::syntax::{Expr, ExprKind, Key, Name, Pattern, Target};

impl Lowering<'_> {
    pub(super) fn pattern(&mut self, pattern: &Pat) -> Pattern {
        self.deeper(|this| this.shallow_pattern(pattern))
            .unwrap_or(Pattern::Unsupported)
    }

    fn shallow_pattern(&mut self, pattern: &Pat) -> Pattern {
        match pattern {
            Pat::Ident(ident) => Pattern::Name(name_of(&ident.sym), self.span(&ident.id)),
            Pat::Array(array) => {
                let mut items = Vec::new();
                let mut rest = None;
                for item in &array.elems {
                    match item {
                        Some(Pat::Rest(pattern)) => {
                            rest = Some(Box::new(self.pattern(&pattern.arg)));
                        }
                        item => items.push(item.as_ref().map(|item| self.pattern(item))),
                    }
                }
                Pattern::Array(items, rest)
            }
            Pat::Object(object) => {
                let mut fields = Vec::new();
                let mut rest = None;
                for field in &object.props {
                    match field {
                        ObjectPatProp::KeyValue(field) => {
                            fields.push((self.prop_name(&field.key), self.pattern(&field.value)));
                        }
                        ObjectPatProp::Assign(field) => {
                            let name = name_of(&field.key.sym);
                            let mut pattern = Pattern::Name(name.clone(), self.span(&field.key.id));
                            if let Some(default) = &field.value {
                                pattern = Pattern::Default(
                                    Box::new(pattern),
                                    Box::new(self.expr(default)),
                                );
                            }
                            fields.push((Key::Name(name), pattern));
                        }
                        ObjectPatProp::Rest(pattern) => {
                            rest = Some(Box::new(self.pattern(&pattern.arg)));
                        }
                    }
                }
                Pattern::Object(fields, rest)
            }
            Pat::Assign(assign) => {
                let pattern = self.pattern(&assign.left);
                Pattern::Default(Box::new(pattern), Box::new(self.expr(&assign.right)))
            }
            // In an assignment.
            Pat::Expr(expr) => match self.target_of(expr) {
                Target::Pattern(pattern) => pattern,
                Target::Member(object, key) => Pattern::Member(Box::new((object, key))),
            },
            Pat::Rest(_) | Pat::Invalid(_) => Pattern::Unsupported,
        }
    }

    pub(super) fn target(&mut self, target: &AssignTarget) -> Target {
        match target {
            AssignTarget::Simple(simple) => self.simple_target(simple),
            AssignTarget::Pat(AssignTargetPat::Array(array)) => {
                Target::Pattern(self.pattern(&Pat::Array(array.clone())))
            }
            AssignTarget::Pat(AssignTargetPat::Object(object)) => {
                Target::Pattern(self.pattern(&Pat::Object(object.clone())))
            }
            AssignTarget::Pat(AssignTargetPat::Invalid(_)) => Target::Pattern(Pattern::Unsupported),
        }
    }

    fn simple_target(&mut self, target: &SimpleAssignTarget) -> Target {
        match target {
            SimpleAssignTarget::Ident(ident) => {
                Target::Pattern(Pattern::Name(name_of(&ident.sym), self.span(&ident.id)))
            }
            SimpleAssignTarget::Member(member) => {
                let (object, key) = self.member_parts(member);
                Target::Member(object, key)
            }
            SimpleAssignTarget::Paren(inner) => self.target_of(&inner.expr),
            SimpleAssignTarget::TsAs(inner) => self.target_of(&inner.expr),
            SimpleAssignTarget::TsSatisfies(inner) => self.target_of(&inner.expr),
            SimpleAssignTarget::TsNonNull(inner) => self.target_of(&inner.expr),
            SimpleAssignTarget::TsTypeAssertion(inner) => self.target_of(&inner.expr),
            _ => Target::Pattern(Pattern::Unsupported),
        }
    }

    /// The target that the expression `expr` is.
    pub(super) fn target_of(&mut self, expr: &SwcExpr) -> Target {
        let Expr { kind, span } = self.expr(expr);
        match kind {
            ExprKind::Ident(name) => Target::Pattern(Pattern::Name(name, span)),
            ExprKind::Member(object, key) => Target::Member(*object, key),
            _ => Target::Pattern(Pattern::Unsupported),
        }
    }

    pub(super) fn member_parts(&mut self, member: &MemberExpr) -> (Expr, Key) {
        let object = self.expr(&member.obj);
        let key = match &member.prop {
            MemberProp::Ident(ident) => Key::Name(name_of(&ident.sym)),
            MemberProp::PrivateName(name) => private(&name.name),
            MemberProp::Computed(computed) => self.computed(&computed.expr),
        };
        (object, key)
    }

    pub(super) fn prop_name(&mut self, name: &PropName) -> Key {
        match name {
            PropName::Ident(ident) => Key::Name(name_of(&ident.sym)),
            PropName::Str(string) => Key::Name(string_of(string)),
            PropName::Num(number) => {
                Key::Name(Name::from(crate::syntax::number_text(number.value)))
            }
            PropName::BigInt(number) => Key::Name(Name::from(number.value.to_string())),
            PropName::Computed(computed) => self.computed(&computed.expr),
        }
    }

    pub(super) fn computed(&mut self, expr: &SwcExpr) -> Key {
        match self.expr(expr) {
            Expr {
                kind: ExprKind::String(name),
                ..
            // `{ __proto__: a }` is not a property, `{ ["__proto__"]: a }` is.
            } if &*name != "__proto__" => Key::Name(name),
            expr => Key::Computed(Box::new(expr)),
        }
    }
}
