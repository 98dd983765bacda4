import type { WireRequest } from "@underclaim/runtime";
import { PDU, type PduFields } from "smpp";
import { smppDeliverSm } from "../../../src/native/smpp/deliver-sm.ts";
import type { SmsDraft } from "../../../src/native/types.ts";
import { settingsOf, START } from "../../provider/smpp/harness.ts";
import { kitOf } from "./kit.ts";

/** The PDU in hex, as another implementation writes it. */
export const hexOf = (fields: PduFields, command = "deliver_sm", sequence = 1): string =>
  new PDU(command, { sequence_number: sequence, ...fields }).toBuffer().toString("hex");

export const wireOf = (body: string, given: Partial<WireRequest> = {}): WireRequest => ({
  headers: { "content-type": "text/plain; charset=us-ascii" },
  body: Buffer.from(body),
  url: "",
  account: "carrier",
  receivedAt: START,
  ...given,
});

export interface Reading {
  readonly settings?: Parameters<typeof settingsOf>[0];
  readonly configuration?: object;
  readonly wire?: Partial<WireRequest>;
}

export const read = (body: string, { settings, configuration, wire }: Reading = {}) =>
  smppDeliverSm(kitOf(settingsOf(settings), configuration)).parse(wireOf(body, wire));

/** The only native event in it. */
export function nativeOf(fields: PduFields, reading: Reading = {}): SmsDraft {
  const parsed = read(hexOf(fields), reading);
  if (!parsed.ok) throw new Error(parsed.reason);
  const [native, ...more] = parsed.natives;
  if (native === undefined || more.length > 0) throw new Error("It is not one event.");
  return native;
}

export function reasonOf(fields: PduFields, reading: Reading = {}): string {
  const parsed = read(hexOf(fields), reading);
  if (parsed.ok) throw new Error("It was understood.");
  return parsed.reason;
}
