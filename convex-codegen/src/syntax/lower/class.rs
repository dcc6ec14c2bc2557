//! Functions, classes and enums.

use std::sync::Arc;

use swc_ecma_ast::{
    ArrowExpr, ArrowFunctionBody, Class as SwcClass, ClassMember, Constructor,
    Function as SwcFunction, FunctionBody, MethodKind, ParamOrTsParamProp, Pat, TsEnumDecl,
    TsEnumMemberId, TsParamPropParam,
};

use super::{Lowering, name_of, string_of};
use crate::source::Span;
use crate::syntax::{Body, Class, Expr, Flavor, Function, Key, Member, MemberKind, Name, Pattern};

impl Lowering<'_> {
    /// A function expression.
    pub(super) fn function_expr(
        &mut self,
        function: &SwcFunction,
        name: Option<Name>,
    ) -> Arc<Function> {
        let mut lowered = self.function(function, name);
        if let Some(function) = Arc::get_mut(&mut lowered) {
            function.expression = true;
        }
        lowered
    }

    pub(super) fn function(&mut self, function: &SwcFunction, name: Option<Name>) -> Arc<Function> {
        let span = self.span(function);
        let params = function.params.iter().map(|param| &param.pat);
        let (params, rest) = self.params(params);
        let flavor = flavor((function.is_async, function.is_generator));
        let body = self.block_body(function.body.as_ref());
        let annotation = function.return_type.as_deref();
        Arc::new(Function {
            name,
            params,
            rest,
            body,
            arrow: false,
            expression: false,
            flavor,
            annotation: annotation.map(|annotation| self.span(&annotation.type_ann)),
            args_annotation: self.args_annotation(function.params.iter().map(|param| &param.pat)),
            span,
        })
    }

    pub(super) fn arrow(&mut self, arrow: &ArrowExpr) -> Arc<Function> {
        let span = self.span(arrow);
        let (params, rest) = self.params(arrow.params.iter());
        let body = match &*arrow.body {
            ArrowFunctionBody::FunctionBody(block) => self.block_body(Some(block)),
            ArrowFunctionBody::Expr(expr) => Body::Expr(Box::new(self.expr(expr))),
        };
        let flavor = flavor((arrow.is_async, arrow.is_generator));
        let annotation = arrow.return_type.as_deref();
        Arc::new(Function {
            name: None,
            params,
            rest,
            body,
            arrow: true,
            expression: false,
            flavor,
            annotation: annotation.map(|annotation| self.span(&annotation.type_ann)),
            args_annotation: self.args_annotation(arrow.params.iter()),
            span,
        })
    }

    /// The type of the second parameter.
    fn args_annotation<'p>(&self, params: impl Iterator<Item = &'p Pat>) -> Option<Span> {
        let is_this = |pat: &&Pat| matches!(pat, Pat::Ident(ident) if &*ident.sym == "this");
        let pat = params.filter(|pat| !is_this(pat)).nth(1)?;
        let pat = match pat {
            Pat::Assign(assign) => &assign.left,
            pat => pat,
        };
        let annotation = match pat {
            Pat::Ident(ident) => ident.type_ann.as_ref(),
            Pat::Object(object) => object.type_ann.as_ref(),
            _ => None,
        };
        annotation.map(|annotation| self.span(&annotation.type_ann))
    }

    fn block_body(&self, block: Option<&FunctionBody>) -> Body {
        block.map_or(Body::Missing, |block| Body::Block(self.span(block)))
    }

    fn params<'p>(
        &mut self,
        params: impl Iterator<Item = &'p Pat>,
    ) -> (Vec<Pattern>, Option<Pattern>) {
        let mut lowered = Vec::new();
        let mut rest = None;
        for param in params {
            match param {
                // `this: T` is a type, not a parameter.
                Pat::Ident(ident) if &*ident.sym == "this" => {}
                Pat::Rest(pattern) => rest = Some(self.pattern(&pattern.arg)),
                pattern => lowered.push(self.pattern(pattern)),
            }
        }
        (lowered, rest)
    }

    pub(super) fn class(&mut self, class: &SwcClass, name: Option<Name>) -> Arc<Class> {
        let span = self.span(class);
        let parent = class.super_class.as_ref().map(|parent| self.expr(parent));
        let mut lowered = Class {
            name,
            parent,
            constructor: None,
            parameter_fields: Vec::new(),
            members: Vec::new(),
            unsupported: (!class.decorators.is_empty()).then_some("a decorator"),
            span,
        };
        for member in &class.body {
            self.member(member, &mut lowered);
        }
        Arc::new(lowered)
    }

    fn member(&mut self, member: &ClassMember, class: &mut Class) {
        let span = self.span(member);
        let (key, kind, of_class) = match member {
            ClassMember::Constructor(constructor) => {
                if constructor.body.is_some() {
                    self.constructor(constructor, class);
                }
                return;
            }
            ClassMember::Method(method) => {
                let function = self.function(&method.function, None);
                (
                    self.prop_name(&method.key),
                    method_kind(method.kind, function),
                    method.is_static,
                )
            }
            ClassMember::PrivateMethod(method) => {
                let function = self.function(&method.function, None);
                (
                    private(&method.key.name),
                    method_kind(method.kind, function),
                    method.is_static,
                )
            }
            ClassMember::ClassProp(field) if field.declare => return,
            ClassMember::ClassProp(field) => {
                let value = field.value.as_ref().map(|value| self.expr(value));
                (
                    self.prop_name(&field.key),
                    MemberKind::Field(value),
                    field.is_static,
                )
            }
            ClassMember::PrivateProp(field) => {
                let value = field.value.as_ref().map(|value| self.expr(value));
                (
                    private(&field.key.name),
                    MemberKind::Field(value),
                    field.is_static,
                )
            }
            ClassMember::StaticBlock(block) => {
                let kind = MemberKind::Block(self.span(&block.body));
                (Key::Name(name_of("")), kind, true)
            }
            ClassMember::AutoAccessor(_) => {
                class.unsupported = Some("an `accessor` field");
                return;
            }
            _ => return,
        };
        if is_decorated(member) {
            class.unsupported = Some("a decorator");
        }
        if let MemberKind::Method(function)
        | MemberKind::Getter(function)
        | MemberKind::Setter(function) = &kind
            && function.body == Body::Missing
        {
            return;
        }
        class.members.push(Member {
            key,
            kind,
            of_class,
            span,
        });
    }

    fn constructor(&mut self, constructor: &Constructor, class: &mut Class) {
        let span = self.span(constructor);
        let mut params = Vec::new();
        let mut rest = None;
        for param in &constructor.params {
            match param {
                ParamOrTsParamProp::Param(param) => match &param.pat {
                    Pat::Rest(pattern) => rest = Some(self.pattern(&pattern.arg)),
                    pattern => params.push(self.pattern(pattern)),
                },
                ParamOrTsParamProp::TsParamProp(field) => {
                    let pattern = match &field.param {
                        TsParamPropParam::Ident(ident) => {
                            Pattern::Name(name_of(&ident.sym), self.span(field))
                        }
                        TsParamPropParam::Assign(assign) => {
                            let pattern = self.pattern(&assign.left);
                            Pattern::Default(Box::new(pattern), Box::new(self.expr(&assign.right)))
                        }
                    };
                    class
                        .parameter_fields
                        .extend(pattern.names().into_iter().map(|(name, _)| name.clone()));
                    params.push(pattern);
                }
            }
        }
        let body = self.block_body(constructor.body.as_ref());
        let (name, flavor) = (class.name.clone(), Flavor::Plain);
        class.constructor = Some(Arc::new(Function {
            name,
            params,
            rest,
            body,
            arrow: false,
            expression: false,
            flavor,
            annotation: None,
            args_annotation: None,
            span,
        }));
    }

    pub(super) fn enum_members(&mut self, decl: &TsEnumDecl) -> Arc<[(Name, Option<Expr>)]> {
        let member = |member: &swc_ecma_ast::TsEnumMember| {
            let name = match &member.id {
                TsEnumMemberId::Ident(ident) => name_of(&ident.sym),
                TsEnumMemberId::Str(string) => string_of(string),
            };
            (name, member.init.as_ref().map(|init| self.expr(init)))
        };
        decl.members.iter().map(member).collect()
    }
}

