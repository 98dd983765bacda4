// The session on a real server (Prosody).
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeClient, type ClientOptions } from "../../support/client.ts";
import { Peer } from "../../support/peer.ts";
import { PROSODY, startProsody, type Prosody } from "../../support/prosody.ts";

const signal = new AbortController().signal;

describe.skipIf(PROSODY === "")("a session on Prosody", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({ users: ["desk", "ann"], contacts: [["desk", "ann"]] });
  });
  afterAll(async () => server?.stop());
  const client = (options: Partial<ClientOptions> = {}) =>
    makeClient({ port: server.port, caFile: server.certificates.ca, ...options });

  test("sends, is acknowledged, and takes in the receipt", async () => {
    const ann = await Peer.connect(server, { user: "ann", receipts: true });
    const desk = client();
    await desk.start();
    await desk.reported("connected");
    const one = desk.submission("ann@xmpp.test", "Hällo 🎈");
    await expect(desk.transport.submit(one, signal)).resolves.toMatchObject({
      kind: "accepted",
      by: "acknowledged",
    });
    const receipt = await desk.awaits(
      ({ stanza }) => stanza.children.length > 0 && stanza.name === "message",
    );
    expect(JSON.stringify(receipt.stanza)).toContain(one.stanzaId);
    await desk.transport.stop?.();
    await ann.close();
  });
});
