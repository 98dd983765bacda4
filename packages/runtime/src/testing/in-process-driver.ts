import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  AdapterDescriptor,
  AdapterHealth,
  EndpointQuality,
  NativeStatusMapping,
} from "@underclaim/contract";
import { UnderclaimError } from "@underclaim/contract";
import {
  durationMs,
  type Answer,
  type Driver,
  type Given,
  type SubjectQuery,
} from "@underclaim/contract/golden";
import { recordOf } from "../engine/operation-record.ts";
import type { JsonObject } from "../json.ts";
import { openSqliteStore } from "../store/sqlite/index.ts";
import { callerOf } from "./caller.ts";
import { Faults } from "./faults.ts";
import type { InProcessDriverOptions } from "./in-process-options.ts";
import { beginLife, type Life, type World } from "./life.ts";
import { ManualClock } from "./manual-clock.ts";
import { NativeLog } from "./native-log.ts";
import { quiet, turn } from "./quiet.ts";
import { ScriptedProvider } from "./scripted-provider.ts";
import { seededIds } from "./seeded-ids.ts";
import { OWNER, STRANGER, TEST_SECRET } from "./testers.ts";

/** A driver, with what a test of the runtime itself may want to look at. */
export interface InProcessDriver extends Driver {
  /** Resolves when all is done that can be done without the clock or a provider moving. */
  readonly settled: () => Promise<void>;
  readonly life: () => Life;
  readonly world: () => World;
}

