// Consents (SmsAdapterSpecification §20, §31.2).
import {
  answerAction,
  principalOf,
  sendJson,
  type Doc,
  type Instant,
  type Range,
  type RouteTools,
} from "@underclaim/runtime";
import { z } from "zod";
import { SmsConsent } from "../model/consent.ts";
import { consentIn, consentView } from "../model/consent-book.ts";
import { consentsOf } from "../model/documents.ts";
import { SmsScopeKind, type SmsScope } from "../model/scope.ts";
import { localAction } from "./local-action.ts";
import {
  actionReplies,
  ScopeKind,
  standingRequest,
  type StandingRouteOptions,
} from "./standing-options.ts";

const { consent_state, consent_source, consent_acquired_at, consent_evidence_ref, expires_at } =
  SmsConsent.shape;

const ConsentRequest = z
  .strictObject({
    ...standingRequest,
    consent_state,
    consent_scope: ScopeKind,
    consent_source: consent_source.default("unknown"),
    consent_acquired_at: consent_acquired_at.describe(
      "When it was expressed. Absent of an opt-in: it takes back no opt-out. Absent of an opt-out: now.",
    ),
    consent_evidence_ref,
    expires_at,
  })
  .refine(({ consent_state: state, expires_at: ends }) => state !== "opted_out" || !ends, {
    message: "An opt-out does not expire.",
    path: ["expires_at"],
  })
  .meta({ id: "ConsentRequest" });

const ListedConsent = z
  .strictObject({ scope_value: z.string().nullable(), ...SmsConsent.shape })
  .meta({ id: "ListedConsent" });

const ConsentList = z
  .strictObject({ consents: z.array(ListedConsent) })
  .meta({ id: "ConsentList" });

const MOST_SCOPES = 1_000;

export function consentRoutes({ route }: RouteTools, options: StandingRouteOptions): void {
  const { runtime, clock } = options;
  route({
    method: "POST",
    path: "/sms/consents",
    access: "actions:write",
    summary: "Record a consent, or that it was withdrawn.",
    body: ConsentRequest,
    replies: actionReplies,
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { endpoint_ref, idempotency_key, participant_id, ...said } = request.body;
      const out = said.consent_state === "opted_out";
      const action = localAction(options, {
        type: out ? "recipient.opt_out_record" : "recipient.opt_in_record",
        tenant,
        key: idempotency_key ?? null,
        endpoint: endpoint_ref,
        participant: participant_id ?? null,
        parameters: parametersOf(said, out),
      });
      return answerAction(reply, await runtime.submit(tenant, action, { local: true }));
    },
  });

  route({
    method: "GET",
    path: "/sms/consents",
    access: "actions:read",
    summary: "What is recorded of a number, in every scope.",
    query: z.strictObject({ endpoint_id: z.string().min(1).max(256) }),
    replies: { 200: { description: "All of them.", schema: ConsentList } },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const range: Range = { prefix: consentsOf(request.query.endpoint_id), limit: MOST_SCOPES };
      const docs = (await runtime.store.load(tenant, [{ range }])).range(range);
      return sendJson(reply, 200, { consents: docs.map((doc) => listed(doc, clock.now())) });
    },
  });
}

type Said = Omit<
  z.output<typeof ConsentRequest>,
  "endpoint_ref" | "idempotency_key" | "participant_id"
>;

function parametersOf(said: Said, out: boolean): Readonly<Record<string, unknown>> {
  const common = {
    scope: { kind: said.consent_scope, value: said.scope_value ?? null },
    consent_source: said.consent_source,
    consent_evidence_ref: said.consent_evidence_ref ?? null,
  };
  const at = said.consent_acquired_at ?? null;
  return out
    ? { ...common, occurred_at: at }
    : {
        ...common,
        consent_state: said.consent_state,
        consent_acquired_at: at,
        expires_at: said.expires_at ?? null,
      };
}

function listed(doc: Doc, now: Instant): z.output<typeof ListedConsent> {
  const [, number = "", kind, value = ""] = doc.key;
  const scope: SmsScope = { kind: SmsScopeKind.parse(kind), value: value === "" ? null : value };
  return { scope_value: scope.value, ...consentView(number, scope, consentIn(doc), now) };
}
