import { z } from "zod";
import type { ServiceClient } from "./client.ts";

/** What the service shows of a message (XmppAdapterSpecification §9.1): evidence with its grade, and what it amounts to. */
const Timeline = z.looseObject({
  xmpp_attempts: z.array(
    z.looseObject({
      events: z.array(
        z.looseObject({
          normalized_event_type: z.string().nullish(),
          occurred_at: z.string().nullish(),
          summary: z.string(),
          evidence_grade: z.looseObject({ strength: z.string() }),
        }),
      ),
    }),
  ),
  current_assessment: z.looseObject({
    category: z.string(),
    subclass: z.string(),
    confidence: z.string(),
    recommended_coordination_interpretation: z.string().nullish(),
  }),
});

export interface Evidence {
  readonly events: readonly {
    readonly event_type: string;
    readonly occurred_at: string | null;
    readonly meaning: string;
    readonly grade: Readonly<Record<string, unknown>>;
  }[];
  readonly assessment: {
    readonly category: string;
    readonly subclass: string;
    readonly confidence: string;
    readonly of_the_person: string | null;
  };
}

/** null: the service cannot be asked now, or knows nothing of it. */
export async function evidenceOf(
  client: ServiceClient,
  reference: string,
): Promise<Evidence | null> {
  const answer = await client.get(`/xmpp/messages/${encodeURIComponent(reference)}/timeline`);
  const read =
    answer.kind === "answer" && answer.status === 200 ? Timeline.safeParse(answer.body) : null;
  if (read?.success !== true) return null;
  const { xmpp_attempts, current_assessment: assessment } = read.data;
  return {
    events: xmpp_attempts.flatMap(({ events }) =>
      events.flatMap(({ normalized_event_type: type, occurred_at, summary, evidence_grade }) =>
        type
          ? [
              {
                event_type: type,
                occurred_at: occurred_at ?? null,
                meaning: summary,
                grade: evidence_grade,
              },
            ]
          : [],
      ),
    ),
    assessment: {
      category: assessment.category,
      subclass: assessment.subclass,
      confidence: assessment.confidence,
      of_the_person: assessment.recommended_coordination_interpretation ?? null,
    },
  };
}
