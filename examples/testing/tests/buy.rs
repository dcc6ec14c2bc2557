//! `buy` against a deployment inside this process: no account, no network, no mocks of the client.
#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

use std::time::Duration;

use convex_runtime::{
    Id,
    testing::{ConvexError, Deployment, Fault, Identity, test_id},
};
use testing::{Limit, Refusal, api::shop, buy};

/// Handlers are typed by the generated handles: one of another signature does not compile.
async fn shop() -> Deployment {
    Deployment::builder()
        .action(shop::charge, async |args| {
            if args.cents > 50_000.0 {
                let code = "LIMIT".to_owned();
                return Err(ConvexError(Limit {
                    code,
                    limit: 50_000.0,
                })
                .into());
            }
            Ok(shop::ChargeReturns {
                transaction_id: format!("tx_{}", args.item),
            })
        })
        .mutation_with(shop::order, |context, _order| {
            let is_known = context.identity().is_some();
            async move {
                if !is_known {
                    return Err(ConvexError("UNAUTHENTICATED").into());
                }
                Ok(Id::new(test_id("orders", 1)))
            }
        })
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn it_charges_then_records_as_the_customer() {
    let shop = shop().await;
    shop.expect(shop::charge).times(1);
    let ann = shop.client_as(Identity::new("ann"));
    buy(&ann, "mug", 1_500.0).await.unwrap();
    // What the functions were called with is typed too.
    assert_eq!(shop.calls(shop::order)[0].args.transaction_id, "tx_mug");
}

#[tokio::test]
async fn an_amount_above_the_limit_is_refused_with_the_limit() {
    let shop = shop().await;
    shop.expect(shop::order).never();
    let refused = buy(&shop.client(), "car", 2_000_000.0).await;
    assert!(
        matches!(refused, Err(Refusal::Limit { limit: 50_000.0 })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_charge_whose_answer_was_lost_is_not_repeated() {
    let shop = shop().await;
    shop.inject(shop::charge, Fault::drop_before_response());
    let refused = buy(&shop.client_as(Identity::new("ann")), "mug", 1_500.0).await;
    assert!(matches!(refused, Err(Refusal::Unknown)), "{refused:?}");
    assert_eq!(shop.calls(shop::charge).len(), 1);
}

#[tokio::test]
async fn nobody_waits_for_ever() {
    let shop = shop().await;
    let _hold = shop.hold(shop::charge);
    let client = shop
        .client_as(Identity::new("ann"))
        .with_deadline(Duration::from_millis(50));
    let refused = buy(&client, "mug", 1_500.0).await;
    assert!(matches!(refused, Err(Refusal::Unknown)), "{refused:?}");
}

#[tokio::test]
async fn a_stranger_is_charged_but_gets_no_order_and_the_test_says_so() {
    let shop = shop().await;
    let refused = buy(&shop.client(), "mug", 1_500.0).await;
    let Err(Refusal::Failed(error)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(error.text(), "UNAUTHENTICATED");
}
