//! Names of routes that would be spelled the same: what tells them apart is said.
//!
//! | route | name beside another that wants `get_list_all` |
//! |---|---|
//! | `GET /list/all` | `get_list_all` |
//! | `GET /list-all` | `get_list_dash_all` |
//! | `GET /listAll` | `get_list_all_camel` |
//! | `GET /list/all/` | `get_list_all_slash` |
//! | `GET /list/all/*` | `get_list_all_prefix` |

use heck::{ToLowerCamelCase, ToUpperCamelCase};

use crate::ir::Route;

use super::names::{Case, spell, spell_out};

/// The name of a route with all that its ordinary one leaves out.
pub(super) fn in_full(route: &Route) -> String {
    let mut words = route.method.to_ascii_lowercase();
    for segment in route.path.split('/').filter(|segment| !segment.is_empty()) {
        words.push('_');
        words.push_str(&segment_in_full(segment));
    }
    if route.is_prefix {
        words.push_str("_prefix");
    } else if route.path.len() > 1 && route.path.ends_with('/') {
        words.push_str("_slash");
    }
    spell(&words, Case::Snake)
}

fn segment_in_full(segment: &str) -> String {
    if let Some(style) = style(segment) {
        return format!("{}_{style}", spell(segment, Case::Snake));
    }
    let mut words = String::new();
    for c in segment.chars() {
        match c {
            // The word for subtraction does not fit a path.
            '-' => words.push_str("_dash_"),
            c if c.is_alphanumeric() => words.push(c),
            c => words.push_str(&spell_out(c.encode_utf8(&mut [0; 4]))),
        }
    }
    words
}

/// The style of a segment with capitals and without punctuation.
fn style(segment: &str) -> Option<&'static str> {
    let has = |is: fn(char) -> bool| segment.chars().any(is);
    if !has(char::is_uppercase) {
        None
    } else if segment.to_lower_camel_case() == segment {
        Some("camel")
    } else if segment.to_upper_camel_case() == segment {
        Some("pascal")
    } else {
        (!has(|c| c.is_lowercase() || !c.is_alphanumeric())).then_some("upper")
    }
}

#[cfg(test)]
mod tests {
    use super::in_full;
    use crate::{
        ir::Route,
        source::{FileId, ModulePath, Span},
    };

    fn name(described: &str) -> String {
        let (method, path) = described.split_once(' ').expect("a method and a path");
        let prefix = path.strip_suffix('*');
        in_full(&Route {
            module: ModulePath::new("http"),
            method: method.to_owned(),
            path: prefix.unwrap_or(path).to_owned(),
            is_prefix: prefix.is_some(),
            span: Span::file_start(FileId(0)),
        })
    }

    #[test]
    fn a_name_in_full_says_what_the_ordinary_one_leaves_out() {
        let names = [
            ("GET /list/all", "get_list_all"),
            ("GET /list-all", "get_list_dash_all"),
            ("GET /list_all", "get_list_underscore_all"),
            ("GET /list.all", "get_list_dot_all"),
            ("GET /listAll", "get_list_all_camel"),
            ("GET /ListAll", "get_list_all_pascal"),
            ("GET /LIST/all", "get_list_upper_all"),
            ("GET /list/all/", "get_list_all_slash"),
            ("POST /list/all/*", "post_list_all_prefix"),
            ("GET /", "get"),
        ];
        for (route, expected) in names {
            assert_eq!(name(route), expected, "{route}");
        }
    }
}
