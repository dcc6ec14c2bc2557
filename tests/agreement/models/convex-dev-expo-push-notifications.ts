// @convex-dev/expo-push-notifications

// --- class
import { PushNotifications } from "@convex-dev/expo-push-notifications";
export const made = new PushNotifications(components.push);
export const one = query({ args: {}, handler: async () => 1 });
