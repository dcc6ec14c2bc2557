//! An application's own code, as small as it gets: it buys something.

mod bindings {
    convex_runtime::include_api!();
}

use api::shop;
pub use bindings::{api, tables};
use convex_runtime::{ApplicationError, Client, Error, FromConvex, Sent, ToConvex};

/// The reason that nothing was bought.
#[derive(Debug)]
pub enum Refusal {
    /// The amount is above what the card may be charged with.
    Limit {
        /// In cents.
        limit: f64,
    },
    /// The card may have been charged, or not: ask the customer's bank, do not try again.
    Unknown,
    /// Nothing was charged.
    Failed(Error),
}

/// The data of the `ConvexError` that `shop:charge` throws.
#[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]
pub struct Limit {
    /// Always `LIMIT`.
    pub code: String,
    /// In cents.
    pub limit: f64,
}

/// Charges for an item, then records the order. A charge is repeated only when it certainly did not
/// happen.
///
/// # Errors
///
/// A [`Refusal`] that says what to tell the customer.
pub async fn buy(client: &Client, item: &str, cents: f64) -> Result<tables::orders::Id, Refusal> {
    let charge = || {
        let item = item.to_owned();
        client.action(shop::charge, shop::ChargeArgs { item, cents })
    };
    let charged = match charge().await {
        Err(error) if error.sent() == Sent::No => charge().await,
        charged => charged,
    };
    let shop::ChargeReturns { transaction_id } = charged.map_err(|error| refusal(&error))?;
    let order = shop::OrderArgs {
        item: item.to_owned(),
        transaction_id,
    };
    client
        .mutation(shop::order, order)
        .await
        .map_err(Refusal::Failed)
}

fn refusal(error: &Error) -> Refusal {
    match error.application().map(ApplicationError::data::<Limit>) {
        Some(Ok(Limit { limit, .. })) => Refusal::Limit { limit },
        _ if matches!(error, Error::Function { .. } | Error::Application(_)) => {
            Refusal::Failed(error.clone())
        }
        _ if error.sent() == Sent::No => Refusal::Failed(error.clone()),
        _ => Refusal::Unknown,
    }
}
