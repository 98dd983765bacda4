// Suppressions (SmsAdapterSpecification §20, §31.2). Their ids and the query name a number by its pseudonym only.
import {
  answerAction,
  principalOf,
  Refusal,
  sendJson,
  sendNotFound,
  type Doc,
  type Instant,
  type Range,
  type RouteTools,
} from "@underclaim/runtime";
import { z } from "zod";
import { suppressionKey, suppressionsOf } from "../model/documents.ts";
import { SmsScopeKind, type SmsScope } from "../model/scope.ts";
import { SmsSuppression } from "../model/suppression.ts";
import { standingIn, suppressionsIn, suppressionView } from "../model/suppression-book.ts";
import { readSuppressionId, suppressionId } from "../model/suppression-id.ts";
import { localAction } from "./local-action.ts";
import { notFound } from "./replies.ts";
import {
  actionReplies,
  ScopeKind,
  standingRequest,
  type StandingRouteOptions,
} from "./standing-options.ts";

const { suppression_type, source, reason, expires_at } = SmsSuppression.shape;

const SuppressionRequest = z
  .strictObject({
    ...standingRequest,
    suppression_type: suppression_type.default("manual"),
    scope: ScopeKind,
    reason,
    source: source.default("operator"),
    expires_at,
  })
  .meta({ id: "SuppressionRequest" });

const UnsuppressRequest = z
  .strictObject({
    reason,
    override_opt_out: z
      .boolean()
      .nullish()
      .describe("Lift an opt-out in the recipient's place. Needs a reason."),
    idempotency_key: standingRequest.idempotency_key,
  })
  .meta({ id: "UnsuppressRequest" });

const ListedSuppression = z
  .strictObject({
    suppression_id: z.string(),
    scope_value: z.string().nullable(),
    ...SmsSuppression.shape,
  })
  .meta({ id: "ListedSuppression" });

const SuppressionList = z
  .strictObject({
    suppressions: z.array(ListedSuppression).describe("Those that stand now."),
    next: z.string().nullable().describe("Pass it as `after`; null where the list ends."),
  })
  .meta({ id: "SuppressionList" });

const ListQuery = z.strictObject({
  endpoint_id: z.string().min(1).max(256).optional().describe("Only of this number."),
  after: z.string().min(1).max(512).optional(),
  limit: z
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .describe("Scopes looked at; each may list several."),
});

export function suppressionRoutes({ route }: RouteTools, options: StandingRouteOptions): void {
  const { runtime, clock } = options;
  route({
    method: "POST",
    path: "/sms/suppressions",
    access: "actions:write",
    summary: "Suppress a number: nothing is sent to it within the scope.",
    body: SuppressionRequest,
    replies: actionReplies,
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { endpoint_ref, idempotency_key, participant_id, scope, scope_value, ...said } =
        request.body;
      const action = localAction(options, {
        type: "recipient.suppress",
        tenant,
        key: idempotency_key ?? null,
        endpoint: endpoint_ref,
        participant: participant_id ?? null,
        parameters: { ...said, scope: { kind: scope, value: scope_value ?? null } },
      });
      return answerAction(reply, await runtime.submit(tenant, action, { local: true }));
    },
  });

  route({
    method: "DELETE",
    path: "/sms/suppressions/:id",
    access: "actions:write",
    summary: "Lift a suppression.",
    params: z.strictObject({ id: z.string().min(1).max(512) }),
    body: UnsuppressRequest.nullish(),
    replies: { ...actionReplies, 404: notFound("No such suppression stands.") },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const name = readSuppressionId(request.params.id);
      if (name === null) return sendNotFound(reply);
      const { number, scope, type } = name;
      const { reason: why, override_opt_out, idempotency_key } = request.body ?? {};
      if (!idempotency_key && !(await stands(options, tenant, name))) return sendNotFound(reply);
      const action = localAction(options, {
        type: "recipient.unsuppress",
        tenant,
        key: idempotency_key ?? null,
        endpoint: { endpoint_type: "phone_number", endpoint_id: number },
        parameters: {
          scope,
          suppression_type: type,
          reason: why ?? null,
          override_opt_out: override_opt_out ?? false,
        },
      });
      return answerAction(reply, await runtime.submit(tenant, action, { local: true }));
    },
  });

  route({
    method: "GET",
    path: "/sms/suppressions",
    access: "actions:read",
    summary: "Suppressions that stand.",
    query: ListQuery,
    replies: { 200: { description: "A page.", schema: SuppressionList } },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { endpoint_id, after, limit } = request.query;
      const from = after === undefined ? null : readSuppressionId(after);
      if (after !== undefined && from === null) {
        throw new Refusal("malformed_cursor", {
          detail: "Use `next` as a page gave it, or leave it out to start at the beginning.",
          problems: [{ path: "after", message: "Not a suppression_id." }],
        });
      }
      const range: Range = {
        prefix: endpoint_id === undefined ? ["suppression"] : suppressionsOf(endpoint_id),
        ...(from === null ? {} : { after: suppressionKey(from.number, from.scope) }),
        limit,
      };
      const docs = (await runtime.store.load(tenant, [{ range }])).range(range);
      const last = docs.length === limit ? docs.at(-1) : undefined;
      return sendJson(reply, 200, {
        suppressions: docs.flatMap((doc) => listed(doc, clock.now())),
        // Any type does: it names the document to go on after.
        next: last === undefined ? null : suppressionId({ ...named(last), type: "unknown" }),
      });
    },
  });
}

async function stands(
  { runtime, clock }: StandingRouteOptions,
  tenant: string,
  { number, scope, type }: NonNullable<ReturnType<typeof readSuppressionId>>,
): Promise<boolean> {
  const key = suppressionKey(number, scope);
  const doc = (await runtime.store.load(tenant, [{ doc: key }])).doc(key);
  return standingIn(suppressionsIn(doc), clock.now()).some((each) => each.type === type);
}

function named({ key }: Doc): { readonly number: string; readonly scope: SmsScope } {
  const [, number = "", kind, value = ""] = key;
  return { number, scope: { kind: SmsScopeKind.parse(kind), value: value === "" ? null : value } };
}

function listed(doc: Doc, now: Instant): z.output<typeof ListedSuppression>[] {
  const { number, scope } = named(doc);
  return standingIn(suppressionsIn(doc), now).map((each) => ({
    suppression_id: suppressionId({ number, scope, type: each.type }),
    scope_value: scope.value,
    ...suppressionView(number, scope, each),
  }));
}
