// What a session lacks of what its account asks for, in words for whoever runs it.

interface Found {
  /** The account's wishes. */
  readonly settings: { readonly archive: boolean; readonly carbons: boolean };
  readonly managed: boolean;
  readonly archive: boolean;
  readonly caughtUp: boolean;
  readonly carbons: boolean;
  readonly blocks: boolean;
  readonly wasLiedTo: boolean;
  readonly rooms: readonly string[];
  readonly nodes: readonly string[];
}

export const lackingOf = (found: Found): readonly string[] => [
  ...(found.managed ? [] : ["The server does not acknowledge stanzas (XEP-0198)."]),
  ...(found.settings.archive && !found.archive ? ["The account has no archive (XEP-0313)."] : []),
  ...(found.settings.archive && found.archive && !found.caughtUp
    ? ["The archive has not been read up to now."]
    : []),
  ...(found.settings.carbons && !found.carbons
    ? ["What other clients of the account receive is not copied here (XEP-0280)."]
    : []),
  ...(found.blocks ? ["The account blocks some addresses (XEP-0191)."] : []),
  ...found.rooms,
  ...found.nodes,
  ...(found.wasLiedTo ? ["Forged copies or archive results were ignored."] : []),
];
