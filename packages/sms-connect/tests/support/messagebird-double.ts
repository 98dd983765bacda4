// MessageBird, as its documentation has it: https://developers.messagebird.com/api/sms-messaging. What is not documented is
// refused and remembered. Webhooks are signed by jose, from https://developers.messagebird.com/api/#verifying-http-requests.
import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import { listen, type Breakage, type Heard, type Listening, type Said } from "./http-double.ts";

export interface MessageBirdDoubleOptions {
  readonly key: string;
  readonly now: () => number;
}

/** As MessageBird answers it. */
interface MessageBirdMessage {
  readonly id: string;
  readonly direction: "mt";
  readonly originator: string;
  readonly body: string;
  readonly reference: string | null;
  readonly datacoding: string;
  readonly validity: number | null;
  readonly scheduledDatetime: string | null;
  readonly createdDatetime: string;
  readonly recipients: {
    readonly totalCount: number;
    readonly items: readonly { readonly recipient: number; readonly status: string }[];
  };
}

type MessageBirdBehaviour =
  | Breakage
  /** Takes effect, answers 201 and what is no JSON. */
  | "garbage"
  /** Takes effect, answers 500. */
  | "fail_after"
  | {
      readonly http: {
        readonly status: number;
        readonly body?: unknown;
        readonly retryAfter?: number;
      };
    };

export interface MessageBirdDouble extends Listening {
  readonly messages: readonly MessageBirdMessage[];
  readonly heard: readonly Heard[];
  readonly violations: readonly string[];
  behave(...next: readonly MessageBirdBehaviour[]): void;
}

const FIELDS = new Set(
  "type originator body recipients groupIds reference reportUrl validity gateway typeDetails datacoding mclass shortenUrls scheduledDatetime".split(
    " ",
  ),
);
const LISTED = new Set(
  "originator recipient direction limit offset searchterm type contact_id status from until".split(
    " ",
  ),
);
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

export async function messageBirdDouble({
  key,
  now,
}: MessageBirdDoubleOptions): Promise<MessageBirdDouble> {
  const messages: MessageBirdMessage[] = [];
  const heard: Heard[] = [];
  const violations: string[] = [];
  const script: MessageBirdBehaviour[] = [];

  const violation = (text: string, code = 10, parameter: string | null = null): Said => {
    violations.push(text);
    return problem(422, code, parameter);
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
    const [, collection, id, ...more] = url.pathname.split("/");
    if (collection !== "messages" || more.length > 0)
      return violation(`no such path: ${url.pathname}`);
    if (headers.authorization !== `AccessKey ${key}`) return problem(401, 2, "access_key");
    if (method === "POST" && id === undefined) return create(headers, body);
    if (method === "GET" && id === undefined) return list(url.searchParams);
    if (method === "DELETE" && id !== undefined) return withdraw(id);
    return violation(`not asked here: ${method} ${url.pathname}`);
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
    const wrong = wrongField(body);
    if (wrong !== null) {
      const [parameter, why] = wrong;
      return violation(`${parameter} ${why}`, why === "is missing" ? 9 : 10, parameter);
    }
    const scheduled = body.scheduledDatetime !== undefined;
    const message = {
      reference: null,
      datacoding: "plain",
      validity: null,
      scheduledDatetime: null,
      ...body,
      id: createHash("md5").update(String(messages.length)).digest("hex"),
      direction: "mt",
      createdDatetime: new Date(now()).toISOString().replace(/\.\d+Z$/, "+00:00"),
      recipients: {
        totalCount: 1,
        items: (body.recipients as readonly string[]).map((recipient) => ({
          recipient: Number(recipient),
          status: scheduled ? "scheduled" : "sent",
        })),
      },
    } as unknown as MessageBirdMessage;
    messages.push(message);
    return { status: 201, body: message };
  }

  function list(query: URLSearchParams): Said {
    const unknown = [...query.keys()].filter((name) => !LISTED.has(name));
    if (unknown.length > 0) return violation(`undocumented: ${unknown.join(", ")}`);
    const from = query.get("from");
    if (from !== null && !RFC3339.test(from)) return violation("from is no time", 10, "from");
    const recipient = query.get("recipient");
    const found = messages
      .filter(
        ({ createdDatetime }) => from === null || Date.parse(createdDatetime) >= Date.parse(from),
      )
      .filter(
        ({ recipients }) =>
          recipient === null ||
          recipients.items.some((each) => String(each.recipient) === recipient),
      )
      .toReversed();
    const items = found.slice(0, 20);
    return {
      status: 200,
      body: { offset: 0, limit: 20, count: items.length, totalCount: found.length, items },
    };
  }

  /** Only what waits for its time can be deleted. */
  function withdraw(id: string): Said {
    const index = messages.findIndex((message) => message.id === id);
    const status = messages[index]?.recipients.items[0]?.status;
    if (status !== "scheduled") return problem(404, 20, null);
    messages.splice(index, 1);
    return { status: 204, body: "" };
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
  };
}

