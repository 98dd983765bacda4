// Everything that is looked at before a message is taken on (SmsAdapterSpecification §11.1), in the order of the document.
import type { AdapterActionRequest } from "@underclaim/contract";
import type { DocWrite, Guard, Instant, PlanContext, Read, Snapshot } from "@underclaim/runtime";
import type { SenderSettings } from "../configuration/senders.ts";
import type { SmsKit } from "../kit.ts";
import { trackLinks } from "../links/plan.ts";
import { analyseContent, type SmsContentAnalysis } from "../model/content-analysis.ts";
import { checkLinks, namesLink } from "../model/links.ts";
import { conversationKey, endpointFactsKey } from "../model/documents.ts";
import { readNumber, type SmsNumber } from "../model/number.ts";
import { chooseAccounts } from "../model/route-choice.ts";
import { chooseSender, takesReplies } from "../model/sender-choice.ts";
import { standingOf, standingReads, type StandingFacts } from "../model/standing.ts";
import { renderTemplate } from "@underclaim/runtime/templates";
import type { SmsEncoding } from "../provider/port.ts";
import type { Refused } from "./refuse.ts";
import { subjectOf } from "./refuse.ts";
import type { SendParameters } from "./send-parameters.ts";

export interface Prepared {
  readonly number: SmsNumber;
  readonly sender: SenderSettings;
  readonly body: string;
  readonly encoding: SmsEncoding;
  readonly segments: number;
  readonly analysis: SmsContentAnalysis;
  readonly accounts: readonly string[];
  readonly warnings: readonly string[];
  readonly trackedLinks: number;
  readonly docs: readonly DocWrite[];
  readonly guards: readonly Guard[];
}

export type Preparation =
  | { readonly ok: true; readonly prepared: Prepared }
  | { readonly ok: false; readonly refused: Refused };

const no = (refused: Refused): Preparation => ({ ok: false, refused });

/** The documents that a plan needs; none where the number or the sender is refused anyhow. */
export function preparationReads(
  kit: SmsKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
): readonly Read[] {
  const read = numberIn(request);
  if (!read.ok) return [];
  const { number } = read;
  const chosen = senderFor(kit, request, parameters, number);
  if (!chosen.ok) return [];
  const { sender } = chosen;
  const id = kit.numberId(number.e164);
  return [
    ...standingReads(kit, id, factsOf(request, parameters, sender, number)),
    { doc: conversationKey(kit.numberId(sender.sender_value), id) },
    { doc: endpointFactsKey(id) },
  ];
}

export function prepare(
  kit: SmsKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  snapshot: Snapshot,
  context: PlanContext,
  leavesAt: Instant,
): Preparation {
  const read = numberIn(request);
  if (!read.ok) return no(read.refused);
  const { number } = read;
  const chosen = senderFor(kit, request, parameters, number);
  if (!chosen.ok) {
    return no({
      refusal: chosen.refusal,
      message: chosen.message,
      category: "configuration",
      field: "parameters.sender_identity",
    });
  }
  const { sender } = chosen;
  const standing = standingOf(
    kit,
    kit.numberId(number.e164),
    factsOf(request, parameters, sender, number),
    snapshot,
    context.now,
  );
  if (standing.block !== null) {
    const { refusal, scope, type, message } = standing.block;
    return no({
      refusal,
      message,
      category: "conflict",
      field: "target_endpoint",
      told: { scope: scope?.kind ?? null, suppression_type: type ?? null },
    });
  }
  const text = textOf(kit, request, parameters);
  if (!text.ok) return no(text.refused);
  const links = checkLinks(
    text.body,
    request.content?.action_links ?? [],
    kit.settings.links,
    request.template_ref ? "variables" : "content.body_text",
  );
  if (!links.ok) return no({ refusal: "invalid_link", message: links.message, field: links.path });

  const wantsTracking = parameters.track_links ?? kit.settings.links.tracking;
  const tracked = trackLinks({
    body: text.body,
    links: links.links,
    settings: { ...kit.settings.links, tracking: wantsTracking },
    ids: context.ids,
    operation: context.operation,
    subject: subjectOf(context.operation),
    now: leavesAt,
    person: kit.numberId(number.e164),
  });
  const analysed = analyseContent({
    body: tracked.body,
    encoding: parameters.encoding,
    settings: kit.settings.content,
    stream: parameters.stream,
    country: number.country,
    repliesPossible: takesReplies(sender),
    trackedLinks: tracked.tracked,
    optOutWords: kit.settings.keywords.flatMap(({ opt_out = [] }) => opt_out),
  });
  if (!analysed.ok)
    return no({ refusal: analysed.refusal, message: analysed.message, field: "content.body_text" });

  const accounts = chooseAccounts(kit.settings.routes, {
    country: number.country,
    stream: parameters.stream,
    sender,
    wanted: parameters.provider_account ?? null,
    accounts: kit.accounts
      .filter(({ tenant }) => tenant === context.tenant)
      .map(({ account }) => account),
  });
  if (accounts.length === 0) {
    return no({
      refusal: "no_route",
      message: `No account may carry the stream ${parameters.stream} to ${number.country ?? "this destination"} under the sender ${sender.sender_identity_id}. Look at routes, senders and providers of the configuration.`,
      category: "configuration",
    });
  }
  return {
    ok: true,
    prepared: {
      number,
      sender,
      body: analysed.body,
      encoding: analysed.encoding,
      segments: analysed.segments,
      analysis: analysed.analysis,
      accounts,
      warnings: [...chosen.warnings, ...standing.warnings, ...analysed.analysis.warnings],
      trackedLinks: tracked.tracked,
      docs: tracked.docs,
      guards: standing.guards,
    },
  };
}

