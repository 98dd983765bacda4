// SMPP 3.4 §5.2.5 to §5.2.9: a number or name with its type of number and numbering plan.
import { parsePhoneNumberFromString, type CountryCode } from "libphonenumber-js/max";
import { fitsCString } from "./octets.ts";
import type { SmppSettings } from "./settings.ts";

export interface SmppAddress {
  readonly ton: number;
  readonly npi: number;
  readonly address: string;
}

export const NO_ADDRESS: SmppAddress = { ton: 0, npi: 0, address: "" };

export type AddressKind = keyof Omit<SmppSettings["addresses"], "plus">;

/** Octets of source_addr and destination_addr with their NUL. */
const MOST = 21;

/** Null: no address field holds it. */
export function writeAddress(
  { addresses }: Pick<SmppSettings, "addresses">,
  kind: AddressKind,
  value: string,
): SmppAddress | null {
  const bare = addresses.plus ? value : value.replace(/^\+/, "");
  const address = kind === "destination" || kind === "number" ? bare : value;
  return address !== "" && fitsCString(address, MOST) ? { ...addresses[kind], address } : null;
}

const TON = { unknown: 0, international: 1, national: 2, alphanumeric: 5 } as const;

/** What is shorter is a short code. */
const SHORTEST_NUMBER = 7;

/**
 * E.164 where it is a number that the address or `country` tells whole; else as it came. Many SMSCs leave the type of an
 * international number unknown: what is then long enough, does not begin with 0 and is a number of some country is one.
 */
export function readAddress(
  { country }: Pick<SmppSettings, "country">,
  { ton, address }: SmppAddress,
): string {
  const text = address.trim();
  if (ton === TON.alphanumeric || !/^\+?[0-9]+$/.test(text)) return text;
  if (text.startsWith("+")) return text;
  if (ton === TON.international) return `+${text.replace(/^00/, "")}`;
  if (ton !== TON.national && ton !== TON.unknown) return text;
  if (text.startsWith("00") && text.length > SHORTEST_NUMBER) return `+${text.slice(2)}`;
  if (ton === TON.unknown && text.length > SHORTEST_NUMBER && isNumber(`+${text}`))
    return `+${text}`;
  if (country === undefined || text.length < SHORTEST_NUMBER) return text;
  const national = parsePhoneNumberFromString(text, country as CountryCode);
  return national?.isValid() === true ? national.number : text;
}

const isNumber = (e164: string): boolean =>
  parsePhoneNumberFromString(e164, { extract: false })?.isPossible() === true;
