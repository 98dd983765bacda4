// Namespaces of rooms beside `http://jabber.org/protocol/muc#user`, which messages carry.
export const ROOM_NS = {
  /** XEP-0045 */
  muc: "http://jabber.org/protocol/muc",
  owner: "http://jabber.org/protocol/muc#owner",
  /** XEP-0421 */
  occupantId: "urn:xmpp:occupant-id:0",
} as const;

/** XEP-0045 §15.6.2: what the room says beside a presence or a message. */
export const STATUS = {
  own: 110,
  created: 201,
  renamed: 210,
  nonAnonymous: 172,
  semiAnonymous: 173,
  settingsChanged: 104,
  banned: 301,
  nicknameChanges: 303,
  kicked: 307,
  affiliationLost: 321,
  membersOnly: 322,
  shutDown: 332,
  failed: 333,
} as const;
