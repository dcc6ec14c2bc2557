import { httpRouter } from "convex/server";
import { httpAction } from "./_generated/server";

const http = httpRouter();

http.route({
  path: "/hook",
  method: "POST",
  handler: httpAction(async () => new Response(null, { status: 204 })),
});

http.route({
  pathPrefix: "/reports/",
  method: "GET",
  handler: httpAction(async () => new Response("a,b\n1,2\n")),
});

export default http;
