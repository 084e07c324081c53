import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

/** Given its name once it is whole, by what starts the build: a running server keeps its files. */
const out = "../klientel/foundation/ui/static/ui/dist/part";

/** Whitenoise hands out a .br or .gz neighbour when there is one. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const name of readdirSync(out)) {
        if (!/\.(css|js|svg)$/.test(name)) continue;
        const content = readFileSync(join(out, name));
        writeFileSync(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
        writeFileSync(join(out, `${name}.br`), brotliCompressSync(content));
      }
    },
  };
}

export default defineConfig({
  plugins: [tailwindcss(), compressed()],
  base: "./",
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: "src/app.ts",
      output: { entryFileNames: "app.js", assetFileNames: "[name][extname]", format: "es" },
    },
  },
});
