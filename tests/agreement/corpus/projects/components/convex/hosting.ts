import { exposeDeploymentQuery } from "@convex-dev/static-hosting";
import { AuthKit } from "@convex-dev/workos-authkit";
import { components } from "./_generated/api";

export const { getCurrentDeployment } = exposeDeploymentQuery((components as any).staticHosting);

const authKit = new AuthKit((components as any).workOSAuthKit, {
  clientId: "client",
  apiKey: "key",
  webhookSecret: "secret",
} as any);
export const { authKitEvent } = authKit.events({});
export const { authKitAction: onSignIn } = authKit.actions({});
export const { backfillUsers } = authKit.utils();
