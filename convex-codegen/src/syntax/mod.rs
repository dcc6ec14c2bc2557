//! The syntax of one file as small owned trees. The parser's own types stop here.

pub mod types;
