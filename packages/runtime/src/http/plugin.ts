import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { AdapterHttpOptions, HttpContext, HttpLimits } from "./context.ts";
import { cursors } from "./cursor.ts";
import { answerFailures, answerUnknownRoutes } from "./failures.ts";
import { acceptJson } from "./json-body.ts";
import { metrics } from "./metrics.ts";
import { collectOpenApi } from "./openapi.ts";
import { rateGate } from "./rate-limit.ts";
import { routeAdder } from "./route.ts";
import { actionRoutes } from "./routes/actions.ts";
import { deadLetterRoutes } from "./routes/dead-letters.ts";
import { eventRoutes } from "./routes/events.ts";
import { interfaceRoutes } from "./routes/interface.ts";
import { operatorRoutes } from "./routes/operator.ts";
import { providerEventRoutes } from "./routes/provider-events.ts";
import { serviceRoutes } from "./routes/service.ts";
import { subjectRoutes } from "./routes/subjects.ts";
import { eventStreams } from "./streams.ts";
import { checkWithZod } from "./validate.ts";

const DEFAULT_LIMITS: HttpLimits = {
  bodyBytes: 1_048_576,
  pageMax: 1_000,
  rate: null,
  streamsPerKey: 32,
  heartbeatMs: 15_000,
};

/**
 * The adapter's HTTP interface as a Fastify plugin: `app.register(adapterHttp(options), { prefix })`. Its parsers, checks,
 * error answers and hooks hold for its own routes only; two adapters may stand in one service under two prefixes.
 */
export const adapterHttp =
  (options: AdapterHttpOptions): FastifyPluginAsync =>
  async (app) => {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { runtime, clock, log, auth } = options;
    const positions = cursors(options.ledger, options.epochs);
    const streams = eventStreams({
      runtime,
      cursors: positions,
      clock,
      log,
      heartbeatMs: limits.heartbeatMs,
      perKey: limits.streamsPerKey,
    });
    const measured = metrics(runtime, clock, streams.open);
    const context: HttpContext = {
      ...options,
      limits,
      streams,
      cursors: positions,
      gate: rateGate(limits.rate, clock),
      requests: measured,
    };

    app.decorateRequest("principal", null);
    app.addHook("onRoute", (route) => {
      route.bodyLimit ??= limits.bodyBytes;
    });
    acceptJson(app);
    checkWithZod(app);
    answerFailures(app, log, options.ids);
    answerUnknownRoutes(app);
    const openApi = collectOpenApi(app);
    measured.time(app);
    // Before the server waits for its connections: open streams would keep it waiting.
    app.addHook("preClose", (done) => {
      streams.end();
      done();
    });

    const routeIn = (scope: FastifyInstance) =>
      routeAdder(scope, { auth, gate: context.gate, log, requests: measured });
    const route = routeIn(app);
    interfaceRoutes(route, context);
    actionRoutes(route, context);
    providerEventRoutes(app, route, context);
    eventRoutes(route, context);
    subjectRoutes(route, context);
    deadLetterRoutes(route, context);
    operatorRoutes(route, context);
    serviceRoutes(route, context, measured, openApi);
    await options.extraRoutes?.({ app, route, routeIn });
  };
