// Namespaces of the stream and of what a session asks its server, beside those that messages carry (`model/namespaces.ts`).
export const SESSION_NS = {
  /** RFC 6120 */
  stream: "http://etherx.jabber.org/streams",
  streamErrors: "urn:ietf:params:xml:ns:xmpp-streams",
  tls: "urn:ietf:params:xml:ns:xmpp-tls",
  sasl: "urn:ietf:params:xml:ns:xmpp-sasl",
  bind: "urn:ietf:params:xml:ns:xmpp-bind",
  /** XEP-0198 */
  management: "urn:xmpp:sm:3",
  /** XEP-0059 */
  pages: "http://jabber.org/protocol/rsm",
  /** XEP-0199 */
  ping: "urn:xmpp:ping",
} as const;
