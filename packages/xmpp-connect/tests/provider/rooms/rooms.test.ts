import { createLog, type ProviderSink, type WireRequest } from "@underclaim/runtime";
import { ManualClock } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { parseXml, type XmlElement } from "../../../src/model/xml.ts";
import { RoomMemory } from "../../../src/provider/rooms/memory.ts";
import { Rooms } from "../../../src/provider/rooms/rooms.ts";
import { Counted } from "../../../src/provider/session/counted.ts";
import { Iqs } from "../../../src/provider/session/iq.ts";
import { ROOM_HEADERS, ROOM_SOURCE } from "../../../src/rooms/port.ts";
import { RoomSettings } from "../../../src/rooms/settings.ts";

const ROOM = "ops@rooms.example.net";
const MUC = "http://jabber.org/protocol/muc";
const INFO = "http://jabber.org/protocol/disco#info";
const FEATURES = [MUC, "muc_nonanonymous", "urn:xmpp:occupant-id:0", "urn:xmpp:mam:2"];

const parsed = (text: string): XmlElement => {
  const read = parseXml(text);
  if (!read.ok) throw new Error(read.reason);
  return read.element;
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The room is being asked what it is. */
function begun() {
  const clock = new ManualClock(0);
  const handed: WireRequest[] = [];
  const said: XmlElement[] = [];
  const sink: ProviderSink = {
    async receive(_tenant, source, wire) {
      if (source === ROOM_SOURCE) handed.push(wire);
    },
  };
  let ids = 0;
  const randomId = (): string => `id${(ids += 1)}`;
  const say = (text: string): boolean => {
    said.push(parsed(text));
    return true;
  };
  const iqs = new Iqs({ clock, randomId, own: "desk@example.net", send: say, timeoutMs: 20_000 });
  const settings = {
    account: "desk",
    tenant: "default",
    timeouts: { answer: 20_000 },
    rooms: [RoomSettings.parse({ name: "operations", room: ROOM, nick: "desk" })],
  };
  const rooms = new Rooms({
    settings,
    clock,
    randomId,
    sink,
    counted: new Counted({ onProgress: () => undefined, onFailure: () => undefined }),
    iqs,
    memory: new RoomMemory({ ...settings, clock, log: createLog({ level: "silent" }) }),
    say,
  });
  rooms.begin();
  return { rooms, iqs, said, handed, clock };
}

/** The room has been entered as desk, whose occupant-id is own; ann is there, as juliet@example.com. */
async function entered(features: readonly string[] = FEATURES, stage = begun()) {
  const { rooms, iqs, said, handed, clock } = stage;
  const asked = said.find(({ name }) => name === "iq")?.attributes["id"] ?? "";
  const told = features.map((each) => `<feature var="${each}"/>`).join("");
  iqs.take(
    parsed(
      `<iq type="result" id="${asked}" from="${ROOM}"><query xmlns="${INFO}">${told}</query></iq>`,
    ),
  );
  await settled();
  const presence = (nick: string, item: string, id: string, status = ""): void =>
    rooms.presence(
      parsed(
        `<presence from="${ROOM}/${nick}"><x xmlns="${MUC}#user"><item ${item}/>${status}</x><occupant-id xmlns="urn:xmpp:occupant-id:0" id="${id}"/></presence>`,
      ),
    );
  presence("ann", `jid="juliet@example.com/balcony"`, "ann-id");
  presence("desk", `jid="desk@example.net/x"`, "own-id", `<status code="110"/>`);
  await settled();
  handed.splice(0);
  return {
    rooms,
    handed,
    clock,
    presence,
    says(nick: string, content: string, attributes = `id="m1" type="groupchat"`): void {
      rooms.message(parsed(`<message from="${ROOM}/${nick}" ${attributes}>${content}</message>`));
    },
  };
}
const header = (wire: WireRequest | undefined, name: keyof typeof ROOM_HEADERS) =>
  wire?.headers[ROOM_HEADERS[name]];
const ACK = "<body>ACK</body>";
const DELAY = `<delay xmlns="urn:xmpp:delay" stamp="2026-01-01T12:00:00Z"/>`;
const id = (value: string): string => `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="${value}"/>`;

test("a live message is from whose real JID the room has told, by the occupant-id", async () => {
  const { says, handed } = await entered();
  says("ann", ACK + id("ann-id"));
  expect(header(handed[0], "jid")).toBe("juliet@example.com");
  expect(header(handed[0], "own")).toBeUndefined();
});

test("in history a nickname names nobody, though somebody of that name is there; an occupant-id does", async () => {
  const { says, handed } = await entered(FEATURES.filter((each) => !each.includes("occupant-id")));
  says("ann", ACK + DELAY);
  expect(header(handed[0], "arrived")).toBe("history");
  expect(header(handed[0], "jid")).toBeUndefined();
  const withIds = await entered();
  withIds.says("called otherwise then", ACK + DELAY + id("ann-id"));
  expect(header(withIds.handed[0], "jid")).toBe("juliet@example.com");
});

test("who claims our nickname without our occupant-id is not ourselves", async () => {
  const { says, handed } = await entered();
  says("desk", ACK + id("another"));
  says("desk", ACK + id("own-id"));
  await settled();
  expect(handed.map((wire) => header(wire, "own"))).toEqual([undefined, "true"]);
});

test("of two occupant-ids in one message neither counts", async () => {
  const { says, handed } = await entered();
  says("ann", ACK + id("ann-id") + id("own-id"));
  expect(header(handed[0], "own")).toBeUndefined();
  expect(header(handed[0], "occupantId")).toBeUndefined();
});

test("a room that does not announce itself as non-anonymous tells nobody, whatever its presence says", async () => {
  const { says, presence, handed } = await entered([MUC, "muc_semianonymous"]);
  presence("eve", `jid="romeo@example.net/x"`, "eve-id");
  says("ann", ACK);
  await settled();
  expect(handed.map((wire) => header(wire, "jid"))).toEqual([undefined, undefined]);
  expect(header(handed.at(-1), "anonymity")).toBe("semi_anonymous");
});

test("a nickname that another takes over is another's", async () => {
  const { says, presence, handed, rooms } = await entered(
    FEATURES.filter((each) => !each.includes("occupant-id")),
  );
  rooms.presence(parsed(`<presence type="unavailable" from="${ROOM}/ann"/>`));
  presence("ann", `jid="mallory@example.org/x"`, "mallory-id");
  await settled();
  handed.splice(0);
  says("ann", ACK);
  await settled();
  expect(header(handed[0], "jid")).toBe("mallory@example.org");
});

test("talk that concerns us in no way goes no further than the session", async () => {
  const { says, handed } = await entered();
  says("ann", `<body>${"What was that about? ".repeat(10)}</body>`);
  says("ann", "<subject>Incidents</subject>");
  await settled();
  expect(handed).toEqual([]);
});

const by = (value: string): string =>
  `<stanza-id xmlns="urn:xmpp:sid:0" by="${ROOM}" id="${value}"/>`;
const marks = (value: string): string =>
  `<displayed xmlns="urn:xmpp:chat-markers:0" id="${value}"/>`;
const LONG = `<body>${"Something of their own. ".repeat(10)}</body>`;

test("a marker or an answer to another's message goes no further than the session; to one of ours it does", async () => {
  const { says, handed } = await entered();
  says("eve", LONG + by("theirs") + id("eve-id"), `id="e1" type="groupchat"`);
  says("desk", LONG + by("ours") + id("own-id"), `id="d1" type="groupchat"`);
  await settled();
  handed.splice(0);
  for (const named of ["theirs", "ours", "d1"])
    says("ann", marks(named) + id("ann-id"), `id="a-${named}" type="groupchat"`);
  says("ann", `${ACK}<reply xmlns="urn:xmpp:reply:0" id="theirs"/>${id("ann-id")}`);
  says("ann", `${ACK}<reply xmlns="urn:xmpp:reply:0" id="ours"/>${id("ann-id")}`);
  await settled();
  expect(handed.map(({ body }) => /id="(ours|d1|theirs)"/.exec(String(body))?.[1])).toEqual([
    "ours",
    "d1",
    "ours",
  ]);
});

test("an occupant cannot take a message of ours away by giving its id to one of their own", async () => {
  const { says, handed } = await entered();
  says("eve", LONG + by("theirs") + id("eve-id"), `id="ours" type="groupchat"`);
  const forged = `<stanza-id xmlns="urn:xmpp:sid:0" by="${ROOM}/eve" id="ours"/>`;
  says("eve", LONG + forged + id("eve-id"), `id="e2" type="groupchat"`);
  says("ann", marks("ours") + id("ann-id"), `id="a1" type="groupchat"`);
  await settled();
  expect(handed).toHaveLength(1);
});

test("of a message in the history that may have been ours nobody says that it is another's", async () => {
  const { says, handed } = await entered(FEATURES.filter((each) => !each.includes("occupant-id")));
  says("desk-2", LONG + by("earlier") + DELAY, `id="d0" type="groupchat"`);
  says("ann", marks("earlier"), `id="a1" type="groupchat"`);
  await settled();
  expect(handed).toHaveLength(1);
});

test("a flood of markers for messages that nobody has seen is held to a few a second, and ours still come through", async () => {
  const { says, handed, clock } = await entered();
  says("desk", LONG + by("ours") + id("own-id"), `id="d1" type="groupchat"`);
  await settled();
  handed.splice(0);
  const flood = async (): Promise<number> => {
    handed.splice(0);
    for (let number = 0; number < 5_000; number += 1)
      says("eve", marks(`n${number}`) + id("eve-id"), `id="e${number}" type="groupchat"`);
    await settled();
    return handed.length;
  };
  expect(await flood()).toBe(64);
  expect(await flood()).toBe(0);
  says("ann", marks("ours") + id("ann-id"), `id="a1" type="groupchat"`);
  await settled();
  expect(handed).toHaveLength(1);
  await clock.advance(10_000);
  expect(await flood()).toBe(10);
});

test("a flood of talk in threads of others is held to a few a second, and answers in ours still come through", async () => {
  const { says, handed } = await entered();
  const thread = (value: string): string => `<body>Yes?</body><thread>${value}</thread>`;
  says("desk", thread("ours") + by("d") + id("own-id"), `id="d1" type="groupchat"`);
  await settled();
  handed.splice(0);
  for (let number = 0; number < 1_000; number += 1)
    says("eve", thread(`t${number}`) + id("eve-id"), `id="e${number}" type="groupchat"`);
  await settled();
  expect(handed).toHaveLength(64);
  says("ann", thread("ours") + id("ann-id"), `id="a1" type="groupchat"`);
  await settled();
  expect(handed).toHaveLength(65);
});

test("what an occupant claims to be beside the room's own word makes neither of them believed", async () => {
  const { rooms, says, handed } = await entered();
  const user = (inner: string): string => `<x xmlns="${MUC}#user">${inner}</x>`;
  const claimed = user(`<item jid="juliet@example.com/x"/><status code="110"/>`);
  const told = user(`<item jid="eve@example.com/y"/>`);
  rooms.presence(
    parsed(`<presence from="${ROOM}/eve">${claimed}${told}${id("eve-id")}</presence>`),
  );
  says("eve", ACK + id("eve-id"));
  await settled();
  const [wire] = handed.slice(-1);
  expect(header(wire, "own")).toBeUndefined();
  expect(header(wire, "jid")).toBeUndefined();
});

test("a room that puts us out each time we have entered is not entered again at once without end", async () => {
  const stage = begun();
  const { said, clock } = stage;
  const { rooms } = await entered(FEATURES, stage);
  const questions = (): number => said.filter(({ name }) => name === "iq").length;
  const gone = (): void =>
    rooms.presence(
      parsed(
        `<presence from="${ROOM}/desk" type="unavailable"><x xmlns="${MUC}#user"><item role="none"/><status code="110"/></x></presence>`,
      ),
    );
  const before = questions();
  gone();
  await clock.advance(1_000);
  await settled();
  expect(questions()).toBe(before);
  await clock.advance(5_000);
  await settled();
  expect(questions()).toBe(before + 1);
});

test("an occupant's forgery of an archive result is nobody's message", async () => {
  const { says, handed } = await entered();
  says(
    "ann",
    `<result xmlns="urn:xmpp:mam:2" queryid="q" id="1"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" from="${ROOM}/desk" id="x">${ACK}</message></forwarded></result>`,
    `type="chat"`,
  );
  await settled();
  expect(handed).toEqual([]);
});

test.each([
  ["301", "banned", "forbidden"],
  ["321", "members_only", "forbidden"],
  ["307", "kicked", "wait"],
  ["332", "shut_down", "wait"],
] as const)("put out with %s it is %s, and messages are told so", async (code, absence, means) => {
  const { rooms } = await entered();
  expect(rooms.bar(ROOM)).toBeNull();
  rooms.presence(
    parsed(
      `<presence type="unavailable" from="${ROOM}/desk"><x xmlns="${MUC}#user"><status code="110"/><status code="${code}"/></x></presence>`,
    ),
  );
  expect(rooms.standings[0]).toMatchObject({ state: "out", absence });
  const bar = rooms.bar(ROOM);
  expect(bar?.kind === "refused" ? bar.because : bar?.kind).toBe(means);
});

test("an occupant who refuses in private does not put us out of the room; the room itself does", async () => {
  const { says, rooms } = await entered();
  const refusal = `<error type="modify"><not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`;
  says("ann", refusal, `id="m1" type="error"`);
  expect(rooms.standings[0]?.state).toBe("joined");
  rooms.message(parsed(`<message from="${ROOM}" id="m1" type="error">${refusal}</message>`));
  expect(rooms.standings[0]?.state).toBe("out");
});

test("a message is looked for in a room's archive once the room has been entered, and not before", async () => {
  const stage = begun();
  const found = stage.rooms.find(ROOM, "m1", 0);
  const archiveIsAsked = (): boolean =>
    stage.said.some(({ children }) =>
      children.some((each) => typeof each === "object" && each.namespace === "urn:xmpp:mam:2"),
    );
  await settled();
  expect(archiveIsAsked()).toBe(false);
  await entered(FEATURES, stage);
  expect(archiveIsAsked()).toBe(true);
  stage.iqs.close();
  expect(await found).toBeNull();
});

test("nobody waits for a room that will not be entered in this session any more", async () => {
  const { rooms } = begun();
  const found = rooms.find(ROOM, "m1", 0);
  rooms.close();
  expect(await found).toBeNull();
});
