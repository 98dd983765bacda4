import type { Command } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { xmppProviders } from "../../src/provider/dispatch.ts";
import type { Submitted, XmppTransport } from "../../src/provider/port.ts";

const command = {
  tenant: "default",
  operation: "xmppop_1",
  subject: "xmpp_1",
  lane: "desk",
  fence: 1,
  command: { to: "a@xmpp.test", stanzaId: "m1", stanza: "<message/>", peer: "jid_a", since: 0 },
} as Command;

const answering = (answer: Submitted): XmppTransport => ({
  account: "desk",
  kind: "client",
  environment: "production",
  features: () => [],
  submit: async () => answer,
  health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
  channel: () => ({
    stream: "connected",
    authentication: "authenticated",
    tls: "active",
    extensions: [],
    degradations: [],
  }),
});

async function nativesOf(answer: Submitted) {
  const [provider] = xmppProviders([answering(answer)]);
  const outcome = await provider?.perform(command, new AbortController().signal);
  return outcome?.kind === "not_sent" ? outcome.natives : null;
}

const notSent = { kind: "not_sent", retryAt: 1, reason: "why" } as const;

test.each(["no_session", "authentication_failed"] as const)(
  "what was not sent for %s says so, once for the reason",
  async (because) => {
    const natives = await nativesOf({ ...notSent, because });
    expect(natives).toMatchObject([{ type: "message.no_session", data: { because } }]);
    expect(natives?.[0]?.dedupeKey).toBe(`xmppop_1:message.no_session:${because}`);
  },
);

test("what was held back for another reason does not blame the session", async () => {
  expect(await nativesOf(notSent)).toEqual([]);
});
