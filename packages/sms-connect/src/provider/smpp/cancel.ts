import type { Cancelled } from "../port.ts";
import type { Body } from "./commands.ts";
import type { SentMessage } from "./sent-messages.ts";
import type { SmppOutcome } from "./session.ts";
import type { SmppSettings } from "./settings.ts";
import { ESME_ROK, statusCode, statusOf } from "./statuses.ts";

/** SMPP 3.4 §4.9.1. Always by message id: without one it would withdraw everything between two addresses. */
export const cancelOf = (
  { service_type }: Pick<SmppSettings, "service_type">,
  { written, source, destination }: SentMessage,
): Body<"cancel_sm"> => ({
  service_type,
  message_id: written,
  source_addr_ton: source.ton,
  source_addr_npi: source.npi,
  source_addr: source.address,
  dest_addr_ton: destination.ton,
  dest_addr_npi: destination.npi,
  destination_addr: destination.address,
});

export function cancelledOf(outcome: SmppOutcome): Cancelled {
  switch (outcome.kind) {
    case "answered": {
      const { status } = outcome.pdu;
      if (status === ESME_ROK) return { kind: "cancelled", nativeStatus: "ESME_ROK" };
      return {
        kind: "refused",
        nativeStatus: statusOf(status).name,
        code: statusCode(status),
      };
    }
    case "not_taken":
      return { kind: "not_sent", retryAt: outcome.retryAt, reason: outcome.reason };
    case "unanswered":
      return { kind: "unknown", reason: outcome.reason };
  }
}
