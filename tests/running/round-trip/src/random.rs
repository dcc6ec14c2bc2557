//! Random validators from a fixed seed, as a TypeScript module: above all unions whose members
//! resemble each other.

use std::fmt::Write as _;

/// A module with as many functions as asked for, each of which takes and returns a value of a
/// validator.
pub fn module(validators: usize) -> String {
    let mut text = "import { queryGeneric as query } from \"convex/server\";\nimport { v } from \"convex/values\";\n\
                    const echo = (value) => query({ args: { value, values: v.array(value) }, returns: value, handler: async (_ctx, args) => args.value });\n"
        .to_owned();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for number in 0..validators {
        let validator = random.union(2 + number % 2);
        let _ = write!(
            text,
            "export const type_{number} = {validator};\nexport const f{number} = echo(type_{number});\n"
        );
    }
    text
}

/// xorshift64*.
struct Random(u64);

const FIELDS: [&str; 6] = ["a", "b", "kind", "type", "fooBar", "foo_bar"];
const TEXTS: [&str; 5] = ["a", "b-c", "B C", "", "1"];

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or_default() % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn literal(&mut self) -> String {
        match self.below(6) {
            0 => "v.literal(true)".to_owned(),
            1 => format!("v.literal({})", self.below(3)),
            2 => format!("v.literal({}n)", self.below(3)),
            _ => format!("v.literal({:?})", self.one(&TEXTS)),
        }
    }

    fn scalar(&mut self) -> String {
        let scalars = [
            "v.string()",
            "v.number()",
            "v.int64()",
            "v.boolean()",
            "v.bytes()",
            "v.null()",
            "v.id(\"users\")",
        ];
        self.one(&scalars).to_owned()
    }

    fn any(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 6 } else { 12 }) {
            0..=2 => self.scalar(),
            3..=4 => self.literal(),
            5 => format!("v.array({})", self.scalar()),
            6 => "v.any()".to_owned(),
            7 => format!("v.array({})", self.any(depth - 1)),
            8 => format!("v.record(v.string(), {})", self.any(depth - 1)),
            9 => self.union(depth - 1),
            _ => self.object(depth - 1, None),
        }
    }

    fn object(&mut self, depth: usize, tag: Option<(&str, String)>) -> String {
        let tag_name = tag.as_ref().map(|(name, _)| (*name).to_owned());
        let mut fields: Vec<String> = tag
            .map(|(name, literal)| format!("{name}: {literal}"))
            .into_iter()
            .collect();
        for name in FIELDS {
            if tag_name.as_deref() != Some(name) && self.below(3) == 0 {
                let ty = self.any(depth);
                fields.push(match self.below(3) {
                    0 => format!("{name}: v.optional({ty})"),
                    _ => format!("{name}: {ty}"),
                });
            }
        }
        format!("v.object({{ {} }})", fields.join(", "))
    }

    fn union(&mut self, depth: usize) -> String {
        let members = 2 + self.below(3);
        let depth = depth.saturating_sub(1);
        let members: Vec<String> = match self.below(5) {
            0 => (0..members).map(|_| self.literal()).collect(),
            1 => {
                let tag = self.one(&FIELDS);
                (0..members)
                    .map(|at| {
                        let literal = format!("v.literal({:?})", TEXTS[at]);
                        self.object(depth, Some((tag, literal)))
                    })
                    .collect()
            }
            2 | 3 => (0..members).map(|_| self.object(depth, None)).collect(),
            _ => (0..members).map(|_| self.any(depth)).collect(),
        };
        let null = if self.below(4) == 0 { ", v.null()" } else { "" };
        format!("v.union({}{null})", members.join(", "))
    }
}
