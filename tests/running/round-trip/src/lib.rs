//! Generated types for every kind of validator, to be compared with Convex's own validation.

use convex_runtime::{FromConvex, Query, ToConvex};

convex_runtime::include_api!();

include!(concat!(env!("OUT_DIR"), "/by_name.rs"));

/// The functions folder that the types are generated from.
pub const BACKEND: &str = concat!(env!("OUT_DIR"), "/backend");

/// Decodes `json` as the result of a function and encodes it again.
fn through<Args, Returns: FromConvex + ToConvex>(
    _function: &Query<Args, Returns>,
    json: &str,
) -> Result<String, String> {
    let value: Returns = convex_runtime::decode(json).map_err(|error| error.to_string())?;
    convex_runtime::encode(&value).map_err(|error| error.to_string())
}
