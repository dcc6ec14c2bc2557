//! The compiler's messages about places that throw, as shapes.

use std::collections::BTreeMap;

use crate::{
    syntax::types::{TsLiteral, TsType, parse_type},
    typescript::{emitted::unmarked, shape::Shape, structure},
};

/// The start of an answer in a message.
const ANSWER: &str = "'Site<";

/// The types in the messages that `tsc` `printed`, by the number of their place.
///
/// A place without a message throws nothing that is known: `any`, or no `ConvexError`.
pub(in crate::typescript) fn answers(printed: &str) -> BTreeMap<usize, Shape> {
    let answers = printed.lines().filter(|line| line.contains("error TS2345"));
    answers.filter_map(answer).collect()
}

/// `Argument of type 'number' is not assignable to parameter of type 'Site<3, { .. }>'.`
fn answer(line: &str) -> Option<(usize, Shape)> {
    let at = line.find(ANSWER)?;
    let ty = line.get(at + 1..)?.trim_end().strip_suffix("'.")?;
    let TsType::Reference(site) = parse_type(ty)? else {
        return None;
    };
    let [TsType::Literal(TsLiteral::Number(index)), data] = site.args.as_slice() else {
        return None;
    };
    let index = format!("{index}").parse().ok()?;
    let shape = structure::shape(&unmarked(data)).without_undefined().0;
    match shape {
        // Nothing is known of it, so it says nothing.
        Shape::Any | Shape::Unknown | Shape::Value | Shape::Never | Shape::Unsupported(_) => None,
        shape => Some((index, shape)),
    }
}

#[cfg(test)]
mod tests {
    use super::answers;
    use crate::{
        ir::Literal,
        typescript::shape::{Property, Shape},
    };

    #[test]
    fn messages_name_types() {
        let printed = "\
            convex/a.ts(7,66): error TS2345: Argument of type 'number' is not assignable to parameter of type 'Site<2, [\"it's\"]>'.\n\
            convex/a.ts(8,1): error TS2345: Argument of type 'number' is not assignable to parameter of type 'Site<3, { code: [\"X\"]; id?: Id<\"tasks\"> | \"undefined\" | undefined; }>'.\n\
            convex/a.ts(9,1): error TS2345: Argument of type 'number' is not assignable to parameter of type 'string'.\n\
            convex/a.ts(9,1): error TS2322: Type 'number' is not assignable to type 'Site<4, \"number\">'.\n\
            convex/a.ts(9,1): error TS2345: Argument of type 'number' is not assignable to parameter of type 'Site<5, [T] extends [never] ? \"never\" : Plain<T>>'.\n";
        let text = |text: &str| Shape::Literal(Literal::String(text.to_owned()));
        let object = Shape::object([
            Property {
                name: "code".to_owned(),
                optional: false,
                shape: text("X"),
            },
            Property {
                name: "id".to_owned(),
                optional: true,
                shape: Shape::Id("tasks".to_owned()),
            },
        ]);
        let expected = [(2, text("it's")), (3, object)];
        assert_eq!(answers(printed).into_iter().collect::<Vec<_>>(), expected);
    }
}
