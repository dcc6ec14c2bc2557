//! `Chunks`: puts a transition together that came in parts.

use super::{ServerMessage, UnreadableMessage};

/// The parts of a transition that have arrived so far. Parts come in order, with nothing between
/// them.
#[derive(Debug)]
pub(crate) struct Chunks {
    /// The maximum size of all chunks in bytes.
    max: usize,
    transition: String,
    text: String,
    next: u32,
    parts: u32,
}

impl Chunks {
    pub(crate) fn new(max: usize) -> Self {
        Self {
            max,
            transition: String::new(),
            text: String::new(),
            next: 0,
            parts: 0,
        }
    }

    /// Takes a message in; gives it back, or the transition that it completes, or nothing while
    /// parts are missing.
    pub(crate) fn accept(
        &mut self,
        message: ServerMessage,
    ) -> Result<Option<ServerMessage>, UnreadableMessage> {
        let ServerMessage::TransitionChunk {
            chunk,
            part,
            parts,
            transition,
        } = message
        else {
            if self.next > 0 && !matches!(message, ServerMessage::Ping | ServerMessage::Unknown) {
                return Err(self.fail("a transition was left unfinished"));
            }
            return Ok(Some(message));
        };
        if self.next == 0 {
            (self.transition, self.parts) = (transition, parts);
        } else if (&self.transition, self.parts) != (&transition, parts) {
            return Err(self.fail("parts of two transitions are mixed"));
        }
        if part != self.next || part >= parts {
            return Err(self.fail("a transition's parts are out of order"));
        }
        if self.text.len() + chunk.len() > self.max {
            return Err(self.fail("a transition is longer than this client allows"));
        }
        self.text.push_str(&chunk);
        self.next += 1;
        if self.next < parts {
            return Ok(None);
        }
        let whole = ServerMessage::parse(&self.take().text)?;
        match whole {
            ServerMessage::Transition(_) => Ok(Some(whole)),
            _ => Err(self.fail("parts do not make a transition")),
        }
    }

    /// Returns whether parts of a transition are missing.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.next > 0
    }

    /// Forgets all parts: a new connection starts over.
    pub(crate) fn clear(&mut self) {
        self.take();
    }

    fn take(&mut self) -> Self {
        let empty = Self::new(self.max);
        std::mem::replace(self, empty)
    }

    fn fail(&mut self, reason: &str) -> UnreadableMessage {
        self.clear();
        UnreadableMessage(reason.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"type":"Transition","startVersion":{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="},"endVersion":{"querySet":1,"identity":0,"ts":"AQAAAAAAAAA="},"modifications":[]}"#;

    fn part(part: u32, parts: u32, transition: &str) -> ServerMessage {
        let size = TEXT.len().div_ceil(parts.max(1) as usize);
        let chunk = TEXT
            .as_bytes()
            .chunks(size)
            .nth(part as usize)
            .map_or("", |bytes| std::str::from_utf8(bytes).unwrap());
        ServerMessage::TransitionChunk {
            chunk: chunk.to_owned(),
            part,
            parts,
            transition: transition.to_owned(),
        }
    }

    #[test]
    fn parts_make_the_transition_again() {
        let mut chunks = Chunks::new(1_000);
        for _ in 0..2 {
            assert_eq!(chunks.accept(part(0, 3, "a")), Ok(None));
            assert_eq!(
                chunks.accept(ServerMessage::Ping),
                Ok(Some(ServerMessage::Ping))
            );
            assert_eq!(chunks.accept(part(1, 3, "a")), Ok(None));
            assert_eq!(
                chunks.accept(part(2, 3, "a")),
                Ok(Some(ServerMessage::parse(TEXT).unwrap()))
            );
        }
    }

    #[test]
    fn parts_without_an_end_are_refused_before_they_fill_the_memory() {
        let mut chunks = Chunks::new(10 * 1024);
        let endless = (0..).map(|part| ServerMessage::TransitionChunk {
            chunk: "x".repeat(1024),
            part,
            parts: u32::MAX,
            transition: "a".to_owned(),
        });
        let refused = endless
            .take(100)
            .position(|part| chunks.accept(part).is_err());
        assert_eq!(refused, Some(10));
        assert_eq!(chunks.text.capacity(), 0, "nothing is kept");
    }

    #[test]
    fn broken_sequences_are_refused() {
        let fatal = ServerMessage::FatalError {
            error: String::new(),
        };
        for broken in [part(2, 3, "a"), part(1, 3, "b"), part(1, 4, "a"), fatal] {
            let mut chunks = Chunks::new(1_000);
            assert_eq!(chunks.accept(part(0, 3, "a")), Ok(None));
            assert!(chunks.accept(broken).is_err());
        }
        assert!(Chunks::new(1_000).accept(part(1, 3, "a")).is_err());
        assert!(Chunks::new(1_000).accept(part(0, 0, "a")).is_err());
    }
}
