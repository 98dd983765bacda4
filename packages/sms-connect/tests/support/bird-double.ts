// Bird, as its reference has it: https://bird.com/docs (SMS, Errors, Idempotency, Webhooks). What is not documented is refused
// and remembered. Webhooks are signed by the library of the Standard Webhooks.
import { Webhook } from "standardwebhooks";
import { listen, type Breakage, type Heard, type Listening, type Said } from "./http-double.ts";

export interface BirdDoubleOptions {
  readonly key: string;
  readonly now: () => number;
}

/** As Bird answers it. */
interface BirdMessage {
  readonly id: string;
  readonly direction: "outbound";
  readonly status: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly category: string;
  readonly segments: {
    readonly count: number;
    readonly encoding: string;
    readonly characters: number;
  };
  readonly tags?: readonly BirdTag[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly last_error?: {
    readonly code: string;
    readonly description: string;
    readonly occurred_at: string;
  };
  readonly created_at: string;
}

interface BirdTag {
  readonly name: string;
  readonly value: string;
}

export type BirdBehaviour =
  | Breakage
  /** Takes effect, answers 202 and what is no JSON. */
  | "garbage"
  | {
      readonly http: {
        readonly status: number;
        readonly body?: unknown;
        readonly retryAfter?: number;
      };
    };

export interface BirdDouble extends Listening {
  readonly messages: readonly BirdMessage[];
  readonly heard: readonly Heard[];
  readonly violations: readonly string[];
  behave(...next: readonly BirdBehaviour[]): void;
  /** What became of a message. */
  report(id: string, over: Pick<BirdMessage, "status"> & Partial<BirdMessage>): void;
}

const FIELDS = new Set("to from text category tags metadata options template".split(" "));
/** Announced and "currently unavailable; supplying this field returns 422 SMSUnsupportedFeature". */
const PREVIEW = new Set(
  "validity_period media_urls messaging_profile_id scheduled_at broadcast_id campaign_id audience_id contact_id topic_id personalization".split(
    " ",
  ),
);
const LISTED = new Set(
  "limit starting_after ending_before created_after created_before direction status error_code category to from tag".split(
    " ",
  ),
);
const CATEGORIES = new Set(["transactional", "marketing", "authentication", "service"]);
const WINDOW = 3 * 3_600_000;
const LOCK = 30_000;

interface Kept {
  readonly at: number;
  readonly body: string;
  /** Null while it is under way. */
  said: Said | null;
}

export async function birdDouble({ key, now }: BirdDoubleOptions): Promise<BirdDouble> {
  const messages: BirdMessage[] = [];
  const kept = new Map<string, Kept>();
  const heard: Heard[] = [];
  const violations: string[] = [];
  const script: BirdBehaviour[] = [];

  const violation = (
    text: string,
    said = problem(400, "bad_request_error", "E01000", "BadRequest"),
  ): Said => {
    violations.push(text);
    return said;
  };

  function answer(request: Heard): Said | Breakage {
    heard.push(request);
    const behaviour = script.shift();
    if (typeof behaviour === "object") {
      const { status, body = "", retryAfter } = behaviour.http;
      if (retryAfter === undefined) return { status, body };
      return { status, body, headers: { "retry-after": String(retryAfter) } };
    }
    const said = route(request, behaviour === "stall");
    if (behaviour === "drop" || behaviour === "stall") return behaviour;
    return behaviour === "garbage" ? { status: 202, body: "<html>" } : said;
  }

  function route(request: Heard, underWay: boolean): Said {
    const { method, path, headers } = request;
    const url = new URL(path, "http://double");
    if (url.pathname !== "/v1/sms/messages")
      return violation(`no such path: ${method} ${url.pathname}`);
    if (headers.authorization !== `Bearer ${key}`)
      return problem(401, "auth_error", "E02000", "Unauthorized");
    if (method === "GET") return list(url.searchParams);
    if (method !== "POST") return violation(`no such method: ${method}`);
    if (url.search !== "") return violation("the address has a query");
    return once(request, underWay);
  }

  function once(request: Heard, underWay: boolean): Said {
    const { headers, body } = request;
    const name = headers["idempotency-key"];
    if (name === undefined) return create(headers, body);
    if (!/^[\x21-\x7e]{1,255}$/.test(name)) return violation("no Idempotency-Key is like that");
    const known = kept.get(name);
    if (known !== undefined && known.said === null && now() - known.at < LOCK)
      return problem(409, "conflict_error", "E01004", "request_in_progress");
    if (known !== undefined && known.said !== null && now() - known.at < WINDOW) {
      if (known.body !== body)
        return problem(409, "conflict_error", "E01005", "idempotency_key_reuse");
      return { ...known.said, headers: { "idempotency-replay": "true" } };
    }
    const entry: Kept = { at: now(), body, said: null };
    kept.set(name, entry);
    const said = create(headers, body);
    if (!underWay) entry.said = said;
    return said;
  }

  function create(headers: Heard["headers"], text: string): Said {
    if (headers["content-type"] !== "application/json")
      return violation("the body is announced as no JSON");
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(text) as Record<string, unknown>;
    } catch {
      return violation("the body is no JSON");
    }
    const preview = Object.keys(body).find((field) => PREVIEW.has(field));
    if (preview !== undefined)
      return violation(
        `not available yet: ${preview}`,
        problem(422, "validation_error", "E09001", "SMSUnsupportedFeature"),
      );
    const wrong = wrongField(body);
    if (wrong !== null) {
      const [param, message] = wrong;
      return violation(
        `${param} ${message}`,
        problem(422, "validation_error", "E01001", "ValidationError", [{ param, message }]),
      );
    }
    const characters = String(body.text).length;
    const message = {
      ...body,
      id: `sms_01krdgeqcxet5s7t44vh8rt${String(messages.length).padStart(3, "0")}`,
      direction: "outbound",
      status: "accepted",
      segments: { count: Math.ceil(characters / 160), encoding: "GSM_7BIT", characters },
      created_at: new Date(now()).toISOString(),
    } as unknown as BirdMessage;
    messages.push(message);
    return { status: 202, body: message };
  }

