// `Sources`: the files that the functions are made of, and whether they changed.

import fs from "node:fs";
import path from "node:path";

/** Of the project itself: they say where functions are and how imports resolve. */
const CONFIGURATION = ["convex.json", "package.json", "tsconfig.json"];

/** All files below a folder that may be a component's own; other components have folders of their own. */
export function* filesBelow(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    // Editors put temporary files beside those that they write.
    if (/^[.#]|~$/.test(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (!entry.isDirectory()) yield file;
    else if (entry.name !== "node_modules" && !configOf(file)) yield* filesBelow(file);
  }
}

/** The file that makes a folder a component. */
export function configOf(folder) {
  return ["convex.config.ts", "convex.config.js"].map((name) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

export class Sources {
  files = new Set();
  /** Where relative imports point to, so that a file is noticed that was missing. */
  folders = new Set();
  fingerprint = "";
  /** Of the app, and of the components that are the project's own. */
  roots = new Set();

  constructor(functions) {
    this.functions = functions;
    this.roots.add(functions);
  }

  /** Notes a component. */
  add(folder) {
    if (isOwn(folder)) this.roots.add(folder);
  }

  /** Notes what esbuild resolves and loads, also when the build fails. */
  plugin() {
    return {
      name: "sources",
      setup: (build) => {
        build.onResolve({ filter: /^\.{1,2}\// }, ({ path: specifier, resolveDir }) => {
          if (isOwn(resolveDir)) this.folders.add(existing(path.dirname(path.resolve(resolveDir, specifier))));
          return undefined;
        });
        build.onLoad({ filter: /.*/, namespace: "file" }, ({ path: file }) => {
          if (isOwn(file)) this.files.add(file);
          return undefined;
        });
      },
    };
  }

  /** Whether anything is different from the last time. */
  changed() {
    const before = this.fingerprint;
    this.fingerprint = this.look();
    return this.fingerprint !== before;
  }

  look() {
    const lines = [];
    for (const file of this.all()) {
      const { mtimeMs, size } = fs.statSync(file, { throwIfNoEntry: false }) ?? {};
      lines.push(`${file} ${mtimeMs} ${size}`);
    }
    for (const folder of this.folders) {
      if (fs.existsSync(folder)) lines.push(`${folder}: ${fs.readdirSync(folder).join(" ")}`);
    }
    return lines.join("\n");
  }

  all() {
    const configuration = CONFIGURATION.map((name) => path.join(projectOf(this.functions), name));
    const modules = [...this.roots].filter((folder) => fs.existsSync(folder)).flatMap((folder) => [...filesBelow(folder)]);
    return new Set([...configuration, ...modules, ...this.files]);
  }

  /** What has to be watched to notice a change. */
  watched() {
    const folders = new Set();
    for (const folder of [...this.roots, ...this.folders]) folders.add(existing(folder));
    for (const file of this.all()) folders.add(existing(path.dirname(file)));
    return [...folders];
  }
}

/** Not of a package that is installed; one of the workspace is a link, and esbuild gives where it leads to. */
function isOwn(file) {
  return !file.split(path.sep).includes("node_modules");
}

function existing(folder) {
  while (!fs.existsSync(folder)) folder = path.dirname(folder);
  return folder;
}

function projectOf(functions) {
  for (let folder = functions; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "package.json")) || folder === path.dirname(folder)) return folder;
  }
}
