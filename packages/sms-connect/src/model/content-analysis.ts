// SmsAdapterSpecification §22. What a message will be as SMS, before it is sent.
import { z } from "zod";
import type { ContentSettings } from "../configuration/content.ts";
import type { SmsEncoding } from "../provider/port.ts";
import { chooseEncoding } from "./choose-encoding.ts";
import { charactersProblem } from "./content-characters.ts";
import { filteringRisks, type FilteringRisk } from "./filtering-risk.ts";
import { findLinks } from "./find-links.ts";
import { firstNotGsm7 } from "./gsm7.ts";
import { optOutText } from "./opt-out-text.ts";
import { segmentsOf } from "./segments.ts";
import { smartEncode } from "./smart-encoding.ts";
import type { SmsStream } from "./stream.ts";

/** The six of §22 and two of ours. */
export const CONTENT_WARNINGS = [
  "message_requires_multiple_segments",
  "unicode_reduces_segment_capacity",
  "tracking_link_may_increase_length",
  "message_missing_required_opt_out_text",
  "content_filtering_risk",
  "sender_identity_not_allowed_for_replies",
  /** Typographic characters were replaced: the text is not letter by letter what was given. */
  "smart_encoding_replaced_characters",
  /** `content.smart_encoding` is off and would need fewer segments. */
  "smart_encoding_would_save_segments",
] as const;
type ContentWarning = (typeof CONTENT_WARNINGS)[number];

export const SmsContentAnalysis = z
  .strictObject({
    body_length: z.int().min(0).describe("Characters (Unicode code points) of the text as sent."),
    encoding: z.enum(["gsm7", "ucs2", "binary", "unknown"]),
    segment_count: z.int().min(1),
    per_segment_limit: z
      .int()
      .min(1)
      .describe(
        "160 septets (gsm7) or 70 UTF-16 code units (ucs2) in a single segment; 153 or 67 in each of several.",
      ),
    contains_url: z.boolean().describe("Something that a handset takes for a link."),
    contains_tracking_link: z.boolean().describe("A link that this service redirects."),
    contains_opt_out_text: z.boolean().describe("Seems to say how to opt out; guessed from words."),
    contains_non_gsm_characters: z.boolean(),
    estimated_cost_units: z
      .number()
      .min(0)
      .nullish()
      .describe(
        "Segments times content.cost_per_segment of the destination; null: no cost is set.",
      ),
    warnings: z.array(z.string().min(1)).describe("See CONTENT_WARNINGS; others may follow."),
  })
  .meta({
    id: "SmsContentAnalysis",
    description:
      "What a text is as SMS (SmsAdapterSpecification §22). It says nothing about what becomes of it.",
  });
export type SmsContentAnalysis = z.infer<typeof SmsContentAnalysis>;

export interface ContentInput {
  /** As it is to be sent: rendered, with its links replaced. */
  readonly body: string;
  readonly encoding: "auto" | SmsEncoding;
  readonly settings: ContentSettings;
  readonly stream: SmsStream;
  /** Of the destination. */
  readonly country: string | null;
  /** Whether the sender can be answered. */
  readonly repliesPossible: boolean;
  /** How many links of the body are redirects of this service. */
  readonly trackedLinks: number;
  /** Words by which a reply opts out, in any case. STOP is always one. */
  readonly optOutWords: readonly string[];
}

export type ContentAnswer =
  | {
      readonly ok: true;
      readonly analysis: SmsContentAnalysis;
      /** What to send: as given, or with typographic characters replaced. */
      readonly body: string;
      readonly encoding: SmsEncoding;
      readonly segments: number;
      /** Characters that were replaced (`U+2019`), each once. */
      readonly replaced: readonly string[];
      /** Why `content_filtering_risk` is among the warnings. */
      readonly risks: readonly FilteringRisk[];
    }
  /** The message names characters by code point and place, and holds nothing else of the body. */
  | {
      readonly ok: false;
      readonly refusal: "content_invalid" | "encoding_unsupported";
      readonly message: string;
    };

export function analyseContent(input: ContentInput): ContentAnswer {
  const { settings } = input;
  const problem = charactersProblem(input.body);
  if (problem !== null) return { ok: false, refusal: "content_invalid", message: problem };
  const chosen = chooseEncoding(input.body, input.encoding, settings.smart_encoding);
  if (!chosen.ok) return { ok: false, refusal: "encoding_unsupported", message: chosen.message };
  const { body, encoding, replaced } = chosen;
  const { count, perSegmentLimit } = segmentsOf(body, encoding);
  if (count > settings.max_segments) {
    const message = `The message needs ${count} segments as ${encoding}; content.max_segments is ${settings.max_segments}. Shorten it.`;
    return { ok: false, refusal: "content_invalid", message };
  }
  const plain = firstNotGsm7(body) === -1;
  const links = findLinks(body);
  const optsOut = optOutText(input.optOutWords).isIn(body);
  const risks = filteringRisks(body, links, plain);
  const cost = input.country === null ? undefined : settings.cost_per_segment[input.country];
  const holds: Readonly<Record<ContentWarning, boolean>> = {
    message_requires_multiple_segments: count > 1,
    unicode_reduces_segment_capacity: encoding === "ucs2",
    tracking_link_may_increase_length: input.trackedLinks > 0,
    message_missing_required_opt_out_text:
      !optsOut && settings.opt_out_text_required_for.includes(input.stream),
    content_filtering_risk: risks.length > 0,
    sender_identity_not_allowed_for_replies: !input.repliesPossible,
    smart_encoding_replaced_characters: replaced.length > 0,
    smart_encoding_would_save_segments:
      encoding === "ucs2" &&
      input.encoding === "auto" &&
      !settings.smart_encoding &&
      smartEncode(body) !== null,
  };
  const analysis: SmsContentAnalysis = {
    body_length: plain ? body.length : charactersOf(body),
    encoding,
    segment_count: count,
    per_segment_limit: perSegmentLimit,
    contains_url: links.length > 0,
    contains_tracking_link: input.trackedLinks > 0,
    contains_opt_out_text: optsOut,
    contains_non_gsm_characters: !plain,
    estimated_cost_units: cost === undefined ? null : rounded(cost * count),
    warnings: CONTENT_WARNINGS.filter((warning) => holds[warning]),
  };
  return { ok: true, analysis, body, encoding, segments: count, replaced, risks };
}

/** Well-formed as it has passed: every low surrogate ends a pair. */
function charactersOf(body: string): number {
  let pairs = 0;
  for (let index = 0; index < body.length; index += 1) {
    const unit = body.charCodeAt(index);
    if (unit >= 0xdc00 && unit <= 0xdfff) pairs += 1;
  }
  return body.length - pairs;
}

/** Sums of prices show no trace of binary fractions. */
const rounded = (cost: number): number => Math.round(cost * 1e9) / 1e9;
