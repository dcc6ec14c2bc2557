export { ConvexError } from "convex/values";
