// Components whose classes register no function and export no validator: everything of them happens at run time.
// Compared with @convex-dev/action-cache 0.1.7 to 0.3.1.
// Compared with @convex-dev/aggregate 0.1.13 to 0.3.1.
// Compared with @convex-dev/crons 0.1.5 to 0.2.2.
// Compared with @convex-dev/expo-push-notifications 0.1.4 to 0.3.1.
// Compared with @convex-dev/presence 0.1.5 to 0.4.0.
// Compared with @convex-dev/sharded-counter 0.1.4 to 0.2.1.
// Compared with @convex-dev/stripe 0.1.2 to 0.1.6.
// Compared with convex-helpers 0.1.64 to 0.1.135.

const run = () => undefined;

export class Aggregate {}
export class DirectAggregate {}
export class TableAggregate {
  trigger = () => run;
  idempotentTrigger = () => run;
}
export class ShardedCounter {
  trigger = () => run;
  for = () => ({});
}
export class Presence {}
export class ActionCache {}
export class Crons {}
export class PushNotifications {}
export class StripeSubscriptions {}
export class HttpRouterWithHono {}

export const removeAll = run;
export const registerRoutes = run;
