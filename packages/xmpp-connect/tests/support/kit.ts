import { pseudonym, Secret } from "@underclaim/runtime";
import { XmppConfiguration } from "../../src/configuration.ts";
import type { XmppKit } from "../../src/kit.ts";

const key = new Secret("key-of-the-tests");

export const jidId = (jid: string): string => pseudonym("jid", key, jid);

/** A kit of one account, desk@xmpp.test. */
export const kitOf = (configuration: object = {}): XmppKit => ({
  settings: XmppConfiguration.parse(configuration),
  accounts: [
    {
      account: "desk",
      tenant: "default",
      kind: "client",
      environment: "production",
      streams: [],
      jid: "desk@xmpp.test",
    },
  ],
  jidId,
  contentId: (text) => pseudonym("text", key, text),
});
