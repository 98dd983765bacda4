import { z } from "zod";
import { id, lines } from "./fields.ts";

/** §9.7: one key, two different requests. */
export const IdempotencyConflict = z
  .strictObject({
    idempotency_key: id("The key that was used twice."),
    original_request_ref: id("The request that used the key first."),
    conflicting_request_ref: id("The request that differs from it."),
    conflict_fields: lines("The fields in which the two differ."),
  })
  .meta({
    id: "IdempotencyConflict",
    description:
      "The same idempotency key with different content (AdapterInterfaceSpecification §9.7).",
  });
export type IdempotencyConflict = z.infer<typeof IdempotencyConflict>;
