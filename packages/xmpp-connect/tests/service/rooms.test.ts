import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { NS } from "../../src/model/namespaces.ts";
import { openDesk, type DeskService } from "../support/desk-service.ts";
import { Peer } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";
import { Occupant, ROOM_COMPONENT, roomIdOf, roomJid, type RoomShape } from "../support/room.ts";

const PROVIDER = "notification.attempt.accepted_by_provider";
const ACCEPTED = "notification.endpoint.accepted";
const OPENED = "interaction.notification.opened";
const SOMEBODY = "interaction.unverified_actor_interaction";
const UNCERTAIN = "undef.muc_room_message_participant_uncertain";

const has =
  (...types: readonly string[]) =>
  (all: readonly string[]): boolean =>
    types.every((type) => all.includes(type));
const marker = (id: string, name = "displayed"): string =>
  `<${name} xmlns="${NS.markers}" id="${id}"/>`;

const STAGES = Array.from({ length: 24 }, (_, index) => index);

describe.skipIf(PROSODY === "")("rooms on Prosody", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: STAGES.flatMap((each) => [`desk${each}`, `ann${each}`, `eve${each}`]),
      settings: ROOM_COMPONENT,
    });
  });
  afterAll(async () => server?.stop());

  const numbers = STAGES.values();
  interface Stage {
    readonly name: string;
    readonly ann: Occupant;
    readonly deskUser: string;
    desk(settings?: object, more?: object): Promise<DeskService>;
    occupant(who: "ann" | "eve" | "desk", resource?: string): Promise<Occupant>;
  }

  /** Ann owns a room of this shape; her account is participant-1's. */
  async function stage(shape: RoomShape | null = {}): Promise<Stage> {
    const number = numbers.next().value ?? 0;
    const name = `room${number}`;
    const occupant: Stage["occupant"] = async (who, resource = "peer") => {
      const peer = await Peer.connect(server, { user: `${who}${number}`, resource });
      onTestFinished(async () => peer.close());
      return new Occupant(peer);
    };
    const ann = await occupant("ann");
    if (shape !== null) await ann.make(name, "ann", shape);
    return {
      name,
      ann,
      deskUser: `desk${number}@${DOMAIN}`,
      occupant,
      async desk(settings = {}, more = {}) {
        const room = { name: "operations", room: roomJid(name), nick: "desk", ...settings };
        const desk = await openDesk({
          server,
          user: `desk${number}`,
          account: { rooms: [room] },
          more: {
            participants: [{ jid: `ann${number}@${DOMAIN}`, participant_id: "participant-1" }],
            ...more,
          },
        });
        onTestFinished(async () => desk.stop());
        await desk.eventually(
          ({ event_type, metadata }) =>
            event_type.startsWith("system.") && metadata?.["room"] === "operations",
        );
        return desk;
      },
    };
  }

  const tell = (desk: DeskService, name: string, text: string, more: object = {}) =>
    desk.send(roomJid(name), text, {
      target_endpoint: { endpoint_type: "muc_room_jid", value: roomJid(name) },
      participant_id: null,
      ...more,
    });
  const standing = async (desk: DeskService): Promise<Record<string, unknown>> => {
    const { rooms } = (await desk.get("/xmpp/muc")) as {
      rooms: { room: { metadata: Record<string, unknown> } }[];
    };
    return rooms[0]?.room.metadata ?? {};
  };

  test("a room takes a message and sends it back: the room's word, and no participant's", async () => {
    const { name, ann, desk: open } = await stage();
    const desk = await open();
    const sent = await tell(desk, name, "An incident.");
    const types = await desk.evidence(sent, has(PROVIDER, ACCEPTED));
    expect(types).toHaveLength(3);
    await ann.hears("An incident.");
    expect(await desk.assessed(sent)).toEqual([UNCERTAIN, UNCERTAIN]);
    expect(await standing(desk)).toMatchObject({ state: "joined", anonymity: "non_anonymous" });
  });

  test("a mapped occupant's marker, by the room's own id, is that participant's; a stranger's is nobody's", async () => {
    const { name, ann, occupant, desk: open } = await stage();
    const eve = await occupant("eve");
    await eve.enter(name, "eve");
    const desk = await open();
    const sent = await tell(desk, name, "Look.");
    const message = await ann.hears("Look.");
    expect(roomIdOf(message)).not.toBe("");
    eve.say(name, marker(roomIdOf(message)), "e1");
    await desk.evidence(sent, has(SOMEBODY));
    expect(await desk.assessed(sent)).toEqual([UNCERTAIN, "undef.identity_uncertain"]);
    ann.say(name, marker(roomIdOf(message)), "a1");
    await desk.evidence(sent, has(OPENED));
    expect(await desk.assessed(sent)).toEqual([
      "success.displayed_by_client",
      "undef.displayed_but_comprehension_unproven",
    ]);
  });

  test("the replies to a message in a room are listed with their texts, and no other talk", async () => {
    const { name, ann, occupant, desk: open } = await stage();
    const eve = await occupant("eve");
    await eve.enter(name, "eve");
    const desk = await open({}, { raw: { enabled: true } });
    const other = await tell(desk, name, "Another matter.");
    const sent = await tell(desk, name, "Who looks at it?");
    const id = roomIdOf(await ann.hears("Who looks at it?"));
    const to = `<reply xmlns="${NS.reply}" id="${id}"/>`;
    eve.say(name, `<body>Nobody yet.</body>`, "e1");
    eve.say(name, `<body>I cannot.</body>${to}`, "e2");
    await desk.evidence(sent, has(SOMEBODY));
    ann.say(name, `<body>ACK</body>${to}`, "a1");
    await desk.evidence(sent, has("interaction.acknowledgement_recorded"));
    const texts = async ({ subject }: { readonly subject: string }) => {
      const { replies } = (await desk.get(`/xmpp/messages/${subject}/replies`)) as {
        replies: { kind: string; body_text: string }[];
      };
      return replies.map(({ kind, body_text }) => `${kind}: ${body_text}`);
    };
    expect(await texts(sent)).toEqual(["reply.unknown: I cannot.", "acknowledgement.known: ACK"]);
    expect(await texts(other)).toEqual([]);
    const at = `/xmpp/messages/${sent.subject}/replies`;
    const first = (await desk.get(`${at}?limit=1`)) as { replies: object[]; next: string };
    expect(first.replies).toHaveLength(1);
    expect(await desk.get(`${at}?limit=1&after=${first.next}`)).toMatchObject({
      replies: [{ kind: "acknowledgement.known", body_text: "ACK" }],
      next: null,
    });
  });

  test("what is said in a thread of others answers none of ours, however new that is", async () => {
    const { name, ann, occupant, desk: open } = await stage();
    const eve = await occupant("eve");
    await eve.enter(name, "eve");
    const desk = await open();
    const sent = await tell(desk, name, "Who looks at it?", { participant_id: "participant-1" });
    const message = await ann.hears("Who looks at it?");
    const elsewhere = `<thread>a thread of theirs</thread>`;
    eve.say(name, `<body>See you at lunch.</body>${elsewhere}`, "e1");
    ann.say(name, `<body>Yes, at noon.</body>${elsewhere}`, "a1");
    ann.say(name, `<body>ACK</body>${elsewhere}`, "a2");
    await ann.hears("ACK");
    ann.say(name, marker(roomIdOf(message)), "a3");
    const types = await desk.evidence(sent, has(OPENED));
    expect(types.filter((each) => each.startsWith("interaction."))).toEqual([OPENED]);
    expect(await desk.assessed(sent)).toEqual([
      "success.displayed_by_client",
      "undef.displayed_but_comprehension_unproven",
    ]);
  });

  test("in a semi-anonymous room nobody is known, though an occupant has the participant's name", async () => {
    const { name, ann, occupant, desk: open } = await stage({ whois: "moderators" });
    const eve = await occupant("eve");
    await eve.enter(name, "participant-1");
    const desk = await open();
    const sent = await tell(desk, name, "Acknowledge this.");
    const message = await ann.hears("Acknowledge this.");
    const answer = `<body>ACK</body><reply xmlns="${NS.reply}" id="${roomIdOf(message)}"/>`;
    eve.say(name, answer, "e1");
    ann.say(name, answer, "a1");
    const types = await desk.evidence(
      sent,
      (all) => all.filter((each) => each === SOMEBODY).length === 2,
    );
    expect(types.filter((type) => type.startsWith("interaction."))).toEqual([SOMEBODY, SOMEBODY]);
    expect((await desk.assessed(sent))[1]).toBe("undef.identity_uncertain");
    expect(await standing(desk)).toMatchObject({ anonymity: "semi_anonymous" });
  });

  test("an id that another occupant uses again is no reflection, and a private message no receipt", async () => {
    const { name, ann, occupant, desk: open } = await stage();
    const eve = await occupant("eve");
    await eve.enter(name, "eve");
    const desk = await open();
    const sent = await tell(desk, name, "Once.");
    const { id = "" } = (await ann.hears("Once.")).attributes;
    await desk.evidence(sent, has(PROVIDER, ACCEPTED));
    const before = await desk.assessment(sent);
    eve.say(name, "<body>Once.</body>", id);
    eve.say(name, `<received xmlns="${NS.receipts}" id="${id}"/>`, "e1", "desk");
    ann.say(name, `<received xmlns="${NS.receipts}" id="${id}"/>`, "a1", "desk");
    ann.say(name, marker(id), "a2", "desk");
    ann.say(name, "<body>A word in private.</body>", "a3", "desk");
    await desk.eventually(
      ({ event_type, coordination_case_id }) =>
        event_type === "interaction.reply_received" && coordination_case_id !== sent.case,
    );
    expect(await desk.evidence(sent, has(PROVIDER))).toHaveLength(3);
    expect(await desk.assessment(sent)).toEqual(before);
  });

  test("a missing room is unavailable, and is not made by entering it", async () => {
    const { name, desk: open, ann } = await stage(null);
    const desk = await open();
    const sent = await tell(desk, name, "Is anybody there?");
    await desk.evidence(sent, has("notification.endpoint.unreachable"));
    expect((await desk.assessed(sent))[0]).toBe("fail.muc_room_unavailable");
    const info = await ann.peer.ask(
      "get",
      `<query xmlns="http://jabber.org/protocol/disco#info"/>`,
      roomJid(name),
    );
    expect(info.attributes["type"]).toBe("error");
  });

  test("a missing room is made where the configuration says so", async () => {
    const { name, desk: open, ann } = await stage(null);
    const desk = await open({ create: true });
    const sent = await tell(desk, name, "Hello.");
    await desk.evidence(sent, has(ACCEPTED));
    await ann.enter(name, "ann");
  });

  test.each([
    ["members alone may enter", { membersOnly: true }, "members_only"],
    ["it asks for a password", { password: "secret" }, "password"],
  ] as const)("forbidden: %s", async (_, shape, absence) => {
    const { name, desk: open } = await stage(shape);
    const desk = await open();
    const sent = await tell(desk, name, "Let me in.");
    await desk.evidence(sent, has("notification.endpoint.rejected_permanent"));
    expect((await desk.assessed(sent))[0]).toBe("fail.muc_forbidden");
    expect(await standing(desk)).toMatchObject({ state: "out", absence });
  });

  test("a room with a password is entered with it, and one of members by a member", async () => {
    const {
      name,
      ann,
      desk: open,
      deskUser,
    } = await stage({ password: "secret", membersOnly: true });
    await ann.affiliate(name, deskUser, "member");
    const desk = await open({ password: "secret" });
    const sent = await tell(desk, name, "Inside.");
    await desk.evidence(sent, has(ACCEPTED));
    expect(await desk.get("/xmpp/muc")).toMatchObject({
      rooms: [{ room: { room_type: "password_protected" } }],
    });
  });

  test("who has no voice is forbidden", async () => {
    const { name, desk: open } = await stage({ moderated: true });
    const desk = await open();
    const sent = await tell(desk, name, "May I?");
    await desk.evidence(sent, has(PROVIDER, "notification.endpoint.rejected_permanent"));
    expect((await desk.assessed(sent))[0]).toBe("fail.muc_forbidden");
  });

  test.each([
    ["banned", "banned", "fail.muc_forbidden", "notification.endpoint.rejected_permanent"],
    ["destroyed", "destroyed", "fail.muc_room_unavailable", "notification.endpoint.unreachable"],
  ] as const)(
    "%s while in it: told once, and later messages fail for that",
    async (how, absence, subclass, event) => {
      const { name, ann, desk: open, deskUser } = await stage();
      const desk = await open();
      const before = await tell(desk, name, "Before.");
      await desk.evidence(before, has(ACCEPTED));
      await (how === "banned" ? ann.affiliate(name, deskUser, "outcast") : ann.destroy(name));
      await desk.eventually(
        ({ event_type, metadata }) =>
          event_type === "system.provider.degraded" && metadata?.["reason"] === absence,
      );
      const after = await tell(desk, name, "After.");
      await desk.evidence(after, has(event));
      expect((await desk.assessed(after))[0]).toBe(subclass);
      expect((await desk.assessed(before))[0]).toBe(UNCERTAIN);
    },
  );

  test("kicked: messages wait, and it is told", async () => {
    const { name, ann, desk: open } = await stage();
    const desk = await open();
    await desk.evidence(await tell(desk, name, "Before."), has(ACCEPTED));
    await ann.kick(name, "desk");
    await desk.eventually(({ metadata }) => metadata?.["reason"] === "kicked");
    const sent = await tell(desk, name, "After.");
    await desk.evidence(sent, has("notification.attempt.delayed"));
    expect((await desk.assessed(sent))[0]).toBe("undef.pending");
  });

  test("a nickname that another has is varied; the other's words are not taken for our own", async () => {
    const { name, ann, occupant, desk: open } = await stage();
    const eve = await occupant("eve");
    await eve.enter(name, "desk");
    const desk = await open();
    const sent = await tell(desk, name, "Who am I?");
    const message = await ann.hears("Who am I?");
    expect(message.attributes["from"]).toBe(`${roomJid(name)}/desk-2`);
    await desk.evidence(sent, has(ACCEPTED));
    eve.say(name, `<body>Who am I?</body>`, message.attributes["id"] ?? "");
    eve.say(name, marker(message.attributes["id"] ?? ""), "e1");
    await desk.evidence(sent, has(SOMEBODY));
    expect((await desk.assessed(sent))[0]).toBe(UNCERTAIN);
  });

  test("a participant's account in the room is presence, and no reading", async () => {
    const { name, desk: open } = await stage();
    const desk = await open();
    const events = await desk.eventually(
      ({ event_type, metadata }) => event_type === ACCEPTED && metadata?.["room"] === "operations",
    );
    const present = events.filter(({ event_type }) => event_type === ACCEPTED);
    expect(new Set(present.map(({ coordination_case_id }) => coordination_case_id))).toEqual(
      new Set(["adapter:xmpp-connect.default"]),
    );
    const sent = await tell(desk, name, "You are here.");
    await desk.evidence(sent, has(ACCEPTED));
    expect((await desk.assessed(sent))[1]).toBe(UNCERTAIN);
  });

  test("the server is started again: the room is entered again, and nothing is said twice", async () => {
    const { name, desk: open, occupant } = await stage();
    const desk = await open();
    await desk.evidence(await tell(desk, name, "Before."), has(ACCEPTED));
    await server.restart();
    const sent = await tell(desk, name, "After.");
    await desk.evidence(sent, has(ACCEPTED));
    const ann = await occupant("ann", "again");
    const later = ann.peer.next(
      (each) => each.name === "message" && each.attributes["type"] === "groupchat",
    );
    ann.peer.send(
      `<presence to="${roomJid(name)}/ann"><x xmlns="http://jabber.org/protocol/muc"/></presence>`,
    );
    await later;
    await ann.hears("After.");
    expect(ann.heard("After.")).toBe(1);
  });
});
