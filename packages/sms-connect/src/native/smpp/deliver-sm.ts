import {
  rawOf,
  textOf,
  type Parsed,
  type SourceDefinition,
  type WireRequest,
} from "@underclaim/runtime";
import type { SmsKit } from "../../kit.ts";
import { readAddress } from "../../provider/smpp/addresses.ts";
import type { SmppSettings } from "../../provider/smpp/settings.ts";
import { inboundPartNative } from "../inbound-part.ts";
import { inboundNative } from "../inbound.ts";
import { receiptNative } from "../receipt.ts";
import type { SmsDraft, SmsNative } from "../types.ts";
import { notUnderstood } from "../wire.ts";
import { ANSWERED_BEFORE, contentOf, spanOf } from "./arrival.ts";
import { readUserData } from "./concatenation.ts";
import { decodeText, textCoding } from "./data-coding.ts";
import { readPdu, type Delivery } from "./delivery.ts";
import { readReceipt } from "./receipt.ts";
import { SMPP_DELIVER_SM } from "./source-name.ts";

/**
 * deliver_sm and data_sm as the session hands them in: receipts and messages from handsets. The body is the whole PDU in
 * hex, the account the bind it came over.
 */
export const smppDeliverSm = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "session",
  headers: [ANSWERED_BEFORE],
  parse: (wire) => parse(kit, wire),
  person(wire) {
    const settings = accountOf(kit, wire);
    const read = readPdu(textOf(wire) ?? "");
    return settings !== null && read.ok ? personOf(kit, settings, read.delivery) : null;
  },
});

function parse(kit: SmsKit, wire: WireRequest): Parsed<SmsNative> {
  const settings = accountOf(kit, wire);
  if (settings === null) return notUnderstood("There is no SMPP account of this name.");
  const text = textOf(wire);
  if (text === null) return notUnderstood("The body is not UTF-8.");
  const read = readPdu(text);
  if (!read.ok) return notUnderstood(read.reason);
  const context = { kit, settings, wire, ...read };
  switch (read.delivery.kind) {
    case "receipt":
    case "intermediate":
      return receipt(context);
    case "message":
      return message(context);
    case "other":
      return notUnderstood("esm_class says an acknowledgement between applications.");
  }
}

interface Context {
  readonly kit: SmsKit;
  readonly settings: SmppSettings;
  readonly wire: WireRequest;
  readonly bytes: Uint8Array;
  readonly delivery: Delivery;
}

function receipt({ kit, settings, wire, bytes, delivery }: Context): Parsed<SmsNative> {
  const read = readReceipt(settings, delivery);
  if (read === null) return notUnderstood("The receipt names neither a message nor a state.");
  const { key, conflicts, ...report } = read;
  const draft = receiptNative({
    ...report,
    source: SMPP_DELIVER_SM,
    account: settings.account,
    dedupeKey: key ?? contentOf(bytes),
    reportedBy: "provider_api",
    raw: rawOf(wire, personOf(kit, settings, delivery)),
  });
  return { ok: true, natives: [conflicts.length === 0 ? draft : doubted(draft, conflicts)] };
}

/** Text and parameters of one receipt differ: what counts is less certain for it. */
const doubted = (draft: SmsDraft, conflicts: readonly string[]): SmsDraft => ({
  ...draft,
  data: { ...draft.data, conflicts },
  metadata: { ...draft.metadata, conflicts },
  lower: { channel_certainty: "low" },
});

function message({ kit, settings, wire, bytes, delivery }: Context): Parsed<SmsNative> {
  const coding = textCoding(settings, delivery.dataCoding);
  if (coding === null) return notUnderstood("data_coding says no text that this service reads.");
  const userData = readUserData(delivery);
  if (userData === null) return notUnderstood("The user data header is longer than the user data.");
  const { text, part } = userData;
  const to = readAddress(settings, delivery.destination);
  const inbound = {
    source: SMPP_DELIVER_SM,
    account: settings.account,
    messageId: null,
    from: readAddress(settings, delivery.source),
    to,
    body: decodeText(coding, text),
    // SMPP tells no time of it.
    occurredAt: null,
    dedupeKey: arrivalOf(wire, bytes),
    raw: rawOf(wire, personOf(kit, settings, delivery)),
  };
  const native =
    part === null
      ? inboundNative(kit, inbound)
      : // The same number in messages to two of our senders is two references.
        inboundPartNative(kit, {
          ...inbound,
          ...part,
          reference: `${part.reference}:${kit.numberId(to)}`,
        });
  return { ok: true, natives: [overSession(native)] };
}

const arrivalOf = ({ headers, receivedAt }: WireRequest, bytes: Uint8Array): string =>
  [contentOf(bytes), spanOf(receivedAt), headers[ANSWERED_BEFORE] ?? "0"].join("/");

/** The session is the provider's interface, no webhook of it. */
const overSession = (native: SmsDraft): SmsDraft => ({
  ...native,
  observation: { ...native.observation, source_type: "provider_api" },
});

function accountOf({ settings }: SmsKit, { account }: WireRequest): SmppSettings | null {
  const found = settings.providers.find((each) => each.kind === "smpp" && each.account === account);
  return found?.kind === "smpp" ? found : null;
}

/** The handset's number: the receipt's source as well, unless the SMSC has left the addresses as they were sent. */
function personOf(kit: SmsKit, settings: SmppSettings, delivery: Delivery): string {
  const [source, destination] = [
    readAddress(settings, delivery.source),
    readAddress(settings, delivery.destination),
  ];
  const ours = (address: string): boolean =>
    kit.settings.senders.some(({ sender_value }) => sender_value === address);
  return kit.numberId(ours(source) && !ours(destination) ? destination : source);
}
