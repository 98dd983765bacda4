import type { FastifyInstance } from "fastify";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import type { Clock } from "../time-and-ids.ts";

/** Prometheus text. Base units, no personal data: label values are closed sets and route templates. */
export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
  /** Times every request of the plugin that is answered by a reply; streams are not. */
  time(app: FastifyInstance): void;
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
  const durations = new Histogram({
    name: "underclaim_http_request_duration_seconds",
    help: "Requests by route template.",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });

  const set = (metric: Counter, extra: Record<string, string>, total: number): void => {
    metric.inc({ adapter, ...extra }, total);
  };
  const outcomes = (metric: Counter, totals: Readonly<Record<string, number>>): void => {
    metric.reset();
    for (const [outcome, total] of Object.entries(totals)) set(metric, { outcome }, total);
  };

  return {
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
      return registry.metrics();
    },
    time(app) {
      // Until the answer is handed to the socket: waiting for the socket itself (onResponse) costs each request more
      // than the rest of this plugin does.
      app.decorateRequest("startedAt", 0);
      app.addHook("onRequest", (request, _reply, done) => {
        request.startedAt = performance.now();
        done();
      });
      // A closed set (methods, route templates, statuses): looking a series up by its labels costs more than observing.
      const series = new Map<string, { observe(seconds: number): void }>();
      app.addHook("onSend", (request, reply, _payload, done) => {
        const method = methodLabel(request.method);
        const route = request.routeOptions.url ?? "unknown";
        const status = reply.statusCode;
        const name = `${method} ${status} ${route}`;
        let own = series.get(name);
        if (own === undefined) {
          own = durations.labels({ method, route, status: String(status) });
          series.set(name, own);
        }
        own.observe((performance.now() - request.startedAt) / 1_000);
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
