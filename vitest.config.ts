import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { findSystemTools, inCi } from "./scripts/test/system-tools.mjs";

const root = import.meta.dirname;

/** Every package and app that has tests, and the repository's own tests. */
const projectRoots = [
  root,
  ...["packages", "apps"]
    .map((parent) => path.join(root, parent))
    .filter((parent) => existsSync(parent))
    .flatMap((parent) => readdirSync(parent).map((name) => path.join(parent, name)))
    .filter((dir) => existsSync(path.join(dir, "tests"))),
];

export default defineConfig({
  // Packages import each other's sources, never dist; the rest are Vite's defaults for Node.
  ssr: {
    resolve: { conditions: ["@underclaim/source", "module", "node", "development|production"] },
  },
  test: {
    pool: "forks",
    // Vitest leaves a core free, of two as well; much of the time is waiting for disks, servers and children.
    maxWorkers: availableParallelism(),
    execArgv: ["--conditions=@underclaim/source"], // for workers and children, which Vite does not resolve
    testTimeout: 20_000,
    hookTimeout: 60_000,
    allowOnly: !inCi,
    env: {
      ...findSystemTools(), // a bare `vitest run` uses what is installed; `npm test` installs what is missing
      // Each store's thread would strip its TypeScript anew: half the time of a short-lived one.
      NODE_COMPILE_CACHE: path.join(root, "node_modules/.cache/node-compile"),
    },
    reporters: ["default", path.join(root, "scripts/test/summary-reporter.ts")],
    projects: projectRoots.map((dir) => ({
      extends: true,
      root: dir,
      test: {
        name: path.relative(root, dir) || "repository",
        include: ["tests/**/*.test.ts"],
      },
    })),
  },
});
