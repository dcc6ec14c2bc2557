//! Expressions.

use swc_ecma_ast::{
    AssignOp as SwcAssignOp, BinaryOp as SwcBinaryOp, Callee, Expr as SwcExpr, ExprOrSpread, Lit,
    MetaPropKind, OptChainBase, Prop, PropOrSpread, SuperProp, UnaryOp as SwcUnaryOp, UpdateOp,
};

use super::{Lowering, class::private_name, name_of};
use crate::{
    source::Span,
    syntax::{
        AssignOp, BinaryOp, Element, Expr, ExprKind, Key, LogicalOp, Name, Property, Tagged,
        UnaryOp, Update,
    },
};

impl Lowering<'_> {
    pub(super) fn expr(&mut self, expr: &SwcExpr) -> Expr {
        let expr = without_types(expr);
        let span = self.span(expr);
        let kind = self.deeper(|this| this.shallow_expr(expr));
        Expr {
            kind: kind.unwrap_or(ExprKind::Unsupported("nesting this deep")),
            span,
        }
    }

    fn boxed(&mut self, expr: &SwcExpr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each kind of expression")]
    fn shallow_expr(&mut self, expr: &SwcExpr) -> ExprKind {
        match expr {
            SwcExpr::Lit(literal) => lit(literal),
            SwcExpr::Ident(ident) => ExprKind::Ident(name_of(&ident.sym)),
            SwcExpr::This(_) => ExprKind::This,
            SwcExpr::Array(array) => {
                let item = |item: &Option<ExprOrSpread>| {
                    item.as_ref()
                        .map_or(Element::Hole, |item| self.element(item))
                };
                ExprKind::Array(array.elems.iter().map(item).collect())
            }
            SwcExpr::Object(object) => ExprKind::Object(
                object
                    .props
                    .iter()
                    .filter_map(|prop| self.property(prop))
                    .collect(),
            ),
            SwcExpr::Fn(function) => {
                let name = function.ident.as_ref().map(|name| name_of(&name.sym));
                ExprKind::Function(self.function_expr(&function.function, name))
            }
            SwcExpr::Arrow(arrow) => ExprKind::Function(self.arrow(arrow)),
            SwcExpr::Class(class) => {
                let name = class.ident.as_ref().map(|name| name_of(&name.sym));
                ExprKind::Class(self.class(&class.class, name))
            }
            SwcExpr::Tpl(template) => {
                let text = |text| cooked(text).unwrap_or_else(|| name_of(&text.raw));
                let texts = template.quasis.iter().map(text).collect();
                ExprKind::Template(
                    texts,
                    template.exprs.iter().map(|expr| self.expr(expr)).collect(),
                )
            }
            SwcExpr::Unary(unary) => ExprKind::Unary(unary_op(unary.op), self.boxed(&unary.arg)),
            SwcExpr::Update(update) => {
                let op = if update.op == UpdateOp::PlusPlus {
                    BinaryOp::Add
                } else {
                    BinaryOp::Subtract
                };
                ExprKind::Update(Box::new(Update {
                    target: self.target_of(&update.arg),
                    op,
                    prefix: update.prefix,
                }))
            }
            SwcExpr::Bin(binary) => {
                let operands = Box::new([self.expr(&binary.left), self.expr(&binary.right)]);
                match binary_op(binary.op) {
                    AssignOp::Logical(op) => ExprKind::Logical(op, operands),
                    AssignOp::Binary(op) => ExprKind::Binary(op, operands),
                    AssignOp::Set => ExprKind::Unsupported("this operator"),
                }
            }
            SwcExpr::Assign(assign) => {
                let op = assign.op.to_update().map_or(AssignOp::Set, binary_op);
                debug_assert_eq!(op == AssignOp::Set, assign.op == SwcAssignOp::Assign);
                let target = self.target(&assign.left);
                ExprKind::Assign(op, Box::new(target), self.boxed(&assign.right))
            }
            SwcExpr::Cond(cond) => {
                let parts = [
                    self.expr(&cond.test),
                    self.expr(&cond.cons),
                    self.expr(&cond.alt),
                ];
                ExprKind::Conditional(Box::new(parts))
            }
            SwcExpr::Call(call) => match &call.callee {
                Callee::Expr(callee) => {
                    ExprKind::Call(self.boxed(callee), self.elements(&call.args))
                }
                Callee::Super(_) => ExprKind::SuperCall(self.elements(&call.args)),
                Callee::Import(_) => ExprKind::Unsupported("a dynamic `import()`"),
            },
            SwcExpr::New(new) => {
                let args = new.args.as_ref().map(|args| self.elements(args));
                ExprKind::New(self.boxed(&new.callee), args.unwrap_or_default())
            }
            SwcExpr::Member(member) => {
                let (object, key) = self.member_parts(member);
                ExprKind::Member(Box::new(object), key)
            }
            SwcExpr::OptChain(chain) => self.chain(chain),
            SwcExpr::Seq(sequence) => {
                ExprKind::Sequence(sequence.exprs.iter().map(|expr| self.expr(expr)).collect())
            }
            SwcExpr::Await(inner) => ExprKind::Await(self.boxed(&inner.arg)),
            SwcExpr::TaggedTpl(tagged) => {
                let (quasis, exprs) = (&tagged.tpl.quasis, &tagged.tpl.exprs);
                ExprKind::Tagged(Box::new(Tagged {
                    tag: self.expr(&tagged.tag),
                    cooked: quasis.iter().map(cooked).collect(),
                    raw: quasis.iter().map(|text| name_of(&text.raw)).collect(),
                    exprs: exprs.iter().map(|expr| self.expr(expr)).collect(),
                }))
            }
            SwcExpr::SuperProp(property) => ExprKind::SuperMember(match &property.prop {
                SuperProp::Ident(name) => Key::Name(name_of(&name.sym)),
                SuperProp::Computed(computed) => self.computed(&computed.expr),
            }),
            SwcExpr::Yield(inner) => match &inner.arg {
                Some(arg) if inner.delegate => ExprKind::YieldAll(self.boxed(arg)),
                arg => ExprKind::Yield(arg.as_ref().map(|arg| self.boxed(arg))),
            },
            SwcExpr::PrivateName(name) => ExprKind::String(private_name(&name.name)),
            SwcExpr::MetaProp(meta) if meta.kind == MetaPropKind::NewTarget => ExprKind::NewTarget,
            SwcExpr::MetaProp(_) => ExprKind::Unsupported("`import.meta`"),
            SwcExpr::JSXElement(_) | SwcExpr::JSXFragment(_) => ExprKind::Unsupported("JSX"),
            _ => ExprKind::Unsupported("this syntax"),
        }
    }

    fn chain(&mut self, chain: &swc_ecma_ast::OptChainExpr) -> ExprKind {
        let span = self.span(chain);
        let kind = match &*chain.base {
            OptChainBase::Member(member) => {
                let (object, key) = self.member_parts(member);
                let object = Box::new(unchained(object));
                if chain.optional {
                    ExprKind::OptionalMember(object, key)
                } else {
                    ExprKind::Member(object, key)
                }
            }
            OptChainBase::Call(call) => {
                let callee = Box::new(unchained(self.expr(&call.callee)));
                let args = self.elements(&call.args);
                if chain.optional {
                    ExprKind::OptionalCall(callee, args)
                } else {
                    ExprKind::Call(callee, args)
                }
            }
        };
        ExprKind::Chain(Box::new(Expr { kind, span }))
    }

    fn element(&mut self, element: &ExprOrSpread) -> Element {
        let expr = self.expr(&element.expr);
        if element.spread.is_some() {
            Element::Spread(expr)
        } else {
            Element::Item(expr)
        }
    }

    fn elements(&mut self, elements: &[ExprOrSpread]) -> Vec<Element> {
        elements
            .iter()
            .map(|element| self.element(element))
            .collect()
    }

    fn property(&mut self, prop: &PropOrSpread) -> Option<Property> {
        let prop = match prop {
            PropOrSpread::Spread(spread) => return Some(Property::Spread(self.expr(&spread.expr))),
            PropOrSpread::Prop(prop) => &**prop,
        };
        let docs = self.docs(prop);
        let (key, value, span) = match prop {
            Prop::Shorthand(ident) => {
                let span = self.span(ident);
                let kind = ExprKind::Ident(name_of(&ident.sym));
                let key = own_name(Key::Name(name_of(&ident.sym)), span);
                (key, Expr { kind, span }, span)
            }
            Prop::KeyValue(field) => (
                self.prop_name(&field.key),
                self.expr(&field.value),
                self.span(&field.key),
            ),
            Prop::Method(method) => {
                let span = self.span(&method.key);
                let kind = ExprKind::Function(self.function(&method.function, None));
                let key = own_name(self.prop_name(&method.key), span);
                (key, Expr { kind, span }, span)
            }
            Prop::Getter(getter) => {
                let key = self.prop_name(&getter.key);
                let function = self.function(&getter.function, None);
                return Some(Property::Getter { key, function });
            }
            Prop::Setter(setter) => {
                let key = self.prop_name(&setter.key);
                let function = self.function(&setter.function, None);
                return Some(Property::Setter { key, function });
            }
            Prop::Assign(_) => return None,
        };
        Some(Property::Field {
            key,
            value,
            docs,
            span,
        })
    }
}

