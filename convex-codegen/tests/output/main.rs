//! The files that a build gets: what they say, when they change, what names depend on.

mod customise;
mod errors;
mod files;
mod names;

mod project;
mod routes;
mod rows;
mod rules;
mod snapshots;
