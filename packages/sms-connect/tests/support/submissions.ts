import type { SmsSubmission } from "../../src/provider/port.ts";

/** Numbers from ranges that are kept free for films: nobody's. */
export const submission = (over: Partial<SmsSubmission> = {}): SmsSubmission => ({
  tenant: "tenant-a",
  operation: "smsop_0123456789abcdefghjkmnpqrs",
  to: "+447700900000",
  from: "+447700900001",
  fromKind: "number",
  body: "Your document is ready.",
  encoding: "gsm7",
  segments: 1,
  sendAt: null,
  validUntil: null,
  ...over,
});

export const NEVER = new AbortController().signal;
