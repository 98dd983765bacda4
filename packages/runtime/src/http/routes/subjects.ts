import { EndpointQuality } from "@underclaim/contract";
import { z } from "zod";
import { AssessmentReply, NativeEventReply, ProblemDocument, TimelineReply } from "../bodies.ts";
import type { HttpContext } from "../context.ts";
import type { AddRoute } from "../route.ts";
import type { Scope } from "../scopes.ts";
import { viewRoute } from "../view-route.ts";

const params = z.strictObject({ id: z.string().min(1).max(256) });

/** Timelines, assessments, endpoint quality and the natives behind them: views, never evidence. */
export function subjectRoutes(route: AddRoute, { runtime }: HttpContext): void {
  const get = (
    path: string,
    summary: string,
    schema: z.ZodType,
    read: (tenant: string, id: string) => Promise<object | null>,
    access: Scope = "events:read",
  ): void =>
    viewRoute(route, {
      path,
      access,
      summary,
      params,
      replies: {
        200: { description: summary, schema },
        404: {
          description: "Nothing of this id.",
          schema: ProblemDocument,
          contentType: "application/problem+json",
        },
      },
      read: (tenant, { id }) => read(tenant, id),
    });

  const subject = `/adapter/${runtime.subjectsPath}/:id`;
  get(
    `${subject}/timeline`,
    "Native events and the evidence made from them.",
    TimelineReply,
    (tenant, id) => runtime.timeline(tenant, id),
  );
  get(
    `${subject}/assessment`,
    "What the channel proves, and what that proves of the participant.",
    AssessmentReply,
    (tenant, id) => runtime.assessment(tenant, id),
  );
  get(
    "/adapter/endpoints/:id/quality",
    "What is known of an endpoint's condition.",
    EndpointQuality,
    (tenant, id) => runtime.endpointQuality(tenant, id),
  );
  get(
    "/adapter/native-events/:id",
    "The native event that a raw_event_ref (native:<id>) leads to.",
    NativeEventReply,
    (tenant, id) => runtime.native(tenant, id),
    "content:read",
  );
}
