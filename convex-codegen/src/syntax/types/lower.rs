//! The parser's types → [`TsType`].

use swc_ecma_ast as swc;

use super::{Keyword, TsLiteral, TsMapped, TsMember, TsReference, TsType};
use crate::text::Docs;

/// Lowers one type.
pub(super) fn ts_type(ty: &swc::TsType) -> TsType {
    match ty {
        swc::TsType::TsKeywordType(keyword) => keyword_type(keyword.kind),
        swc::TsType::TsThisType(_) => TsType::Other("this"),
        swc::TsType::TsFnOrConstructorType(_) => TsType::Function,
        swc::TsType::TsTypeRef(reference) => TsType::Reference(TsReference {
            specifier: None,
            name: entity(&reference.type_name),
            args: arguments(reference.type_params.as_deref()),
        }),
        swc::TsType::TsTypeQuery(query) => type_of(query),
        swc::TsType::TsTypeLit(literal) => TsType::Object(members(&literal.members)),
        swc::TsType::TsArrayType(array) => TsType::Array(Box::new(ts_type(&array.elem_type))),
        swc::TsType::TsTupleType(tuple) => TsType::Tuple(
            tuple
                .elem_types
                .iter()
                .map(|element| ts_type(&element.ty))
                .collect(),
        ),
        // In tuples only; an element that may be missing is an element that may not be there.
        swc::TsType::TsOptionalType(optional) => ts_type(&optional.type_ann),
        swc::TsType::TsRestType(rest) => match ts_type(&rest.type_ann) {
            TsType::Array(element) => *element,
            other => TsType::Indexed(Box::new(other), Box::new(TsType::Keyword(Keyword::Number))),
        },
        swc::TsType::TsUnionOrIntersectionType(several) => union_or_intersection(several),
        swc::TsType::TsConditionalType(_) => TsType::Other("conditional type"),
        swc::TsType::TsInferType(_) => TsType::Other("infer"),
        swc::TsType::TsParenthesizedType(inner) => ts_type(&inner.type_ann),
        swc::TsType::TsTypeOperator(operator) => match operator.op {
            swc::TsTypeOperatorOp::KeyOf => TsType::KeyOf(Box::new(ts_type(&operator.type_ann))),
            swc::TsTypeOperatorOp::Unique => TsType::Keyword(Keyword::Symbol),
            swc::TsTypeOperatorOp::ReadOnly => ts_type(&operator.type_ann),
        },
        swc::TsType::TsIndexedAccessType(access) => TsType::Indexed(
            Box::new(ts_type(&access.obj_type)),
            Box::new(ts_type(&access.index_type)),
        ),
        swc::TsType::TsMappedType(mapped) => mapped_type(mapped),
        swc::TsType::TsLitType(literal) => literal_type(&literal.lit),
        swc::TsType::TsTypePredicate(_) => TsType::Keyword(Keyword::Boolean),
        swc::TsType::TsImportType(import) => TsType::Reference(import_reference(import)),
    }
}

fn keyword_type(kind: swc::TsKeywordTypeKind) -> TsType {
    use swc::TsKeywordTypeKind as Kind;
    TsType::Keyword(match kind {
        Kind::TsAnyKeyword => Keyword::Any,
        Kind::TsUnknownKeyword => Keyword::Unknown,
        Kind::TsNumberKeyword => Keyword::Number,
        Kind::TsObjectKeyword => Keyword::Object,
        Kind::TsBooleanKeyword => Keyword::Boolean,
        Kind::TsBigIntKeyword => Keyword::BigInt,
        Kind::TsStringKeyword => Keyword::String,
        Kind::TsSymbolKeyword => Keyword::Symbol,
        Kind::TsVoidKeyword => Keyword::Void,
        Kind::TsUndefinedKeyword => Keyword::Undefined,
        Kind::TsNullKeyword => Keyword::Null,
        Kind::TsNeverKeyword => Keyword::Never,
        Kind::TsIntrinsicKeyword => return TsType::Other("intrinsic"),
    })
}

fn entity(name: &swc::TsEntityName) -> Vec<String> {
    match name {
        swc::TsEntityName::Ident(ident) => vec![ident.sym.to_string()],
        swc::TsEntityName::TsQualifiedName(qualified) => {
            let mut parts = entity(&qualified.left);
            parts.push(qualified.right.sym.to_string());
            parts
        }
    }
}

fn arguments(args: Option<&swc::TsTypeParamInstantiation>) -> Vec<TsType> {
    args.map_or_else(Vec::new, |args| {
        args.params.iter().map(|arg| ts_type(arg)).collect()
    })
}

fn type_of(query: &swc::TsTypeQuery) -> TsType {
    TsType::TypeOf(match &query.expr_name {
        swc::TsTypeQueryExpr::TsEntityName(name) => TsReference {
            specifier: None,
            name: entity(name),
            args: arguments(query.type_args.as_deref()),
        },
        swc::TsTypeQueryExpr::Import(import) => import_reference(import),
    })
}

fn import_reference(import: &swc::TsImportType) -> TsReference {
    TsReference {
        specifier: Some(import.arg.value.to_string_lossy().into_owned()),
        name: import.qualifier.as_ref().map_or_else(Vec::new, entity),
        args: arguments(import.type_args.as_deref()),
    }
}

fn union_or_intersection(several: &swc::TsUnionOrIntersectionType) -> TsType {
    match several {
        swc::TsUnionOrIntersectionType::TsUnionType(union) => {
            TsType::Union(union.types.iter().map(|ty| ts_type(ty)).collect())
        }
        swc::TsUnionOrIntersectionType::TsIntersectionType(intersection) => {
            TsType::Intersection(intersection.types.iter().map(|ty| ts_type(ty)).collect())
        }
    }
}

