//! `derive(ToConvex)` and `derive(FromConvex)`.
