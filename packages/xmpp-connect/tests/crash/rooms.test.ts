// Two hundred rooms, connections that break at any byte, and a process that is killed.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@underclaim/runtime";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { roomMessageStanza } from "../../src/model/room-message.ts";
import type { Submitted } from "../../src/provider/port.ts";
import { RoomSettings } from "../../src/rooms/settings.ts";
import { makeClient } from "../support/client.ts";
import { openDesk } from "../support/desk-service.ts";
import { Peer } from "../support/peer.ts";
import { PROSODY, startProsody, type Prosody } from "../support/prosody.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { bodyOf, Occupant, ROOM_COMPONENT, roomJid } from "../support/room.ts";
import { seeded } from "../support/seeded.ts";
import { beginLife } from "./life.ts";

const ROOMS = 200;
const PROVIDER = "notification.attempt.accepted_by_provider";
const REFLECTED = "notification.endpoint.accepted";
const UNKNOWN = "notification.endpoint.unknown";

const namesOf = (prefix: string, count = ROOMS): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const settingsOf = (names: readonly string[]) =>
  names.map((name) => ({ name, room: roomJid(name), nick: "desk" }));

describe.skipIf(PROSODY === "")("two hundred rooms", () => {
  let server: Prosody;
  let proxy: Proxy;
  beforeAll(async () => {
    server = await startProsody({
      users: ["ann", "desk", "deskkill", "annkill", "desklate", "annlate"],
      hibernation: 2,
      settings: ROOM_COMPONENT,
    });
    proxy = await startProxy(server.port);
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
  });

  /** Somebody who is in all of them, and sees who comes and goes. */
  async function observer(user: string, names: readonly string[]) {
    const peer = await Peer.connect(server, { user });
    onTestFinished(async () => peer.close());
    const ann = new Occupant(peer);
    for (const name of names) await ann.enter(name, "ann");
    return {
      /** How often each message came, over all rooms. */
      counts: (): ReadonlyMap<string, number> => {
        const counts = new Map<string, number>();
        for (const stanza of peer.stanzas) {
          const body = bodyOf(stanza);
          if (body !== "") counts.set(body, (counts.get(body) ?? 0) + 1);
        }
        return counts;
      },
      /** The rooms in which another is an occupant. */
      others: (): ReadonlySet<string> => {
        const present = new Set<string>();
        for (const { name, attributes } of peer.stanzas) {
          const { from = "", type } = attributes;
          if (name !== "presence" || !from.endsWith("/desk")) continue;
          if (type === "unavailable") present.delete(from);
          else if (type === undefined) present.add(from);
        }
        return present;
      },
      caughtUp: () => peer.ask("get", `<ping xmlns="urn:xmpp:ping"/>`),
    };
  }

  test(
    "under random cuts no message comes twice into a room, every room is entered again, and no ghost is left",
    { timeout: 240_000 },
    async () => {
      const names = namesOf("cut");
      const ann = await observer("ann", names);
      const random = seeded(5);
      const desk = makeClient({
        port: proxy.port,
        caFile: server.certificates.ca,
        settings: { rooms: settingsOf(names).map((each) => RoomSettings.parse(each)) },
        timeouts: { reconnect_first: 5, reconnect_most: 50 },
      });
      await desk.start();
      onTestFinished(async () => desk.transport.stop?.());
      const joined = (): number =>
        desk.transport.rooms?.().filter(({ state }) => state === "joined").length ?? 0;
      await expect.poll(joined, { timeout: 60_000 }).toBe(ROOMS);

      const before = proxy.connections;
      const outcomes = new Map<string, Submitted>();
      const rest = [...names, ...names.map((name) => `${name}!`)].values();
      const sender = async (): Promise<void> => {
        for (const body of rest) {
          if (random() < 0.03)
            proxy.cutAfter(Math.floor(random() * 4_000), random() < 0.5 ? "up" : "down");
          const to = roomJid(body.replace("!", ""));
          const id = `${body}-${Math.floor(random() * 1e9)}`;
          const stanza = roomMessageStanza({
            to,
            id,
            body,
            thread: id,
            language: null,
            asksMarkers: false,
          });
          const submission = {
            tenant: "default",
            operation: id,
            to,
            stanzaId: id,
            stanza,
            since: systemClock.now(),
          };
          for (;;) {
            const outcome = await desk.transport.submit(submission, new AbortController().signal);
            if (outcome.kind !== "not_sent") {
              outcomes.set(body, outcome);
              break;
            }
            await new Promise((resolve) => setImmediate(resolve));
          }
        }
      };
      await Promise.all(Array.from({ length: 16 }, sender));
      // Every room is entered again, or it is told why not.
      await expect.poll(joined, { timeout: 60_000 }).toBe(ROOMS);
      await ann.caughtUp();
      const counts = ann.counts();
      expect([...counts].filter(([, times]) => times > 1)).toEqual([]);
      const accepted = [...outcomes].filter(([, { kind }]) => kind === "accepted");
      expect(accepted.filter(([body]) => !counts.has(body)).map(([body]) => body)).toEqual([]);
      // The test would prove nothing if nothing broke, or nothing got through.
      expect(proxy.connections - before).toBeGreaterThan(3);
      expect(accepted.length).toBeGreaterThan(300);
      // The last cut may come behind the last message: then it is on its way back once more.
      await expect.poll(() => ann.others().size, { timeout: 60_000 }).toBe(ROOMS);

      await desk.transport.stop?.();
      await expect.poll(() => ann.others().size, { timeout: 20_000 }).toBe(0);
    },
  );

  /** While it sends; and, in fewer rooms, while it takes in what they send back, after the reports that they were entered. */
  test.each([
    ["kill", "dispatch.started:90", ROOMS],
    ["late", "ingest.received:80", 60],
  ])(
    "a process that is killed (%s, at %s, %i rooms): nothing twice, what came is known to have come, the rest is unknown, and no ghost is left",
    { timeout: 360_000 },
    async (which, point, count) => {
      const names = namesOf(which, count);
      const ann = await observer(`ann${which}`, names);
      const folder = await mkdtemp(join(tmpdir(), "underclaim-rooms-"));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const options = {
        server,
        user: `desk${which}`,
        folder,
        account: { rooms: settingsOf(names), window: 8 },
      };
      const life = await beginLife(folder, point, options);
      onTestFinished(() => life.kill());
      await expect.poll(() => ann.others().size, { timeout: 60_000 }).toBe(count);
      const request = (name: string) => ({
        request_id: `req-${name}`,
        action_type: "notification.send",
        coordination_case_id: `case-${name}`,
        target_endpoint: { endpoint_type: "muc_room_jid", value: roomJid(name) },
        content: { body_text: name },
        tracking_context: {
          correlation_id: `corr-${name}`,
          coordination_case_id: `case-${name}`,
        },
        idempotency_key: name,
        requested_at: "2026-01-01T00:00:00Z",
      });
      await Promise.all(
        names.map((name) =>
          fetch(`${life.url}/adapter/actions`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(request(name)),
          }).catch((error: unknown) => {
            // The process has died.
            if (!(error instanceof TypeError)) throw error;
          }),
        ),
      );
      await life.ended;

      const desk = await openDesk(options);
      try {
        for (const name of names) {
          const { status } = await desk.post("/adapter/actions", request(name));
          expect([200, 202]).toContain(status);
        }
        const told = new Map<string, Set<string>>();
        await desk.eventually(({ coordination_case_id: name, event_type }) => {
          told.set(name, (told.get(name) ?? new Set()).add(event_type));
          return names.every((each) => {
            const types = told.get(`case-${each}`);
            // A reflection tells the outcome, too.
            return [PROVIDER, REFLECTED, UNKNOWN].some((type) => types?.has(type) === true);
          });
        });
        await ann.caughtUp();
        const came = ann.counts();
        expect([...came].filter(([, times]) => times > 1)).toEqual([]);
        // Of those that nobody knew, the room's history or archive tells what came.
        const operationOf = async (name: string): Promise<string> => {
          const { body } = await desk.post("/adapter/actions", request(name));
          return (body as { adapter_operation_id: string }).adapter_operation_id;
        };
        const stateOf = async (name: string): Promise<string> => {
          const id = await operationOf(name);
          const { metadata } = (await desk.get(`/adapter/actions/${id}`)) as {
            metadata: { operation_state: string };
          };
          return metadata.operation_state;
        };
        for (const name of names)
          await expect
            .poll(() => stateOf(name), { timeout: 30_000 })
            .toBe(came.has(name) ? "accepted" : "unknown");
        const unknown = names.filter((name) => told.get(`case-${name}`)?.has(UNKNOWN));
        // The test would prove nothing if nothing was in flight.
        if (which === "kill") expect(unknown.length).toBeGreaterThan(0);
        else {
          const natives = async (name: string): Promise<string> => {
            const subject = `xmpp_${(await operationOf(name)).split("_")[1] ?? ""}`;
            return JSON.stringify(await desk.get(`/adapter/messages/${subject}/timeline`));
          };
          const timelines = await Promise.all(names.map(natives));
          expect(timelines.filter((each) => each.includes("room.replayed"))).not.toEqual([]);
        }
        expect([...ann.others()]).toHaveLength(count);
      } finally {
        await desk.stop();
      }
      await expect.poll(() => ann.others().size, { timeout: 20_000 }).toBe(0);
    },
  );
});
