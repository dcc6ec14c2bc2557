//! The worst-case cost of a regular expression, estimated before a search: the engine backtracks.

/// The maximum number of worst-case steps of a search: a fraction of a second.
const MOST: f64 = 2e7;

/// The longest pattern that is looked at.
const LONGEST: usize = 2_000;

/// The worst-case cost of a pattern.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// The number of consecutive quantifiers without a fixed count.
    degree: u32,
    /// The number of optional parts.
    optional: u32,
    /// `true` if a repeated part can itself match in several ways.
    ambiguous: bool,
    /// The product of the counts that are written out.
    counts: f64,
}

impl Cost {
    /// The cost of `source`; `None` when it is too long.
    pub fn of(source: &str) -> Option<Self> {
        if source.len() > LONGEST {
            return None;
        }
        let mut groups = vec![Group::default()];
        let mut chars = source.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '(' => {
                    groups.push(Group::default());
                    continue;
                }
                '|' => {
                    if let Some(group) = groups.last_mut() {
                        group.alternative();
                    }
                    continue;
                }
                '\\' => {
                    chars.next();
                }
                '[' => {
                    while let Some(c) = chars.next() {
                        match c {
                            '\\' => {
                                chars.next();
                            }
                            ']' => break,
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
            // The part just read is an atom, which a quantifier may follow.
            let atom = if c == ')' {
                let inner = if groups.len() > 1 { groups.pop() } else { None };
                inner.unwrap_or_default().done()
            } else {
                Self {
                    counts: 1.0,
                    ..Self::default()
                }
            };
            let quantifier = match chars.peek() {
                Some('*' | '+') => {
                    chars.next();
                    Quantifier::Any
                }
                Some('?') if c != '(' => {
                    chars.next();
                    Quantifier::Optional
                }
                Some('{') => {
                    let counts: String = chars.clone().skip(1).take_while(|c| *c != '}').collect();
                    match read(&counts) {
                        Some(quantifier) => {
                            chars.nth(counts.chars().count() + 1);
                            quantifier
                        }
                        None => Quantifier::Once,
                    }
                }
                _ => Quantifier::Once,
            };
            let repeated = atom.repeated(quantifier);
            if let Some(group) = groups.last_mut() {
                group.path = group.path.then(repeated);
            }
        }
        let mut whole = Self {
            counts: 1.0,
            ..Self::default()
        };
        for group in groups {
            whole = whole.then(group.done());
        }
        Some(whole)
    }

    /// Returns whether a search in a text of `length` units may take too long.
    pub fn too_much(&self, length: usize) -> bool {
        let length = f64::from(u32::try_from(length).unwrap_or(u32::MAX)) + 1.0;
        let paths = length.powi(i32::try_from(self.degree + 1).unwrap_or(i32::MAX));
        let options = f64::powi(2.0, i32::try_from(self.optional).unwrap_or(i32::MAX));
        let ambiguous = if self.ambiguous {
            f64::powf(2.0, length)
        } else {
            1.0
        };
        paths * options * ambiguous * self.counts > MOST
    }

    fn then(self, next: Self) -> Self {
        Self {
            degree: self.degree + next.degree,
            optional: self.optional + next.optional,
            ambiguous: self.ambiguous || next.ambiguous,
            counts: self.counts.max(1.0) * next.counts.max(1.0),
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            degree: self.degree.max(other.degree),
            optional: self.optional.max(other.optional) + 1,
            ambiguous: self.ambiguous || other.ambiguous,
            counts: self.counts.max(other.counts),
        }
    }

    fn repeated(self, quantifier: Quantifier) -> Self {
        let varies = self.degree > 0 || self.optional > 0;
        match quantifier {
            Quantifier::Once => self,
            Quantifier::Optional => Self {
                optional: self.optional + 1,
                ..self
            },
            Quantifier::Any => Self {
                degree: self.degree + 1,
                ambiguous: self.ambiguous || varies,
                ..self
            },
            Quantifier::Count(least, most) => Self {
                degree: self.degree + u32::from(most != Some(least)),
                ambiguous: self.ambiguous || (varies && most != Some(1)),
                counts: self.counts.max(1.0) * f64::from(most.unwrap_or(least).max(1)),
                ..self
            },
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Quantifier {
    Once,
    Optional,
    Any,
    Count(u32, Option<u32>),
}

/// The alternatives of a group so far.
#[derive(Debug, Default)]
struct Group {
    before: Option<Cost>,
    path: Cost,
}

impl Group {
    fn alternative(&mut self) {
        let path = std::mem::take(&mut self.path);
        self.before = Some(self.before.map_or(path, |before| before.or(path)));
    }

    fn done(self) -> Cost {
        self.before.map_or(self.path, |before| before.or(self.path))
    }
}

/// `2`, `2,` or `2,3`.
fn read(counts: &str) -> Option<Quantifier> {
    let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
    let least = least.parse().ok()?;
    Some(match most {
        "" => Quantifier::Count(least, None),
        most => Quantifier::Count(least, Some(most.parse().ok()?)),
    })
}
