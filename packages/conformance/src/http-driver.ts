import {
  AdapterActionResult,
  AdapterDescriptor,
  AdapterEvent,
  AdapterEvidenceAssessment,
  AdapterHealth,
  EndpointQuality,
} from "@underclaim/contract";
import type { Answer, Driver, SubjectQuery, TextAnswer } from "@underclaim/contract/golden";
import { z } from "zod";
import { openControl } from "./control.ts";
import { ConformanceError, exchange, jsonOf, type Connection, type Sent } from "./exchange.ts";
import { judge, type Judge } from "./judge.ts";
import { listsOf } from "./lists.ts";

export interface HttpDriverOptions extends Connection {
  /** API key of another tenant, to see that nothing of this tenant's is there. Absent: that is not checked. */
  readonly strangerKey?: string | undefined;
  /** Path under which subjects stand: `messages` (default) or `feed-items`. */
  readonly subjects?: string | undefined;
}

/** A driver of an adapter that is a black box behind HTTP, and what its answers did wrong on the way. */
export interface HttpDriver extends Driver {
  readonly judge: Judge;
  /** Whether goldens can be played: the adapter has the sandbox's routes. */
  readonly playable: boolean;
}

const Effects = z.looseObject({ effects: z.int().min(0) });
const Told = z.looseObject({
  status: z.int(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
});
/** Statuses under which an AdapterActionResult is answered: accepted, replayed, refused, in conflict. */
const RESULTS = new Set([200, 202, 409, 422]);

/**
 * Drives an adapter over its HTTP interface; clock, faults, provider replies and signed events go through the routes of
 * its sandbox profile. Each answer is read by the contract's schemas: what does not fit is kept in `judge` and left out.
 *
 * @throws ConformanceError where nobody answers or the sandbox's routes are not understood
 */
export async function openHttpDriver(options: HttpDriverOptions): Promise<HttpDriver> {
  const control = await openControl(options);
  const verdicts = judge();
  const subjects = options.subjects ?? "messages";
  const send = (sent: Sent): Promise<TextAnswer> => exchange(options, sent);
  const asJson = (answer: TextAnswer): Answer => ({ ...answer, body: jsonOf(answer.body) });
  const get = async (path: string): Promise<Answer> => asJson(await send({ method: "GET", path }));
  const lists = listsOf(options, verdicts);

  const sandbox = () => {
    if (control !== null) return control;
    throw new ConformanceError(
      "no_sandbox",
      "GET /adapter/sandbox answered 404: goldens need the sandbox's routes, see the README of @underclaim/conformance.",
    );
  };
  const settle = async (): Promise<void> => {
    if (control?.can("settle") === true) await control.tell("settle");
  };
  async function must<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const answer = await get(path);
    const value = answer.status === 200 ? verdicts.read(schema, answer.body, `GET ${path}`) : null;
    if (value !== null) return value;
    const why = verdicts.take().map(({ message }) => message);
    throw new ConformanceError(
      "interface_broken",
      [`GET ${path} answered ${answer.status} and nothing that can be read.`, ...why].join("\n"),
    );
  }
  async function subjectOf(query: SubjectQuery): Promise<string | null> {
    if ("subject_ref" in query) return query.subject_ref;
    if (query.adapter_operation_id === undefined) return null;
    const { body } = await get(
      `/adapter/actions/${encodeURIComponent(query.adapter_operation_id)}`,
    );
    const reference: unknown = Reflect.get(
      Object(Reflect.get(Object(body), "metadata")),
      "subject_ref",
    );
    return typeof reference === "string" ? reference : null;
  }

  return {
    judge: verdicts,
    playable: control !== null,

    reset: async (given) => void (await sandbox().tell("reset", given)),

    async action(request) {
      const answer = asJson(
        await send({ method: "POST", path: "/adapter/actions", body: request }),
      );
      await settle();
      if (RESULTS.has(answer.status))
        verdicts.read(AdapterActionResult, answer.body, "POST /adapter/actions");
      return answer;
    },

    providerReply: async (reply) => void (await sandbox().tell("provider_reply", reply)),

    async native(native) {
      if (control?.can("native") === true) {
        const told = verdicts.read(
          Told,
          await control.tell("native", native),
          "the sandbox's native",
        );
        return {
          status: told?.status ?? 0,
          headers: told?.headers ?? {},
          body: told?.body ?? null,
        };
      }
      const { source, account, headers = {}, body } = native;
      const path = [
        "/adapter/events/provider",
        source,
        ...(account === undefined ? [] : [account]),
      ];
      const answer = await send({
        method: "POST",
        path: path.map((part, at) => (at === 0 ? part : encodeURIComponent(part))).join("/"),
        headers: typeof body === "string" ? { "content-type": "text/plain", ...headers } : headers,
        body,
      });
      await settle();
      return asJson(answer);
    },

    async request({ method, path, headers, body }) {
      // Who reads what an adapter publishes has no key of the engine; a step may send its own.
      const reader = (method === "GET" || method === "HEAD") && !path.startsWith("/adapter/");
      const as = reader ? { ...options, key: undefined } : options;
      const answer = await exchange(as, { method, path, headers, body });
      await settle();
      return answer;
    },

    advance: async (duration) => void (await sandbox().tell("advance", { duration })),
    restart: async () => void (await sandbox().tell("restart")),
    fault: async (fault) => void (await sandbox().tell("fault", fault)),

    evidence: (pageSize = 100) => lists.evidence(options.key, pageSize),
    timeline: async (query) => {
      const subject = await subjectOf(query);
      return subject === null ? [] : lists.timeline(subjects, subject);
    },

    async assessment(query) {
      const subject = await subjectOf(query);
      if (subject === null) return {};
      const path = `/adapter/${subjects}/${encodeURIComponent(subject)}/assessment`;
      const answer = await get(path);
      if (answer.status !== 200) return {};
      const read = (scope: "channel" | "participant") =>
        verdicts.read(
          AdapterEvidenceAssessment,
          Reflect.get(Object(answer.body), scope),
          `GET /adapter/${subjects}/…/assessment: ${scope}`,
        );
      const [channel, participant] = [read("channel"), read("participant")];
      return {
        ...(channel === null ? {} : { channel }),
        ...(participant === null ? {} : { participant }),
      };
    },

    health: () => must("/adapter/health", AdapterHealth),
    descriptor: () => must("/adapter/descriptor", AdapterDescriptor),
    mappings: () => lists.mappings(),

    async endpointQuality(endpointId) {
      const answer = await get(`/adapter/endpoints/${encodeURIComponent(endpointId)}/quality`);
      if (answer.status !== 200) return undefined;
      return (
        verdicts.read(EndpointQuality, answer.body, "GET /adapter/endpoints/…/quality") ?? undefined
      );
    },

    async adapterEvents() {
      if (control?.can("native_events") !== true) return lists.adapterEvents(subjects);
      return lists.members(
        AdapterEvent,
        await control.tell("native_events"),
        "the sandbox's native_events",
      );
    },
    deadLetters: () => lists.deadLetters(),
    close: async () => {},

    ...(control?.can("effects") === true
      ? {
          effects: async () =>
            verdicts.read(Effects, await control.tell("effects"), "the sandbox's effects")
              ?.effects ?? 0,
        }
      : {}),
    ...(options.strangerKey === undefined
      ? {}
      : {
          stranger: async () => ({
            evidence: () => lists.evidence(options.strangerKey, 100),
            operation: async (operationId: string) =>
              asJson(
                await exchange(
                  { ...options, key: options.strangerKey },
                  { method: "GET", path: `/adapter/actions/${encodeURIComponent(operationId)}` },
                ),
              ),
          }),
        }),
  };
}
