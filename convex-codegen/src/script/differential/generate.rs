//! Random programs, by the productions of `grammar.txt`.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::{Program, Text};

/// The maximum depth of nested expressions and statements.
const DEPTH: u32 = 3;

/// The productions of each kind.
#[derive(Debug)]
pub(super) struct Grammar(BTreeMap<char, Vec<Production>>);

#[derive(Debug)]
struct Production {
    text: &'static str,
    /// `true` if it contains nothing that must be produced in turn.
    leaf: bool,
    /// `true` if we do not know what it evaluates to.
    unknown: bool,
}

impl Grammar {
    /// Reads `grammar.txt`.
    pub(super) fn new() -> Self {
        let mut kinds: BTreeMap<char, Vec<Production>> = BTreeMap::new();
        for line in include_str!("grammar.txt").lines() {
            let mut chars = line.chars();
            let (Some(kind), Some(mark)) = (chars.next(), chars.next()) else {
                continue;
            };
            if kind == '#' {
                continue;
            }
            let text = chars.as_str().trim_start();
            let leaf = mark == '.';
            let unknown = UNKNOWN.iter().any(|name| text.contains(name));
            let production = Production {
                text,
                leaf,
                unknown,
            };
            kinds.entry(kind).or_default().push(production);
        }
        Self(kinds)
    }
}

/// A program in its parts, which can be left out one by one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parts {
    /// The statements at the top.
    pub statements: Vec<String>,
    /// The parts of the result.
    pub results: Vec<String>,
    /// The number of statements in a separate module, from which the others import.
    pub lent: usize,
    /// The names that they declare.
    pub exported: Vec<String>,
}

/// Functions that only Node knows: ours is to take into account all that they could do. One program
/// in four calls them.
const UNKNOWN: [&str; 3] = ["hidden(", "spoil(", "risky("];

