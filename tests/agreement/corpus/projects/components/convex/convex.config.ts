import { defineApp } from "convex/server";
import workpool from "@convex-dev/workpool/convex.config";
import r2 from "@convex-dev/r2/convex.config";

const app = defineApp();
app.use(workpool, { name: "emailPool" });
app.use(r2);
export default app;
