//! The testing deployment, byte by byte on its wire.

mod api;
mod faults;
mod http;
mod journal;
mod lifecycle;
mod rejections;
mod socket;
mod socket_faults;
mod sync;
mod wire;