/// The start of every program.
const PRELUDE: &str = "const log = [];\n<<!const hidden = fetch, spoil = fetch, risky = fetch;|||const hidden = (x) => x;
const spoil = (x) => {
  if (Array.isArray(x)) { if (!Object.isFrozen(x) && x.length < 20) x.push(7); }
  else if (x instanceof Map) x.set(\"s\", 7);
  else if (x instanceof Set) x.add(7);
  else if (typeof x === \"function\") x(3);
  else if (typeof x === \"object\" && x !== null && Object.isExtensible(x)) x.spoilt = 7;
  return 7;
};
const risky = (x) => { if (x) throw new TypeError(\"risky\"); return 7; };!>>\nconst attempt = (f, otherwise) => { try { return f(); } catch (e) { log.push(e.name); return otherwise; } };\n";

impl Parts {
    /// The program that these are.
    pub(super) fn program(&self) -> Program {
        let results = self.results.join(", ");
        let main = self.statements[self.lent.min(self.statements.len())..].join("\n");
        let lent = self.statements[..self.lent.min(self.statements.len())].join("\n");
        let both = |text: &str| Text {
            node: chosen(text, |(_, node)| node),
            ours: chosen(text, |(ours, _)| ours),
        };
        if self.lent == 0 {
            let text = format!("{PRELUDE}{main}\nexport const result = [{results}];\n");
            return Program {
                modules: vec![("main", both(&text))],
            };
        }
        let names = self.exported.join(", ");
        let lent =
            format!("{PRELUDE}{lent}\nexport {{ log, attempt, hidden, spoil, risky, {names} }};\n");
        let main = format!(
            "import {{ log, attempt, hidden, spoil, risky, {names} }} from \"./lent\";\n{main}\nexport const result = [{results}];\n"
        );
        Program {
            modules: vec![("lent", both(&lent)), ("main", both(&main))],
        }
    }
}

/// `text` with one side of each `<<ours|||node>>`.
fn chosen(text: &str, side: fn((String, String)) -> String) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<<!") {
        result.push_str(before);
        let (inside, after) = after.split_once("!>>").unwrap_or((after, ""));
        let (ours, node) = inside.split_once("|||").unwrap_or((inside, inside));
        result.push_str(&side((ours.to_owned(), node.to_owned())));
        rest = after;
    }
    result + rest
}

/// The program with this number.
pub(super) fn program(grammar: &Grammar, seed: u64) -> Parts {
    let mut generator = Generator {
        grammar,
        rng: Rng::with_seed(seed),
        scope: Vec::new(),
        names: 0,
        size: 0,
        unknown: seed % 4 == 3,
    };
    let mut statements = Vec::new();
    // A variable of each kind that statements change.
    let first = [
        "let $!N = $N;",
        "let $!S = $S;",
        "const $!L = $L;",
        "const $!O = $O;",
    ];
    for declaration in first {
        statements.push(generator.expand(&guarded(declaration), 1));
    }
    // Names that are imported can be read, and what they hold can be changed.
    let lent = if generator.rng.u8(0..5) == 0 {
        statements.len()
    } else {
        0
    };
    let exported: Vec<String> = generator
        .scope
        .iter()
        .map(|(_, name)| name.clone())
        .collect();
    if lent > 0 {
        generator
            .scope
            .retain(|(kind, _)| !matches!(kind, 'N' | 'S'));
    }
    let count = generator.rng.usize(2..7);
    for _ in 0..count {
        if generator.rng.u8(0..3) == 0 {
            statements.push(generator.produce('D', 0));
        } else {
            let statement = generator.produce('X', 0);
            statements.push(format!(
                "try {{ {statement} }} catch (e) {{ log.push(e.name); }}"
            ));
        }
    }
    let mut results = vec!["log".to_owned()];
    if lent > 0 {
        results.extend(exported.iter().cloned());
    }
    results.extend(generator.scope.iter().map(|(_, name)| name.clone()));
    let last = generator.produce('A', 1);
    results.push(format!("attempt(() => {last}, 0)"));
    Parts {
        statements,
        results,
        lent,
        exported,
    }
}

struct Generator<'a> {
    grammar: &'a Grammar,
    rng: Rng,
    scope: Vec<(char, String)>,
    names: u32,
    /// The number of productions so far, to keep programs short.
    size: u32,
    /// True if values that are not known may occur.
    unknown: bool,
}

impl Generator<'_> {
    fn produce(&mut self, kind: char, depth: u32) -> String {
        const LARGEST: u32 = 120;
        self.size += 1;
        let productions = self.grammar.0[&kind].iter();
        let productions: Vec<&Production> = productions
            .filter(|production| self.unknown || !production.unknown)
            .collect();
        let deep = depth >= DEPTH || self.size > LARGEST;
        let leaves = productions
            .iter()
            .filter(|production| production.leaf)
            .count();
        let production = if deep && leaves > 0 {
            let nth = self.rng.usize(..leaves);
            let mut leaves = productions.iter().filter(|production| production.leaf);
            leaves.nth(nth)
        } else if deep && kind == 'X' {
            return "log.push(0);".to_owned();
        } else {
            productions.get(self.rng.usize(..productions.len()))
        };
        let text = production.map_or("0", |production| production.text);
        let guarded = guarded(text);
        let text = if kind == 'D' && depth == 0 {
            &guarded
        } else {
            text
        };
        let known = self.scope.len();
        let text = self.expand(text, depth + 1);
        // Declarations at the top are seen by what follows.
        if kind != 'D' || depth > 0 {
            let declares = kind == 'D';
            if !declares {
                self.scope.truncate(known);
            }
        }
        if matches!(kind, 'X' | 'D' | 'K' | 'R' | 'I') || text.chars().all(char::is_alphanumeric) {
            text
        } else {
            format!("({text})")
        }
    }

    fn expand(&mut self, text: &str, depth: u32) -> String {
        let mut own: BTreeMap<char, String> = BTreeMap::new();
        // A name is in scope once it has its value.
        let declares = ["let ", "const ", "var "]
            .iter()
            .any(|word| text.starts_with(word));
        let mut pending = Vec::new();
        let mut result = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => {
                    self.scope.append(&mut pending);
                    result.push(c);
                }
                '<' if chars.as_str().starts_with('<') && text.contains("|||") => {
                    chars.next();
                    result.push_str("<<!");
                }
                '>' if chars.as_str().starts_with('>') && text.contains("|||") => {
                    chars.next();
                    result.push_str("!>>");
                }
                '$' => match chars.next() {
                    Some('!') => {
                        let kind = chars.next().unwrap_or('N');
                        let name = self.fresh();
                        if declares {
                            pending.push((kind, name.clone()));
                        } else {
                            self.scope.push((kind, name.clone()));
                        }
                        result.push_str(&name);
                    }
                    Some('v') => {
                        let kind = chars.next().unwrap_or('N');
                        let name = self.variable(kind);
                        result.push_str(&name);
                    }
                    Some(digit) if digit.is_ascii_digit() => {
                        let name = match own.get(&digit) {
                            Some(name) => name.clone(),
                            None => self.fresh(),
                        };
                        own.insert(digit, name.clone());
                        result.push_str(&name);
                    }
                    Some(kind) if self.grammar.0.contains_key(&kind) => {
                        let known = self.scope.len();
                        let inner = self.produce(kind, depth);
                        // Statements inside others have a scope of their own.
                        if kind == 'X' {
                            self.scope.truncate(known);
                        }
                        result.push_str(&inner);
                    }
                    Some(other) => {
                        result.push(c);
                        result.push(other);
                    }
                    None => result.push(c),
                },
                c => result.push(c),
            }
        }
        result
    }

    fn fresh(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    /// A variable of a kind: the latest ones are the likeliest.
    fn variable(&mut self, kind: char) -> String {
        let known: Vec<&String> = self
            .scope
            .iter()
            .filter(|(known, _)| *known == kind)
            .map(|(_, name)| name)
            .collect();
        if known.is_empty() {
            return match kind {
                'N' => "log.n",
                'S' => "log.s",
                'L' | 'T' => "log",
                'M' => "(log.m ??= new Map())",
                'Z' => "(log.z ??= new Set())",
                'B' => "log.b",
                _ => "(log.o ??= {})",
            }
            .to_owned();
        }
        let at = self
            .rng
            .usize(..known.len())
            .max(self.rng.usize(..known.len()));
        known[at].clone()
    }
}

/// A declaration whose initial value is something else when computing it throws.
fn guarded(declaration: &str) -> String {
    let mut text = declaration.to_owned();
    for (kind, otherwise) in [
        ('N', "0"),
        ('S', "\"\""),
        ('B', "false"),
        ('L', "[]"),
        ('T', "[]"),
        ('O', "{}"),
        ('M', "new Map()"),
        ('Z', "new Set()"),
    ] {
        let bare = format!("= ${kind};");
        text = text.replace(&bare, &format!("= attempt(() => ${kind}, {otherwise});"));
    }
    text
}
