import type { ProviderRef } from "@underclaim/contract";

/** Our own operation id. */
export const clientRef = (operation: string): ProviderRef => ({
  provider_name: "xmpp-connect",
  ref_type: "operation",
  ref_value: operation,
});

/**
 * A stanza of ours, by its id and by whom it was addressed to: a receipt for the right id from anybody else refers to
 * nothing, so a third party's forgery finds no message. Ids are random (128 bits).
 *
 * @param peer the addressed bare JID's pseudonym (`XmppKit.jidId`)
 */
export const stanzaRef = (account: string, peer: string, id: string): ProviderRef => ({
  provider_name: account,
  ref_type: "stanza_id",
  ref_value: `${peer}/${id}`,
});

/** XEP-0201: the thread a reply stays in, again only from whom it was addressed to. */
export const threadRef = (account: string, peer: string, thread: string): ProviderRef => ({
  provider_name: account,
  ref_type: "thread",
  ref_value: `${peer}/${thread}`,
});

/** A message in a room, by the id that the room gave it (XEP-0359). Learnt from its reflection. */
export const roomIdRef = (account: string, room: string, id: string): ProviderRef => ({
  provider_name: account,
  ref_type: "room_stanza_id",
  ref_value: `${room}/${id}`,
});

/** An item of a node, by the id that we gave it. The same for whichever account hears of it. */
export const itemRef = (node: string, id: string): ProviderRef => ({
  provider_name: "xmpp-connect",
  ref_type: "pubsub_item",
  ref_value: `${node}/${id}`,
});

/**
 * A component's message, by the address that it was sent from (`<operation>@component`): a second correlator, again only from
 * whom it was addressed to.
 */
export const addressRef = (account: string, peer: string, local: string): ProviderRef => ({
  provider_name: account,
  ref_type: "address",
  ref_value: `${peer}/${local}`,
});
