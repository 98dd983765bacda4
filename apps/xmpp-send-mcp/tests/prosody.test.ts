// A conversation over a real server: agent → MCP → skill → xmpp-connect → Prosody → people's clients, and back.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLog, openSqliteStore, randomIds, systemClock } from "@underclaim/runtime";
import { openXmppConnect } from "@underclaim/xmpp-connect";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
// The set-up of the adapter's own tests on a real server, not copied; it has no entry of the package yet.
import { deskConfiguration } from "../../../packages/xmpp-connect/tests/support/desk-service.ts";
import { Peer } from "../../../packages/xmpp-connect/tests/support/peer.ts";
import {
  DOMAIN,
  PROSODY,
  startProsody,
  type Prosody,
} from "../../../packages/xmpp-connect/tests/support/prosody.ts";
import {
  httpHost,
  serveHttp,
  temporaryFolder,
  TOKEN,
  type Host,
  type HostOptions,
  type Served,
} from "./support.ts";

vi.setConfig({ testTimeout: 60_000 });
const POLL = { interval: 50, timeout: 30_000 };
const RECEIVED = "notification.endpoint.accepted";

type Stanza = Peer["stanzas"][number];

const textIn = (stanza: Stanza, name: string): string =>
  stanza.children
    .flatMap((each) => (typeof each !== "string" && each.name === name ? each.children : []))
    .filter((each) => typeof each === "string")
    .join("");

