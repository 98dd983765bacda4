import { type SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import { textOf } from "@underclaim/runtime";
import { SESSION_SOURCE } from "../provider/port.ts";
import { jsonOf } from "./json.ts";
import type { XmppNative } from "./types.ts";

const STATES = {
  connected: "stream.connected",
  unavailable: "stream.unavailable",
  authentication_failed: "stream.authentication_failed",
  insecure: "stream.insecure",
  degraded: "stream.degraded",
} as const satisfies Record<string, XmppNative>;

const Report = z.strictObject({
  state: z.enum(Object.keys(STATES) as [keyof typeof STATES, ...(keyof typeof STATES)[]]),
  /** A condition or code; no addresses. */
  reason: z.string().max(200).nullish(),
});

/** What a session says of itself (XmppAdapterSpecification §12.2, §26). It belongs to no case. */
export const sessionSource: SourceDefinition<XmppNative> = {
  transport: "session",
  parse(wire) {
    const parsed = Report.safeParse(jsonOf(textOf(wire)));
    if (!parsed.success) return { ok: false, reason: "It is no report of a session." };
    const { state, reason = null } = parsed.data;
    const account = wire.account ?? "";
    const told = { account, state, reason };
    return {
      ok: true,
      natives: [
        {
          type: STATES[state],
          source: SESSION_SOURCE,
          dedupeKey: `${account}/${state}/${wire.receivedAt}`,
          evidenceKey: `${account}/${state}/${wire.receivedAt}`,
          occurredAt: wire.receivedAt,
          nativeType: "session",
          nativeStatus: state,
          refs: [],
          observation: { source_type: "adapter", source_confidence: "high" },
          data: told,
          metadata: told,
        },
      ],
    };
  },
};
