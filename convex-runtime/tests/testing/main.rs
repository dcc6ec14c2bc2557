//! The testing deployment, byte by byte on its wire.

mod api;
mod faults;
mod http;
mod journal;
mod lifecycle;
mod limits;
mod redaction;
mod rejections;
mod socket;
mod socket_faults;
mod state;
mod sync;
mod wire;
