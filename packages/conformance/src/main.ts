#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import process from "node:process";
import { run } from "./cli.ts";

// Whoever read what is said may have read enough (`| head`).
process.stdout.on("error", () => process.exit());

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  read: (file) => readFile(file, "utf8"),
  say: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
});
