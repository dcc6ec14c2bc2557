//! Reads dates from text as V8 does, the engine of Convex and of Node: the form that the language
//! defines, and the looser forms that came before it. Local time is UTC, as it is in Convex.

use super::{
    calendar::{Parts, clipped, time},
    date_token::{SIGNIFICANT, Token, Word, tokens},
};

/// The parts that were read so far.
#[derive(Debug, Default)]
struct Reader {
    tokens: Vec<Token>,
    at: usize,
    day: Vec<i64>,
    month: Option<i64>,
    iso: bool,
    time: Vec<i64>,
    half: Option<i64>,
    sign: Option<i64>,
    hour: Option<i64>,
    minute: Option<i64>,
}

/// The text is not a date.
struct Invalid;

/// The time that `text` denotes; `NaN` if it is not a date.
pub(super) fn read(text: &str) -> f64 {
    let mut reader = Reader {
        tokens: tokens(text),
        ..Reader::default()
    };
    let read = reader.standard().and_then(|done| {
        if !done {
            reader.loose()?;
        }
        reader.result()
    });
    read.unwrap_or(f64::NAN)
}

impl Reader {
    fn peek(&self) -> Token {
        self.tokens.get(self.at).copied().unwrap_or(Token::End)
    }

    fn next(&mut self) -> Token {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn skip(&mut self, symbol: u8) -> bool {
        let is = self.peek() == Token::Symbol(symbol);
        self.at += usize::from(is);
        is
    }

    /// The next number, if it has `length` digits and is within the limits.
    fn fixed(&mut self, length: usize, least: i64, most: i64) -> Option<i64> {
        match self.peek() {
            Token::Number(number, digits)
                if digits == length && (least..=most).contains(&number) =>
            {
                self.at += 1;
                Some(number)
            }
            _ => None,
        }
    }

    /// Reads the form that the language defines. Returns `false` if the looser forms are to be
    /// tried for the rest.
    fn standard(&mut self) -> Result<bool, Invalid> {
        if let Token::Symbol(sign @ (b'+' | b'-')) = self.peek() {
            let before = self.at;
            self.at += 1;
            match self.fixed(6, 0, i64::MAX) {
                Some(year) if sign == b'+' || year != 0 => {
                    self.day.push(if sign == b'+' { year } else { -year });
                }
                _ => {
                    self.at = before;
                    return Ok(false);
                }
            }
        } else if let Some(year) = self.fixed(4, 0, i64::MAX) {
            self.day.push(year);
        } else {
            return Ok(false);
        }
        for most in [12, 31] {
            if !self.skip(b'-') {
                break;
            }
            match self.fixed(2, 1, most) {
                Some(part) => self.day.push(part),
                None => return Ok(false),
            }
        }
        match self.peek() {
            Token::Word(Word::Time) => {
                self.at += 1;
                self.standard_time().ok_or(Invalid)?;
            }
            Token::End => {}
            _ => return Ok(false),
        }
        self.iso = true;
        Ok(true)
    }

    fn standard_time(&mut self) -> Option<()> {
        let hour = self.fixed(2, 0, 24)?;
        let most = |limit: i64| if hour == 24 { 0 } else { limit };
        self.time.push(hour);
        if !self.skip(b':') {
            return None;
        }
        let minute = self.fixed(2, 0, most(59))?;
        self.time.push(minute);
        if self.skip(b':') {
            let second = self.fixed(2, 0, most(59))?;
            self.time.push(second);
            if self.skip(b'.') {
                match self.next() {
                    Token::Number(number, length) if hour != 24 || number == 0 => {
                        self.time.push(milliseconds(number, length));
                    }
                    _ => return None,
                }
            }
        }
        match self.peek() {
            Token::Word(Word::Zone(_, true)) => {
                self.at += 1;
                self.zone(0);
            }
            Token::Symbol(sign @ (b'+' | b'-')) => {
                self.at += 1;
                self.sign = Some(if sign == b'+' { 1 } else { -1 });
                let (hour, minute) = if let Some(both) = self.fixed(4, 0, 2359) {
                    (both / 100, both % 100)
                } else {
                    let hour = self.fixed(2, 0, 23)?;
                    if !self.skip(b':') {
                        return None;
                    }
                    (hour, self.fixed(2, 0, 59)?)
                };
                if minute > 59 {
                    return None;
                }
                (self.hour, self.minute) = (Some(hour), Some(minute));
            }
            _ => {}
        }
        (self.peek() == Token::End).then_some(())
    }

    /// Sets the zone to the one that is `hours` ahead of UTC.
    fn zone(&mut self, hours: i64) {
        self.sign = Some(if hours < 0 { -1 } else { 1 });
        (self.hour, self.minute) = (Some(hours.abs()), Some(0));
    }

    fn loose(&mut self) -> Result<(), Invalid> {
        let mut numbers = !self.day.is_empty();
        loop {
            match self.next() {
                Token::End => return Ok(()),
                Token::Number(number, _) => {
                    numbers = true;
                    self.number(number)?;
                }
                Token::Word(word) => match word {
                    Word::Half(hours) if !self.time.is_empty() => self.half = Some(hours),
                    Word::Month(month) => {
                        self.month = Some(month);
                        self.skip(b'-');
                    }
                    Word::Zone(hours, _) if numbers => self.zone(hours),
                    // Words may come before the first number, apart from it.
                    _ if numbers || matches!(self.peek(), Token::Number(..)) => {
                        return Err(Invalid);
                    }
                    _ => {}
                },
                Token::Symbol(sign @ (b'+' | b'-'))
                    if !self.time.is_empty()
                        || (self.hour == Some(0) && self.minute == Some(0)) =>
                {
                    self.offset(if sign == b'+' { 1 } else { -1 })?;
                    numbers = true;
                }
                Token::Symbol(b'+' | b'-' | b')') if numbers => return Err(Invalid),
                _ => {}
            }
        }
    }

    fn number(&mut self, number: i64) -> Result<(), Invalid> {
        let minutes = (0..60).contains(&number);
        let expected = match self.time.len() {
            1 | 2 => minutes,
            3 => (0..1000).contains(&number),
            _ => false,
        };
        if self.skip(b':') {
            if self.time.len() == 4 {
                return Err(Invalid);
            }
            self.time.push(number);
            self.skip(b'.');
        } else if self.skip(b'.') && expected {
            self.time.push(number);
            let Token::Number(number, length) = self.next() else {
                return Err(Invalid);
            };
            self.last_of_time(milliseconds(number, length))?;
        } else if self.hour.is_some() && self.minute.is_none() && minutes {
            self.minute = Some(number);
        } else if expected {
            self.last_of_time(number)?;
            match self.peek() {
                Token::End
                | Token::Space
                | Token::Word(Word::Zone(_, true))
                | Token::Symbol(b'+' | b'-') => {}
                _ => return Err(Invalid),
            }
        } else {
            if self.day.len() == 3 {
                return Err(Invalid);
            }
            self.day.push(number);
            self.skip(b'-');
        }
        Ok(())
    }

    fn last_of_time(&mut self, number: i64) -> Result<(), Invalid> {
        if self.time.len() == 4 {
            return Err(Invalid);
        }
        self.time.push(number);
        self.time.resize(4, 0);
        Ok(())
    }

    /// Reads how far a zone is from UTC, after its sign.
    fn offset(&mut self, sign: i64) -> Result<(), Invalid> {
        self.sign = Some(sign);
        let (number, length) = match self.peek() {
            Token::Number(number, length) => {
                self.at += 1;
                (number, length)
            }
            _ => (0, 0),
        };
        if self.peek() == Token::Symbol(b':') {
            (self.hour, self.minute) = (Some(number), None);
            return Ok(());
        }
        (self.hour, self.minute) = match length {
            1 | 2 => (Some(number), Some(0)),
            3 | 4 => (Some(number / 100), Some(number % 100)),
            _ => return Err(Invalid),
        };
        Ok(())
    }

    fn result(mut self) -> Result<f64, Invalid> {
        if self.day.is_empty() {
            return Err(Invalid);
        }
        self.day.resize(3, 1);
        self.time.resize(4, 0);
        let (year, month, day) = self.date();
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Err(Invalid);
        }
        if let Some(half) = self.half {
            if !(0..=12).contains(&self.time[0]) {
                return Err(Invalid);
            }
            self.time[0] = self.time[0] % 12 + half;
        }
        let within = self.time.iter().zip([23, 59, 59, 999]);
        let within = within.fold(true, |all, (part, most)| all && (0..=most).contains(part));
        if !within && self.time != [24, 0, 0, 0] {
            return Err(Invalid);
        }
        let zone = self.sign.map_or(0, |sign| {
            sign * (self.hour.unwrap_or(0) * 60 + self.minute.unwrap_or(0)) * 60_000
        });
        let parts = Parts {
            year: number(year),
            month: number(month - 1),
            day: number(day),
            hour: number(self.time[0]),
            minute: number(self.time[1]),
            second: number(self.time[2]),
            millisecond: number(self.time[3]),
        };
        Ok(clipped(time(parts) - number(zone)))
    }

    /// The year, the month and the day, whose order depends on what they are.
    fn date(&self) -> (i64, i64, i64) {
        let [first, second, third] = [self.day[0], self.day[1], self.day[2]];
        let starts_with_day = (1..=31).contains(&first);
        let (year, month, day) = match self.month {
            None if self.iso || !starts_with_day => (first, second, third),
            None => (third, first, second),
            Some(month) if starts_with_day => (second, month, first),
            Some(month) => (first, month, second),
        };
        let century = match year {
            _ if self.iso => 0,
            0..=49 => 2000,
            50..=99 => 1900,
            _ => 0,
        };
        (year + century, month, day)
    }
}

/// The milliseconds that the digits after a point are.
fn milliseconds(number: i64, length: usize) -> i64 {
    match length {
        1 => number * 100,
        2 => number * 10,
        length => {
            let more = length.min(SIGNIFICANT).saturating_sub(3);
            (0..more).fold(number, |number, _| number / 10)
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most nine digits and a zone")]
fn number(number: i64) -> f64 {
    number as f64
}
