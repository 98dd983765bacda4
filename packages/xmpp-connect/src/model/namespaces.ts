export const NS = {
  client: "jabber:client",
  stanzaErrors: "urn:ietf:params:xml:ns:xmpp-stanzas",
  /** RFC 6121 §2 */
  roster: "jabber:iq:roster",
  /** XEP-0184 */
  receipts: "urn:xmpp:receipts",
  /** XEP-0333 */
  markers: "urn:xmpp:chat-markers:0",
  /** XEP-0085 */
  chatStates: "http://jabber.org/protocol/chatstates",
  /** XEP-0203 */
  delay: "urn:xmpp:delay",
  /** XEP-0280 */
  carbons: "urn:xmpp:carbons:2",
  /** XEP-0297 */
  forward: "urn:xmpp:forward:0",
  /** XEP-0313 */
  archive: "urn:xmpp:mam:2",
  /** XEP-0359 */
  ids: "urn:xmpp:sid:0",
  /** XEP-0380 */
  encryption: "urn:xmpp:eme:0",
  /** XEP-0461 */
  reply: "urn:xmpp:reply:0",
  /** XEP-0191 */
  blocking: "urn:xmpp:blocking",
  blockingErrors: "urn:xmpp:blocking:errors",
  /** XEP-0334 */
  hints: "urn:xmpp:hints",
  /** XEP-0030 */
  info: "http://jabber.org/protocol/disco#info",
  itemsOf: "http://jabber.org/protocol/disco#items",
  /** XEP-0115 */
  caps: "http://jabber.org/protocol/caps",
  /** XEP-0045 */
  roomUser: "http://jabber.org/protocol/muc#user",
  /** XEP-0060 */
  pubsub: "http://jabber.org/protocol/pubsub",
  pubsubEvent: "http://jabber.org/protocol/pubsub#event",
  /** XEP-0050 */
  commands: "http://jabber.org/protocol/commands",
  /** XEP-0004 */
  form: "jabber:x:data",
  /** RFC 4287, which PubSub carries by custom */
  atom: "http://www.w3.org/2005/Atom",
} as const;