const problem = (status: number, code: number, parameter: string | null): Said => ({
  status,
  body: { errors: [{ code, description: "As documented.", parameter }] },
});

function wrongField(body: Readonly<Record<string, unknown>>): readonly [string, string] | null {
  const unknown = Object.keys(body).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) return [unknown, "is not documented"];
  for (const needed of ["originator", "body", "recipients"])
    if (body[needed] === undefined) return [needed, "is missing"];
  const { originator, body: text, recipients, type = "sms", datacoding = "plain" } = body;
  // "Including country code", or up to 11 letters and digits.
  if (!/^(\d{3,17}|[A-Za-z0-9 ]{1,11})$/.test(String(originator)))
    return ["originator", "is invalid"];
  if (typeof text !== "string" || text.length === 0 || text.length > 1_377)
    return ["body", "is invalid"];
  if (!Array.isArray(recipients) || recipients.length === 0 || recipients.length > 50)
    return ["recipients", "are 1 to 50"];
  if (!recipients.every((each) => /^\d{7,15}$/.test(String(each))))
    return ["recipients", "are invalid"];
  if (!["sms", "binary", "flash"].includes(String(type))) return ["type", "is invalid"];
  if (!["plain", "unicode", "auto"].includes(String(datacoding)))
    return ["datacoding", "is invalid"];
  const { validity, scheduledDatetime, reportUrl, reference } = body;
  if (validity !== undefined && !(Number.isInteger(validity) && Number(validity) >= 1))
    return ["validity", "is invalid"];
  if (
    scheduledDatetime !== undefined &&
    !(typeof scheduledDatetime === "string" && RFC3339.test(scheduledDatetime))
  )
    return ["scheduledDatetime", "is invalid"];
  if (reportUrl !== undefined && !(typeof reportUrl === "string" && URL.canParse(reportUrl)))
    return ["reportUrl", "is invalid"];
  return reference === undefined || typeof reference === "string"
    ? null
    : ["reference", "is invalid"];
}

export interface JwtOptions {
  readonly key: string | Uint8Array;
  readonly url: string;
  readonly body?: string | Uint8Array;
  readonly at: number;
  readonly algorithm?: string;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

const sha256 = (of: string | Uint8Array): string => createHash("sha256").update(of).digest("hex");

/** MessageBird-Signature-JWT: "exp, nbf, jti, iss, url_hash and, where there is a payload, payload_hash". */
export function signedByMessageBird({
  key,
  url,
  body = "",
  at,
  algorithm = "HS256",
  header = {},
  claims = {},
}: JwtOptions): Promise<string> {
  const second = Math.floor(at / 1_000);
  const all: Record<string, unknown> = {
    iss: "MessageBird",
    nbf: second,
    exp: second + 60,
    jti: "2d1f1c4e-6f0f-4f57-8a55-0a3a1c9a1a11",
    url_hash: sha256(url),
    ...(body.length === 0 ? {} : { payload_hash: sha256(body) }),
    ...claims,
  };
  const bytes = typeof key === "string" ? new TextEncoder().encode(key) : key;
  return new SignJWT(all).setProtectedHeader({ alg: algorithm, typ: "JWT", ...header }).sign(bytes);
}
