//! Text with indentation, laid out as rustfmt would.

/// rustfmt's width.
const WIDTH: usize = 100;

/// Lines of Rust.
#[derive(Debug, Default)]
pub struct Page {
    text: String,
    indent: usize,
}

impl Page {
    /// Adds a line. Text that spans lines is the caller's mistake; it stays on one.
    pub fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n(' ', self.indent * 4));
            self.text.extend(
                line.chars()
                    .map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }),
            );
        }
        self.text.push('\n');
    }

    /// An empty line, unless the page is empty or one is there.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// `open`, what `body` writes, `close`, with the body indented.
    pub fn block(&mut self, open: &str, close: &str, body: impl FnOnce(&mut Self)) {
        self.line(open);
        self.indent += 1;
        body(self);
        self.indent -= 1;
        self.line(close);
    }

    /// `open`, `items` and `close` on one line, or the items on lines of their own when that is too long.
    pub fn list(&mut self, open: &str, items: &[String], close: &str) {
        let line = format!("{open}{}{close}", items.join(", "));
        if self.fits(&line) {
            return self.line(&line);
        }
        self.block(open, close, |page| {
            let mut line = String::new();
            for item in items {
                if !line.is_empty() && !page.fits(&format!("{line} {item},")) {
                    page.line(&line);
                    line.clear();
                }
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(item);
                line.push(',');
            }
            page.line(&line);
        });
    }

    /// `left right` on one line, or `right` indented on a second.
    pub fn pair(&mut self, left: &str, right: &str) {
        let line = format!("{left} {right}");
        if self.fits(&line) {
            return self.line(&line);
        }
        self.line(left);
        self.indent += 1;
        self.line(right);
        self.indent -= 1;
    }

    /// Whether `line` fits in at the present indentation.
    pub fn fits(&self, line: &str) -> bool {
        self.indent * 4 + line.chars().count() <= WIDTH
    }

    /// This page, then `next`, one line apart.
    pub fn join(mut self, next: &Self) -> String {
        if !next.text.is_empty() {
            self.gap();
            self.text.push_str(&next.text);
        }
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text
    }
}
