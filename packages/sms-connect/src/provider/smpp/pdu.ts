// SMPP 3.4 §3.2: header, mandatory fields, optional parameters.
import { COMMANDS, commandOfId, RESPONSE_BIT, type Body, type CommandName } from "./commands.ts";
import { OctetReader, type Field } from "./octets.ts";
import { ESME_RINVCMDID, ESME_RINVCMDLEN, ESME_RINVOPTPARSTREAM } from "./statuses.ts";
import { NO_TLVS, readTlvs, writeTlvs, type Tlvs } from "./tlv.ts";

export const HEADER_OCTETS = 16;
export const LAST_SEQUENCE = 0x7fff_ffff;

interface PduOf<C extends CommandName> {
  readonly command: C;
  readonly status: number;
  readonly sequence: number;
  readonly body: Body<C>;
  readonly tlvs: Tlvs;
}
export type Pdu = { [C in CommandName]: PduOf<C> }[CommandName];

export interface Header {
  readonly id: number;
  readonly status: number;
  readonly sequence: number;
}

export type Decoded =
  | { readonly ok: true; readonly header: Header; readonly pdu: Pdu }
  /** `nack` is the command_status of the generic_nack that a request like this is answered with (§4.3). */
  | { readonly ok: false; readonly header: Header; readonly nack: number };

type Fields = readonly [name: string, field: Field<unknown>][];
const fieldsOf = (command: CommandName): Fields =>
  Object.entries(COMMANDS[command].fields) as Fields;

/** All zeros where the octets are fewer than a header has. */
export function headerOf(bytes: Uint8Array): Header {
  if (bytes.length < HEADER_OCTETS) return { id: 0, status: 0, sequence: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { id: view.getUint32(4), status: view.getUint32(8), sequence: view.getUint32(12) };
}

export const isResponse = ({ id }: Header): boolean => id >= RESPONSE_BIT;

/** Reads one whole PDU. Never throws. */
export function decodePdu(bytes: Uint8Array): Decoded {
  const header = headerOf(bytes);
  if (bytes.length < HEADER_OCTETS) return { ok: false, header, nack: ESME_RINVCMDLEN };
  const command = commandOfId(header.id);
  if (command === null) return { ok: false, header, nack: ESME_RINVCMDID };
  const reader = new OctetReader(bytes, HEADER_OCTETS);
  const body: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(command)) {
    // A response that refuses may come without its body (§4.4.2), and some accept without one.
    const value = reader.left === 0 && isResponse(header) ? field.initial : field.read(reader);
    if (value === null) return { ok: false, header, nack: ESME_RINVCMDLEN };
    body[name] = value;
  }
  const tlvs = readTlvs(reader);
  if (tlvs === null) return { ok: false, header, nack: ESME_RINVOPTPARSTREAM };
  const { status, sequence } = header;
  // The table that names the fields also types them.
  return { ok: true, header, pdu: { command, status, sequence, body, tlvs } as Pdu };
}

export interface PduDraft<C extends CommandName> {
  readonly sequence: number;
  readonly status?: number;
  readonly body: Body<C>;
  readonly tlvs?: Tlvs;
}

/** Throws a RangeError where a value does not fit its field. */
export function encodePdu<C extends CommandName>(
  command: C,
  { sequence, status = 0, body, tlvs = NO_TLVS }: PduDraft<C>,
): Uint8Array<ArrayBuffer> {
  const values = body as Readonly<Record<string, unknown>>;
  const content = [
    ...fieldsOf(command).map(([name, field]) => field.write(values[name])),
    ...writeTlvs(tlvs),
  ];
  const length = content.reduce((sum, part) => sum + part.length, HEADER_OCTETS);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length);
  view.setUint32(4, COMMANDS[command].id);
  view.setUint32(8, status);
  view.setUint32(12, sequence);
  let at = HEADER_OCTETS;
  for (const part of content) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
