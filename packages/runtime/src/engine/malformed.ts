import type { z } from "zod";
import type { ActionAnswer, FieldProblem } from "./adapter-runtime.ts";
import type { Engine } from "./engine.ts";

/** A field's name is the sender's; no more of it is repeated. */
const LONGEST_NAME = 64;

/** Paths as people write them: `content.action_links[0].url`. Values are not repeated. */
export function problemsOf(error: z.ZodError, under = ""): FieldProblem[] {
  return error.issues.flatMap((issue): FieldProblem[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: pathOf([...issue.path, key.slice(0, LONGEST_NAME)], under),
        message: "There is no field of this name here.",
      }));
    }
    return [{ path: pathOf(issue.path, under) || "(the whole body)", message: issue.message }];
  });
}

export function malformed(problems: readonly FieldProblem[]): ActionAnswer {
  const fields = [...new Set(problems.map(({ path }) => path))];
  return {
    kind: "malformed",
    error: {
      code: "malformed_request",
      message: `The request was not understood: ${fields.slice(0, 8).join(", ")}${fields.length > 8 ? ", …" : ""}. Nothing was done and the idempotency_key is still free.`,
      retryable: false,
      category: "validation",
      details: { problems },
    },
    problems,
  };
}

/** AdapterInterfaceSpecification §23: an action this adapter does not have. */
export function unsupported(engine: Engine): ActionAnswer {
  const supported = Object.keys(engine.definition.actions);
  return {
    kind: "malformed",
    error: {
      code: "unsupported_action",
      message: `This adapter has no action of this type. It has: ${supported.join(", ")}. Nothing was done and the idempotency_key is still free.`,
      retryable: false,
      category: "unsupported_capability",
      details: { supported_actions: supported },
    },
    problems: [{ path: "action_type", message: "Not an action of this adapter." }],
  };
}

function pathOf(path: readonly PropertyKey[], under: string): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, under);
}
