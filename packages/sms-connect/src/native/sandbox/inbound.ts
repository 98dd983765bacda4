import { rawOf, type SourceDefinition } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { inboundNative } from "../inbound.ts";
import type { SmsNative } from "../types.ts";
import { parseJson } from "../wire.ts";

const At = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const Inbound = z.looseObject({
  inbound_id: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  text: z.string(),
  at: At.nullish(),
});

export const sandboxInbound = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "session",
  parse: (wire) =>
    parseJson(wire, Inbound, ({ inbound_id, from, to, text, at }) => ({
      ok: true,
      natives: [
        inboundNative(kit, {
          source: "sandbox.inbound",
          account: wire.account ?? "sandbox",
          messageId: inbound_id,
          from,
          to,
          body: text,
          occurredAt: at ?? null,
          dedupeKey: inbound_id,
          raw: rawOf(wire, kit.numberId(from)),
        }),
      ],
    })),
});
