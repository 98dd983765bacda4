import type { FastifyInstance, FastifyRequest } from "fastify";
import { Counter, Gauge, Registry } from "prom-client";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import type { Clock } from "../time-and-ids.ts";
import { durations } from "./durations.ts";

/** Prometheus text. Base units, no personal data: label values are closed sets and route templates. */
export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
  /** Times every request of the plugin that is answered by a reply; streams are not. */
  time(app: FastifyInstance): void;
  /** The same of one that is answered past the framework's reply. */
  count(request: FastifyRequest, route: string, status: number): void;
}

export function metrics(runtime: AdapterRuntime, clock: Clock, openStreams: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const adapter = runtime.descriptor.adapter_id;
  const labelNames = ["adapter"];
  registry.setDefaultLabels({});

  const gauge = (name: string, help: string) =>
    new Gauge({ name: `underclaim_${name}`, help, labelNames, registers });
  const counter = (name: string, help: string, extra: readonly string[] = []) =>
    new Counter({
      name: `underclaim_${name}`,
      help,
      labelNames: [...labelNames, ...extra],
      registers,
    });

  const queueReady = gauge("queue_ready", "Operations that wait for dispatch.");
  const oldestReady = gauge("oldest_ready_age_seconds", "Age of the operation that waits longest.");
  const unknown = gauge("unknown_outcomes", "Operations whose outcome nobody knows yet.");
  const deadLetters = gauge("dlq_depth", "Dead letters that are open.");
  const parked = gauge("parked_natives", "Native events that wait for their reference.");
  const head = gauge("ledger_head", "Position of the newest evidence event.");
  const streams = gauge("event_streams", "Event streams that are open.");
  const actions = counter("actions_total", "Posted actions.", ["outcome"]);
  const dispatches = counter("dispatches_total", "Attempts that ended.", ["outcome"]);
  const natives = counter("natives_total", "Native events that arrived.", ["outcome"]);
  const evidence = counter("evidence_total", "Evidence events that were added.");
  const requests = durations();

  const set = (metric: Counter, extra: Record<string, string>, total: number): void => {
    metric.inc({ adapter, ...extra }, total);
  };
  const outcomes = (metric: Counter, totals: Readonly<Record<string, number>>): void => {
    metric.reset();
    for (const [outcome, total] of Object.entries(totals)) set(metric, { outcome }, total);
  };

  const count = (request: FastifyRequest, route: string, status: number): void => {
    const seconds = (performance.now() - request.startedAt) / 1_000;
    requests.observe(methodLabel(request.method), route, status, seconds);
  };

  return {
    count,
    contentType: registry.contentType,
    async render() {
      const stats = await runtime.stats();
      const counters = runtime.counters();
      const labels = { adapter };
      queueReady.set(labels, stats.operations.ready ?? 0);
      const age = stats.oldestReadyAt === null ? 0 : (clock.now() - stats.oldestReadyAt) / 1_000;
      oldestReady.set(labels, Math.max(0, age));
      unknown.set(labels, stats.operations.unknown ?? 0);
      deadLetters.set(labels, stats.openDeadLetters);
      parked.set(labels, stats.parkedNatives);
      head.set(labels, stats.head);
      streams.set(labels, openStreams());
      outcomes(actions, counters.actions);
      outcomes(dispatches, counters.outcomes);
      outcomes(natives, counters.natives);
      evidence.reset();
      set(evidence, {}, counters.evidence);
      return `${await registry.metrics()}\n${requests.text()}`;
    },
    time(app) {
      // Until the answer is handed to the socket: waiting for the socket itself (onResponse) costs each request more
      // than the rest of this plugin does.
      app.decorateRequest("startedAt", 0);
      app.addHook("onRequest", (request, _reply, done) => {
        request.startedAt = performance.now();
        done();
      });
      app.addHook("onSend", (request, reply, _payload, done) => {
        count(request, request.routeOptions.url ?? "unknown", reply.statusCode);
        done();
      });
    },
  };
}

declare module "fastify" {
  interface FastifyRequest {
    /** When its header arrived, on the process's monotonic clock, in ms. */
    startedAt: number;
  }
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** A closed set, whatever a caller invents. */
const methodLabel = (method: string): string => (METHODS.has(method) ? method : "other");
