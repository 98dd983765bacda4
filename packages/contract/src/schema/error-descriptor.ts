import { z } from "zod";
import { freeObject, name, optional, text } from "./fields.ts";

/** §23: returned whenever an action is refused or fails before acceptance. */
export const ErrorDescriptor = z
  .strictObject({
    code: name("A stable machine-readable code."),
    message: text("What was wrong and what to do, for people; without secrets or personal data."),
    retryable: z.boolean().describe("Whether the same request may succeed later."),
    category: z
      .enum([
        "validation",
        "authentication",
        "authorization",
        "configuration",
        "provider",
        "network",
        "rate_limit",
        "timeout",
        "conflict",
        "idempotency_conflict",
        "unsupported_capability",
        "unknown",
      ])
      .describe("What kind of error it is."),
    native_error_code: optional(z.string().max(1024), "The provider's error code, unchanged."),
    native_error_message: optional(z.string(), "The provider's error text, unchanged."),
    details: optional(freeObject(), "Structured details, such as the path of each wrong field."),
  })
  .meta({
    id: "ErrorDescriptor",
    description: "Why an action was refused or failed (AdapterInterfaceSpecification §23).",
  });
export type ErrorDescriptor = z.infer<typeof ErrorDescriptor>;
