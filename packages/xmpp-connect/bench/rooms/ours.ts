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
while ((await seen()) < occupants + 1) await pause(250);

const sent = await app.inject({
  method: "POST",
  url: "/xmpp/muc/bench/send",
  payload: { idempotency_key: "one", body: "An incident." },
});
if (sent.statusCode !== 202) throw new Error(`The message was answered by ${sent.statusCode}.`);

/** Of what the known participant says at the end of each part. Nothing is asked meanwhile: that would be measured. */
const acknowledged = async (times: number): Promise<void> => {
  const over = new AbortController();
  for await (const _head of runtime.store.heads(over.signal)) {
    const { body } = await app.inject({ method: "GET", url: "/adapter/events?limit=1000" });
    const { events } = JSON.parse(body) as { events: { event_type: string }[] };
    const found = events.filter(
      ({ event_type }) => event_type === "interaction.acknowledgement_recorded",
    );
    if (found.length >= times) break;
  }
  over.abort();
};
const mark = async () => {
  const { user, system } = process.cpuUsage();
  // Once is not enough for what only a finalizer lets go.
  for (let times = 0; times < 4; times += 1) {
    globalThis.gc?.();
    await pause(50);
  }
  const { rss, heapUsed } = process.memoryUsage();
  const after = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1_000,
    /** From which the next part is counted. */
    restMs: (after.user + after.system) / 1_000,
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
  };
};

process.on("message", (times: number) => {
  void (async () => {
    if (times > 0) await acknowledged(times);
    process.send?.(await mark());
  })();
});
process.send?.("ready");
