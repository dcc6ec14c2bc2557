//! Splits the text of a date into numbers, words and signs.

/// Digits of a number that count.
pub(super) const SIGNIFICANT: usize = 9;

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    /// Digits, with their number.
    Number(i64, usize),
    /// A character that means something.
    Symbol(u8),
    /// Letters.
    Word(Word),
    /// White space.
    Space,
    /// Anything else.
    Other,
    /// The end of the text.
    End,
}

/// The meaning of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Word {
    /// A month, from 1.
    Month(i64),
    /// Half of a day: the hours that it adds.
    Half(i64),
    /// A zone: the hours that it is ahead of UTC, and whether it is `Z`.
    Zone(i64, bool),
    /// The `T` between a date and a time.
    Time,
    /// Any other word.
    Unknown,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

const ZONES: [(&str, i64); 12] = [
    ("ut", 0),
    ("utc", 0),
    ("z", 0),
    ("gmt", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
];

impl Word {
    fn of(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let month = MONTHS
            .iter()
            .zip(1..)
            .find(|(name, _)| lower.starts_with(**name));
        if let Some((_, month)) = month {
            return Self::Month(month);
        }
        match &*lower {
            "am" => Self::Half(0),
            "pm" => Self::Half(12),
            "t" => Self::Time,
            _ => {
                let zone = ZONES.iter().find(|(name, _)| *name == lower);
                zone.map_or(Self::Unknown, |(name, hours)| {
                    Self::Zone(*hours, *name == "z")
                })
            }
        }
    }
}

/// The parts of `text`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let mut word = String::from(c);
        tokens.push(match c {
            '0'..='9' => {
                while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                    word.push(digit);
                }
                let digits = word.trim_start_matches('0');
                let digits = &digits[..digits.len().min(SIGNIFICANT)];
                Token::Number(digits.parse().unwrap_or(0), word.len())
            }
            ':' | '-' | '+' | '.' | ')' => Token::Symbol(u8::try_from(c).unwrap_or(b'-')),
            c if c >= 'A' && !is_space(c) => {
                while let Some(letter) = rest.next_if(|c| *c >= 'A' && !is_space(*c)) {
                    word.push(letter);
                }
                Token::Word(Word::of(&word))
            }
            c if is_space(c) => Token::Space,
            '(' => {
                let mut depth = 1;
                while depth > 0 {
                    match rest.next() {
                        Some('(') => depth += 1,
                        Some(')') => depth -= 1,
                        Some(_) => {}
                        None => break,
                    }
                }
                Token::Other
            }
            _ => Token::Other,
        });
    }
    tokens
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}