fn flavor(function: (bool, bool)) -> Flavor {
    let (is_async, is_generator) = function;
    if is_generator && is_async {
        Flavor::AsyncGenerator
    } else if is_generator {
        Flavor::Generator
    } else if is_async {
        Flavor::Async
    } else {
        Flavor::Plain
    }
}

fn method_kind(kind: MethodKind, function: Arc<Function>) -> MemberKind {
    match kind {
        MethodKind::Method => MemberKind::Method(function),
        MethodKind::Getter => MemberKind::Getter(function),
        MethodKind::Setter => MemberKind::Setter(function),
    }
}

fn is_decorated(member: &ClassMember) -> bool {
    match member {
        ClassMember::Method(method) => !method.function.decorators.is_empty(),
        ClassMember::PrivateMethod(method) => !method.function.decorators.is_empty(),
        ClassMember::ClassProp(field) => !field.decorators.is_empty(),
        ClassMember::PrivateProp(field) => !field.decorators.is_empty(),
        _ => false,
    }
}

/// `#name`, kept apart from every name that a property can have.
pub(super) fn private(name: &str) -> Key {
    Key::Name(private_name(name))
}

/// The name of the private field `#name`.
pub(super) fn private_name(name: &str) -> Name {
    Name::from(format!("\0#{name}"))
}
