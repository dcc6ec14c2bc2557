// @convex-dev/twilio