  function list(query: URLSearchParams): Said {
    const unknown = [...query.keys()].filter((name) => !LISTED.has(name));
    if (unknown.length > 0) return violation(`undocumented: ${unknown.join(", ")}`);
    const tags = query.getAll("tag").map((tag) => tag.split(":"));
    const found = messages
      .filter(({ tags: own = [] }) =>
        tags.every(([name, value]) =>
          own.some((tag) => tag.name === name && (value === undefined || tag.value === value)),
        ),
      )
      .filter(({ direction }) => (query.get("direction") ?? direction) === direction)
      .toReversed();
    return { status: 200, body: { data: found, next_cursor: null, prev_cursor: null } };
  }

  const listening = await listen(answer, () => {
    if (script[0] !== "reset") return null;
    script.shift();
    return "reset";
  });
  return {
    ...listening,
    messages,
    heard,
    violations,
    behave: (...next) => void script.push(...next),
    report: (id, over) => {
      const index = messages.findIndex((message) => message.id === id);
      const message = messages[index];
      if (message !== undefined) messages[index] = { ...message, ...over };
    },
  };
}

/** The one envelope of every error. Codes that the documentation does not tell are made up here: nothing is to be read in them. */
export const problem = (
  status: number,
  type: string,
  code: string,
  name: string,
  details?: readonly { readonly param: string; readonly message: string }[],
): Said => ({
  status,
  body: {
    error: {
      type,
      code,
      name,
      message: name,
      doc_url: `https://docs.bird.com/errors/${code}`,
      request_id: "req_01krdgeqcxet5s7t44vh8rt9mg",
      ...(details === undefined ? {} : { details }),
    },
  },
});

type Wrong = readonly [param: string, message: string];

function wrongField(body: Readonly<Record<string, unknown>>): Wrong | null {
  const unknown = Object.keys(body).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) return [unknown, "is not documented"];
  const { to, from, text, category, tags, metadata } = body;
  if (typeof to !== "string" || !/^\+[1-9]\d{6,14}$/.test(to)) return ["to", "is E.164"];
  if (!/^(\+[1-9]\d{6,14}|\d{5,6}|(?=.*[A-Za-z])[A-Za-z0-9 _-]{1,11})$/.test(String(from)))
    return ["from", "is E.164, a short code or alphanumeric"];
  if (typeof text !== "string" || text.length === 0 || text.length > 1_836)
    return ["text", "has at least 1 character and at most 12 segments"];
  if (!CATEGORIES.has(String(category))) return ["category", "is none of its values"];
  if (metadata !== undefined && JSON.stringify(metadata).length > 2_048)
    return ["metadata", "has at most 2 KB"];
  return tags === undefined ? null : wrongTags(tags);
}

function wrongTags(tags: unknown): Wrong | null {
  if (!Array.isArray(tags) || tags.length > 20) return ["tags", "are at most 20"];
  for (const tag of tags as readonly Partial<BirdTag>[]) {
    if (Object.keys(tag).toSorted().join() !== "name,value") return ["tags", "have name and value"];
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(tag.name ?? "")) return ["tags", "name"];
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(tag.value ?? "")) return ["tags", "value"];
  }
  return null;
}

/** The headers of a webhook that Bird posts. */
export const signedByBird = (
  secret: string,
  body: string,
  at: number,
  id = "msg_01krdgeqcxet5s7t44vh8rt9mg",
): Readonly<Record<string, string>> => ({
  "content-type": "application/json",
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at / 1_000)),
  "webhook-signature": new Webhook(secret).sign(id, new Date(at), body),
});
