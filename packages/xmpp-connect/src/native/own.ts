import type { JsonObject } from "@underclaim/runtime";
import type { XmppDraft, XmppNative } from "./types.ts";

/** What the adapter itself did to an operation. It happens once, so its name is its key. */
export const own = (
  type: XmppNative,
  operation: string,
  told: { readonly data?: JsonObject; readonly metadata?: JsonObject } = {},
): XmppDraft => ({
  type,
  source: "adapter",
  dedupeKey: `${operation}:${type}`,
  evidenceKey: `${operation}:${type}`,
  occurredAt: null,
  nativeType: null,
  nativeStatus: null,
  refs: [],
  observation: { source_type: "adapter", source_confidence: "high" },
  ...told,
});
