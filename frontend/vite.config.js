import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(here, "../src/espalier/entrypoints/web/static/build");
const documentFonts = resolve(here, "node_modules/@expo-google-fonts/noto-sans-tc");

/** Every browser we support reads WOFF2; dropping WOFF halves the number of shipped files. */
function onlyWoff2() {
  return {
    name: "only-woff2",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@fontsource") || !id.includes(".css")) return null;
      return { code: code.replace(/,\s*url\([^)]*\.woff\)\s*format\(['"]woff['"]\)/g, ""), map: null };
    },
  };
}

/** The documents engine embeds TTF files; they travel in the wheel beside the page fonts. */
function copyDocumentFonts() {
  return {
    name: "copy-document-fonts",
    apply: "build",
    closeBundle() {
      const folder = join(target, "fonts");
      mkdirSync(folder, { recursive: true });
      for (const file of [
        "400Regular/NotoSansTC_400Regular.ttf",
        "700Bold/NotoSansTC_700Bold.ttf",
        "LICENSE_FONT",
      ]) {
        copyFileSync(join(documentFonts, file), join(folder, file.split("/").at(-1)));
      }
    },
  };
}

export default defineConfig({
  root: here,
  // Relative addresses: the installation may serve its static files under any prefix.
  base: "./",
  publicDir: false,
  plugins: [onlyWoff2(), copyDocumentFonts()],
  build: {
    outDir: target,
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2022",
    // Fonts stay files, so that the content policy needs no data: addresses for them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
    rollupOptions: {
      input: { app: resolve(here, "src/app.js") },
      onwarn(warning, warn) {
        // htmx carries an eval that the page shell switches off (allowEval=false) and the content
        // policy would refuse; every other warning is shown.
        if (warning.code === "EVAL" && JSON.stringify(warning).includes("htmx.org")) return;
        warn(warning);
      },
    },
  },
});
