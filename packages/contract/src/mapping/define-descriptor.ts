import type { z } from "zod";
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
      parsed.error.issues.map((issue) => ({
        rule: "descriptor.schema",
        message: `${issue.path.join(".") || "descriptor"}: ${issue.message}`,
      })),
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
