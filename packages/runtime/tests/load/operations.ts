import { seeded } from "@underclaim/contract/golden";

/** The address nothing may be sent to: a request for it is refused, and its refusal is replayed. */
export const BLOCKED = "blocked@example.test";

/** The values a field of a request may have. Two requests are the same when they have the same value in each. */
const VALUES = {
  content: [
    { body_text: "Please look at it until Friday." },
    { body_text: "Please look at it." },
    { body_text: "Now.", subject: "Now" },
  ],
  expires_at: [undefined, "2099-01-01T00:00:00Z"],
  metadata: [{ origin: "load" }, { origin: "load", priority: 1 }, undefined],
  participant_id: ["participant-1", "participant-2", undefined],
  payload_ref: [undefined, { ref_type: "document", ref_id: "d1" }],
  target_endpoint: [
    { endpoint_type: "reference_inbox", value: "one@example.test" },
    { endpoint_type: "reference_inbox", value: BLOCKED },
    { endpoint_type: "reference_inbox", endpoint_id: "ep-1", value: "one@example.test" },
  ],
} as const;
type Field = keyof typeof VALUES;
const FIELDS = Object.keys(VALUES).sort() as Field[];

/** Which value each field has, in the order of `FIELDS`. */
export type Variant = readonly number[];

export interface Operation {
  readonly key: string;
  readonly requestId: string;
  /** null: a request that cannot be understood. */
  readonly variant: Variant | null;
  readonly body: string;
}

/** The fields a conflict must name, sorted as it names them. */
export const differing = (one: Variant, other: Variant): string[] =>
  FIELDS.filter((_, at) => one[at] !== other[at]);

/**
 * Operations drawn from a seed. Keys are reused as popular ones are: the k-th with a frequency of about 1/k. Three in ten
 * requests have some other value in one to three fields; all differ in what is no content.
 */
export function operations(seed: number, keys: number): () => Operation {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  let count = 0;
  return () => {
    count += 1;
    const key = `key-${seed}-${Math.floor(keys ** random())}`;
    const requestId = `req-${seed}-${count}`;
    const variant = FIELDS.map(() => 0);
    if (random() < 0.3) {
      for (let mutations = 1 + below(3); mutations > 0; mutations -= 1) {
        const at = below(FIELDS.length);
        variant[at] = below(VALUES[FIELDS[at] as Field].length);
      }
    }
    const understood = random() >= 0.01;
    return {
      key,
      requestId,
      variant: understood ? variant : null,
      body: bodyOf(key, requestId, variant, understood, random),
    };
  };
}

function bodyOf(
  key: string,
  requestId: string,
  variant: Variant,
  understood: boolean,
  random: () => number,
): string {
  const fields = Object.fromEntries(
    FIELDS.map((field, at) => [field, VALUES[field][variant[at] ?? 0]]),
  );
  const { metadata, participant_id: participant } = fields;
  return JSON.stringify({
    ...fields,
    // Null and absent are the same, and so is how a request travelled.
    participant_id: participant ?? (random() < 0.5 ? null : undefined),
    metadata: random() < 0.5 ? metadata : { ...(metadata as object), transport: { hop: random() } },
    request_id: requestId,
    requested_at: random() < 0.5 ? "2026-01-01T00:00:00Z" : "2026-01-01T00:00:01Z",
    action_type: "notification.send",
    coordination_case_id: `case-${key}`,
    tracking_context: { correlation_id: `corr-${key}`, coordination_case_id: `case-${key}` },
    idempotency_key: understood ? key : [key],
  });
}
