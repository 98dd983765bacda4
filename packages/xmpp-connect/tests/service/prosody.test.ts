import type { EvidenceEvent } from "@underclaim/contract";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { child, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { NS } from "../../src/model/namespaces.ts";
import { openDesk, type DeskOptions, type DeskService } from "../support/desk-service.ts";
import { Peer, type PeerOptions } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";

const ACCEPTED = "notification.attempt.accepted_by_adapter";
const PROVIDER = "notification.attempt.accepted_by_provider";
const RECEIVED = "notification.endpoint.accepted";
const AUTHENTICATED = [
  "interaction.authenticated_actor_interaction",
  "identity.actor_authenticated",
];

const has =
  (...types: readonly string[]) =>
  (all: readonly string[]): boolean =>
    types.every((type) => all.includes(type));
const idOf = ({ attributes: { id = "" } }: XmlElement): string => id;
const threadOf = (message: XmlElement): string =>
  textOfElement(child(message, "thread", NS.client));
const receipt = (id: string): string => `<received xmlns="${NS.receipts}" id="${id}"/>`;
const marker = (id: string): string => `<displayed xmlns="${NS.markers}" id="${id}"/>`;

/** Each test has a desk of its own, a contact of it, and a stranger. */
const DESKS = Array.from({ length: 32 }, (_, index) => index);

describe.skipIf(PROSODY === "")("the service on Prosody", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: DESKS.flatMap((each) => [`desk${each}`, `ann${each}`, `eve${each}`]),
      contacts: DESKS.map((each) => [`desk${each}`, `ann${each}`]),
    });
  });
  afterAll(async () => server?.stop());

  const numbers = DESKS.values();
  interface Stage {
    readonly desk: DeskService;
    /** JIDs. */
    readonly ann: string;
    readonly eve: string;
    peer(who: "ann" | "eve" | "desk", options?: Partial<PeerOptions>): Promise<Peer>;
  }
  async function stage(
    options: Partial<DeskOptions> | ((number: number) => Partial<DeskOptions>) = {},
  ): Promise<Stage> {
    const number = numbers.next().value ?? 0;
    const user = `desk${number}`;
    const more = typeof options === "function" ? options(number) : options;
    const desk = await openDesk({ server, user, ...more });
    onTestFinished(async () => desk.stop());
    await desk.eventually(({ event_type }) => event_type === "system.adapter.health_changed");
    return {
      desk,
      ann: `ann${number}@${DOMAIN}`,
      eve: `eve${number}@${DOMAIN}`,
      async peer(who, more = {}) {
        const made = await Peer.connect(server, { user: `${who}${number}`, ...more });
        onTestFinished(async () => made.close());
        return made;
      },
    };
  }

  /** Ann's account is the participant's. */
  const mapped = (number: number): Partial<DeskOptions> => ({
    more: { participants: [{ jid: `ann${number}@${DOMAIN}`, participant_id: "participant-1" }] },
  });

  /** How a message that demands this is answered. */
  const demanding = (desk: DeskService, to: string, parameters: object) => async () =>
    (
      await desk.act({
        target_endpoint: { endpoint_type: "bare_jid", value: to },
        content: { body_text: "Confirm that you have it." },
        parameters,
      })
    ).status;

  /** Of the client whose presence is told next, or was. */
  const resourceOf = async (desk: DeskService): Promise<unknown> => {
    const isThere = ({ event_type }: EvidenceEvent): boolean => event_type === RECEIVED;
    return (await desk.eventually(isThere)).find(isThere)?.metadata?.["resource"];
  };
  const isGone =
    (resource: unknown) =>
    ({ event_type, metadata }: EvidenceEvent): boolean =>
      event_type === "notification.endpoint.deferred" && metadata?.["resource"] === resource;

  test("a receipt is delivery to a client, and no awareness", async () => {
    const { desk, ann, peer } = await stage();
    await peer("ann", { receipts: true });
    const sent = await desk.send(ann, "A document is ready for you.");
    // Which of the two is told first is the network's to say.
    const types = await desk.evidence(sent, has(PROVIDER, RECEIVED));
    expect(types.toSorted()).toEqual([ACCEPTED, PROVIDER, RECEIVED]);
    expect(await desk.assessed(sent)).toEqual([
      "success.delivered_to_client",
      "undef.delivered_but_awareness_unproven",
    ]);
  });

  test("a displayed marker is a display, and no comprehension", async () => {
    const { desk, ann, peer } = await stage();
    await peer("ann", { receipts: true, marker: "displayed" });
    const sent = await desk.send(ann, "Look at this.");
    const types = await desk.evidence(sent, has("interaction.notification.opened"));
    expect(types.filter((type) => type.startsWith("interaction."))).toEqual([
      "interaction.notification.opened",
    ]);
    expect(await desk.assessed(sent)).toEqual([
      "success.displayed_by_client",
      "undef.displayed_but_comprehension_unproven",
    ]);
  });

  test("a demanded receipt is refused where every client says that it gives none, and sent where one does not say", async () => {
    const { desk, ann, peer } = await stage();
    const demanded = demanding(desk, ann, { receipt: "require" });
    expect(await demanded()).toBe(202);
    await peer("ann", { resource: "old", features: [NS.markers] });
    await expect.poll(demanded).toBe(422);
    await peer("ann", { resource: "new", features: [NS.markers, NS.receipts], receipts: true });
    await expect.poll(demanded).toBe(202);
  });

  test("a client that gives no markers is told as a limit, and nothing is read into its silence", async () => {
    const { desk, ann, peer } = await stage();
    await peer("ann", { features: [NS.receipts], receipts: true });
    await expect.poll(demanding(desk, ann, { marker: "require" })).toBe(422);
    const sent = await desk.send(ann, "A document is ready for you.");
    await desk.evidence(sent, has(PROVIDER, RECEIVED));
    expect(await desk.assessed(sent)).toEqual([
      "success.delivered_to_client",
      "undef.display_marker_unavailable",
    ]);
    const { events } = (await desk.get(`/adapter/messages/${sent.subject}/timeline`)) as {
      readonly events: readonly { readonly adapter_event_type: string }[];
    };
    expect(events.map(({ adapter_event_type: type }) => type)).toContain("marker.unsupported");
  });

  test("free text in the thread is a reply to that message, of nobody in particular", async () => {
    const { desk, ann, peer } = await stage();
    const other = await peer("ann");
    const first = await desk.send(ann, "The first.");
    const second = await desk.send(ann, "The second.");
    const message = await other.message("The first.");
    await other.message("The second.");
    other.say(desk.jid, "Who is this?", `<thread>${threadOf(message)}</thread>`);
    const types = await desk.evidence(first, has("interaction.reply_received"));
    expect(types).not.toContain("interaction.acknowledgement_recorded");
    for (const authenticated of AUTHENTICATED) expect(types).not.toContain(authenticated);
    expect(await desk.assessed(first)).toEqual([
      "success.reply_received",
      "undef.reply_identity_uncertain",
    ]);
    expect(await desk.assessed(second)).toEqual([
      "undef.server_acknowledged_only",
      "undef.delivery_pending",
    ]);
  });

  test("ACK from the participant's account is an acknowledgement, and no result", async () => {
    const { desk, ann, peer } = await stage(mapped);
    await peer("ann", { receipts: true, reply: "ACK" });
    const sent = await desk.send(ann, "Reply ACK.", {
      action_type: "interaction.request_acknowledgement",
    });
    await desk.evidence(
      sent,
      has(
        RECEIVED,
        "interaction.reply_received",
        "interaction.acknowledgement_recorded",
        ...AUTHENTICATED,
      ),
    );
    expect(await desk.assessed(sent)).toEqual([
      "success.acknowledged_by_client",
      "undef.displayed_but_comprehension_unproven",
    ]);
  });

  test("NO is a decline, and no acknowledgement", async () => {
    const { desk, ann, peer } = await stage(mapped);
    await peer("ann", { reply: "NO" });
    const sent = await desk.send(ann, "Reply ACK.");
    const types = await desk.evidence(sent, has("interaction.decline_recorded", ...AUTHENTICATED));
    expect(types).not.toContain("interaction.acknowledgement_recorded");
    expect((await desk.assessed(sent))[0]).toBe("success.reply_received");
  });

  test("a message waits for who is away; silence is no failure, and the receipt that comes late is taken", async () => {
    const { desk, ann, peer } = await stage();
    const first = await peer("ann");
    const resource = await resourceOf(desk);
    await first.close();
    await desk.eventually(isGone(resource));
    const sent = await desk.send(ann, "For later.", { parameters: { receipt_within: "PT1S" } });
    await desk.evidence(sent, has("notification.endpoint.deferred"));
    expect((await desk.assessed(sent))[0]).toBe("undef.offline_stored");
    await desk.evidence(sent, has("notification.endpoint.unknown"));
    expect((await desk.assessed(sent))[0]).toBe("undef.offline_delivery_unknown");
    await peer("ann", { receipts: true });
    expect(await desk.evidence(sent, has(RECEIVED))).toEqual([
      ACCEPTED,
      PROVIDER,
      "notification.endpoint.deferred",
      "notification.endpoint.unknown",
      RECEIVED,
    ]);
    expect((await desk.assessed(sent))[0]).toBe("success.delivered_to_client");
  });

  /** What can be told apart of a message that came back. */
  const cameBack = async (desk: DeskService, to: string) => {
    const sent = await desk.send(to, "Is anybody there?");
    const types = await desk.evidence(
      sent,
      (all) => has(PROVIDER)(all) && all.some((type) => type.includes("reject")),
    );
    const { channel, participant } = await desk.assessment(sent);
    const told = ({ category, subclass, evidence_summary, limitations }: typeof channel) => ({
      category,
      subclass,
      evidence_summary,
      limitations,
    });
    const natives = (await desk.eventually(() => true))
      .filter(({ coordination_case_id }) => coordination_case_id === sent.case)
      .map(({ event_type, normalized_meaning, evidence_grade, confidence }) => ({
        event_type,
        normalized_meaning,
        evidence_grade,
        confidence,
      }));
    const evidence = natives.toSorted((a, b) => (a.event_type < b.event_type ? -1 : 1));
    return { types, channel: told(channel), participant: told(participant), evidence };
  };

  test("an unknown user bounces for a reason that tells nothing: deferred, not failed", async () => {
    const { desk } = await stage();
    const { types, channel } = await cameBack(desk, `nobody@${DOMAIN}`);
    expect(types).toContain("notification.endpoint.rejected_temporary");
    expect(types).not.toContain("notification.endpoint.rejected_permanent");
    expect(channel).toMatchObject({ category: "undef", subclass: "undef.deferred" });
  });

  test("a domain that cannot be reached rejects", async () => {
    const { desk } = await stage();
    const { channel } = await cameBack(desk, "nobody@elsewhere.test");
    // Prosody without federation answers not-allowed; another server remote-server-not-found.
    expect(channel).toMatchObject({ category: "fail", subclass: "fail.policy_rejected" });
  });

  test("one who blocks us cannot be told from one who is not there", async () => {
    const { desk, eve, peer } = await stage();
    const other = await peer("eve");
    const answer = await other.ask(
      "set",
      `<block xmlns="urn:xmpp:blocking"><item jid="${desk.jid}"/></block>`,
    );
    expect(answer.attributes["type"]).toBe("result");
    const blocked = await cameBack(desk, eve);
    const missing = await cameBack(desk, `nobody@${DOMAIN}`);
    expect(blocked).toEqual(missing);
    expect(other.bodies()).toEqual([]);
    expect(JSON.stringify(blocked)).not.toMatch(/recipient_blocked|recipient_not_found/);
  });

  test("whom the account itself blocks is suppressed", async () => {
    const { desk, eve, peer } = await stage();
    const other = await peer("eve");
    const own = await peer("desk", { hidden: true });
    await own.ask("set", `<block xmlns="urn:xmpp:blocking"><item jid="${eve}"/></block>`);
    const sent = await desk.send(eve, "You will not get this.");
    await desk.evidence(
      sent,
      has("notification.attempt.rejected_by_provider", "notification.channel.suppression_added"),
    );
    expect((await desk.assessed(sent))[0]).toBe("fail.suppressed");
    expect(other.bodies()).toEqual([]);
  });

  test("of two clients the one that answers speaks for itself alone", async () => {
    const { desk, ann, peer } = await stage();
    const phone = await peer("ann", { resource: "phone", receipts: true });
    const laptop = await peer("ann", { resource: "laptop" });
    const sent = await desk.send(ann, "To both.");
    await phone.message("To both.");
    await laptop.message("To both.");
    const types = await desk.evidence(sent, has(RECEIVED));
    expect(types.filter((type) => type === RECEIVED)).toHaveLength(1);
    const { channel } = await desk.assessment(sent);
    expect(channel.limitations).toContain(
      "One client of the account told it: of its other clients nothing is known.",
    );
  });

  test("a client that is not there is no offline storage while the account has others: the server gives it to them", async () => {
    const { desk, ann, peer } = await stage();
    const other = await peer("ann");
    await desk.eventually(({ event_type }) => event_type === RECEIVED);
    const to = {
      target_endpoint: { endpoint_type: "full_jid", value: `${ann}/gone` },
      content: { body_text: "To one that left." },
    };
    const sent = await desk.act(to);
    await other.message("To one that left.");
    await desk.evidence(sent, has(PROVIDER));
    expect((await desk.assessed(sent))[0]).toBe("undef.resource_unknown");
  });

  test("a thread or a language that XML cannot carry is refused, and no session ends by it", async () => {
    const { desk, ann, peer } = await stage();
    const other = await peer("ann");
    const to = {
      target_endpoint: { endpoint_type: "bare_jid", value: ann },
      content: { body_text: "Not this." },
    };
    for (const parameters of [
      { thread: "a\u0001" },
      { thread: "a\ud800" },
      { thread: "\uffff" },
      { language: "d\0" },
    ])
      expect((await desk.act({ ...to, parameters })).status).toBe(400);
    const sent = await desk.send(ann, "But this.", { parameters: { thread: `<&"'>` } });
    await desk.evidence(sent, has(PROVIDER));
    expect(threadOf(await other.message("But this."))).toBe(`<&"'>`);
    expect(other.bodies()).toEqual(["But this."]);
  });

  test("a message with a time is sent then and not before; withdrawn, never", async () => {
    const { desk, ann, peer } = await stage();
    const other = await peer("ann", { receipts: true });
    const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
    const later = (ms: number) => ({
      action_type: "notification.schedule",
      parameters: { send_at: at(ms) },
    });
    const withdrawn = await desk.send(ann, "Never.", later(800));
    const sent = await desk.send(ann, "Then.", later(900));
    const cancelled = await desk.act({
      action_type: "notification.cancel",
      parameters: { operation_id: withdrawn.operation },
    });
    expect(cancelled.status).toBe(202);
    expect(other.bodies()).toEqual([]);
    const types = await desk.evidence(sent, has(PROVIDER, RECEIVED));
    expect(types.toSorted()).toEqual([
      ACCEPTED,
      PROVIDER,
      "notification.attempt.scheduled",
      RECEIVED,
    ]);
    await desk.evidence(withdrawn, has("notification.attempt.cancelled"));
    expect((await desk.assessed(withdrawn))[0]).toBe("fail.cancelled");
    expect(other.bodies()).toEqual(["Then."]);
  });

  test("what is sent cannot be withdrawn", async () => {
    const { desk, ann, peer } = await stage();
    await peer("ann", { receipts: true });
    const sent = await desk.send(ann, "Gone.");
    await desk.evidence(sent, has(RECEIVED));
    const { status } = await desk.act({
      action_type: "notification.cancel",
      parameters: { operation_id: sent.operation },
    });
    expect(status).toBe(422);
    expect((await desk.assessed(sent))[0]).toBe("success.delivered_to_client");
  });

  test("presence comes and goes, is told on request, and is in no case", async () => {
    const { desk, ann, peer } = await stage();
    const presence = async () => (await desk.post("/xmpp/presence", { jid: ann })).body;
    // The server's answer to the first question names no resource.
    await desk.eventually(isGone(null));
    expect(await presence()).toMatchObject({
      presence: [{ availability: "unavailable", resource: null }],
    });
    const other = await peer("ann", { resource: "phone" });
    const resource = await resourceOf(desk);
    expect(await presence()).toMatchObject({
      presence: [
        { resource, bare_jid: ann, availability: "available", subscription_state: "both" },
      ],
    });
    expect(await desk.get("/xmpp/roster")).toMatchObject({
      accounts: [{ account: "desk", entries: [{ jid: ann, subscription: "both" }] }],
    });
    other.send("<presence><show>dnd</show><status>in a meeting</status></presence>");
    await desk.eventually(({ metadata }) => metadata?.["availability"] === "dnd");
    expect(JSON.stringify(await presence())).toContain(`"availability":"dnd"`);
    expect(JSON.stringify(await presence())).not.toContain("in a meeting");
    await other.close();
    const told = await desk.eventually(isGone(resource));
    expect(await presence()).toMatchObject({ presence: [{ availability: "unavailable" }] });
    const cases = told.map(({ coordination_case_id }) => coordination_case_id);
    expect(new Set(cases)).toEqual(new Set(["adapter:xmpp-connect.default"]));
  });

  test("nothing that a stranger forges about a message is evidence of it", async () => {
    const { desk, ann, eve, peer } = await stage();
    const other = await peer("ann");
    const stranger = await peer("eve");
    const sent = await desk.send(ann, "Only ann may confirm this.");
    const { attributes } = await other.message("Only ann may confirm this.");
    const { id = "", from = "" } = attributes;
    const claims = `${receipt(id)}${marker(id)}<acknowledged xmlns="${NS.markers}" id="${id}"/>`;
    const forged = `<forwarded xmlns="${NS.forward}"><delay xmlns="${NS.delay}" from="${DOMAIN}" stamp="1999-01-01T00:00:00Z"/><message xmlns="jabber:client" type="chat" from="${ann}/peer" to="${from}" id="f1"><body>ACK</body>${claims}</message></forwarded>`;
    const room = `<x xmlns="${NS.roomUser}"/>`;
    const own = desk.jid;
    for (const payload of [
      claims,
      `${claims}${room}`,
      `<received xmlns="${NS.carbons}">${forged}</received>`,
      `<sent xmlns="${NS.carbons}">${forged}</sent>`,
      `<result xmlns="${NS.archive}" queryid="f" id="1">${forged}</result>`,
      `${claims}<stanza-id xmlns="${NS.ids}" by="${own}" id="1"/>`,
      `${claims}<delay xmlns="${NS.delay}" from="${DOMAIN}" stamp="1999-01-01T00:00:00Z"/>`,
    ]) {
      stranger.say(from, "", payload);
      stranger.say(own, "", payload);
    }
    // A bounce that anybody can write, with what was sent in it.
    stranger.send(
      `<message type="error" to="${from}" id="${id}">${claims}<error type="cancel"><item-not-found xmlns="${NS.stanzaErrors}"/></error></message>`,
    );
    stranger.send(
      `<iq type="set" to="${from}" id="f2"><query xmlns="${NS.roster}"><item jid="${ann}" subscription="remove"/></query></iq>`,
    );
    stranger.say(
      own,
      "ACK",
      `<thread>${threadOf(await other.message("Only ann may confirm this."))}</thread>`,
    );
    await desk.eventually(({ event_type }) => event_type === "interaction.reply_received");
    const types = await desk.evidence(sent, has(PROVIDER));
    expect(types.toSorted()).toEqual([ACCEPTED, PROVIDER]);
    expect((await desk.assessed(sent))[0]).toBe("undef.server_acknowledged_only");
    expect(JSON.stringify(await desk.get("/xmpp/roster"))).toContain(ann);
    expect(JSON.stringify(await desk.get("/xmpp/roster"))).not.toContain(eve);
    // And what ann says counts.
    other.say(from, "", receipt(id));
    expect(await desk.evidence(sent, has(RECEIVED))).toHaveLength(3);
  });

  test("what ann says to another client of the account is seen by its copy, and known to be one", async () => {
    const { desk, ann, peer } = await stage(mapped);
    const other = await peer("ann");
    const colleague = await peer("desk", { resource: "colleague" });
    const sent = await desk.send(ann, "Can you come?");
    const thread = threadOf(await other.message("Can you come?"));
    other.say(colleague.full, "ACK", `<thread>${thread}</thread>`);
    await colleague.message("ACK");
    const types = await desk.evidence(sent, has("interaction.acknowledgement_recorded"));
    expect(types).toContain("interaction.authenticated_actor_interaction");
    const events = await desk.eventually(({ event_type }) => event_type === AUTHENTICATED[0]);
    const copied = events.filter(({ metadata }) => metadata?.["arrived"] === "carbon");
    expect(copied.map(({ event_type }) => event_type)).toContain(
      "interaction.acknowledgement_recorded",
    );
    expect((await desk.assessed(sent))[0]).toBe("success.acknowledged_by_client");
  });

  test("of something encrypted that it came is all that is told", async () => {
    const { desk, ann, peer } = await stage(mapped);
    const other = await peer("ann");
    const sent = await desk.send(ann, "Can you come?");
    const thread = threadOf(await other.message("Can you come?"));
    other.say(
      desk.jid,
      "ACK",
      `<thread>${thread}</thread><encryption xmlns="${NS.encryption}" namespace="eu.siacs.conversations.axolotl" name="OMEMO"/>`,
    );
    const types = await desk.evidence(sent, has("interaction.reply_received"));
    // The words beside it are a fallback for who cannot read it, and nobody's answer.
    expect(types.filter((type) => /^(interaction|identity)\./.test(type))).toEqual([
      "interaction.reply_received",
    ]);
    const [event] = (await desk.eventually(() => true)).filter(
      ({ event_type, coordination_case_id: name }) =>
        event_type === "interaction.reply_received" && name === sent.case,
    );
    expect(event?.evidence_grade).toMatchObject({ strength: "weak" });
    expect((await desk.assessed(sent))[1]).toBe("undef.reply_identity_uncertain");
  });

  test("a change of the roster is kept, and shown", async () => {
    const { desk, eve, peer } = await stage();
    const roster = async (): Promise<unknown> => {
      const { accounts } = (await desk.get("/xmpp/roster")) as {
        readonly accounts: readonly {
          readonly entries: readonly { readonly jid: string; readonly subscription: string }[];
        }[];
      };
      return accounts[0]?.entries.filter(({ jid }) => jid === eve).map((each) => each.subscription);
    };
    expect(await roster()).toEqual([]);
    const other = await peer("desk", { resource: "another" });
    const item = (more: string): string =>
      `<query xmlns="jabber:iq:roster"><item jid="${eve}"${more}/></query>`;
    await other.ask("set", item(""));
    await expect.poll(roster).toEqual(["none"]);
    await other.ask("set", item(` subscription="remove"`));
    await expect.poll(roster).toEqual([]);
  });

  test("a third party's receipt and marker change nothing, though they name the right id", async () => {
    const { desk, ann, peer } = await stage();
    const other = await peer("ann");
    const eve = await peer("eve");
    const sent = await desk.send(ann, "Between us.");
    const message = await other.message("Between us.");
    await desk.evidence(sent, has(PROVIDER));
    const before = await desk.assessment(sent);
    eve.say(desk.jid, "", receipt(idOf(message)));
    eve.say(desk.jid, "", marker(idOf(message)));
    eve.say(desk.jid, "Did you get my forgeries?");
    await desk.eventually(
      ({ event_type, coordination_case_id }) =>
        event_type === "interaction.reply_received" && coordination_case_id !== sent.case,
    );
    expect(await desk.evidence(sent, has(PROVIDER))).toEqual([ACCEPTED, PROVIDER]);
    expect(await desk.assessment(sent)).toEqual(before);
    other.say(desk.jid, "", receipt(idOf(message)));
    await desk.evidence(sent, has(RECEIVED));
  });

  test("a receipt that is said twice is told once", async () => {
    const { desk, ann, peer } = await stage();
    const other = await peer("ann");
    const sent = await desk.send(ann, "Once.");
    const id = idOf(await other.message("Once."));
    other.say(desk.jid, "", receipt(id), "r1");
    other.say(desk.jid, "", receipt(id), "r2");
    other.say(desk.jid, "And this after it.", "", "r3");
    const types = await desk.evidence(sent, has("interaction.reply_received"));
    expect(types.filter((type) => type === RECEIVED)).toHaveLength(1);
  });

  test("STOP suppresses where it is configured to, for whoever asks afterwards", async () => {
    const { desk, ann, peer } = await stage({ more: { stop: { suppresses: true } } });
    await peer("ann", { reply: "STOP" });
    const sent = await desk.send(ann, "News.");
    await desk.evidence(
      sent,
      has("notification.channel.unsubscribe_received", "notification.channel.suppression_added"),
    );
    const again = await desk.act({
      target_endpoint: { endpoint_type: "bare_jid", value: ann },
      content: { body_text: "More news." },
    });
    expect(again.status).toBe(422);
    expect((await desk.assessed(again))[0]).toBe("fail.suppressed");
    const lifted = await desk.act({
      action_type: "recipient.unsuppress",
      target_endpoint: { endpoint_type: "bare_jid", value: ann },
    });
    expect(lifted.status).toBe(202);
    await desk.send(ann, "News again.");
  });

  test("STOP suppresses nothing where it is not configured to", async () => {
    const { desk, ann, peer } = await stage();
    const other = await peer("ann", { reply: "STOP" });
    const sent = await desk.send(ann, "News.");
    await desk.evidence(sent, has("notification.channel.unsubscribe_received"));
    await desk.send(ann, "More news.");
    await other.message("More news.");
  });
});