describe.skipIf(PROSODY === "")("over Prosody", () => {
  let server: Prosody;
  const DESKS = [0, 1, 2, 3];
  beforeAll(async () => {
    server = await startProsody({
      users: DESKS.flatMap((each) =>
        ["desk", "ann", "boss", "eve"].map((name) => `${name}${each}`),
      ),
      contacts: DESKS.flatMap((each) => [
        [`desk${each}`, `ann${each}`] as const,
        [`desk${each}`, `boss${each}`] as const,
      ]),
    });
  });
  afterAll(async () => server?.stop());

  const numbers = DESKS.values();
  interface Stage {
    readonly served: Served;
    readonly ann: string;
    readonly desk: string;
    host(options: HostOptions): Promise<Host>;
    peer(name: string, receipts?: boolean): Promise<Peer>;
    /** How many the service has taken in. */
    replies(): Promise<number>;
  }

  async function stage(skill: string): Promise<Stage> {
    const number = numbers.next().value ?? 0;
    const jid = (name: string): string => `${name}${number}@${DOMAIN}`;
    const folder = temporaryFolder();
    const service = await openXmppConnect({
      configuration: deskConfiguration({
        server,
        user: `desk${number}`,
        more: { raw: { enabled: true } },
      }),
      store: await openSqliteStore({ folder: join(folder, "service") }),
      clock: systemClock,
      ids: randomIds,
      log: createLog({ level: "silent", destination: { write: () => undefined } }),
    });
    await service.runtime.start();
    const url = await service.app.listen({ host: "127.0.0.1", port: 0 });
    onTestFinished(async () => {
      await service.app.close();
      await service.close();
    });
    const config = join(folder, "agent.toml");
    const text = `[skills.xmpp_send]
own_jid = "${jid("desk")}"
state_path = "${folder}/state"
audit_path = "${folder}/audit/xmpp_send.jsonl"
http = { port = 0, tokens = [{ id = "first", token = "${TOKEN}" }] }
service = { url = "${url}", account = "desk", wait = 5 }
${skill.replaceAll("NUMBER", String(number))}`;
    writeFileSync(config, text, { mode: 0o600 });
    const served = await serveHttp({ config, folder, textsTo: () => [] });
    await expect
      .poll(async () => JSON.stringify(await (await fetch(`${url}/xmpp/roster`)).json()), POLL)
      .toContain("both");
    return {
      served,
      ann: jid("ann"),
      desk: jid("desk"),
      host: (options) => httpHost(served, options),
      async peer(name, receipts = false) {
        const made = await Peer.connect(server, { user: `${name}${number}`, receipts });
        onTestFinished(async () => made.close());
        return made;
      },
      async replies() {
        const page = (await (await fetch(`${url}/adapter/events?limit=1000`)).json()) as {
          events: readonly { event_type: string }[];
        };
        return page.events.filter(({ event_type }) => event_type === "interaction.reply_received")
          .length;
      },
    };
  }

  test("a first contact is asked for at the approver's account, and only their answer counts", async () => {
    const { served, ann, desk, host, peer } = await stage(`allow_roster_contacts = true
approval = { order = ["xmpp"], approver_jid = "bossNUMBER@${DOMAIN}" }
rate_limit = { max_messages_per_minute = 3, cooldown_after_limit = 0 }`);
    const boss = await peer("boss");
    const other = await peer("ann", true);
    const eve = await peer("eve");
    const agent = await host({ era: "modern", answers: null });
    const question = (text: string): Promise<Stanza> =>
      boss.awaits((stanza) => textIn(stanza, "body").includes(`> ${text}\n`));
    const answer = async (stanza: Stanza, word: string, from = boss): Promise<void> => {
      const nonce = /^yes (\w+)$/m.exec(textIn(stanza, "body"))?.[1] ?? "";
      from.say(desk, `${word} ${nonce}`, `<thread>${textIn(stanza, "thread")}</thread>`);
    };
    const state = (id: string | null) => async () => {
      await served.skill.work();
      return (await agent.status(id)).status;
    };

    const first = await agent.send(ann.toUpperCase(), "I will be late.");
    expect(first).toMatchObject({ status: "confirmation_required", to: ann });
    const asked = await question("I will be late.");
    expect(textIn(asked, "body")).toContain(`To: ${ann} (one person)`);
    // Whoever else has seen the code: their word is not the approver's.
    await answer(asked, "yes", eve);
    await answer(asked, "yes", other);
    boss.say(desk, "yes", `<thread>${textIn(asked, "thread")}</thread>`);
    await answer(asked, "yes");
    await expect.poll(state(first.message_id), POLL).toBe("accepted");
    const message = await other.message("I will be late.");
    expect(message.attributes["to"]).toBe(ann);
    // The receipt comes after the tool has returned.
    await expect
      .poll(
        async () =>
          (await agent.status(first.message_id)).evidence?.map(({ event_type }) => event_type),
        POLL,
      )
      .toContain(RECEIVED);
    expect((await agent.status(first.message_id)).assessment).toMatchObject({
      subclass: "success.delivered_to_client",
      of_the_person: "undef.delivered_but_awareness_unproven",
    });

    const second = await agent.send(ann, "Ten minutes.");
    expect(second.status).toBe("confirmation_required");
    await answer(await question("Ten minutes."), "always");
    await expect.poll(state(second.message_id), POLL).toBe("accepted");
    expect(await agent.send(ann, "I am here.")).toMatchObject({ status: "accepted" });
    expect(await agent.send(ann, "One too many.")).toMatchObject({
      status: "refused",
      reason: "rate_limited",
      retry_after_seconds: expect.any(Number),
    });
    await other.message("I am here.");
    expect(other.bodies()).toEqual(["I will be late.", "Ten minutes.", "I am here."]);
    expect(served.stores.verify().problem).toBeNull();
  });

  test("what only others answered is never sent", async () => {
    const { served, ann, desk, host, peer, replies } = await stage(`allow_roster_contacts = true
approval = { order = ["xmpp"], approver_jid = "bossNUMBER@${DOMAIN}" }`);
    const [boss, eve, other] = [await peer("boss"), await peer("eve"), await peer("ann")];
    const agent = await host({ era: "modern", answers: null });
    const { message_id } = await agent.send(ann, "Send me.");
    const asked = await boss.awaits((stanza) => textIn(stanza, "body").includes("> Send me."));
    const nonce = /^yes (\w+)$/m.exec(textIn(asked, "body"))?.[1] ?? "";
    const thread = `<thread>${textIn(asked, "thread")}</thread>`;
    eve.say(desk, `yes ${nonce}`, thread);
    other.say(desk, `yes ${nonce}`, thread);
    // Both words have come in before anything is concluded from them.
    await expect.poll(replies, POLL).toBe(2);
    await served.skill.work();
    expect(await agent.status(message_id)).toMatchObject({ status: "confirmation_required" });
    boss.say(desk, `no ${nonce}`, thread);
    await expect
      .poll(async () => {
        await served.skill.work();
        return (await agent.status(message_id)).status;
      }, POLL)
      .toBe("declined");
    await served.skill.work();
    expect(other.bodies()).toEqual([]);
  });

  test("a draft is sent as it stands once the host's user agrees", async () => {
    const { ann, host, peer } = await stage(`mode = "draft"
allowed_contacts = ["annNUMBER@${DOMAIN}"]`);
    const other = await peer("ann", true);
    const agent = await host({ era: "modern", answers: ["accept", "decline"] });
    const sent = await agent.send(ann, "The meeting is cancelled.");
    expect(sent.status).toBe("accepted");
    expect(sent.evidence?.map(({ event_type }) => event_type)).toContain(
      "notification.attempt.accepted_by_provider",
    );
    expect(await agent.send(ann, "Or not.")).toMatchObject({ status: "declined" });
    await other.message("The meeting is cancelled.");
    expect(other.bodies()).toEqual(["The meeting is cancelled."]);
  });

  test("nobody home: accepted by the server is all that is claimed, until a receipt comes", async () => {
    const { ann, host, peer } = await stage(`require_first_contact_confirmation = false
allowed_contacts = ["annNUMBER@${DOMAIN}"]`);
    const agent = await host({ era: "modern", answers: null });
    const sent = await agent.send(ann, "For later.");
    expect(sent.status).toBe("accepted");
    expect(sent.assessment?.category).toBe("undef");
    await peer("ann", true);
    await expect
      .poll(async () => (await agent.status(sent.message_id)).assessment?.subclass, POLL)
      .toBe("success.delivered_to_client");
  });
});
