//! Case of plain names, which almost all are: words of letters and digits in `camelCase`,
//! `PascalCase` or `snake_case`. For these the rules of heck come down to one look at each byte; a
//! build script runs unoptimised, where heck takes ten times as long.

/// `snake_case` of a plain name; `None` if `name` is not plain.
pub(crate) fn snake(name: &str) -> Option<String> {
    is_plain(name).then(|| {
        let mut text = String::with_capacity(name.len() + 4);
        for &byte in name.as_bytes() {
            if byte.is_ascii_uppercase() && !text.is_empty() && !text.ends_with('_') {
                text.push('_');
            }
            text.push(char::from(byte.to_ascii_lowercase()));
        }
        text
    })
}

/// `PascalCase` of a plain name.
pub(crate) fn pascal(name: &str) -> Option<String> {
    is_plain(name).then(|| joined(name))
}

/// `camelCase` of a plain name.
pub(crate) fn camel(name: &str) -> Option<String> {
    let starts_small = name.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    (starts_small && is_plain(name)).then(|| {
        let mut text = joined(name);
        text.replace_range(..1, &name[..1]);
        text
    })
}

/// The words of `name`, each with a capital.
fn joined(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut starts = true;
    for &byte in name.as_bytes() {
        if byte == b'_' {
            starts = true;
        } else {
            let byte = if starts {
                byte.to_ascii_uppercase()
            } else {
                byte
            };
            text.push(char::from(byte));
            starts = false;
        }
    }
    text
}

/// Returns whether each word starts with a letter, and a capital stands between small ones.
fn is_plain(name: &str) -> bool {
    let mut starts = true;
    let mut after_capital = false;
    for &byte in name.as_bytes() {
        match byte {
            b'a'..=b'z' => (starts, after_capital) = (false, false),
            _ if after_capital => return false,
            b'A'..=b'Z' => (starts, after_capital) = (false, true),
            b'0'..=b'9' if !starts => {}
            b'_' if !starts => starts = true,
            _ => return false,
        }
    }
    !starts && !after_capital
}

#[cfg(test)]
mod tests {
    use heck::{ToLowerCamelCase, ToSnakeCase, ToUpperCamelCase};

    #[test]
    fn plain_names_are_spelled_as_heck_spells_them() {
        const LETTERS: [char; 12] = ['a', 'b', 'z', 'A', 'B', 'Z', '0', '1', '9', '_', '-', 'é'];
        let mut random = fastrand::Rng::with_seed(7);
        let mut plain = 0;
        for _ in 0..20_000 {
            let length = random.usize(0..7);
            let name: String = (0..length).filter_map(|_| random.choice(LETTERS)).collect();
            let name = name.as_str();
            let ours = [super::snake(name), super::pascal(name), super::camel(name)];
            let heck = [
                name.to_snake_case(),
                name.to_upper_camel_case(),
                name.to_lower_camel_case(),
            ];
            for (ours, heck) in ours.into_iter().zip(heck) {
                if let Some(ours) = ours {
                    plain += 1;
                    assert_eq!(ours, heck, "{name}");
                }
            }
        }
        assert!(plain > 1_000, "{plain}");
        for name in [
            "tasks", "fooBar", "foo_bar", "FooBar", "page2", "_id", "URL", "",
        ] {
            let is_plain = !matches!(name, "_id" | "URL" | "");
            assert_eq!(super::snake(name).is_some(), is_plain, "{name}");
        }
    }
}
