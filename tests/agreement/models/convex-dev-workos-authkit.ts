// @convex-dev/workos-authkit

// --- kit
import { AuthKit } from "@convex-dev/workos-authkit";
const authKit = new AuthKit(components.workOSAuthKit, { clientId: "client", apiKey: "key", webhookSecret: "secret" });
export const { authKitEvent } = authKit.events({});
export const { authKitAction } = authKit.actions({});
// --- utils
import { AuthKit } from "@convex-dev/workos-authkit";
const authKit = new AuthKit(components.workOSAuthKit, { clientId: "client", apiKey: "key", webhookSecret: "secret" });
export const { backfillUsers } = authKit.utils();
