import { readFileSync } from "node:fs";
import type { AdapterEvidenceAssessment, EvidenceEvent } from "@underclaim/contract";
import { createLog, loadConfiguration, openSqliteStore } from "@underclaim/runtime";
import { ManualClock, quiet, seededIds, until } from "@underclaim/runtime/testing";
import { checkSms, openSmsConnect, SmsConfiguration, type SmsService } from "../../src/index.ts";
import type { Answer } from "./posting.ts";

export interface TestService extends AsyncDisposable {
  readonly service: SmsService;
  post(body: string): Promise<Answer>;
  get<T>(path: string): Promise<T>;
  /** Lets so much time pass, in ms, and all that falls due meanwhile happen. */
  pass(ms: number): Promise<void>;
  stateOf(operation: string): Promise<string>;
  assessmentOf(
    operation: string,
  ): Promise<Readonly<Record<"channel" | "participant", AdapterEvidenceAssessment>>>;
  /** The whole ledger. */
  events(): Promise<EvidenceEvent[]>;
}

/**
 * The whole service in this process, on the data that the configuration names, with a clock that stands still.
 *
 * @param file the configuration, in JSON
 */
export async function openService(file: string, now: number): Promise<TestService> {
  const { configuration } = loadConfiguration(SmsConfiguration, {
    file,
    check: checkSms,
    world: {
      env: {},
      folder: "/",
      readText: (path) => readFileSync(path, "utf8"),
      fingerprint: () => "constant",
      now: () => now,
    },
  });
  const clock = new ManualClock(now);
  const service = await openSmsConnect({
    configuration,
    store: await openSqliteStore({ folder: configuration.data }),
    clock,
    ids: seededIds(now),
    log: createLog({ level: "error", destination: { write: () => undefined } }),
  });
  const { runtime, app } = service;
  await service.watch();
  await runtime.start();
  await app.ready();

  const settled = async (): Promise<void> => {
    await quiet(runtime);
    await until(() => runtime.activity().inFlight === 0);
    await quiet(runtime);
  };
  const test: TestService = {
    service,
    async post(body) {
      const reply = await app.inject({
        method: "POST",
        url: "/adapter/actions",
        headers: { "content-type": "application/json" },
        payload: body,
      });
      const replayed = reply.headers["idempotency-replayed"] === "true";
      return { status: reply.statusCode, text: reply.body, replayed };
    },
    get: async <T>(path: string) => JSON.parse((await app.inject(path)).body) as T,
    pass: (ms) => clock.advance(ms, settled),
    async stateOf(operation) {
      const { metadata } = await test.get<{ metadata: { operation_state: string } }>(
        `/adapter/actions/${operation}`,
      );
      return metadata.operation_state;
    },
    assessmentOf: (operation) =>
      test.get(`/adapter/messages/${operation.replace("smsop_", "sms_")}/assessment`),
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
      // Sessions wait for their unbinds.
      await clock.advance(60_000);
      await closed;
    },
  };
  return test;
}

/** The operation of an accepted request. */
export const operationOf = ({ text }: Answer): string =>
  (JSON.parse(text) as { adapter_operation_id: string }).adapter_operation_id;
