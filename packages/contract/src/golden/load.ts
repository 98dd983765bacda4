import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { UnderclaimError } from "../errors.ts";
import { GoldenTest } from "./format.ts";

/** One thing wrong with a golden's file. `line` counts from 1; 0 where no line can be named. */
export interface GoldenIssue {
  readonly line: number;
  /** Place in the golden, e.g. `steps[2].native.source`. */
  readonly path: string;
  readonly message: string;
}

/** A file is no golden; `issues` says where and why. */
export class GoldenFormatError extends UnderclaimError {
  readonly file: string;
  readonly issues: readonly GoldenIssue[];

  constructor(file: string, issues: readonly GoldenIssue[]) {
    const lines = issues.map(
      (each) => `${file}:${each.line} ${each.path || "golden"}: ${each.message}`,
    );
    super("invalid_golden", lines.join("\n"));
    this.file = file;
    this.issues = issues;
  }
}

/**
 * The golden in a YAML text. Timestamps stay text, keys may not repeat.
 *
 * @param file name for messages only; nothing is read
 * @throws GoldenFormatError with every issue's line and path
 */
export function loadGolden(text: string, file: string): GoldenTest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, schema: "core", uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new GoldenFormatError(
      file,
      document.errors.map((error) => ({
        line: lines.linePos(error.pos[0]).line,
        path: "",
        message: error.message.split("\n", 1)[0] ?? error.code,
      })),
    );
  }
  const parsed = GoldenTest.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw new GoldenFormatError(
    file,
    parsed.error.issues
      .flatMap((issue) => specific(issue, []))
      .map(({ path, message }) => ({
        line: lineOf(document, lines, path),
        path: pathText(path),
        message,
      })),
  );
}

type Path = readonly PropertyKey[];

/**
 * A step that fits no kind fails for each kind at once. What helps is the kind that its author
 * meant: the one whose own key is there, so that has the fewest complaints at the step itself.
 */
function specific(issue: z.core.$ZodIssue, base: Path): { path: Path; message: string }[] {
  const path = [...base, ...issue.path];
  if (issue.code !== "invalid_union" || issue.errors.length === 0) {
    return [{ path, message: issue.message }];
  }
  const [meant] = issue.errors.toSorted((a, b) => atTop(a) - atTop(b));
  if (meant === undefined || atTop(meant) > 1) {
    return [{ path, message: "none of the known kinds; see schemas/golden-test.schema.json" }];
  }
  return meant.flatMap((inner) => specific(inner, path));
}

function atTop(issues: readonly z.core.$ZodIssue[]): number {
  return issues.filter((issue) => issue.code === "unrecognized_keys" || issue.path.length === 1)
    .length;
}

/** The line of the deepest node on the path that exists. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const at = path.slice(0, length);
    const key = at.at(-1);
    const parent = document.getIn(at.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
      : undefined;
    const node = length === 0 ? document.contents : (pair?.key ?? document.getIn(at, true));
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 0;
}

function pathText(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
