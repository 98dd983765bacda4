import { readFileSync } from "node:fs";
import { createLog, loadConfiguration, openSqliteStore } from "@underclaim/runtime";
import { ManualClock, quiet, seededIds, until } from "@underclaim/runtime/testing";
import type { EvidenceEvent } from "@underclaim/contract";
import { checkSms, openSmsConnect, SmsConfiguration, type SmsService } from "../../src/index.ts";
import { LAST_LIFE } from "./times.ts";
import type { Answer } from "../support/posting.ts";

export interface LastLife extends AsyncDisposable {
  readonly service: SmsService;
  readonly clock: ManualClock;
  post(body: string): Promise<Answer>;
  /** Lets so much time pass, in ms, and all that falls due meanwhile happen. */
  pass(ms: number): Promise<void>;
  stateOf(operation: string): Promise<string>;
  events(): Promise<EvidenceEvent[]>;
}

/** The service started once more on the same data, in this process and with a clock that stands still. */
export async function beginLastLife(file: string): Promise<LastLife> {
  const { configuration } = loadConfiguration(SmsConfiguration, {
    file,
    check: checkSms,
    world: {
      env: {},
      folder: "/",
      readText: (path) => readFileSync(path, "utf8"),
      fingerprint: () => "constant",
      now: () => LAST_LIFE,
    },
  });
  const clock = new ManualClock(LAST_LIFE);
  const service = await openSmsConnect({
    configuration,
    store: await openSqliteStore({ folder: configuration.data }),
    clock,
    ids: seededIds(1),
    log: createLog({ level: "error", destination: { write: () => undefined } }),
  });
  const { runtime, app } = service;
  await service.watch();
  await runtime.start();
  await app.ready();

  const inject = (method: "GET" | "POST", url: string, payload?: string) =>
    app.inject({
      method,
      url,
      ...(payload === undefined
        ? {}
        : { payload, headers: { "content-type": "application/json" } }),
    });
  const settled = async (): Promise<void> => {
    await quiet(runtime);
    await until(() => runtime.activity().inFlight === 0);
    await quiet(runtime);
  };
  const life: LastLife = {
    service,
    clock,
    async post(body) {
      const reply = await inject("POST", "/adapter/actions", body);
      const replayed = reply.headers["idempotency-replayed"] === "true";
      return { status: reply.statusCode, text: reply.body, replayed };
    },
    pass: (ms) => clock.advance(ms, settled),
    async stateOf(operation) {
      const { body } = await inject("GET", `/adapter/actions/${operation}`);
      return (JSON.parse(body) as { metadata: { operation_state: string } }).metadata
        .operation_state;
    },
    async events() {
      await quiet(runtime);
      const events: EvidenceEvent[] = [];
      for (let after = 0, more = true; more;) {
        const { text, next, count } = await runtime.page("default", after, 1_000);
        events.push(...(JSON.parse(text) as EvidenceEvent[]));
        [after, more] = [next, count > 0];
      }
      return events;
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      const closed = service.close();
      await clock.advance(60_000);
      await closed;
    },
  };
  return life;
}
