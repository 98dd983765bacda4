// What the SMSC asks of us, and what it is answered (SMPP 3.4 §2.2, §4).
import { commandOfId, type Body, type CommandName } from "./commands.ts";
import type { Deliveries } from "./deliveries.ts";
import type { Decoded } from "./pdu.ts";
import { ESME_RINVBNDSTS, ESME_ROK, ESME_RX_T_APPN } from "./statuses.ts";

export type Write = <C extends CommandName>(
  command: C,
  sequence: number,
  body: Body<C>,
  status?: number,
) => void;

export interface Answering {
  readonly write: Write;
  readonly deliveries: Deliveries;
  /** ESME_ROK: deliveries are taken. Else what they are refused with. */
  readonly takes: number;
  readonly unbound: () => void;
}

export function answer(bytes: Uint8Array, decoded: Decoded, with_: Answering): void {
  const { write, unbound } = with_;
  const { id, sequence } = decoded.header;
  const command = commandOfId(id);
  switch (command) {
    case "deliver_sm":
    case "data_sm":
      return delivered(command, bytes, decoded, with_);
    case "enquire_link":
      return write("enquire_link_resp", sequence, {});
    case "unbind":
      write("unbind_resp", sequence, {});
      return unbound();
    case "alert_notification":
      return;
    default:
      // Of what we can read, the rest is ours to send.
      write("generic_nack", sequence, {}, decoded.ok ? ESME_RINVBNDSTS : decoded.nack);
  }
}

/** What cannot be read is handed on like the rest: it is kept, and the SMSC need not send it again. */
function delivered(
  command: "deliver_sm" | "data_sm",
  bytes: Uint8Array,
  decoded: Decoded,
  { write, deliveries, takes }: Answering,
): void {
  const say = (status: number): void =>
    write(`${command}_resp`, decoded.header.sequence, { message_id: "" }, status);
  if (takes !== ESME_ROK) return say(takes);
  deliveries.take(bytes, decoded, (durable) => say(durable ? ESME_ROK : ESME_RX_T_APPN));
}
