//! Large transitions in parts, which npm clients put together again.

use serde_json::json;

/// Splits the text of a transition into messages whose parts are at most so long.
pub(super) fn chunks(transition: &str, longest: usize, id: &str) -> Vec<String> {
    let parts = split(transition, longest);
    let total = parts.len();
    parts
        .into_iter()
        .enumerate()
        .map(|(number, chunk)| {
            json!({
                "type": "TransitionChunk",
                "chunk": chunk,
                "partNumber": number,
                "totalParts": total,
                "transitionId": id,
            })
            .to_string()
        })
        .collect()
}

fn split(mut text: &str, longest: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    while !text.is_empty() {
        let mut end = longest.clamp(4, text.len().max(4)).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let (part, rest) = text.split_at(end);
        parts.push(part);
        text = rest;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_up_the_whole() {
        let text = "aé𝄞".repeat(20);
        for longest in [1, 4, 5, 7, 1000] {
            assert_eq!(split(&text, longest).concat(), text);
        }
        assert_eq!(split("abcdefgh", 4), ["abcd", "efgh"]);
        assert_eq!(chunks("abcdefgh", 4, "7").len(), 2);
    }
}