type NumberAnswer =
  | { readonly ok: true; readonly number: SmsNumber }
  | { readonly ok: false; readonly refused: Refused };

function numberIn({ target_endpoint: endpoint }: AdapterActionRequest): NumberAnswer {
  const field = "target_endpoint.value";
  const refused = (given: Omit<Refused, "field">): NumberAnswer => ({
    ok: false,
    refused: { ...given, field },
  });
  if (!endpoint?.value)
    return refused({
      refusal: "missing_number",
      message: "There is no number. Give target_endpoint.value in E.164, like +49….",
    });
  if (endpoint.endpoint_type !== "phone_number")
    return refused({
      refusal: "not_mobile",
      message: "Messages go to an endpoint of type phone_number. Give one.",
    });
  const read = readNumber(endpoint.value);
  if (!read.ok) {
    return refused({
      refusal: read.problem === "missing" ? "missing_number" : "invalid_number",
      message: read.message,
    });
  }
  if (read.number.sms === "unsuitable") {
    return refused({
      refusal: "not_mobile",
      message: `The number is of a kind that takes no SMS (${read.number.type}). Use a mobile number, or another channel.`,
    });
  }
  return read;
}

const senderFor = (
  { settings }: SmsKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
  number: SmsNumber,
) =>
  chooseSender(settings.senders, {
    wanted: parameters.sender_identity ?? null,
    country: number.country,
    stream: parameters.stream,
    sharedAccepted: request.policy_context?.attributes?.["shared_sender_accepted"] === true,
  });

const factsOf = (
  request: AdapterActionRequest,
  parameters: SendParameters,
  sender: SenderSettings,
  number: SmsNumber,
): StandingFacts => ({
  senderIdentity: sender.sender_identity_id,
  campaign: parameters.campaign ?? sender.campaign_ref ?? null,
  case: request.coordination_case_id,
  purpose: parameters.purpose ?? null,
  stream: parameters.stream,
  country: number.country,
});

type TextAnswer =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly refused: Refused };

const FIELDS: Readonly<Record<string, string>> = {
  unknown_template: "template_ref",
  template_invalid: "template_ref",
  unknown_language: "parameters.language",
};

/** The text, rendered; links that it does not name itself follow it, each on a line of its own. */
function textOf(
  { settings }: SmsKit,
  request: AdapterActionRequest,
  parameters: SendParameters,
): TextAnswer {
  const links = request.content?.action_links ?? [];
  let body = request.content?.body_text ?? "";
  if (request.template_ref) {
    const rendered = renderTemplate(
      settings.templates,
      request.template_ref,
      parameters.language ?? null,
      request.variables ?? {},
    );
    if (!rendered.ok) {
      return {
        ok: false,
        refused: {
          refusal: "render_failed",
          code: rendered.problem,
          message: rendered.message,
          field: FIELDS[rendered.problem] ?? "variables",
        },
      };
    }
    body = rendered.text;
  }
  const missing = links.map(({ url }) => url).filter((url) => !namesLink(body, url));
  return { ok: true, body: [body, ...missing].join("\n") };
}
