import type { AuditAction, AuditEntry } from "./audit/entry.ts";
import { bodyHash } from "./digest.ts";
import type { Guards } from "./guards.ts";
import type { MessageRecord } from "./message.ts";
import { denied, type Denied } from "./reasons.ts";

const entryFor = (
  guards: Guards,
  message: MessageRecord,
  action: AuditAction,
  result: string,
): AuditEntry => ({
  timestamp: guards.timestamp(),
  skill: guards.settings.skill,
  action,
  to: message.address,
  kind: message.kind,
  body_hash: bodyHash(guards.bodyKey, message.body ?? ""),
  // What was refused may be the very secret that was found in it.
  body_preview:
    action === "refuse"
      ? ""
      : Array.from(message.body ?? "")
          .slice(0, guards.settings.previewCharacters)
          .join(""),
  triggered_by: "tool_call",
  conversation_id: message.conversationId,
  result,
  message_id: message.id,
  principal: message.principal,
  approved_by: message.approvedBy,
  writer: guards.writer,
});

/** Writes one line. @returns null, or that it could not be written: then nothing further may happen */
export function recorded(
  guards: Guards,
  message: MessageRecord,
  action: AuditAction,
  result: string,
): Denied | null {
  try {
    guards.audit.append(entryFor(guards, message, action, result));
    return null;
  } catch (error) {
    return auditUnavailable(error);
  }
}

const auditUnavailable = (error: unknown): Denied =>
  denied(
    "audit_unavailable",
    `The audit log cannot be written, so nothing is sent (${codeOf(error)}). The operator must look at it.`,
  );

/** A code, never a message, which may quote content. */
const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "failed";
