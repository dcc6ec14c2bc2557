// @convex-dev/resend

// --- client
import { Resend } from "@convex-dev/resend";
export const resend = new Resend(components.resend, { testMode: true });
export const onEmail = resend.defineOnEmailEvent(async () => {});
// --- args
import { vOnEmailEventArgs } from "@convex-dev/resend";
export const handleEmailEvent = internalMutation({ args: vOnEmailEventArgs, handler: async () => {} });
