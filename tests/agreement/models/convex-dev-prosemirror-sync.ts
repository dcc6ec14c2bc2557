// @convex-dev/prosemirror-sync

// --- api
import { ProsemirrorSync } from "@convex-dev/prosemirror-sync";
const sync = new ProsemirrorSync(components.prosemirrorSync);
export const { getSnapshot, submitSnapshot, latestVersion, getSteps, submitSteps } = sync.syncApi({});
