// What a text will be as SMS (SmsAdapterSpecification §22, §31.2). Nothing is sent, recorded or remembered.
import { ActionLink } from "@underclaim/contract";
import {
  principalOf,
  sendJson,
  sendProblem,
  type Ids,
  type Instant,
  type RouteTools,
} from "@underclaim/runtime";
import { z } from "zod";
import { Country, Name } from "../configuration/name.ts";
import type { SmsKit } from "../kit.ts";
import { trackLinks } from "../links/plan.ts";
import { analyseContent, SmsContentAnalysis } from "../model/content-analysis.ts";
import { checkLinks } from "../model/links.ts";
import { takesReplies } from "../model/sender-choice.ts";
import { SmsStream } from "../model/stream.ts";
import { renderTemplate } from "@underclaim/runtime/templates";

const AnalyzeRequest = z
  .strictObject({
    body: z.string().max(20_000).nullish(),
    template_ref: z.string().min(1).max(256).nullish(),
    variables: z.record(z.string(), z.unknown()).nullish(),
    language: z.string().min(2).max(35).nullish(),
    action_links: z.array(ActionLink).default([]),
    encoding: z.enum(["auto", "gsm7", "ucs2"]).default("auto"),
    stream: SmsStream.default("notification"),
    country: Country.nullish().describe("Of the destination: its price is estimated by it."),
    sender_identity: Name.nullish().describe("Absent: one that can be answered."),
    track_links: z.boolean().nullish().describe("Absent: as configured."),
  })
  .refine(({ body, template_ref }) => Boolean(body ?? null) !== Boolean(template_ref), {
    message: "Give body or template_ref, and not both.",
    path: ["body"],
  })
  .meta({ id: "AnalyzeRequest" });
type AnalyzeRequest = z.output<typeof AnalyzeRequest>;

export const AnalyzeReply = z
  .discriminatedUnion("sendable", [
    z.strictObject({
      sendable: z.literal(true),
      analysis: SmsContentAnalysis,
      replaced_characters: z.array(z.string()).describe("By smart_encoding, as U+2019."),
      filtering_risks: z.array(z.string()),
    }),
    z.strictObject({
      sendable: z.literal(false),
      refusal: z.string().describe("What a message of this text would be refused with."),
      message: z.string(),
    }),
  ])
  .meta({ id: "AnalyzeReply" });
export type AnalyzeReply = z.output<typeof AnalyzeReply>;

export interface AnalyzeRouteOptions {
  readonly kit: Pick<SmsKit, "settings">;
  readonly ids: Ids;
}

const PATH = "/sms/content/analyze";

export function analyzeRoutes({ route }: RouteTools, options: AnalyzeRouteOptions): void {
  route({
    method: "POST",
    path: PATH,
    access: "actions:read",
    summary:
      "What a text will be as SMS: encoding, segments, warnings. Nothing is sent or recorded.",
    body: AnalyzeRequest,
    replies: {
      200: { description: "The analysis, or why it cannot be sent.", schema: AnalyzeReply },
    },
    handler(request, reply) {
      principalOf(request);
      return sendJson(reply, 200, analyzed(options, request.body));
    },
  });
  route({
    method: "GET",
    path: PATH,
    access: "actions:read",
    summary: "Not offered: a query would carry the text. POST it.",
    query: z.looseObject({}),
    replies: {
      405: { description: "POST the text.", contentType: "application/problem+json" },
    },
    handler: (_request, reply) =>
      sendProblem(reply.header("allow", "POST"), "method_not_allowed", {
        detail:
          "A query would carry the text, and queries are kept by whoever sees them. POST it as JSON.",
      }),
  });
}

const NEVER: Instant = 0;

/** The text goes the way that a message's text goes (`actions/prepare.ts`), and no further. */
function analyzed({ kit, ids }: AnalyzeRouteOptions, asked: AnalyzeRequest): AnalyzeReply {
  const { settings } = kit;
  const no = (refusal: string, message: string): AnalyzeReply => ({
    sendable: false,
    refusal,
    message,
  });
  const sender = settings.senders.find(
    ({ sender_identity_id: id }) => id === asked.sender_identity,
  );
  if (asked.sender_identity && sender === undefined)
    return no(
      "sender_not_allowed",
      "There is no such sender. Look at senders of the configuration.",
    );
  let text = asked.body ?? "";
  if (asked.template_ref) {
    const { template_ref: ref, language, variables } = asked;
    const rendered = renderTemplate(settings.templates, ref, language ?? null, variables ?? {});
    if (!rendered.ok) return no("render_failed", rendered.message);
    text = rendered.text;
  }
  const missing = asked.action_links.map(({ url }) => url).filter((url) => !text.includes(url));
  text = [text, ...missing].join("\n");
  const checked = checkLinks(text, asked.action_links, settings.links, "body");
  if (!checked.ok) return no("invalid_link", checked.message);
  // Tokens are all of one length: what a tracked link will cost is known without one being made.
  const tracked = trackLinks({
    body: text,
    links: checked.links,
    settings: { ...settings.links, tracking: asked.track_links ?? settings.links.tracking },
    ids,
    operation: "",
    subject: "",
    now: NEVER,
    person: null,
  });
  const answer = analyseContent({
    body: tracked.body,
    encoding: asked.encoding,
    settings: settings.content,
    stream: asked.stream,
    country: asked.country ?? null,
    repliesPossible: sender === undefined || takesReplies(sender),
    trackedLinks: tracked.tracked,
    optOutWords: settings.keywords.flatMap(({ opt_out = [] }) => opt_out),
  });
  if (!answer.ok) return no(answer.refusal, answer.message);
  return {
    sendable: true,
    analysis: answer.analysis,
    replaced_characters: [...answer.replaced],
    filtering_risks: [...answer.risks],
  };
}