/** Drives an adapter over the real store and the real HTTP interface, in this process. */
export function inProcessDriver(options: InProcessDriverOptions): InProcessDriver {
  let world: World | null = null;
  let life: Life | null = null;
  let folder: string | null = null;
  let lives = 0;

  const inWorld = (): World => world ?? notReset();
  const alive = (): Life => life ?? notReset();
  const notReset = (): never => {
    throw new UnderclaimError("not_reset", `Call reset() of the driver ${options.name} first.`);
  };

  const caller = callerOf(alive);
  const { inject, ask, askFor, asJson, ledger } = caller;

  async function begin(): Promise<void> {
    lives += 1;
    const store = await openSqliteStore({ folder: folder ?? notReset() });
    life = await beginLife(inWorld(), store, lives);
    await settled();
  }

  async function end(): Promise<void> {
    inWorld().provider.forgetWaiting();
    const ending = life;
    life = null;
    await ending?.end();
  }

  async function restart(): Promise<void> {
    await end();
    inWorld().faults.clear();
    await begin();
  }

  /** All is done that can be done; a process that has died on the way is started again. */
  async function settled(): Promise<void> {
    const { runtime, composition, died } = alive();
    let dead = false;
    const death = died.then(() => {
      dead = true;
    });
    const calm = () => quiet(runtime, () => !dead);
    const peace = async (): Promise<void> => {
      await inWorld().clock.ring(calm);
      if (!dead) await composition.flush?.();
      await calm();
    };
    await Promise.race([peace(), death]);
    await turn();
    if (dead) await restart();
  }

  async function close(): Promise<void> {
    if (life !== null) await end();
    if (folder !== null) await rm(folder, { recursive: true, force: true });
    folder = null;
  }

  async function subjectOf(query: SubjectQuery): Promise<string | null> {
    if ("subject_ref" in query) return query.subject_ref;
    if (query.adapter_operation_id === undefined) return null;
    const answer = await ask(`/adapter/actions/${query.adapter_operation_id}`);
    const metadata = (answer.body as { metadata?: { subject_ref?: string } } | null)?.metadata;
    return metadata?.subject_ref ?? null;
  }

  async function ofSubject(query: SubjectQuery, what: string): Promise<Answer | null> {
    const subject = await subjectOf(query);
    if (subject === null) return null;
    const answer = await ask(
      `/adapter/${alive().runtime.subjectsPath}/${encodeURIComponent(subject)}/${what}`,
    );
    return answer.status === 200 ? answer : null;
  }

  /** As a session hands it in: there is no answer but that it is durable. */
  async function overSession(
    source: string,
    account: string | null,
    headers: Readonly<Record<string, string>>,
    text: string,
  ): Promise<void> {
    const { clock } = inWorld();
    const wire = { headers, body: Buffer.from(text), url: "", account, receivedAt: clock.now() };
    await alive().sink()?.receive(OWNER.tenant, source, wire);
    await settled();
  }

  return {
    settled,
    life: alive,
    world: inWorld,
    restart,
    close,

    async reset(given: Given) {
      await close();
      folder = await mkdtemp(join(tmpdir(), `underclaim-${options.name}-`));
      lives = 0;
      caller.forget();
      world = {
        options,
        given,
        clock: new ManualClock(Date.parse(given.clock)),
        ids: seededIds(options.seed ?? 1),
        provider: new ScriptedProvider(),
        faults: new Faults(),
        natives: new NativeLog(),
        logLines: [],
      };
      await begin();
    },

    async action(request) {
      const answer = await inject({ method: "POST", path: "/adapter/actions", body: request });
      await settled();
      return asJson(answer);
    },

    async providerReply(reply) {
      inWorld().provider.reply(reply as JsonObject);
      await settled();
    },

    async native({ source, account, headers, body, sign = true }) {
      const written = typeof body === "string" ? body : JSON.stringify(body);
      const bodySigner = sign ? options.bodySigners?.[source] : undefined;
      const text = bodySigner?.(written, TEST_SECRET, inWorld().clock.now()) ?? written;
      if (alive().composition.definition.sources[source]?.transport === "session") {
        await overSession(source, account ?? null, headers ?? {}, text);
        return { status: 202, headers: {}, body: null };
      }
      const path = `/adapter/events/provider/${encodeURIComponent(source)}${account === undefined ? "" : `/${encodeURIComponent(account)}`}`;
      const contentType =
        typeof body === "string"
          ? (options.contentTypes?.[source] ?? "text/plain")
          : "application/json";
      const signer = options.signers?.[source];
      const wire = { body: text, url: `http://adapter.test${path}`, contentType };
      const signature =
        sign && signer !== undefined ? signer(wire, TEST_SECRET, inWorld().clock.now()) : {};
      const answer = await inject(
        {
          method: "POST",
          path,
          headers: { "content-type": contentType, ...signature, ...headers },
          body: text,
        },
        // A signature stands for itself; unsigned sources need a key.
        signer === undefined && bodySigner === undefined && sign ? OWNER : null,
      );
      await settled();
      return asJson(answer);
    },

    async request({ method, path, headers = {}, body }) {
      // Who reads what an adapter publishes has no key of the engine; a step may send its own.
      const reader = (method === "GET" || method === "HEAD") && !path.startsWith("/adapter/");
      const answer = await inject({ method, path, headers, body }, reader ? null : OWNER);
      await settled();
      return answer;
    },

    async advance(duration) {
      const ms = durationMs(duration);
      if (ms === undefined) {
        throw new UnderclaimError(
          "duration",
          `${duration} is no duration that a clock can be moved by.`,
        );
      }
      await inWorld().clock.advance(ms, settled);
      await settled();
    },

    async fault(fault) {
      inWorld().faults.set(fault);
    },

    evidence: (pageSize = 100) => ledger(OWNER, pageSize),

    async timeline(query) {
      const answer = await ofSubject(query, "timeline");
      return (answer?.body as { events?: readonly unknown[] } | undefined)?.events ?? [];
    },

    async assessment(query) {
      const answer = await ofSubject(query, "assessment");
      return answer?.body ?? {};
    },

    health: () => askFor<AdapterHealth>("/adapter/health"),
    descriptor: () => askFor<AdapterDescriptor>("/adapter/descriptor"),
    mappings: async () =>
      (await askFor<{ mappings: NativeStatusMapping[] }>("/adapter/mappings")).mappings,

    async endpointQuality(endpointId) {
      const answer = await ask(`/adapter/endpoints/${encodeURIComponent(endpointId)}/quality`);
      return answer.status === 200 ? (answer.body as EndpointQuality) : undefined;
    },

    adapterEvents: () => inWorld().natives.events(alive().runtime, OWNER.tenant),

    async refs(operationId) {
      const snapshot = await alive().runtime.store.load(OWNER.tenant, [{ operation: operationId }]);
      const operation = snapshot.operation(operationId);
      if (operation === null) return {};
      const { provider_refs } = recordOf(operation);
      return Object.fromEntries(
        provider_refs.toReversed().map((ref) => [ref.ref_type, ref.ref_value]),
      );
    },

    effects: async () => inWorld().provider.effects,
    deadLetters: () => alive().runtime.deadLetters(OWNER.tenant, { limit: 1_000 }),

    async traces() {
      const metrics = await inject({ method: "GET", path: "/metrics" });
      return [...inWorld().logLines, ...caller.problems(), metrics.body].join("\n");
    },

    stranger: async () => ({
      evidence: () => ledger(STRANGER, 100),
      operation: async (operationId) =>
        asJson(await inject({ method: "GET", path: `/adapter/actions/${operationId}` }, STRANGER)),
    }),
  };
}
