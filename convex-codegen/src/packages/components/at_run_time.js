// Components whose classes register no function and export no validator: everything of them happens at run time.

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
