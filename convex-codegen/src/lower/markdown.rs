//! Foreign Markdown, made safe for rustdoc: it renders alike, links nowhere by accident and is
//! never run as a test.
//!
//! | written | becomes | because rustdoc |
//! |---|---|---|
//! | a fence without a language, or in Rust | a fence of `ts`, of `text` | runs it as a test |
//! | an indented block | a paragraph | runs it as a test |
//! | `[x]`, `Map<K>` | `\[x\]`, `Map\<K>` | takes it for a link, for HTML |
//! | `https://a.b` | `<https://a.b>` | rejects bare addresses |
//! | `{@link x}` | `` `x` `` | shows it as it is |

/// The lines of `text`.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<String> = None;
    let mut list_indent = 0;
    for line in text.trim().lines() {
        let line = clean(line);
        let line = line.trim_end();
        if let Some(marker) = &fence {
            let closes = line
                .trim_start_matches([' ', '>'])
                .starts_with(marker.as_str());
            lines.push(line.to_owned());
            if closes {
                fence = None;
            }
            continue;
        }
        let (prefix, rest) = split_prefix(line, list_indent);
        if let Some((marker, info)) = opening_fence(rest) {
            lines.push(format!("{prefix}{marker}{}", language(info)));
            fence = Some(marker.to_owned());
            continue;
        }
        if !rest.is_empty() {
            let width = prefix.chars().count();
            let bullet = prefix.contains(['-', '*', '+', '.', ')']);
            list_indent = if bullet {
                width
            } else {
                list_indent.min(width)
            };
        }
        lines.push(format!("{prefix}{}", inline(rest)));
    }
    if let Some(marker) = fence {
        lines.push(marker);
    }
    lines
}

/// One line, for where only one has room.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    lines(&words.join(" ")).join(" ")
}

/// Without control characters, which names may hold too; those that change the direction of text
/// are denied by rustc.
pub(super) fn clean(line: &str) -> String {
    if line.is_ascii() && !line.as_bytes().iter().any(u8::is_ascii_control) {
        return line.to_owned();
    }
    let direction = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = line
        .chars()
        .filter(|&c| (c == '\t' || !c.is_control()) && !direction(c));
    kept.collect::<String>().replace('\t', "    ")
}

/// `text` as a code span on one line, whatever is in it.
pub(super) fn code(text: &str) -> String {
    let text = clean(text);
    if !text.contains('`') && !text.is_empty() {
        return format!("`{text}`");
    }
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Indentation, quote marks and a bullet, then the rest. Indentation that would make an indented
/// block is cut.
fn split_prefix(line: &str, list_indent: usize) -> (String, &str) {
    let mut rest = line.trim_start_matches(' ');
    let indent = (line.len() - rest.len()).min(list_indent + 3);
    let mut prefix = " ".repeat(indent);
    while let Some(quoted) = rest.strip_prefix('>') {
        prefix.push_str("> ");
        rest = quoted.trim_start_matches(' ');
    }
    if let Some((bullet, after)) = bullet(rest) {
        prefix.push_str(bullet);
        prefix.push(' ');
        rest = after.trim_start_matches(' ');
    }
    (prefix, rest)
}

/// `-`, `*`, `+`, `1.` or `1)` before a space.
fn bullet(text: &str) -> Option<(&str, &str)> {
    let (mark, rest) = text.split_once(' ')?;
    let number = mark.strip_suffix(['.', ')']);
    let ordered = number.is_some_and(|digits| {
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    (ordered || matches!(mark, "-" | "*" | "+")).then_some((mark, rest))
}

fn opening_fence(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = text.trim_start_matches(first);
    let marker = &text[..text.len() - info.len()];
    (marker.len() >= 3 && !info.contains('`')).then_some((marker, info.trim()))
}

/// The language of a fence as rustdoc may see it.
fn language(info: &str) -> &str {
    let word = info.split([' ', ',', '{', '\t']).next().unwrap_or_default();
    let plain = word
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'#'));
    match word {
        "" => "ts",
        "rust" | "ignore" | "should_panic" | "no_run" | "compile_fail" | "test_harness"
        | "standalone_crate" => "text",
        _ if !plain || word.starts_with("edition") || word.starts_with("ignore-") => "text",
        _ => word,
    }
}

/// Text outside of blocks of code.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (taken, written) = match c {
            '`' => code_span(rest),
            '\\' => escape(rest),
            '[' => link(rest).unwrap_or((1, "\\[".to_owned())),
            ']' => (1, "\\]".to_owned()),
            '<' => autolink(rest).unwrap_or((1, "\\<".to_owned())),
            '{' => jsdoc_link(rest).unwrap_or((1, "{".to_owned())),
            'h' if starts_word(&out) => address(rest).unwrap_or((1, "h".to_owned())),
            c => (c.len_utf8(), c.to_string()),
        };
        out.push_str(&written);
        rest = &rest[taken..];
    }
    out
}

