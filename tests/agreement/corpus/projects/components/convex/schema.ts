import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { vWorkflowId } from "@convex-dev/workflow";
import { vEmailId, vStatus } from "@convex-dev/resend";
import { StreamIdValidator } from "@convex-dev/persistent-text-streaming";
import { point } from "@convex-dev/geospatial";
import { runIdValidator } from "@convex-dev/action-retrier";

export default defineSchema({
  jobs: defineTable({ workflowId: vWorkflowId, runId: v.optional(runIdValidator) }),
  emails: defineTable({ emailId: vEmailId, status: v.optional(vStatus) }).index("by_email", ["emailId"]),
  chats: defineTable({ stream: StreamIdValidator, place: v.optional(point) }),
});