/// `expr` without parentheses, casts and assertions.
fn without_types(mut expr: &SwcExpr) -> &SwcExpr {
    loop {
        expr = match expr {
            SwcExpr::Paren(inner) => &inner.expr,
            SwcExpr::TsAs(inner) => &inner.expr,
            SwcExpr::TsSatisfies(inner) => &inner.expr,
            SwcExpr::TsNonNull(inner) => &inner.expr,
            SwcExpr::TsConstAssertion(inner) => &inner.expr,
            SwcExpr::TsTypeAssertion(inner) => &inner.expr,
            SwcExpr::TsInstantiation(inner) => &inner.expr,
            other => return other,
        };
    }
}

/// The inside of a chain that goes on: only the outermost one ends it.
fn unchained(expr: Expr) -> Expr {
    match expr.kind {
        ExprKind::Chain(inner) => *inner,
        kind => Expr {
            kind,
            span: expr.span,
        },
    }
}

fn lit(literal: &Lit) -> ExprKind {
    match literal {
        Lit::Str(string) => match string.value.as_str() {
            Some(text) => ExprKind::String(Name::from(text)),
            None => ExprKind::Unsupported("text with half of a surrogate pair"),
        },
        Lit::Bool(value) => ExprKind::Bool(value.value),
        Lit::Null(_) => ExprKind::Null,
        Lit::Num(number) => ExprKind::Number(number.value),
        Lit::BigInt(number) => ExprKind::BigInt(number.value.to_string().parse().ok()),
        Lit::Regex(regex) => ExprKind::Regex(name_of(&regex.exp), name_of(&regex.flags)),
        Lit::JSXText(_) => ExprKind::Unsupported("JSX"),
    }
}

