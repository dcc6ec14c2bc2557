//! Random JSON text, whole and mutilated: what `serde_json` accepts is accepted, with equal values,
//! and nothing else is.

use std::fmt::Write as _;

use convex_runtime::{Tape, Value, decode};
use serde_json::Value as Json;

/// Numbers that repeat themselves; xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1.5",
    "0.1",
    "1e3",
    "1E-7",
    "123456789012345678",
    "9007199254740993",
    "18446744073709551616",
    "1.7976931348623157e308",
    "4.9e-324",
    "2.2250738585072011e-308",
    "0.000001",
    "123.456e+5",
    "-98765.43210123456789",
    "1e22",
    "1e23",
    "8.41e21",
    "3.14159265358979",
];
const TEXTS: &[&str] = &[
    "",
    "plain",
    "a\\\"b",
    "\\\\",
    "\\/",
    "\\b\\f\\n\\r\\t",
    "\\u00e9",
    "\\ud83d\\ude00",
    "é😀",
    "\\u0000",
    "a long text that has no escapes at all and is longer than a word",
];
const SPACES: &[&str] = &["", "", " ", "\n", "\t\r "];

fn add(random: &mut Random, depth: usize, out: &mut String) {
    out.push_str(random.pick(SPACES));
    match random.below(if depth == 0 { 5 } else { 8 }) {
        0 => out.push_str(random.pick(&["null", "true", "false"])),
        1 | 2 => out.push_str(random.pick(NUMBERS)),
        3 | 4 => {
            out.push('"');
            out.push_str(random.pick(TEXTS));
            out.push('"');
        }
        5 | 6 => {
            out.push('[');
            for item in 0..random.below(4) {
                if item > 0 {
                    out.push(',');
                }
                add(random, depth - 1, out);
            }
            out.push(']');
        }
        _ => {
            out.push('{');
            for item in 0..random.below(4) {
                if item > 0 {
                    out.push(',');
                }
                let (before, after) = (random.pick(SPACES), random.pick(SPACES));
                write!(out, "{before}\"k{item}\"{after}:").unwrap();
                add(random, depth - 1, out);
            }
            out.push('}');
        }
    }
    out.push_str(random.pick(SPACES));
}

fn same(ours: &Value, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Value::Null, Json::Null) => true,
        (Value::Boolean(ours), Json::Bool(theirs)) => ours == theirs,
        (Value::Float64(ours), Json::Number(theirs)) => theirs
            .as_f64()
            .is_some_and(|theirs| theirs.to_bits() == ours.to_bits()),
        (Value::String(ours), Json::String(theirs)) => ours == theirs,
        (Value::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), Json::Object(theirs)) => {
            ours.len() == theirs.len()
                && theirs
                    .iter()
                    .all(|(key, theirs)| ours.get(key).is_some_and(|ours| same(ours, theirs)))
        }
        _ => false,
    }
}

#[test]
fn random_text_is_read_as_serde_json_reads_it() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20_000 {
        let mut text = String::new();
        add(&mut random, 5, &mut text);
        let theirs: Json = serde_json::from_str(&text).unwrap();
        let ours: Value = decode(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        // `-0` is an integer to `serde_json`'s value, which has no negative zero for it.
        assert!(
            same(&ours, &theirs) || text.contains("-0"),
            "{text}: {ours:?}"
        );
    }
}

#[test]
fn mutilated_text_is_refused_where_serde_json_refuses_it() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let scraps = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "e", ".", "u", "\u{1}", " ", "t",
        "\\ud800", "é",
    ];
    let mut refused = 0;
    for _ in 0..50_000 {
        let mut text = String::new();
        add(&mut random, 4, &mut text);
        for _ in 0..=random.below(2) {
            let mut at = random.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match random.below(3) {
                0 => text.truncate(at),
                1 => text.insert_str(at, random.pick(&scraps)),
                _ => {
                    if at < text.len() {
                        text.remove(at);
                    }
                }
            }
        }
        let theirs = serde_json::from_str::<Json>(&text);
        let ours = Tape::parse(&text);
        assert_eq!(ours.is_ok(), theirs.is_ok(), "{text:?}: {theirs:?}");
        refused += usize::from(theirs.is_err());
    }
    assert!(refused > 10_000, "{refused} texts were refused");
}
