import { resolve } from "node:path";
import { z } from "zod";
import { Secret } from "../log/secret.ts";
import type { ConfigurationProblem } from "./errors.ts";
import { pathText } from "./errors.ts";
import { systemCode } from "./world.ts";
import type { ConfigurationWorld } from "./world.ts";

/** How often, at most, the file of a secret is looked at for a change. */
const LOOK_EVERY_MS = 1_000;

const SecretReference = z.union([
  z.string().min(1),
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);
type SecretReference = z.infer<typeof SecretReference>;

/**
 * Where a credential comes from. A file is read again when it changes, so a secret is rotated without a restart; when it
 * cannot be read any more, the last value stays in use and the problem is reported.
 */
export class SecretSource {
  readonly #reference: SecretReference;
  #world: ConfigurationWorld | null = null;
  #report: (problem: string) => void = () => {};
  #value: Secret | null = null;
  #fingerprint = "";
  #lookedAt = Number.NEGATIVE_INFINITY;
  #failing = false;

  constructor(reference: SecretReference) {
    this.#reference = reference;
  }

  /** Reads the secret for the first time. @returns what is wrong, or null */
  open(world: ConfigurationWorld, report: (problem: string) => void): string | null {
    this.#world = world;
    this.#report = report;
    return this.#read();
  }

  /** The value that counts now. */
  current(): Secret {
    const world = this.#world;
    if (world !== null && Math.abs(world.now() - this.#lookedAt) >= LOOK_EVERY_MS) this.reload();
    if (this.#value === null) throw new Error("A secret was asked for before it could be read.");
    return this.#value;
  }

  /** Looks for a change now. */
  reload(): void {
    const problem = this.#read();
    if (problem !== null && !this.#failing) this.#report(`${problem}; the last value stays in use`);
    this.#failing = problem !== null;
  }

  #read(): string | null {
    const reference = this.#reference;
    const world = this.#world;
    if (world === null) return "the secret was not opened";
    this.#lookedAt = world.now();
    if (typeof reference === "string") {
      this.#value ??= new Secret(reference);
      return null;
    }
    if ("env" in reference) {
      const value = world.env[reference.env];
      if (value === undefined || value === "") {
        return `the environment variable ${reference.env} is not set or empty`;
      }
      this.#value ??= new Secret(value);
      return null;
    }
    return this.#readFile(world, resolve(world.folder, reference.file));
  }

  #readFile(world: ConfigurationWorld, path: string): string | null {
    try {
      const fingerprint = world.fingerprint(path);
      if (this.#value !== null && fingerprint === this.#fingerprint) return null;
      const text = world.readText(path).trim();
      if (text === "") return `the secret file ${path} is empty`;
      this.#value = new Secret(text);
      this.#fingerprint = fingerprint;
      return null;
    } catch (error) {
      return `the secret file ${path} cannot be read: ${systemCode(error)}`;
    }
  }
}

/** In a configuration: a text, `{ env: NAME }` or `{ file: path }`. */
export const SecretInput = z
  .union(SecretReference.options, {
    error: "a secret is a text, { env: NAME } or { file: path }",
  })
  .meta({ writeOnly: true })
  .transform((reference) => new SecretSource(reference));

/** Every secret of a configuration, with its path. */
export function* secretsIn(
  value: unknown,
  path: readonly PropertyKey[] = [],
): Generator<{ readonly path: readonly PropertyKey[]; readonly secret: SecretSource }> {
  if (value instanceof SecretSource) yield { path, secret: value };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* secretsIn(item, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* secretsIn(item, [...path, key]);
  }
}

/** Reads every secret once and says which cannot be read. */
export function openSecrets(
  configuration: unknown,
  world: ConfigurationWorld,
  report: (problem: string) => void,
): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  for (const { path, secret } of secretsIn(configuration)) {
    const message = secret.open(world, (problem) => report(`${pathText(path)}: ${problem}`));
    if (message !== null) problems.push({ path: pathText(path), message, source: null });
  }
  return problems;
}
