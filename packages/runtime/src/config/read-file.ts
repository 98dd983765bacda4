import { resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type { ConfigurationProblem } from "./errors.ts";
import { systemCode } from "./world.ts";
import type { ConfigurationWorld } from "./world.ts";

export type Tree = Record<string, unknown>;

export interface FileContent {
  readonly tree: Tree;
  readonly problems: readonly ConfigurationProblem[];
}

const failed = (message: string, source: string): FileContent => ({
  tree: {},
  problems: [{ path: "", message, source }],
});

/** One YAML or JSON file (JSON is YAML). Problems name line and column, never the text that stands there. */
export function readConfigurationFile(path: string, world: ConfigurationWorld): FileContent {
  const file = resolve(world.folder, path);
  let text: string;
  try {
    text = world.readText(file);
  } catch (error) {
    return failed(`the file cannot be read: ${systemCode(error)}`, file);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // A warning is a tag that nothing resolves, such as !env: its value would be taken as it stands.
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0) {
    return {
      tree: {},
      problems: wrong.map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return {
          path: "",
          message: `line ${line}, column ${col}: ${error.code}`,
          source: file,
        };
      }),
    };
  }
  let tree: unknown;
  try {
    tree = document.toJS({ maxAliasCount: 100 });
    // Throws where an alias stands inside what it stands for.
    JSON.stringify(tree);
  } catch (error) {
    return failed(`the file has an alias that cannot be resolved: ${systemCode(error)}`, file);
  }
  if (tree === null || tree === undefined) return { tree: {}, problems: [] };
  if (typeof tree !== "object" || Array.isArray(tree)) {
    return failed("the file must hold one object with named settings", file);
  }
  return { tree: tree as Tree, problems: [] };
}
