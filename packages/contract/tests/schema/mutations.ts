/** The part of JSON Schema that the generator produces. */
export interface Node {
  $ref?: string;
  $defs?: Record<string, Node>;
  type?: string | string[];
  anyOf?: Node[];
  enum?: string[];
  const?: string;
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: boolean | Node;
  propertyNames?: Node;
  items?: Node;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  description?: string;
}

export interface Mutation {
  what: string;
  value: unknown;
  verdict: "valid" | "invalid";
  /** Set where an unknown key was added. */
  unknownKey?: string;
}

type Path = readonly (string | number)[];
type Change = { set: unknown } | { drop: true };

function edit(sample: unknown, path: Path, change: Change): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return "set" in change ? change.set : undefined;
  const copy = (Array.isArray(sample) ? sample.slice() : { ...(sample as object) }) as Record<
    string | number,
    unknown
  >;
  if (rest.length === 0 && "drop" in change) delete copy[head];
  else copy[head] = edit(copy[head], rest, change);
  return copy;
}

function get(sample: unknown, path: Path): unknown {
  return path.reduce((value, key) => (value as Record<string | number, unknown>)[key], sample);
}

const NOT_A_TIME = [
  "yesterday",
  "2026-01-01",
  "2026-01-01T12:00:00",
  "2026-01-01T12:00Z",
  "2026-02-30T12:00:00Z",
  "2026-01-01T25:00:00Z",
];

function wrongScalars(node: Node): unknown[] {
  if (node.anyOf) return [42, "wholly"];
  if (node.type === "boolean") return ["true", 1];
  if (node.type === "integer") {
    return [1.5, "1", (node.minimum ?? 0) - 1, ...(node.maximum ? [node.maximum + 1] : [])];
  }
  return [
    42,
    true,
    ...(node.enum ? ["no_such_value", ""] : []),
    ...(node.format === "date-time" ? NOT_A_TIME : []),
    ...(node.pattern && !node.format ? ["No Such Pattern"] : []),
    ...(node.minLength ? [""] : []),
    ...(node.maxLength ? ["x".repeat(node.maxLength + 1)] : []),
  ];
}

/** Every single change of `sample` whose verdict the schema decides, at every depth. */
export function mutations(root: Node, sample: unknown): Mutation[] {
  const found: Mutation[] = [];
  const add = (path: Path, what: string, change: Change, verdict: Mutation["verdict"]) =>
    found.push({ what: `${path.join(".")}: ${what}`, value: edit(sample, path, change), verdict });

  function walk(raw: Node, path: Path): void {
    let node = resolve(root, raw);
    node = resolve(root, withoutNull(node));
    const wrong = (value: unknown) =>
      add(path, `wrong value ${JSON.stringify(value).slice(0, 40)}`, { set: value }, "invalid");

    if (node.type === "object") {
      for (const value of ["text", 42, []]) wrong(value);
      walkObject(node, path);
    } else if (node.type === "array") {
      for (const value of ["text", 42, {}]) wrong(value);
      if (node.items) {
        add([...path, 0], "null in a list", { set: null }, "invalid");
        walk(node.items, [...path, 0]);
      }
    } else {
      for (const value of [{}, [], ...wrongScalars(node)]) wrong(value);
    }
  }

  function walkObject(node: Node, path: Path): void {
    const value = get(sample, path) as Record<string, unknown>;
    if (typeof node.additionalProperties === "object" && node.propertyNames?.pattern) {
      const [key] = Object.keys(value);
      if (key === undefined) throw new Error(`Sample has no entry at ${path.join(".")}.`);
      add([...path, "No Such Key"], "bad key", { set: value[key] }, "invalid");
      walk(node.additionalProperties, [...path, key]);
    }
    if (!node.properties) return;
    const unknownKey = "no_such_field";
    const stranger = edit(sample, [...path, unknownKey], { set: "x" });
    found.push({
      what: `${path.join(".")}: unknown key`,
      value: stranger,
      verdict: "invalid",
      unknownKey,
    });
    for (const [key, child] of Object.entries(node.properties)) {
      const at = [...path, key];
      if (get(sample, at) === undefined) throw new Error(`Sample lacks ${at.join(".")}.`);
      const needed = node.required?.includes(key) ?? false;
      add(
        at,
        needed ? "required, dropped" : "optional, dropped",
        { drop: true },
        needed ? "invalid" : "valid",
      );
      add(at, "null", { set: null }, withoutNull(child) === child ? "invalid" : "valid");
      walk(child, at);
    }
  }

  walk(root, []);
  return found;
}

/** The node itself, or what remains of a nullable one. */
export function withoutNull(node: Node): Node {
  if (Array.isArray(node.type)) return { ...node, type: node.type.filter((t) => t !== "null")[0] };
  const present = node.anyOf?.filter((branch) => branch.type !== "null");
  return present?.length === 1 && present[0] ? present[0] : node;
}

/** Follows a local `$ref`. */
export function resolve(root: Node, node: Node): Node {
  if (!node.$ref) return node;
  const target = root.$defs?.[node.$ref.replace("#/$defs/", "")];
  if (!target) throw new Error(`Dangling reference ${node.$ref}.`);
  return target;
}
