import type { ProviderRef } from "@underclaim/contract";
import type { NativeDraft } from "../../../definition/native.ts";
import { ownAct } from "../../../definition/own-act.ts";

/** Everything this channel can say, classified as finely as the mapping needs. */
export type ReferenceNative =
  | "reference.request.accepted"
  | "reference.request.scheduled"
  | "reference.request.refused"
  | "reference.request.suppressed"
  | "reference.tracking.registered"
  | "reference.endpoint.suppressed"
  | "reference.endpoint.unsuppressed"
  | "reference.dispatch.accepted"
  | "reference.dispatch.rejected"
  | "reference.dispatch.delayed"
  | "reference.dispatch.unknown"
  | "reference.dispatch.expired"
  | "reference.dispatch.cancelled"
  | "reference.operator.resolved_accepted"
  | "reference.operator.resolved_rejected"
  | "reference.receipt.delivered"
  | "reference.receipt.failed"
  | "reference.receipt.read"
  | "reference.receipt.unknown"
  | "reference.receipt.overdue"
  | "reference.inbound.reply"
  | "reference.inbound.stop"
  | "reference.inbound.help"
  | "reference.log.line";

export type ReferenceDraft = NativeDraft<ReferenceNative>;

export const messageRef = (id: string): ProviderRef => ref("message_id", id);
/** Our own operation id, which the provider echoes: known before the provider has answered. */
export const clientRef = (operation: string): ProviderRef => ref("client_ref", operation);

const ref = (type: string, value: string): ProviderRef => ({
  provider_name: "reference",
  ref_type: type,
  ref_value: value,
});

/** What the adapter itself did to an operation. It happens once, so its name is its key. */
export const own = (type: ReferenceNative, operation: string): ReferenceDraft =>
  ownAct(type, operation);
