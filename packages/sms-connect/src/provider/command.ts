import type { JsonObject } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsSubmission } from "./port.ts";

/** A message to be sent, as it waits in the store. Holds personal values. */
export const SendCommand = z.strictObject({
  kind: z.literal("send"),
  to: z.string(),
  from: z.string(),
  fromKind: z.enum(["number", "short_code", "alphanumeric", "pool"]),
  body: z.string(),
  encoding: z.enum(["gsm7", "ucs2"]),
  segments: z.int(),
  /** Set only where the provider is to wait. */
  sendAt: z.number().nullable(),
  validUntil: z.number().nullable(),
  /** Accounts that may carry it, in order; the first is the lane. */
  accounts: z.array(z.string()).min(1),
});
export type SendCommand = z.output<typeof SendCommand>;

/** Withdraws what a provider holds until its time. */
export const CancelCommand = z.strictObject({
  kind: z.literal("cancel"),
  account: z.string(),
  messageIds: z.array(z.string()).min(1),
  /** The operation that sent it. */
  of: z.string(),
});
export type CancelCommand = z.output<typeof CancelCommand>;

export const SmsCommand = z.discriminatedUnion("kind", [SendCommand, CancelCommand]);
export type SmsCommand = z.output<typeof SmsCommand>;

export const asJson = (command: SmsCommand): JsonObject => ({ ...command });

export const submissionOf = (
  { to, from, fromKind, body, encoding, segments, sendAt, validUntil }: SendCommand,
  { tenant, operation }: Pick<SmsSubmission, "tenant" | "operation">,
): SmsSubmission => ({
  tenant,
  operation,
  to,
  from,
  fromKind,
  body,
  encoding,
  segments,
  sendAt: sendAt,
  validUntil: validUntil,
});