fn mapped_type(mapped: &swc::TsMappedType) -> TsType {
    let Some(keys) = &mapped.type_param.constraint else {
        return TsType::Other("mapped type");
    };
    TsType::Mapped(Box::new(TsMapped {
        parameter: mapped.type_param.name.sym.to_string(),
        keys: ts_type(keys),
        renamed: mapped.name_type.is_some(),
        optional: mapped
            .optional
            .map(|sign| sign != swc::TruePlusMinus::Minus),
        value: mapped
            .type_ann
            .as_deref()
            .map_or(TsType::Keyword(Keyword::Any), ts_type),
    }))
}

fn literal_type(literal: &swc::TsLit) -> TsType {
    TsType::Literal(match literal {
        swc::TsLit::Number(number) => TsLiteral::Number(number.value),
        swc::TsLit::Str(text) => TsLiteral::String(text.value.to_string_lossy().into_owned()),
        swc::TsLit::Bool(boolean) => TsLiteral::Boolean(boolean.value),
        swc::TsLit::BigInt(number) => TsLiteral::BigInt(number.value.to_string().parse().ok()),
        swc::TsLit::Tpl(template) => {
            match (template.types.as_slice(), template.quasis.as_slice()) {
                ([], [only]) => match &only.cooked {
                    Some(text) => TsLiteral::String(text.to_string_lossy().into_owned()),
                    None => return TsType::Template,
                },
                _ => return TsType::Template,
            }
        }
    })
}

/// The members of an object type or an interface.
pub(super) fn members(elements: &[swc::TsTypeElement]) -> Vec<TsMember> {
    elements.iter().map(member).collect()
}

fn member(element: &swc::TsTypeElement) -> TsMember {
    match element {
        swc::TsTypeElement::TsPropertySignature(property) => {
            match key(&property.key, Brackets::from(property.computed)) {
                Some(name) => TsMember::Property {
                    name,
                    ty: annotated(property.type_ann.as_deref()),
                    optional: property.optional,
                    docs: Docs::default(),
                },
                None => TsMember::Other,
            }
        }
        swc::TsTypeElement::TsGetterSignature(getter) => {
            match key(&getter.key, Brackets::from(getter.computed)) {
                Some(name) => TsMember::Property {
                    name,
                    ty: annotated(getter.type_ann.as_deref()),
                    optional: false,
                    docs: Docs::default(),
                },
                None => TsMember::Other,
            }
        }
        swc::TsTypeElement::TsMethodSignature(method) => {
            match key(&method.key, Brackets::from(method.computed)) {
                Some(name) => TsMember::Method {
                    name,
                    optional: method.optional,
                    params: method.params.iter().map(parameter).collect(),
                    returns: annotated(method.type_ann.as_deref()),
                },
                None => TsMember::Other,
            }
        }
        swc::TsTypeElement::TsIndexSignature(index) => TsMember::Index {
            keys: index
                .params
                .first()
                .map_or(TsType::Keyword(Keyword::Any), parameter),
            values: annotated(index.type_ann.as_deref()),
        },
        _ => TsMember::Other,
    }
}

/// The type after a colon; `any` when there is none.
pub(super) fn annotated(annotation: Option<&swc::TsTypeAnn>) -> TsType {
    annotation.map_or(TsType::Keyword(Keyword::Any), |annotation| {
        ts_type(&annotation.type_ann)
    })
}

fn parameter(parameter: &swc::TsFnParam) -> TsType {
    annotated(match parameter {
        swc::TsFnParam::Ident(ident) => ident.type_ann.as_deref(),
        swc::TsFnParam::Array(array) => array.type_ann.as_deref(),
        swc::TsFnParam::Rest(rest) => rest.type_ann.as_deref(),
        swc::TsFnParam::Object(object) => object.type_ann.as_deref(),
    })
}

/// The brackets around a key, if any.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brackets {
    None,
    Around,
}

impl From<bool> for Brackets {
    fn from(computed: bool) -> Self {
        if computed { Self::Around } else { Self::None }
    }
}

/// The name of a key; `None` when it has to be computed.
fn key(key: &swc::Expr, brackets: Brackets) -> Option<String> {
    match key {
        swc::Expr::Ident(ident) if brackets == Brackets::None => Some(ident.sym.to_string()),
        swc::Expr::Lit(swc::Lit::Str(text)) => Some(text.value.to_string_lossy().into_owned()),
        swc::Expr::Lit(swc::Lit::Num(number)) => Some(number.value.to_string()),
        _ => None,
    }
}

/// The text of a string literal.
pub(super) fn text(literal: &swc::Str) -> String {
    literal.value.to_string_lossy().into_owned()
}

/// The type that an interface extends.
pub(super) fn extended(parent: &swc::TsExprWithTypeArgs) -> TsReference {
    fn path(expression: &swc::Expr) -> Vec<String> {
        match expression {
            swc::Expr::Ident(ident) => vec![ident.sym.to_string()],
            swc::Expr::Member(member) => {
                let mut parts = path(&member.obj);
                if let swc::MemberProp::Ident(name) = &member.prop {
                    parts.push(name.sym.to_string());
                }
                parts
            }
            _ => Vec::new(),
        }
    }
    TsReference {
        specifier: None,
        name: path(&parent.expr),
        args: arguments(parent.type_args.as_deref()),
    }
}
