import type { Violation } from "@underclaim/contract";
import type { z } from "zod";

/** Reads what the adapter answers by the contract's schemas, and keeps what does not fit them. */
export interface Judge {
  /** The value, with defaults filled in; null where it does not fit, which is kept as a violation. */
  read<T>(schema: z.ZodType<T>, value: unknown, where: string): T | null;
  /** Keeps something else that an answer does wrong. */
  found(rule: string, message: string): void;
  /** Everything since the last call, each once. */
  take(): Violation[];
}

export function judge(): Judge {
  let violations = new Map<string, Violation>();
  const found = (rule: string, message: string): void => {
    violations.set(`${rule} ${message}`, { rule, message });
  };
  return {
    found,
    read(schema, value, where) {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      for (const issue of parsed.error.issues) {
        const path = issue.path.map(String).join(".");
        found("schema", `${where}: ${path === "" ? "" : `${path}: `}${issue.message}`);
      }
      return null;
    },
    take() {
      const taken = [...violations.values()];
      violations = new Map();
      return taken;
    },
  };
}
