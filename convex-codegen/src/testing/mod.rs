//! Harnesses around the stages, built for tests and fuzzing alone: literate cases, the fuzz
//! targets' functions, a timing of the last two stages.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod emit_speed;
pub mod fuzzing;
