//! Spelling of the backend's names in Rust.
//!
//! | thing | from | spelled |
//! |---|---|---|
//! | module, function, field | its name | `snake_case` |
//! | arguments, returns | function | `ProcessArgs`, `ProcessReturns` |
//! | constant | its name without `Validator`, `Schema` or `v`, and the fields that lead on | `Address`, `AddressGeo` |
//! | document, table validator, id | – | `Doc`, `Fields`, `Id` |
//! | inline type | the field it is in, if nothing else in the module wants that name | `Address`, `File` in `files` |
//! | – | else its owner's name and the path to it | `ProcessArgsAddress`, `ListReturnsItem`, `ScoresValue` |
//! | document written out | its table's | `tables::tasks::Doc` |
//! | variant | its literal or its type | `InProgress`, `_1080p`, `Minus1`, `EqEq`, `String` |
//! | variant of a Boolean tag | the tag | `Success`, `Failure`, `Found`, `NotFound` |
//!
//! Siblings that meet are told apart by a second spelling, which depends on the name alone: its
//! style (`foo_bar_camel`), its punctuation (`CPlusPlus`), or at last its very letters
//! (`foo_cap_b`). A name that already is its Rust spelling keeps it.

use std::collections::BTreeMap;

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::model::{Ident, Name, plain};

/// `snake_case` or `UpperCamelCase`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Modules: in ASCII, since rustc does not look for files of other names.
    Module,
    /// Fields and functions.
    Snake,
    /// Types and variants.
    Pascal,
}

/// Two or more names that have one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clash {
    /// The spelling.
    pub spelling: String,
    /// Positions of the names, in the order given.
    pub members: Vec<usize>,
}

impl Case {
    fn apply(self, text: &str) -> String {
        match self {
            Self::Module | Self::Snake => text.to_snake_case(),
            Self::Pascal => text.to_upper_camel_case(),
        }
    }

    fn join(self, base: &str, suffix: &str) -> String {
        let suffix = self.apply(suffix);
        match self {
            Self::Module | Self::Snake => format!("{base}_{suffix}"),
            Self::Pascal => format!("{base}{suffix}"),
        }
    }
}

/// The spelling of `name` if it does not collide.
pub(super) fn spell(name: &str, case: Case) -> String {
    let plain = match case {
        Case::Module | Case::Snake => plain::snake(name),
        Case::Pascal => plain::pascal(name),
    };
    if let Some(plain) = plain {
        return plain;
    }
    let text = case.apply(&ascii_or_safe(name, case));
    let text = if text.is_empty() {
        case.apply(&spell_out(name))
    } else {
        text
    };
    if text.starts_with(|c: char| c.is_numeric()) {
        format!("_{text}")
    } else {
        text
    }
}

/// Spells siblings so that all differ, and reports which were respelled.
pub(super) fn spell_all(names: &[&str], case: Case) -> (Vec<Name>, Vec<Clash>) {
    let first: Vec<String> = names.iter().map(|name| spell(name, case)).collect();
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, spelling) in first.iter().enumerate() {
        groups.entry(spelling).or_default().push(position);
    }
    let clashes: Vec<Clash> = groups
        .into_iter()
        .filter(|(_, members)| members.len() > 1)
        .map(|(spelling, members)| Clash {
            spelling: spelling.to_owned(),
            members,
        })
        .collect();
    if clashes.is_empty() {
        return (named(names, first), clashes);
    }
    let mut spelled = first.clone();
    for clash in &clashes {
        for &member in &clash.members {
            if names[member] != clash.spelling {
                spelled[member] = second_spelling(names[member], &clash.spelling, case);
            }
        }
    }
    for position in 0..names.len() {
        let same = |other: usize| spelled[other] == spelled[position];
        if spelled[position] != first[position]
            && (0..names.len()).filter(|&other| same(other)).count() > 1
        {
            spelled[position] = case.join(&first[position], &exact(names[position]));
        }
    }
    (named(names, spelled), clashes)
}

fn named(names: &[&str], spelled: Vec<String>) -> Vec<Name> {
    let names = names.iter().zip(spelled);
    let names = names.map(|(wire, rust)| Name {
        wire: (*wire).to_owned(),
        rust: Ident::new(rust),
    });
    names.collect()
}

/// Respells `name` after the user chose its spelling for another.
pub(super) fn respell(name: &Name, case: Case) -> Name {
    let rust = second_spelling(&name.wire, name.rust.text(), case);
    let rust = if rust == name.rust.text() {
        case.join(&rust, &exact(&name.wire))
    } else {
        rust
    };
    Name {
        wire: name.wire.clone(),
        rust: Ident::new(rust),
    }
}

/// Returns the second spelling of a name, for when another has the `first`.
fn second_spelling(name: &str, first: &str, case: Case) -> String {
    // `_id` beside `id`. Names that start with `__` belong to derived code.
    if case != Case::Pascal && name.strip_prefix('_') == Some(first) {
        return name.to_owned();
    }
    case.join(first, &distinction(name))
}

/// Returns a word that sets a name apart from others with its letters.
fn distinction(name: &str) -> String {
    let style = [
        (name.to_lower_camel_case(), "camel"),
        (name.to_upper_camel_case(), "pascal"),
        (name.to_snake_case(), "snake"),
        (name.to_shouty_snake_case(), "upper"),
        (name.to_kebab_case(), "kebab"),
    ];
    if let Some((_, style)) = style.iter().find(|(spelling, _)| spelling == name) {
        return (*style).to_owned();
    }
    let punctuation: String = name
        .chars()
        .filter(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-' | ' '))
        .collect();
    if punctuation.is_empty() {
        exact(name)
    } else {
        spell_out(&punctuation)
    }
}

/// A spelling of `text` that no other text has: capitals and punctuation in words.
pub(super) fn exact(text: &str) -> String {
    let mut words = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => words.push(c),
            c if c.is_ascii_uppercase() => {
                words.push_str("_cap_");
                words.push(c.to_ascii_lowercase());
            }
            c => words.push_str(&spell_out(&c.to_string())),
        }
    }
    spell(&words, Case::Pascal)
}

