//! Handles: the constants that stand for functions.

use syn::{Expr, ExprCall, ExprMethodCall, Generics, Item, ItemConst, PathSegment};

use crate::model::{FunctionKind, Handle, Visibility};

use super::{attributes, idents::ident, scope::Scope, tree};

/// `pub const process: Action<ProcessArgs, ProcessReturns> = Action::new("payments:process");`
pub fn handle(handle: &Handle, scope: &mut Scope<'_>) -> Item {
    let kind = match handle.kind {
        FunctionKind::Query => "Query",
        FunctionKind::Mutation => "Mutation",
        FunctionKind::Action => "Action",
    };
    let mut arguments = vec![scope.ty(&handle.args), scope.ty(&handle.returns)];
    if handle.visibility == Visibility::Internal {
        arguments.push(tree::named(scope.runtime("Internal")));
    }
    let mut new = scope.runtime(kind);
    new.segments.push(PathSegment::from(tree::name("new")));
    let made = Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(tree::value(new)),
        paren_token: Default::default(),
        args: [tree::string(&handle.path)].into_iter().collect(),
    });
    let made = if handle.inferred {
        Expr::MethodCall(ExprMethodCall {
            attrs: Vec::new(),
            receiver: Box::new(made),
            dot_token: Default::default(),
            method: tree::name("inferred"),
            turbofish: None,
            paren_token: Default::default(),
            args: Default::default(),
        })
    } else {
        made
    };
    Item::Const(ItemConst {
        attrs: attributes::docs(&handle.docs),
        vis: scope.visibility(),
        modifiers: Default::default(),
        const_token: Default::default(),
        ident: ident(&handle.name),
        generics: Generics::default(),
        colon_token: Default::default(),
        ty: Box::new(tree::generic(scope.runtime(kind), arguments)),
        eq_token: Default::default(),
        expr: Box::new(made),
        semi_token: Default::default(),
    })
}
