import { readFileSync, statSync } from "node:fs";

/** What a configuration is read from. Tests bring their own. */
export interface ConfigurationWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder relative paths start from. */
  readonly folder: string;
  /** Throws as `fs.readFileSync` does. */
  readText(path: string): string;
  /** Changes whenever the file's content may have changed. Throws as `fs.statSync` does. */
  fingerprint(path: string): string;
  now(): number;
}

export const processWorld = (): ConfigurationWorld => ({
  env: process.env,
  folder: process.cwd(),
  readText: (path) => readFileSync(path, "utf8"),
  fingerprint: (path) => {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  },
  now: Date.now,
});

/** The code of a system error such as ENOENT, or its class: never its message, which may quote content. */
export const systemCode = (error: unknown): string =>
  error instanceof Error
    ? "code" in error && typeof error.code === "string"
      ? error.code
      : error.name
    : typeof error;
