import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { z } from "zod";
import { ConfigurationError, pathText } from "./errors.ts";
import type { ConfigurationProblem } from "./errors.ts";
import { nearest } from "./nearest.ts";
import { applyEnvironment } from "./read-environment.ts";
import { readConfigurationFile } from "./read-file.ts";
import { knownKeys, schemaAt } from "./schema-tree.ts";
import { openSecrets, secretsIn } from "./secret-source.ts";
import { processWorld } from "./world.ts";
import type { ConfigurationWorld } from "./world.ts";

export interface LoadOptions<T> {
  /** Absent: this process's environment, folder and files. */
  readonly world?: ConfigurationWorld;
  /** Arguments of the command line, without program and script. Only `--config <path>` is known. */
  readonly argv?: readonly string[];
  /** The file, where neither `--config` nor UNDERCLAIM_CONFIG names one. Absent: no file. */
  readonly file?: string;
  /** What a schema cannot say: rules between settings. */
  readonly check?: (configuration: T) => readonly ConfigurationProblem[];
  /** Told when a rotated secret can no longer be read. Absent: a process warning. */
  readonly report?: (problem: string) => void;
}

export interface Loaded<T> {
  readonly configuration: T;
  /** The file that was read, absolute. */
  readonly file: string | null;
  /** Reads every secret again; a service does it on SIGHUP. */
  reloadSecrets(): void;
}

/**
 * Reads the file, then the environment over it, and checks the whole strictly.
 *
 * @throws ConfigurationError with every problem at once
 */
export function loadConfiguration<S extends z.ZodType>(
  schema: S,
  options: LoadOptions<z.output<S>> = {},
): Loaded<z.output<S>> {
  const world = options.world ?? processWorld();
  const { path, problems: argumentProblems } = fileOf(options, world);
  const content = path === null ? { tree: {}, problems: [] } : readConfigurationFile(path, world);
  if (content.problems.length > 0) {
    throw new ConfigurationError([...argumentProblems, ...content.problems]);
  }
  const tree = structuredClone(content.tree);
  const file = path === null ? null : resolve(world.folder, path);

  const environment = applyEnvironment(schema, world.env, tree);
  const parsed = schema.safeParse(tree);
  const found: ConfigurationProblem[] = [...argumentProblems, ...environment.problems];
  if (!parsed.success) {
    found.push(...describeIssues(schema, parsed.error, environment.origins, file));
    throw new ConfigurationError(found);
  }
  const configuration: z.output<S> = parsed.data;
  const report = options.report ?? ((problem: string) => process.emitWarning(problem));
  found.push(
    ...openSecrets(
      configuration,
      file === null ? world : { ...world, folder: dirname(file) },
      report,
    ),
  );
  if (found.length === 0) found.push(...(options.check?.(configuration) ?? []));
  if (found.length > 0) throw new ConfigurationError(found);
  return {
    configuration,
    file,
    reloadSecrets: () => {
      for (const { secret } of secretsIn(configuration)) secret.reload();
    },
  };
}

function fileOf<T>(
  { argv = [], file }: LoadOptions<T>,
  { env }: ConfigurationWorld,
): { readonly path: string | null; readonly problems: readonly ConfigurationProblem[] } {
  const { tokens } = parseArgs({
    args: [...argv],
    options: { config: { type: "string" } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  let path = env.UNDERCLAIM_CONFIG ?? file ?? null;
  const problems: ConfigurationProblem[] = [];
  for (const token of tokens) {
    if (token.kind === "option" && token.name === "config" && token.value !== undefined) {
      path = token.value;
    } else if (token.kind !== "option-terminator") {
      if (token.kind === "option" && token.name === "config") {
        problems.push({
          path: "",
          message: "--config needs the path of a file after it",
          source: "command line",
        });
        continue;
      }
      const name = token.kind === "option" ? token.rawName : "an argument";
      problems.push({
        path: "",
        message: `${name} is not understood; only --config <path> is`,
        source: "command line",
      });
    }
  }
  return { path, problems };
}

function describeIssues(
  schema: z.core.$ZodType,
  error: z.ZodError,
  origins: ReadonlyMap<string, string>,
  file: string | null,
): ConfigurationProblem[] {
  return error.issues.flatMap((issue): ConfigurationProblem[] => {
    const path = pathText(issue.path);
    const source = originOf(issue.path, origins) ?? file;
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message, source }];
    const at = schemaAt(schema, issue.path);
    return issue.keys.map((key) => {
      const meant = at === null ? null : nearest(key, knownKeys(at));
      const hint = meant === null ? "" : `; did you mean ${JSON.stringify(meant)}?`;
      return {
        path: pathText([...issue.path, key]),
        message: `there is no setting ${JSON.stringify(key)} here${hint}`,
        source,
      };
    });
  });
}

/** The variable that set the path or what holds it. */
function originOf(
  path: readonly PropertyKey[],
  origins: ReadonlyMap<string, string>,
): string | null {
  for (let length = path.length; length > 0; length -= 1) {
    const origin = origins.get(pathText(path.slice(0, length)));
    if (origin !== undefined) return origin;
  }
  return null;
}
