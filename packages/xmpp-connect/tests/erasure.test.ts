import { PersonUnclearError } from "@underclaim/runtime";
import { OWNER } from "@underclaim/runtime/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { xmppDriver } from "../src/testing/index.ts";

const ROOM = "ops@rooms.example.net";

/** Juliet wrote to the desk, and in the room; so did Romeo. Raw stanzas are kept. */
async function stage() {
  const driver = xmppDriver();
  onTestFinished(() => driver.close());
  await driver.reset({
    clock: "2026-01-01T12:00:00.000Z",
    configuration: {
      raw: { enabled: true },
      accounts: [
        {
          kind: "client",
          account: "desk",
          jid: "desk@example.net",
          password: "password-of-the-desk",
          rooms: [{ name: "operations", room: ROOM, nick: "desk" }],
        },
      ],
      participants: [{ jid: "juliet@example.com", participant_id: "participant_456" }],
    },
    documents: [],
  });
  const tell = (source: string, from: string, id: string, type: string, headers = {}) =>
    driver.native({
      source,
      account: "desk",
      headers,
      body: `<message xmlns='jabber:client' from='${from}' to='desk@example.net/session' id='${id}' type='${type}'><body>ACK</body></message>`,
    });
  await tell("xmpp.stanza", "juliet@example.com/balcony", "m1", "chat");
  await tell("xmpp.stanza", "juliet@example.com/balcony", "m2", "chat");
  await tell("xmpp.stanza", "romeo@example.com/street", "m3", "chat");
  const events = await driver.evidence();
  const endpoint = (event?: {
    readonly endpoint_ref?: { readonly endpoint_id?: string | null } | null;
  }) => event?.endpoint_ref?.endpoint_id ?? "";
  const told = events.filter(({ event_type }) => event_type === "interaction.reply_received");
  const { runtime } = driver.life();
  return {
    driver,
    tell,
    juliet: endpoint(told[0]),
    romeo: endpoint(told.at(-1)),
    erase: (person: string) => runtime.erase(OWNER.tenant, person),
    runtime,
  };
}

describe("an erasure", () => {
  test("by the endpoint's id in evidence reaches what is kept of its person, and of nobody else", async () => {
    const { juliet, romeo, erase } = await stage();
    expect(juliet).toMatch(/^ep_/);
    expect(romeo).not.toBe(juliet);
    expect(await erase(juliet)).toBeGreaterThanOrEqual(2);
    // It leads to her still, and nothing is left.
    expect(await erase(juliet)).toBe(0);
    expect(await erase(romeo)).toBeGreaterThanOrEqual(1);
  });

  test("by the JID, however it is written, is the same", async () => {
    const { juliet, erase } = await stage();
    expect(await erase("Juliet@EXAMPLE.com/elsewhere")).toBeGreaterThanOrEqual(2);
    expect(await erase(juliet)).toBe(0);
  });

  test("by what leads to nobody is refused, and says what to give", async () => {
    const { erase } = await stage();
    for (const nobody of [`ep_${"0".repeat(32)}`, "juliet", "participant_456"])
      await expect(erase(nobody)).rejects.toThrow(/Give the JID, endpoint_ref\.endpoint_id/);
  });

  test("by an endpoint of another tenant is refused", async () => {
    const { juliet, runtime } = await stage();
    await expect(runtime.erase("stranger", juliet)).rejects.toThrow(PersonUnclearError);
  });

  test("of a person reaches what they wrote in a room that tells who they are, by whichever nick", async () => {
    const { tell, erase } = await stage();
    await erase("juliet@example.com");
    const headers = { "x-room-occupant-jid": "juliet@example.com" };
    await tell("xmpp.room", `${ROOM}/capulet`, "r1", "groupchat", headers);
    expect(await erase("juliet@example.com")).toBe(1);
  });

  test("by the endpoint that private messages out of a room have in common is refused", async () => {
    const { driver, tell, erase } = await stage();
    await tell("xmpp.room", `${ROOM}/juliet`, "p1", "chat");
    await tell("xmpp.room", `${ROOM}/romeo`, "p2", "chat");
    const shared = (await driver.evidence()).at(-1)?.endpoint_ref?.endpoint_id ?? "";
    await expect(erase(shared)).rejects.toThrow("This endpoint is of 2 persons");
    expect(await erase(`${ROOM}/juliet`)).toBe(1);
  });
});
