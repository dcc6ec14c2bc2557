// @convex-dev/expo-push-notifications

