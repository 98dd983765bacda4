// Sinch, as its documentation has it: https://developers.sinch.com/docs/sms/api-reference. What is not documented is refused
// and remembered. Callbacks are signed here with the Web Cryptography API from the text of "Validating callbacks".
import { listen, type Breakage, type Heard, type Listening, type Said } from "./http-double.ts";

export interface SinchDoubleOptions {
  readonly servicePlan: string;
  readonly token: string;
  readonly now: () => number;
}

/** As Sinch answers it. */
interface SinchBatch {
  readonly id: string;
  readonly to: readonly string[];
  readonly from?: string;
  readonly body: string;
  readonly client_reference?: string;
  readonly callback_url?: string;
  readonly send_at?: string;
  readonly expire_at?: string;
  readonly created_at: string;
  readonly modified_at: string;
  readonly canceled: boolean;
}

interface SinchState {
  readonly status: string;
  readonly code: number;
}

type SinchBehaviour =
  | Breakage
  /** Takes effect, answers 500. */
  | "fail_after"
  | "garbage"
  | {
      readonly http: {
        readonly status: number;
        readonly body?: unknown;
        readonly retryAfter?: number;
      };
    };

export interface SinchDouble extends Listening {
  readonly batches: readonly SinchBatch[];
  readonly heard: readonly Heard[];
  readonly violations: readonly string[];
  behave(...next: readonly SinchBehaviour[]): void;
  /** What became of a batch's one recipient. */
  report(id: string, state: SinchState | null): void;
}

const FIELDS = new Set([
  ..."to from type body delivery_report send_at expire_at callback_url client_reference parameters".split(
    " ",
  ),
  ..."flash_message truncate_concat max_number_of_message_parts from_ton from_npi feedback_enabled".split(
    " ",
  ),
]);
const LISTED = new Set("page page_size from start_date end_date client_reference".split(" "));
const REPORTS = new Set(["none", "summary", "full", "per_recipient", "per_recipient_final"]);
const DAY = 86_400_000;

export async function sinchDouble(options: SinchDoubleOptions): Promise<SinchDouble> {
  const { servicePlan, token, now } = options;
  const batches: SinchBatch[] = [];
  const states = new Map<string, SinchState | null>();
  const heard: Heard[] = [];
  const violations: string[] = [];
  const script: SinchBehaviour[] = [];
  const iso = (at: number): string => new Date(at).toISOString();

  const violation = (text: string, code = "syntax_constraint_violation"): Said => {
    violations.push(text);
    return { status: 400, body: { code, text } };
  };

  function answer(request: Heard): Said | Breakage {
    heard.push(request);
    const behaviour = script.shift();
    if (typeof behaviour === "object") {
      const { status, body = "", retryAfter } = behaviour.http;
      if (retryAfter === undefined) return { status, body };
      return { status, body, headers: { "retry-after": String(retryAfter) } };
    }
    const said = route(request);
    if (behaviour === "drop" || behaviour === "stall") return behaviour;
    if (behaviour === "fail_after") return { status: 500, body: "" };
    return behaviour === "garbage" ? { status: 201, body: "<html>" } : said;
  }

  function route({ method, path, headers, body }: Heard): Said {
    const url = new URL(path, "http://double");
    const [, xms, v1, plan, collection, id, part, ...more] = url.pathname.split("/");
    if (xms !== "xms" || v1 !== "v1" || collection !== "batches" || more.length > 0)
      return violation(`no such path: ${method} ${url.pathname}`);
    if (headers.authorization !== `Bearer ${token}`) return { status: 401, body: "" };
    if (plan !== servicePlan) return { status: 404, body: "" };
    if (id === undefined)
      return method === "GET"
        ? list(url.searchParams)
        : method === "POST"
          ? create(headers, body)
          : { status: 405, body: "" };
    const index = batches.findIndex((batch) => batch.id === id);
    const batch = batches[index];
    if (batch === undefined) return { status: 404, body: "" };
    if (method === "DELETE" && part === undefined) return cancel(batch, index);
    if (method === "GET" && part === "delivery_report") return reportOf(batch, url.searchParams);
    return violation(`not asked here: ${method} ${url.pathname}`);
  }

  function create(headers: Heard["headers"], text: string): Said {
    if (headers["content-type"] !== "application/json") return { status: 415, body: "" };
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(text) as Record<string, unknown>;
    } catch {
      return violation("the body is no JSON", "syntax_invalid_json");
    }
    const wrong = wrongBatch(body, now());
    if (wrong !== null) return violation(wrong);
    const at = iso(now());
    const batch = {
      ...body,
      id: `01FC66621XXXXX119Z8PMV${String(batches.length).padStart(4, "0")}`,
      // "All MSISDNs returned by the REST API will be without a + or 00 prefix".
      to: (body.to as readonly string[]).map((number) => number.replace(/^\+/, "")),
      created_at: at,
      modified_at: at,
      canceled: false,
    } as unknown as SinchBatch;
    batches.push(batch);
    states.set(batch.id, { status: "Queued", code: 400 });
    return { status: 201, body: batch };
  }

  function list(query: URLSearchParams): Said {
    const unknown = [...query.keys()].filter((name) => !LISTED.has(name));
    if (unknown.length > 0) return violation(`undocumented: ${unknown.join(", ")}`);
    const size = Number(query.get("page_size") ?? "30");
    if (!(size >= 1 && size <= 100)) return violation("page_size is at most 100");
    const from = query.has("start_date") ? Date.parse(query.get("start_date") ?? "") : now() - DAY;
    if (Number.isNaN(from)) return violation("start_date is no time");
    const reference = query.get("client_reference");
    const found = batches
      .filter(({ created_at }) => Date.parse(created_at) >= Math.max(from, now() - 14 * DAY))
      .filter(({ client_reference }) => reference === null || client_reference === reference)
      .toReversed();
    return {
      status: 200,
      body: { count: found.length, page: 0, page_size: size, batches: found.slice(0, size) },
    };
  }

  /** "Canceling a batch scheduled in the future will result in an empty delivery report while canceling an already sent batch would result in no change". */
  function cancel(batch: SinchBatch, index: number): Said {
    const cancelled = { ...batch, canceled: true, modified_at: iso(now()) };
    batches[index] = cancelled;
    const waits = batch.send_at !== undefined && Date.parse(batch.send_at) > now();
    if (waits) states.set(batch.id, null);
    else if (states.get(batch.id)?.status === "Queued")
      states.set(batch.id, { status: "Cancelled", code: 407 });
    return { status: 200, body: cancelled };
  }

  function reportOf({ id, client_reference }: SinchBatch, query: URLSearchParams): Said {
    if (!["summary", "full"].includes(query.get("type") ?? "summary"))
      return violation("type is summary or full");
    const state = states.get(id) ?? null;
    const statuses = state === null ? [] : [{ ...state, count: 1 }];
    return {
      status: 200,
      body: {
        type: "delivery_report_sms",
        batch_id: id,
        statuses,
        total_message_count: statuses.length,
        client_reference,
      },
    };
  }

  const listening = await listen(answer, () => {
    if (script[0] !== "reset") return null;
    script.shift();
    return "reset";
  });
  return {
    ...listening,
    batches,
    heard,
    violations,
    behave: (...next) => void script.push(...next),
    report: (id, state) => void states.set(id, state),
  };
}

