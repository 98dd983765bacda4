import { UnderclaimError } from "../errors.ts";

/** A capture names something that no earlier step has produced. */
export class CaptureError extends UnderclaimError {}

/**
 * What captures can name:
 * - `action[n]`, `native[n]`, `response[n]`: the answer to the golden's n-th action, native or
 *   request step (`.status`, `.headers.<name>`, `.body.<…>`); for an action, the fields of its body
 *   directly as well;
 * - `operation`: the last action's body, and `operation.refs.<ref_type>`, a provider reference of it.
 *
 * Other text in double braces is no capture and stays as it is (a template's own placeholder).
 */
export interface CaptureScope {
  /** The value at a path, or undefined where there is none. */
  resolve(root: string, path: readonly (string | number)[]): Promise<unknown>;
}

const CAPTURE = /\{\{\s*((?:action|native|response|operation)(?:[.[][^{}]*?)?)\s*\}\}/g;
const SEGMENT = /^([A-Za-z_][\w-]*)((?:\[\d+\])*)$/;

/** Whether a value holds a capture, anywhere inside; optionally only of some roots. */
export function hasCapture(value: unknown, roots?: readonly string[]): boolean {
  return capturesIn(value).some((capture) => {
    const root = capture.split(/[.[]/, 1)[0] ?? "";
    return roots === undefined || roots.includes(root);
  });
}

function capturesIn(value: unknown): string[] {
  if (typeof value === "string") {
    return [...value.matchAll(CAPTURE)].flatMap(([, inner]) => inner ?? []);
  }
  if (Array.isArray(value)) return value.flatMap(capturesIn);
  if (typeof value === "object" && value !== null) {
    return Object.values(value).flatMap(capturesIn);
  }
  return [];
}

/**
 * The value with every capture replaced. A text that is one capture takes the captured value with
 * its type; inside a longer text it must be a string, number or boolean.
 *
 * @throws CaptureError naming the capture that could not be resolved.
 */
export async function resolveCaptures<T>(value: T, scope: CaptureScope): Promise<T> {
  return (await resolved(value, scope)) as T;
}

async function resolved(value: unknown, scope: CaptureScope): Promise<unknown> {
  if (typeof value === "string") return resolvedText(value, scope);
  if (Array.isArray(value)) return Promise.all(value.map((each) => resolved(each, scope)));
  if (typeof value !== "object" || value === null) return value;
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, each]) => [key, await resolved(each, scope)] as const),
  );
  return Object.fromEntries(entries);
}

async function resolvedText(text: string, scope: CaptureScope): Promise<unknown> {
  let result = "";
  let end = 0;
  for (const match of text.matchAll(CAPTURE)) {
    const found = await lookUp(match[1] ?? "", scope);
    if (match[0] === text) return found;
    if (typeof found !== "string" && typeof found !== "number" && typeof found !== "boolean") {
      throw new CaptureError(
        "capture_not_text",
        `{{${match[1]}}} is not text, so it cannot stand inside "${text}".`,
      );
    }
    result += text.slice(end, match.index) + String(found);
    end = match.index + match[0].length;
  }
  return result + text.slice(end);
}

async function lookUp(expression: string, scope: CaptureScope): Promise<unknown> {
  const [root, ...path] = parsePath(expression);
  const found = typeof root === "string" ? await scope.resolve(root, path) : undefined;
  if (found === undefined || found === null) {
    throw new CaptureError(
      "capture_unresolved",
      `{{${expression}}} names nothing that the steps before it have produced.`,
    );
  }
  return found;
}

function parsePath(expression: string): (string | number)[] {
  return expression.split(".").flatMap((segment) => {
    const match = SEGMENT.exec(segment);
    if (match === null || match[1] === undefined) {
      throw new CaptureError(
        "capture_malformed",
        `{{${expression}}} is not a path such as action[0].adapter_operation_id.`,
      );
    }
    const indices = [...(match[2] ?? "").matchAll(/\d+/g)].map(([digits]) => Number(digits));
    return [match[1], ...indices];
  });
}

/** The value at a path inside plain data, or undefined. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    return Reflect.get(at, key);
  }, value);
}
