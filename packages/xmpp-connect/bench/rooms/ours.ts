/** The service in one room: it sends one message, takes what occupants say, and tells on request what that has cost. */
import process from "node:process";
import { createLog, openSqliteStore, randomIds, systemClock } from "@underclaim/runtime";
import { openXmppConnect } from "../../src/service.ts";
import { deskConfiguration } from "../../tests/support/desk-service.ts";
import { roomJid } from "../../tests/support/room.ts";

const { port, caFile, folder, room, occupants, participant } = JSON.parse(
  process.argv[2] ?? "{}",
) as {
  readonly port: number;
  readonly caFile: string;
  readonly folder: string;
  readonly room: string;
  readonly occupants: number;
  readonly participant: string;
};
const { app, runtime } = await openXmppConnect({
  configuration: deskConfiguration({
    server: { port, certificates: { ca: caFile, key: "", certificate: "" } },
    user: "desk",
    account: { rooms: [{ name: "bench", room: roomJid(room), nick: "desk", history: 0 }] },
    more: { participants: [{ jid: participant, participant_id: "participant-1" }] },
  }),
  store: await openSqliteStore({ folder }),
  clock: systemClock,
  ids: randomIds,
  log: createLog({ level: "error", destination: { write: () => undefined } }),
});
await app.ready();
await runtime.start();

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const seen = async (): Promise<number> => {
  const { body } = await app.inject({ method: "GET", url: "/xmpp/muc" });
  const { rooms } = JSON.parse(body) as { rooms: { room: { metadata: { occupants: number } } }[] };
  return rooms[0]?.room.metadata.occupants ?? 0;
};
while ((await seen()) < occupants + 1) await pause(50);

const sent = await app.inject({
  method: "POST",
  url: "/xmpp/muc/bench/send",
  payload: { idempotency_key: "one", body: "An incident." },
});
if (sent.statusCode !== 202) throw new Error(`The message was answered by ${sent.statusCode}.`);

const eventsOf = async (type: string): Promise<readonly { metadata?: object | null }[]> => {
  const { body } = await app.inject({ method: "GET", url: "/adapter/events?limit=1000" });
  const { events } = JSON.parse(body) as { events: { event_type: string; metadata?: object }[] };
  return events.filter(({ event_type }) => event_type === type);
};
const mark = () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuMs: (user + system) / 1_000, rssMb: rss / 2 ** 20, heapMb: heapUsed / 2 ** 20 };
};

process.on("message", (question: "mark" | "done") => {
  void (async () => {
    // The last that is said is the known participant's ACK: then all before it has been taken.
    if (question === "done")
      while ((await eventsOf("interaction.acknowledgement_recorded")).length === 0)
        await pause(200);
    process.send?.(mark());
  })();
});
process.send?.("ready");