/// The text of a part of a template; `None` when it has an escape that means nothing.
fn cooked(text: &swc_ecma_ast::TplElement) -> Option<Name> {
    let cooked = text.cooked.as_ref()?;
    Some(Name::from(&*cooked.to_string_lossy()))
}

fn unary_op(op: SwcUnaryOp) -> UnaryOp {
    match op {
        SwcUnaryOp::Minus => UnaryOp::Minus,
        SwcUnaryOp::Plus => UnaryOp::Plus,
        SwcUnaryOp::Bang => UnaryOp::Not,
        SwcUnaryOp::TypeOf => UnaryOp::TypeOf,
        SwcUnaryOp::Void => UnaryOp::Void,
        SwcUnaryOp::Delete => UnaryOp::Delete,
        SwcUnaryOp::Tilde => UnaryOp::BitNot,
    }
}

fn binary_op(op: SwcBinaryOp) -> AssignOp {
    AssignOp::Binary(match op {
        SwcBinaryOp::LogicalOr => return AssignOp::Logical(LogicalOp::Or),
        SwcBinaryOp::LogicalAnd => return AssignOp::Logical(LogicalOp::And),
        SwcBinaryOp::NullishCoalescing => return AssignOp::Logical(LogicalOp::Coalesce),
        SwcBinaryOp::EqEq => BinaryOp::LooseEqual,
        SwcBinaryOp::NotEq => BinaryOp::LooseNotEqual,
        SwcBinaryOp::EqEqEq => BinaryOp::Equal,
        SwcBinaryOp::NotEqEq => BinaryOp::NotEqual,
        SwcBinaryOp::Lt => BinaryOp::Less,
        SwcBinaryOp::LtEq => BinaryOp::LessOrEqual,
        SwcBinaryOp::Gt => BinaryOp::Greater,
        SwcBinaryOp::GtEq => BinaryOp::GreaterOrEqual,
        SwcBinaryOp::Add => BinaryOp::Add,
        SwcBinaryOp::Sub => BinaryOp::Subtract,
        SwcBinaryOp::Mul => BinaryOp::Multiply,
        SwcBinaryOp::Div => BinaryOp::Divide,
        SwcBinaryOp::Mod => BinaryOp::Remainder,
        SwcBinaryOp::Exp => BinaryOp::Power,
        SwcBinaryOp::In => BinaryOp::In,
        SwcBinaryOp::InstanceOf => BinaryOp::InstanceOf,
        SwcBinaryOp::LShift => BinaryOp::ShiftLeft,
        SwcBinaryOp::RShift => BinaryOp::ShiftRight,
        SwcBinaryOp::ZeroFillRShift => BinaryOp::ShiftRightUnsigned,
        SwcBinaryOp::BitOr => BinaryOp::BitOr,
        SwcBinaryOp::BitXor => BinaryOp::BitXor,
        SwcBinaryOp::BitAnd => BinaryOp::BitAnd,
    })
}

/// The name of a property that is not a prototype, even if it is `__proto__`.
fn own_name(key: Key, span: Span) -> Key {
    match key {
        Key::Name(name) if &*name == "__proto__" => {
            let kind = ExprKind::String(name);
            Key::Computed(Box::new(Expr { kind, span }))
        }
        key => key,
    }
}
