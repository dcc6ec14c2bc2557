//! Lines of Rust: how wide they are, and where they break.

/// Columns, as rustfmt has them.
const WIDTH: usize = 100;

/// `start` and `end` on one line where they fit, else `end` on a line of its own.
pub fn broken(start: &str, end: &str) -> String {
    if start.chars().count() + 1 + end.chars().count() <= WIDTH {
        format!("{start} {end}\n")
    } else {
        format!("{start}\n    {end}\n")
    }
}

/// `items` between `open` and `close`: on one line where they fit, else on as few lines as they
/// need.
pub fn list(open: &str, items: &[String], close: &str) -> String {
    let joined = items.join(", ");
    let line = format!("{open}{joined}{close}");
    if line.chars().count() <= WIDTH {
        return line + "\n";
    }
    let mut text = format!("{open}\n");
    let mut line = String::new();
    for item in items {
        if !line.is_empty() && line.chars().count() + item.chars().count() + 6 > WIDTH {
            text.extend(["    ", line.as_str(), "\n"]);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(item);
        line.push(',');
    }
    text + &format!("    {line}\n{close}\n")
}

/// Returns whether `line` fits, `depth` levels deep.
pub fn fits(line: &str, depth: usize) -> bool {
    line.chars().count() + 4 * depth <= WIDTH
}

/// `text`, one level deeper.
pub fn indented(text: &str) -> String {
    let mut deeper = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        if !line.is_empty() {
            deeper.push_str("    ");
            deeper.push_str(line);
        }
        deeper.push('\n');
    }
    deeper
}
