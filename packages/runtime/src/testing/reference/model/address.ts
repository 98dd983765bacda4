import type { EndpointRef } from "@underclaim/contract";
import { stableId } from "../../../engine/digest.ts";
import type { NativeDraft } from "../../../definition/native.ts";
import type { Key } from "../../../store/port.ts";

/** Where the reference provider delivers to: the endpoint's value, or its id where the engine keeps the value. */
export const addressOf = (endpoint: EndpointRef): string =>
  (endpoint.value ?? endpoint.endpoint_id ?? "").trim().toLowerCase();

/** Names an address in keys. An address that can be guessed (a number) needs a keyed name: `pseudonym`. */
export const addressId = (address: string): string => stableId("adr", address.trim().toLowerCase());

/** The address that an event came from, as its parser named it. */
export const addressIn = (native: NativeDraft): string => {
  const address = native.data?.["address"];
  return typeof address === "string" ? address : "";
};

/** Present: nothing may be sent to the address. */
export const suppressionKey = (address: string): Key => ["suppression", address];

/** The last operation that was sent to the address: whom an answer without a reference is probably about. */
export const conversationKey = (address: string): Key => ["conversation", address];
