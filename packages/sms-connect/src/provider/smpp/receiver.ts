import type { Clock, ProviderSink } from "@underclaim/runtime";
import { ANSWERED_BEFORE, contentOf } from "../../native/smpp/arrival.ts";
import { deliveryOf } from "../../native/smpp/delivery.ts";
import { SMPP_DELIVER_SM } from "../../native/smpp/source-name.ts";
import type { Receive } from "./deliveries.ts";
import type { Repeats } from "./repeats.ts";
import type { SmppSettings } from "./settings.ts";

/** How the PDU is written in the source's body. */
const HEX = "text/plain; charset=us-ascii";

/** Hands in what the SMSC delivers, as the source `smpp.deliver_sm` reads it. */
export const receiver =
  (
    { account, tenant }: Pick<SmppSettings, "account" | "tenant">,
    { clock, sink, repeats }: { clock: Clock; sink: ProviderSink; repeats: Repeats },
  ): Receive =>
  async (pdu, decoded) => {
    const receivedAt = clock.now();
    const fromHandset = decoded.ok && deliveryOf(decoded.pdu)?.kind === "message";
    const content = fromHandset ? contentOf(pdu) : null;
    const before = content === null ? 0 : repeats.answeredBefore(content, receivedAt);
    await sink.receive(tenant, SMPP_DELIVER_SM, {
      headers: { "content-type": HEX, [ANSWERED_BEFORE]: String(before) },
      body: Buffer.from(Buffer.from(pdu).toString("hex"), "latin1"),
      url: "",
      account,
      receivedAt,
    });
    return {
      told: () => {
        if (content !== null) repeats.answered(content, receivedAt, clock.now());
      },
    };
  };
