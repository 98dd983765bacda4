import { UnderclaimError } from "@underclaim/contract";

/** One thing wrong with the configuration. Values are never repeated: they may be secrets. */
export interface ConfigurationProblem {
  /** Such as `listen.port` or `api_keys[0].scopes`; empty for the configuration as a whole. */
  readonly path: string;
  readonly message: string;
  /** Where it was written: a file, a variable of the environment, the command line. */
  readonly source: string | null;
}

/** The configuration cannot be used. The message lists every problem at once, one a line. */
export class ConfigurationError extends UnderclaimError {
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    super(
      "configuration_invalid",
      `The configuration cannot be used:\n${problems.map((problem) => `  - ${line(problem)}`).join("\n")}`,
    );
    this.problems = problems;
  }
}

const line = ({ path, message, source }: ConfigurationProblem): string =>
  `${path === "" ? "" : `${path}: `}${message}${source === null ? "" : ` (${source})`}`;

/** Paths as people write them: `api_keys[0].scopes`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number" || /^\d+$/.test(String(part))) return `${text}[${String(part)}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}
