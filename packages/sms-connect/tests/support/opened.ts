import { SecretSource } from "@underclaim/runtime";

/** Settings with their secrets read, as loading a configuration does. Secrets are written in place. */
export function opened<T>(settings: T): T {
  open(settings);
  return settings;
}

const NOWHERE = {
  env: {},
  folder: "/",
  readText: noFile,
  fingerprint: noFile,
  now: () => 0,
};

function open(value: unknown): void {
  if (value instanceof SecretSource) {
    const problem = value.open(NOWHERE, () => undefined);
    if (problem !== null) throw new Error(problem);
  } else if (typeof value === "object" && value !== null) {
    for (const each of Object.values(value)) open(each);
  }
}

function noFile(): never {
  throw new Error("A test's secrets are written in it, not in files.");
}
