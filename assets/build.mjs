// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the look and the browser code into build/assets: names that carry a fingerprint of what is inside, and each
// file in three forms (plain, .gz, .br), so that the server sends bytes and compresses nothing.
// Usage: node build.mjs [output folder]
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "..", "build", "assets"));

function style(name) {
  return sass.compile(join(here, "scss", `${name}.scss`), {
    style: "compressed", charset: false, quietDeps: true, loadPaths: [join(here, "scss"), join(here, "node_modules")],
  }).css;
}

function script(name) {
  return buildSync({
    entryPoints: [join(here, "ts", `${name}.ts`)], bundle: true, minify: true, write: false, format: "esm",
    target: "es2020", legalComments: "none", absWorkingDir: here,
  }).outputFiles[0].text;
}

const files = {
  "closed.css": style("closed"),
  "public.css": style("public"),
  "app.js": script("app"),
  "icon.svg": readFileSync(join(here, "icon.svg"), "utf8"),
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = {};
for (const [name, text] of Object.entries(files)) {
  const bytes = Buffer.from(text);
  const fingerprint = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const dot = name.length - extname(name).length;
  manifest[name] = `${name.slice(0, dot)}-${fingerprint}${name.slice(dot)}`;
  const packed = {
    "": bytes,
    ".gz": gzipSync(bytes, { level: 9 }),
    ".br": brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  };
  for (const [ending, content] of Object.entries(packed)) writeFileSync(join(out, manifest[name] + ending), content);
  console.log(`${manifest[name]}: ${bytes.length} bytes, ${packed[".gz"].length} gzip, ${packed[".br"].length} brotli`);
}
// One line for each file, sorted: the name in the code, a space, the name in the address.
writeFileSync(join(out, "manifest.txt"), Object.entries(manifest).sort().map(([a, b]) => `${a} ${b}\n`).join(""));
