// The adapters that exist. A new one adds a line here, its goldens and its vocabulary.
import type { Driver } from "../../packages/contract/src/golden/index.ts";

export interface AdapterUnderTest {
  /** First part of its scenario ids, name of its folder under golden/ and of its file in golden/vocabulary/. */
  readonly name: string;
  readonly driver: () => Promise<Driver>;
}

export const ADAPTERS: readonly AdapterUnderTest[] = [
  {
    name: "rss",
    driver: async () =>
      (await import("../../packages/rss-connect/src/testing/index.ts")).rssDriver(),
  },
  {
    name: "sms",
    driver: async () =>
      (await import("../../packages/sms-connect/src/testing/index.ts")).smsDriver(),
  },
  {
    name: "xmpp",
    driver: async () =>
      (await import("../../packages/xmpp-connect/src/testing/index.ts")).xmppDriver(),
  },
];