function wrongBatch(body: Readonly<Record<string, unknown>>, now: number): string | null {
  const unknown = Object.keys(body).filter((name) => !FIELDS.has(name));
  if (unknown.length > 0) return `undocumented: ${unknown.join(", ")}`;
  const {
    to,
    from,
    type = "mt_text",
    body: text,
    delivery_report = "none",
    client_reference,
  } = body;
  if (!Array.isArray(to) || to.length === 0 || to.length > 1_000)
    return "to has 1 to 1000 elements";
  if (!to.every((each) => typeof each === "string" && /^(\+|00)?\d{7,15}$/.test(each)))
    return "to holds MSISDNs";
  if (
    from !== undefined &&
    !(typeof from === "string" && /^(\+?\d{3,15}|[A-Za-z0-9 ]{1,11})$/.test(from))
  )
    return "from is an MSISDN, a short code or alphanumeric";
  if (type !== "mt_text") return "type is mt_text";
  if (typeof text !== "string" || text === "" || text.length > 2_000)
    return "body has 1 to 2000 characters";
  if (!REPORTS.has(String(delivery_report))) return "delivery_report is none of its values";
  if (
    client_reference !== undefined &&
    !(typeof client_reference === "string" && client_reference.length <= 128)
  )
    return "client_reference has up to 128 characters";
  const { callback_url, send_at, expire_at } = body;
  if (
    callback_url !== undefined &&
    !(
      typeof callback_url === "string" &&
      URL.canParse(callback_url) &&
      callback_url.length <= 2_048
    )
  )
    return "callback_url is an address of up to 2048 characters";
  const begins = send_at === undefined ? now : isoOf(send_at);
  const ends = expire_at === undefined ? begins : isoOf(expire_at);
  if (Number.isNaN(begins) || Number.isNaN(ends)) return "a time is ISO 8601";
  if (expire_at !== undefined && !(ends > begins && ends <= begins + 3 * DAY))
    return "expire_at comes after send_at, by 3 days at most";
  return null;
}

const isoOf = (value: unknown): number =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(value)
    ? Date.parse(value)
    : Number.NaN;

export interface SinchCallback {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** "Compute the signature using base64(HMAC(secret, signed_data)) where signed_data is the body, the nonce and the timestamp". */
export async function signedSinchCallback(
  secret: string,
  body: string,
  at: number,
  nonce = "01FJA8B4A7BM43YGWSG9GBV067",
): Promise<SinchCallback> {
  const utf8 = new TextEncoder();
  const timestamp = String(Math.floor(at / 1_000));
  const key = await crypto.subtle.importKey(
    "raw",
    utf8.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign(
    "HMAC",
    key,
    utf8.encode([body, nonce, timestamp].join(".")),
  );
  return {
    headers: {
      "content-type": "application/json",
      "x-sinch-webhook-signature": btoa(String.fromCharCode(...new Uint8Array(mac))),
      "x-sinch-webhook-signature-nonce": nonce,
      "x-sinch-webhook-signature-timestamp": timestamp,
      "x-sinch-webhook-signature-algorithm": "HmacSHA256",
    },
    body,
  };
}
