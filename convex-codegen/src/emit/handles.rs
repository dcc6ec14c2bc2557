//! Handles: the constants that stand for functions.

use syn::{
    ConstModifiers, Expr, ExprCall, ExprMethodCall, Generics, Item, ItemConst, PathSegment, Token,
    punctuated::Punctuated, token,
};

use crate::model::{FunctionKind, Handle, Visibility};

use super::{attributes, idents::ident, scope::Scope, tree};

/// `pub const process: Action<ProcessArgs, ProcessReturns> = Action::new("payments:process");`
pub(super) fn handle(handle: &Handle, scope: &mut Scope<'_>) -> Item {
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
        paren_token: token::Paren::default(),
        args: [tree::string(&handle.path)].into_iter().collect(),
    });
    let made = if handle.inferred {
        method(made, "inferred", Punctuated::new())
    } else {
        made
    };
    let made = match &handle.session {
        Some(field) => {
            let field = [tree::string(field)].into_iter().collect();
            method(made, "session", field)
        }
        None => made,
    };
    Item::Const(ItemConst {
        attrs: attributes::docs(&handle.docs),
        vis: scope.visibility(),
        modifiers: ConstModifiers::default(),
        const_token: <Token![const]>::default(),
        ident: ident(&handle.name),
        generics: Generics::default(),
        colon_token: <Token![:]>::default(),
        ty: Box::new(tree::generic(scope.runtime(kind), arguments)),
        eq_token: <Token![=]>::default(),
        expr: Box::new(made),
        semi_token: <Token![;]>::default(),
    })
}

/// `receiver.name(args)`.
fn method(receiver: Expr, name: &str, args: Punctuated<Expr, Token![,]>) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: <Token![.]>::default(),
        method: tree::name(name),
        turbofish: None,
        paren_token: token::Paren::default(),
        args,
    })
}
