import type { ConfigurationWorld } from "../../src/config/index.ts";

export interface FakeWorld extends ConfigurationWorld {
  readonly files: Map<string, string>;
  readonly env: Record<string, string>;
  time: number;
}

/** A machine with an environment and files in /etc, and nothing else. */
export function fakeWorld(
  files: Record<string, string> = {},
  env: Record<string, string> = {},
): FakeWorld {
  const known = new Map(Object.entries(files));
  const find = (path: string): string => {
    const text = known.get(path);
    if (text === undefined)
      throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT" });
    return text;
  };
  const world: FakeWorld = {
    files: known,
    env,
    folder: "/etc",
    time: 0,
    now: () => world.time,
    readText: find,
    fingerprint: find,
  };
  return world;
}