/// Returns whether a type of this name would hide one that generated files name: of the prelude, of
/// the runtime, or what each table has.
pub(super) fn is_taken(name: &str) -> bool {
    #[rustfmt::skip]
    const TAKEN: &[&str] = &[
        "Action", "BTreeMap", "Box", "Builder", "Bytes", "Clone", "Copy", "Debug", "Default", "Doc", "Drop", "Eq", "Err", "Fields", "Fn",
        "From", "FromConvex", "HashMap", "Hash", "Id", "IndexMap", "Internal", "Into", "Iterator", "Literals", "Mutation", "None", "Ok", "Option",
        "Ord", "PartialEq", "PartialOrd", "Public", "Query", "Result", "ScheduledFunction", "Self", "Send", "Sized", "Some", "StorageFile", "String", "Sync",
        "ToConvex", "ToOwned", "ToString", "Unpin", "Value", "Vec",
    ];
    TAKEN.contains(&name)
}

/// `text` with characters that rustc warns about in identifiers replaced by their number.
///
/// Kept: ASCII, Latin letters, and scripts that do not resemble Latin. Others, such as Cyrillic,
/// trip the confusables lints.
fn ascii_or_safe(text: &str, case: Case) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        let kept = (c.is_ascii() || case != Case::Module)
            && matches!(c,
            '\0'..='\x7f' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ſ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '가'..='힣');
        match (kept, c.is_alphanumeric()) {
            (true, _) => safe.push(c),
            (false, true) => safe.push_str(&code_point(c)),
            (false, false) => safe.push('_'),
        }
    }
    safe
}

fn code_point(c: char) -> String {
    format!("_u{:x}_", u32::from(c))
}

/// `text` in words, for names without a letter.
pub(super) fn spell_out(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let mut words = String::new();
    for c in text.chars() {
        let word = match c {
            '=' => "eq",
            '!' => "not",
            '<' => "lt",
            '>' => "gt",
            '+' => "plus",
            '-' => "minus",
            '*' => "star",
            '/' => "slash",
            '\\' => "backslash",
            '%' => "percent",
            '&' => "and",
            '|' => "or",
            '^' => "caret",
            '~' => "tilde",
            '?' => "question",
            '.' => "dot",
            ',' => "comma",
            ':' => "colon",
            ';' => "semicolon",
            '#' => "hash",
            '@' => "at",
            '$' => "dollar",
            '_' => "underscore",
            ' ' => "space",
            '\'' | '"' | '`' => "quote",
            '(' => "open_paren",
            ')' => "close_paren",
            '[' => "open_bracket",
            ']' => "close_bracket",
            '{' => "open_brace",
            '}' => "close_brace",
            c if c.is_ascii_alphanumeric() => {
                words.push(c);
                continue;
            }
            c => {
                words.push_str(&code_point(c));
                continue;
            }
        };
        words.push('_');
        words.push_str(word);
        words.push('_');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings(names: &[&str], case: Case) -> Vec<String> {
        spell_all(names, case)
            .0
            .iter()
            .map(|name| name.rust.to_string())
            .collect()
    }

    #[test]
    fn names_follow_rust_case_and_stay_identifiers() {
        let snake = |name| Ident::new(spell(name, Case::Snake)).to_string();
        let pascal = |name| Ident::new(spell(name, Case::Pascal)).to_string();
        assert_eq!(
            ["firstName", "HTMLParser", "a-b", "$id", "loop", "self"].map(snake),
            ["first_name", "html_parser", "a_b", "id", "r#loop", "self_",]
        );
        assert_eq!(
            [
                "in-progress",
                "1080p",
                "",
                "==",
                "!=",
                "größe",
                "Self",
                "👍",
                "привет"
            ]
            .map(pascal),
            [
                "InProgress",
                "_1080p",
                "Empty",
                "EqEq",
                "NotEq",
                "Größe",
                "Self_",
                "U1f44d",
                "U43fU440U438U432U435U442",
            ]
        );
        assert_eq!(
            ["_", "$", "2fa"].map(snake),
            ["underscore", "dollar", "_2fa"]
        );
    }

    #[test]
    fn siblings_that_meet_get_spellings_of_their_own() {
        assert_eq!(
            spellings(&["fooBar", "foo_bar", "foobar"], Case::Snake),
            ["foo_bar_camel", "foo_bar", "foobar"]
        );
        assert_eq!(
            spellings(&["C", "C++", "C#", "c"], Case::Pascal),
            ["C", "CPlusPlus", "CHash", "CCamel"]
        );
        assert_eq!(spellings(&["_id", "id"], Case::Snake), ["_id", "id"]);
        assert_eq!(
            spellings(&["foo", "foo$"], Case::Snake),
            ["foo", "foo_dollar"]
        );
    }

    #[test]
    fn spellings_do_not_depend_on_order() {
        let names = [
            "fooBar",
            "foo_bar",
            "FooBar",
            "foo-bar",
            "foo_bar_camel",
            "a",
            "FOO_BAR",
            "Foo_Bar",
        ];
        let forwards = spellings(&names, Case::Snake);
        let backwards: Vec<&str> = names.iter().rev().copied().collect();
        let mut backwards = spellings(&backwards, Case::Snake);
        backwards.reverse();
        assert_eq!(forwards, backwards);
        let mut distinct = forwards;
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len());
    }
}
