// File storage over HTTP, which convex-test has no server for.

/** Where convex-test says that files are. */
const ELSEWHERE = /https:\/\/some-deployment\.convex\.cloud(?=\/api\/storage\/)/;

/** URLs of files lead to this server; to be called once there is a `convexTest`. */
export function serveFiles() {
  if (Object.getOwnPropertyDescriptor(globalThis.Convex, "asyncSyscall").get?.servesFiles) return;
  // Until 0.0.41 it is a function, later a getter that finds the function of the current test.
  const { get, value } = Object.getOwnPropertyDescriptor(globalThis.Convex, "asyncSyscall");
  const asyncSyscall = async (op, args) => {
    const result = await (get ? get.call(globalThis.Convex) : value)(op, args);
    return /^1\.0\/storage(GetUrl|GenerateUploadUrl)$/.test(op) ? result.replace(ELSEWHERE, process.env.CONVEX_CLOUD_URL) : result;
  };
  const getter = Object.assign(() => asyncSyscall, { servesFiles: true });
  Object.defineProperty(globalThis.Convex, "asyncSyscall", { get: getter, configurable: true });
}

/** A request below `/api/storage/`. */
export async function storage(test, method, name, { headers, body }) {
  const type = headers.find(([header]) => header === "content-type")?.[1];
  if (method === "POST" && name.startsWith("/api/storage/upload?token=")) {
    const storageId = await test.run((ctx) => ctx.storage.store(new Blob(body ? [body] : [], { type })));
    return Response.json({ storageId });
  }
  // It names a file by its contents.
  const wanted = name.slice("/api/storage/".length);
  let blob = null;
  await test.run(async (ctx) => {
    const files = await ctx.db.system.query("_storage").collect();
    const file = files.find(({ _id, sha256 }) => sha256 === wanted || _id === wanted);
    blob = file ? await ctx.storage.get(file._id) : null;
  });
  return blob && method === "GET" ? new Response(blob) : new Response(null, { status: 404 });
}
