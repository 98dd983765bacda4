import type { z } from "zod";
import type { Violation } from "../evidence/violation.ts";
import { AdapterDescriptor } from "../schema/adapter-descriptor.ts";
import { checkDescriptor } from "./check-descriptor.ts";
import { AdapterDefinitionError } from "./errors.ts";

/**
 * Parses a descriptor and checks it against itself (see {@link checkDescriptor}).
 *
 * @throws AdapterDefinitionError `invalid_descriptor` with the path of each wrong field, or
 *   `inconsistent_descriptor` with each contradiction.
 */
export function defineDescriptor(input: z.input<typeof AdapterDescriptor>): AdapterDescriptor {
  const parsed = AdapterDescriptor.safeParse(input);
  if (!parsed.success) {
    throw new AdapterDefinitionError(
      "invalid_descriptor",
      "The descriptor",
      faultsOf(parsed.error),
    );
  }
  const violations = checkDescriptor(parsed.data);
  if (violations.length > 0) {
    throw new AdapterDefinitionError(
      "inconsistent_descriptor",
      `The descriptor of ${parsed.data.adapter_id}`,
      violations,
    );
  }
  return parsed.data;
}

/**
 * What a value lacks to be a descriptor as the interface answers it, in which no default is left to be filled in. Empty:
 * it is one.
 */
export function schemaFaults(descriptor: AdapterDescriptor): Violation[] {
  const parsed = AdapterDescriptor.safeParse(descriptor);
  if (!parsed.success) return faultsOf(parsed.error);
  return leftOut(parsed.data, descriptor, []).map((path) => ({
    rule: "descriptor.schema",
    message: `${path} is left out: defineDescriptor fills it in.`,
  }));
}

const faultsOf = (error: z.ZodError): Violation[] =>
  error.issues.map((issue) => ({
    rule: "descriptor.schema",
    message: `${issue.path.join(".") || "descriptor"}: ${issue.message}`,
  }));

/** The paths at which the filled value has something and the given one nothing. */
function leftOut(filled: unknown, given: unknown, path: readonly string[]): string[] {
  if (given === undefined && filled !== undefined) return [path.join(".")];
  if (typeof filled !== "object" || filled === null) return [];
  return Object.entries(filled).flatMap(([key, value]) =>
    leftOut(value, Reflect.get(Object(given), key), [...path, key]),
  );
}
