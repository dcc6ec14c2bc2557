//! The machine against faults: by hand, defect by defect, and against a model of a deployment in
//! thousands of random schedules.

mod alive;
mod auth;
mod closing;
mod defects;
mod desk;
mod model;
mod overdue;
mod random;
mod schedules;
mod world;
mod world_check;
