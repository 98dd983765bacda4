import { AdapterHealth } from "@underclaim/contract";
import { z } from "zod";
import type { TenantId } from "../../time-and-ids.ts";
import { DescriptorReply, GoldenTestsReply, MappingsReply, NativeEventsReply } from "../bodies.ts";
import type { HttpContext } from "../context.ts";
import { principalOf } from "../guard.ts";
import { sendJson } from "../problem.ts";
import type { AddRoute } from "../route.ts";

/** What the adapter says of itself. */
export function interfaceRoutes(route: AddRoute, context: HttpContext): void {
  const { runtime } = context;
  const get = (
    path: string,
    summary: string,
    schema: z.ZodType,
    answer: (tenant: TenantId) => unknown,
  ): void =>
    route({
      method: "GET",
      path: `/adapter/${path}`,
      access: "key",
      summary,
      replies: { 200: { description: summary, schema } },
      handler: async (request, reply) =>
        sendJson(reply, 200, await answer(principalOf(request).tenant)),
    });

  get(
    "descriptor",
    "What the adapter can do, and what it can never prove.",
    DescriptorReply,
    () => runtime.descriptor,
  );
  get("health", "The adapter's own condition.", AdapterHealth, (tenant) => runtime.health(tenant));
  get("mappings", "Native statuses and the evidence they become.", MappingsReply, () => ({
    mappings: runtime.mappings(),
  }));
  get("native-events", "What native events mean, and what they do not.", NativeEventsReply, () => ({
    native_events: runtime.nativeEvents(),
  }));
  get("golden-tests", "The cases the adapter is held to.", GoldenTestsReply, () => ({
    golden_tests: context.goldenTests(),
  }));
  get(
    "configuration-schema",
    "JSON Schema 2020-12 of the configuration.",
    z.record(z.string(), z.unknown()),
    () => context.configurationSchema,
  );
}
