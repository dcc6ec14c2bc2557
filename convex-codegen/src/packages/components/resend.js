// @convex-dev/resend
// Compared with @convex-dev/resend 0.1.10 to 0.2.8.

import { internalMutationGeneric } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { since } from "convex#versions";

export const vEmailId = v.string();
export const vStatus = literals(
  "waiting",
  "queued",
  "cancelled",
  "sent",
  "delivered",
  "delivery_delayed",
  "bounced",
  "failed",
);
export const vTemplate = v.object({
  id: v.string(),
  variables: v.optional(v.record(v.string(), v.union(v.string(), v.number()))),
});
export const vOptions = v.object({
  initialBackoffMs: v.number(),
  retryAttempts: v.number(),
  apiKey: v.string(),
  testMode: v.boolean(),
  onEmailEvent: v.optional(v.object({ fnHandle: v.string() })),
});

const addresses = v.union(v.string(), v.array(v.string()));
const pair = v.object({ name: v.string(), value: v.string() });
const email = {
  broadcast_id: v.optional(v.string()),
  created_at: v.string(),
  email_id: v.string(),
  from: addresses,
  to: addresses,
  cc: v.optional(addresses),
  bcc: v.optional(addresses),
  reply_to: v.optional(addresses),
  ...(since("@convex-dev/resend", "0.2.6") && { message_id: v.optional(v.string()) }),
  headers: v.optional(v.array(pair)),
  subject: v.string(),
  tags: v.optional(v.union(v.record(v.string(), v.string()), v.array(pair))),
};
const texts = (...names) => v.object(Object.fromEntries(names.map((name) => [name, v.string()])));
const event = (type, more) =>
  v.object({
    type: v.literal(`email.${type}`),
    created_at: v.string(),
    data: v.object({ ...email, ...more }),
  });

export const vEmailEvent = v.union(
  event("sent"),
  event("delivered"),
  event("delivery_delayed"),
  event("complained"),
  event("bounced", { bounce: texts("message", "subType", "type") }),
  event("opened", { open: texts("ipAddress", "timestamp", "userAgent") }),
  event("clicked", { click: texts("ipAddress", "link", "timestamp", "userAgent") }),
  event("failed", { failed: texts("reason") }),
);
export const vOnEmailEventArgs = v.object({ id: vEmailId, event: vEmailEvent });

export class Resend {
  defineOnEmailEvent() {
    return internalMutationGeneric({ args: vOnEmailEventArgs, handler: () => undefined });
  }
}