fn code_span(text: &str) -> (usize, String) {
    let after = text.trim_start_matches('`');
    let marker = &text[..text.len() - after.len()];
    let mut from = 0;
    while let Some(at) = after[from..].find(marker) {
        let end = from + at + marker.len();
        let longer = after[end..].starts_with('`');
        if !longer && !after[..from + at].ends_with('`') {
            let taken = marker.len() + end;
            return (taken, text[..taken].to_owned());
        }
        from = end + after[end..].len() - after[end..].trim_start_matches('`').len();
    }
    (marker.len(), "\\`".repeat(marker.len()))
}

fn escape(text: &str) -> (usize, String) {
    match text[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => (2, text[..2].to_owned()),
        _ => (1, "\\\\".to_owned()),
    }
}

/// `[text](https://..)`; other targets mean nothing in Rust.
fn link(text: &str) -> Option<(usize, String)> {
    let (label, after) = text[1..].split_once("](")?;
    let (target, _) = after.split_once(')')?;
    let web = target.starts_with("https://") || target.starts_with("http://");
    let plain = !label.contains(['[', ']', '<', '`']) && !target.contains([' ', '<', '(']);
    let taken = 1 + label.len() + 2 + target.len() + 1;
    (web && plain && label != target).then(|| (taken, text[..taken].to_owned()))
}

fn autolink(text: &str) -> Option<(usize, String)> {
    let (target, _) = text[1..].split_once('>')?;
    let web = target.starts_with("https://") || target.starts_with("http://");
    (web && !target.contains([' ', '<'])).then(|| (target.len() + 2, format!("<{target}>")))
}

fn jsdoc_link(text: &str) -> Option<(usize, String)> {
    let tag = ["{@link ", "{@linkcode ", "{@linkplain "]
        .iter()
        .find(|tag| text.starts_with(**tag))?;
    let (inside, _) = text[tag.len()..].split_once('}')?;
    let taken = tag.len() + inside.len() + 1;
    let (target, label) = inside
        .trim()
        .split_once([' ', '|'])
        .unwrap_or((inside.trim(), ""));
    let label = label.trim();
    let written = match address(target) {
        Some((_, address)) if label.is_empty() => address,
        Some(_) => format!("[{}]({target})", label.replace(['[', ']', '<', '`'], "")),
        None => format!(
            "`{}`",
            if label.is_empty() { target } else { label }.replace('`', "")
        ),
    };
    Some((taken, written))
}

fn starts_word(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric())
}

/// A bare address, without the punctuation of the sentence around it.
fn address(text: &str) -> Option<(usize, String)> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme))?;
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '`' | '"' | '[' | ']'))
        .unwrap_or(text.len());
    let mut address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    if !address.contains('(') {
        address = address.trim_end_matches(')').trim_end_matches(['.', ',']);
    }
    (address.len() > scheme.len()).then(|| (address.len(), format!("<{address}>")))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[track_caller]
    fn becomes(written: &str, expected: &str) {
        assert_eq!(lines(written).join("\n"), expected);
    }

    #[test]
    fn plain_markdown_stays() {
        let text = "Some *text* with `code[0]`.\n\n- a\n  - b\n\n| a | b |\n|---|---|\n\n> quoted";
        becomes(text, text);
    }

    #[test]
    fn what_looks_like_links_and_html_is_text() {
        becomes("Takes [id] of Map<K, V>", "Takes \\[id\\] of Map\\<K, V>");
        becomes("see [`Foo`] <br> <!-- x", "see \\[`Foo`\\] \\<br> \\<!-- x");
        becomes(
            "[docs](https://a.dev/x) [local](./b.md)",
            "[docs](https://a.dev/x) \\[local\\](./b.md)",
        );
        becomes("an `open span [x]", "an \\`open span \\[x\\]");
    }

    #[test]
    fn addresses_are_linked() {
        becomes(
            "See https://a.dev/x_y. (http://b.dev)",
            "See <https://a.dev/x_y>. (<http://b.dev>)",
        );
        becomes("<https://a.dev>", "<https://a.dev>");
        becomes(
            "{@link Foo} {@link https://a.dev our docs}",
            "`Foo` [our docs](https://a.dev)",
        );
    }

    #[test]
    fn no_code_is_taken_for_a_test() {
        becomes("```\nlet x;\n```", "```ts\nlet x;\n```");
        becomes("```rust\nx\n", "```text\nx\n```");
        becomes(
            "~~~json5 title=\"a\"\n[x]\n~~~\n[y]",
            "~~~json5\n[x]\n~~~\n\\[y\\]",
        );
        becomes("a\n\n      code()", "a\n\n   code()");
        becomes("- ```\n  x\n  ```\n-      b", "- ```ts\n  x\n  ```\n- b");
        becomes("> ```\n> x\n> ```", "> ```ts\n> x\n> ```");
    }

    #[test]
    fn hidden_characters_go() {
        becomes("a\u{202e}b\u{7}c\rd", "abcd");
    }
}
