import type { z } from "zod";
import { pathText } from "./errors.ts";
import type { ConfigurationProblem } from "./errors.ts";
import { fromText, NotJson } from "./from-text.ts";
import { nearest } from "./nearest.ts";
import type { Tree } from "./read-file.ts";
import { childOf, knownKeys } from "./schema-tree.ts";

const ENVIRONMENT_PREFIX = "UNDERCLAIM_";

/** Variables with the prefix that are no settings: the file's path, and what the launcher tells its child. */
const NO_SETTINGS = new Set(["UNDERCLAIM_CONFIG", "UNDERCLAIM_PARENT_PID"]);

export interface EnvironmentContent {
  readonly problems: readonly ConfigurationProblem[];
  /** Which variable set what: path → name. */
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * `UNDERCLAIM_LISTEN__PORT=7103` sets `listen.port`. A variable outranks the file and replaces what stands at its path;
 * one that goes deeper outranks one that holds JSON for the whole. A variable that a secret names with `{ env: NAME }`
 * is no setting, whatever it is called. Writes into `tree`.
 */
export function applyEnvironment(
  schema: z.core.$ZodType,
  env: Readonly<Record<string, string | undefined>>,
  tree: Tree,
): EnvironmentContent {
  const problems: ConfigurationProblem[] = [];
  const unknown = new Map<string, ConfigurationProblem>();
  const origins = new Map<string, string>();
  for (const [name, segments] of settingsOf(env)) {
    const found = locate(schema, segments);
    if ("unknown" in found) {
      unknown.set(name, unknownVariable(name, segments, found));
      continue;
    }
    try {
      const gap = put(tree, found.path, fromText(found.schema, env[name] ?? ""));
      if (gap === null) origins.set(pathText(found.path), name);
      else problems.push({ path: gap, message: "entries are numbered without gaps", source: name });
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      problems.push({ path: pathText(found.path), message: "needs JSON here", source: name });
    }
  }
  for (const name of referencedVariables(tree)) unknown.delete(name);
  return { problems: [...unknown.values(), ...problems], origins };
}

/** Names of variables that `{ env: NAME }` refers to anywhere. */
function referencedVariables(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== "object" || value === null) return found;
  for (const [key, item] of Object.entries(value)) {
    if (key === "env" && typeof item === "string") found.add(item);
    else referencedVariables(item, found);
  }
  return found;
}

const byNumber = new Intl.Collator("en", { numeric: true });

/** Shallow ones first, so that deeper ones find what they refine. */
function settingsOf(env: Readonly<Record<string, string | undefined>>): [string, string[]][] {
  return Object.keys(env)
    .filter((name) => name.startsWith(ENVIRONMENT_PREFIX) && !NO_SETTINGS.has(name))
    .map((name): [string, string[]] => [name, name.slice(ENVIRONMENT_PREFIX.length).split("__")])
    .sort(([a, x], [b, y]) => x.length - y.length || byNumber.compare(a, b));
}

interface Found {
  readonly path: readonly string[];
  readonly schema: z.core.$ZodType;
}

interface Unknown {
  readonly unknown: number;
  readonly candidates: readonly string[];
}

function locate(root: z.core.$ZodType, segments: readonly string[]): Found | Unknown {
  let schema = root;
  const path: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const child = childOf(schema, segment, true);
    if (child === null) return { unknown: index, candidates: knownKeys(schema) };
    path.push(child.key);
    schema = child.schema;
  }
  return { path, schema };
}

function unknownVariable(
  name: string,
  segments: readonly string[],
  { unknown, candidates }: Unknown,
): ConfigurationProblem {
  const meant = nearest(segments[unknown] ?? "", candidates);
  const hint =
    meant === null
      ? ""
      : `; did you mean ${ENVIRONMENT_PREFIX}${[...segments.slice(0, unknown), meant.toUpperCase(), ...segments.slice(unknown + 1)].join("__")}?`;
  return {
    path: "",
    message: `${name} is not a setting${hint}`,
    source: "environment",
  };
}

/** @returns null, or the path of an entry that stands behind a gap: it is not written */
function put(tree: Tree, path: readonly string[], value: unknown): string | null {
  let at: Tree | unknown[] = tree;
  for (const [index, key] of path.entries()) {
    if (Array.isArray(at) && Number(key) > at.length) return pathText(path.slice(0, index + 1));
    if (index === path.length - 1) write(at, key, value);
    else {
      const next = read(at, key);
      if (typeof next === "object" && next !== null) at = next as Tree | unknown[];
      else {
        const fresh: Tree | unknown[] = /^\d+$/.test(path[index + 1] ?? "") ? [] : {};
        write(at, key, fresh);
        at = fresh;
      }
    }
  }
  return null;
}

const read = (at: Tree | unknown[], key: string): unknown =>
  Array.isArray(at) ? at[Number(key)] : Object.hasOwn(at, key) ? at[key] : undefined;

function write(at: Tree | unknown[], key: string, value: unknown): void {
  if (Array.isArray(at)) at[Number(key)] = value;
  else at[key] = value;
}
