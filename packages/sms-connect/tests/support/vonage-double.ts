// Vonage, as its documentation has it: https://developer.vonage.com/en/api/sms (OpenAPI 1.0.10) and /api/messages. What is
// not documented is refused and remembered. `sig` is written here from the text of "Signing messages", tokens by jose.
import { createHash, createHmac, type KeyObject } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import {
  closed,
  listen,
  type Breakage,
  type Heard,
  type Listening,
  type Said,
} from "./http-double.ts";

export interface VonageDoubleOptions {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly application?: { readonly id: string; readonly publicKey: KeyObject };
  readonly now: () => number;
}

interface VonageMessage {
  readonly ids: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
}

type VonageBehaviour =
  | Breakage
  | "fail_after"
  | "garbage"
  /** One status for each part, in order. The message is split as it would be. */
  | { readonly statuses: readonly string[] }
  | {
      readonly http: {
        readonly status: number;
        readonly body?: unknown;
        readonly retryAfter?: number;
      };
    };

export interface VonageDouble extends Listening {
  readonly messages: readonly VonageMessage[];
  readonly heard: readonly Heard[];
  readonly violations: readonly string[];
  /** Rejects where there were violations. */
  close(): Promise<void>;
  behave(...next: readonly VonageBehaviour[]): void;
}

const SMS = new Set([
  ..."api_key api_secret sig timestamp from to text ttl status-report-req callback message-class type".split(
    " ",
  ),
  ..."vcard vcal body udh protocol-id title url validity client-ref account-ref entity-id content-id".split(
    " ",
  ),
  ..."trusted-number pool-id".split(" "),
]);
const MESSAGE = new Set([
  ..."message_type channel text to from ttl sms client_ref webhook_url webhook_version".split(" "),
  ..."trusted_recipient failover".split(" "),
]);
const MESSAGE_SMS = new Set(["encoding_type", "content_id", "entity_id"]);

export async function vonageDouble(options: VonageDoubleOptions): Promise<VonageDouble> {
  const messages: VonageMessage[] = [];
  const heard: Heard[] = [];
  const violations: string[] = [];
  const script: VonageBehaviour[] = [];

  const violation = (text: string): Said => {
    violations.push(text);
    return { status: 422, body: { type: "about:blank", title: text } };
  };

  async function answer(request: Heard): Promise<Said | Breakage> {
    heard.push(request);
    const behaviour = script.shift();
    if (typeof behaviour === "object" && "http" in behaviour) {
      const { status, body = {}, retryAfter } = behaviour.http;
      const said: Said = { status, body };
      return retryAfter === undefined
        ? said
        : { ...said, headers: { "retry-after": String(retryAfter) } };
    }
    const statuses = typeof behaviour === "object" ? behaviour.statuses : undefined;
    const said = await route(request, statuses);
    if (behaviour === "drop" || behaviour === "stall") return behaviour;
    if (behaviour === "fail_after") return { status: 500, body: {} };
    return behaviour === "garbage" ? { status: 200, body: "<html>" } : said;
  }

  async function route(request: Heard, statuses: readonly string[] | undefined): Promise<Said> {
    if (request.method !== "POST") return violation(`${request.method} is not asked`);
    if (request.path === "/sms/json") return sms(request, statuses);
    return request.path === "/v1/messages" ? message(request) : violation("no such path");
  }

  function sms({ headers, body }: Heard, statuses: readonly string[] | undefined): Said {
    if (headers["content-type"] !== "application/x-www-form-urlencoded")
      return violation(`content type ${headers["content-type"]}`);
    const params = Object.fromEntries(new URLSearchParams(body));
    const wrong = wrongSms(params);
    if (wrong !== null) return violation(wrong);
    const one = (status: string, text: string): Said => ({
      status: 200,
      body: { "message-count": "1", messages: [{ status, "error-text": text }] },
    });
    if (params.api_key !== options.apiKey || params.api_secret !== options.apiSecret)
      return one("4", "Bad Credentials");
    const parts =
      statuses ?? Array.from({ length: partsOf(params.text ?? "", params.type) }, () => "0");
    const told = parts.map((status, index) =>
      status === "0"
        ? {
            to: params.to,
            "message-id": `0A00000000${String(messages.length).padStart(3, "0")}${String(index).padStart(3, "0")}`,
            status,
            "remaining-balance": "3.14159265",
            "message-price": "0.03330000",
            network: "23410",
            ...(params["client-ref"] === undefined ? {} : { "client-ref": params["client-ref"] }),
          }
        : { status, "error-text": "As documented." },
    );
    const ids = told.flatMap((part) => ("message-id" in part ? [part["message-id"]] : []));
    if (ids.length > 0) messages.push({ ids, params });
    return { status: 200, body: { "message-count": String(told.length), messages: told } };
  }

  async function message({ headers, body }: Heard): Promise<Said> {
    if (headers["content-type"] !== "application/json")
      return violation(`content type ${headers["content-type"]}`);
    const params = JSON.parse(body) as Record<string, unknown>;
    const wrong = wrongMessage(params);
    if (wrong !== null) return violation(wrong);
    if (!(await signedIn(headers.authorization ?? ""))) {
      return {
        status: 401,
        body: {
          type: "https://developer.vonage.com/api-errors/#unauthorized",
          title: "You did not provide correct credentials.",
          detail: "Check that you're using the correct credentials.",
          instance: "bf0ca0bf927b3b52e3cb03217e1a1ddf",
        },
      };
    }
    const id = `aaaaaaaa-bbbb-4ccc-8ddd-${String(messages.length).padStart(12, "0")}`;
    messages.push({ ids: [id], params });
    return { status: 202, body: { message_uuid: id } };
  }

  async function signedIn(authorization: string): Promise<boolean> {
    const basic = `${options.apiKey}:${options.apiSecret}`;
    if (authorization === `Basic ${Buffer.from(basic).toString("base64")}`) return true;
    const token = authorization.replace(/^Bearer /, "");
    if (options.application === undefined || token === authorization) return false;
    const { id, publicKey } = options.application;
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ["RS256"],
        requiredClaims: ["iat", "jti", "exp", "application_id"],
        currentDate: new Date(options.now()),
      });
      return payload.application_id === id;
    } catch {
      return false;
    }
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
    close: () => closed(listening, violations),
  };
}

function wrongSms(params: Readonly<Record<string, string>>): string | null {
  const unknown = Object.keys(params).filter((name) => !SMS.has(name));
  if (unknown.length > 0) return `undocumented: ${unknown.join(", ")}`;
  const { to = "", from = "", text, type = "text", ttl, callback, "client-ref": ref = "" } = params;
  if (!/^\d{7,15}$/.test(to)) return "to has 7 to 15 digits";
  if (from === "" || from.startsWith("+")) return "from is a name, or a number without plus";
  if (text === undefined) return "text is missing";
  if (type !== "text" && type !== "unicode") return "type is none of text";
  if (ttl !== undefined && !(Number(ttl) >= 20_000 && Number(ttl) <= 604_800_000))
    return "ttl lies between 20000 and 604800000";
  if (callback !== undefined && (callback.length > 100 || !URL.canParse(callback)))
    return "callback is an address of up to 100 characters";
  return ref.length > 100 ? "client-ref has up to 100 characters" : null;
}

function wrongMessage(params: Readonly<Record<string, unknown>>): string | null {
  const { message_type, channel, text, to, from, ttl, sms = {}, client_ref = "" } = params;
  const unknown = [
    ...Object.keys(params).filter((name) => !MESSAGE.has(name)),
    ...Object.keys(sms as object).filter((name) => !MESSAGE_SMS.has(name)),
  ];
  if (unknown.length > 0) return `undocumented: ${unknown.join(", ")}`;
  if (message_type !== "text" || channel !== "sms") return "not the text of an SMS";
  if (typeof text !== "string" || text === "" || text.length > 1_000)
    return "text has 1 to 1000 characters";
  if (typeof to !== "string" || !/^\d{7,15}$/.test(to)) return "to has 7 to 15 digits";
  if (typeof from !== "string" || from === "" || from.startsWith("+"))
    return "from is a name, or a number without plus";
  if (ttl !== undefined && !Number.isInteger(ttl)) return "ttl is an integer";
  const { encoding_type = "auto" } = sms as { readonly encoding_type?: string };
  if (!["auto", "text", "unicode"].includes(encoding_type)) return "encoding_type is none";
  if (String(client_ref).length > 100) return "client_ref has up to 100 characters";
  const { webhook_url, webhook_version = "v1" } = params;
  if (webhook_url !== undefined && !(typeof webhook_url === "string" && URL.canParse(webhook_url)))
    return "webhook_url is none";
  return webhook_version === "v1" || webhook_version === "v0.1" ? null : "webhook_version is none";
}

const partsOf = (text: string, type = "text"): number => {
  const [single, each] = type === "unicode" ? [70, 67] : [160, 153];
  return text.length <= single ? 1 : Math.ceil(text.length / each);
};

export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** "Signing messages", step by step. */
export function sigOf(
  method: "md5hash" | "md5" | "sha1" | "sha256" | "sha512",
  secret: string,
  params: Readonly<Record<string, string>>,
): string {
  let text = "";
  for (const [key, value] of Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (key === "sig") continue;
    text += `&${key}=${value.split("&").join("_").split("=").join("_")}`;
  }
  if (method === "md5hash")
    return createHash("md5")
      .update(text + secret, "utf8")
      .digest("hex");
  return createHmac(method, Buffer.from(secret, "utf8"))
    .update(Buffer.from(text, "utf8"))
    .digest("hex")
    .toUpperCase();
}

/** A webhook of the SMS API. `as`: the format that the dashboard offers for POST. */
export function signedSmsWebhook(
  method: Parameters<typeof sigOf>[0],
  secret: string,
  params: Readonly<Record<string, string>>,
  as: "form" | "json" = "json",
): SignedWebhook {
  const all = { ...params, sig: sigOf(method, secret, params) };
  return as === "json"
    ? { headers: { "content-type": "application/json" }, body: JSON.stringify(all) }
    : {
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(all).toString(),
      };
}

/** A webhook of the Messages API. */
export async function signedMessagesWebhook(
  secret: string,
  body: string,
  iat: number,
  more: Readonly<Record<string, unknown>> = {},
): Promise<SignedWebhook> {
  const token = await new SignJWT({
    iat,
    jti: "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
    iss: "Vonage",
    payload_hash: createHash("sha256").update(body).digest("hex"),
    api_key: "a1b2c3d4",
    ...more,
  })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(Buffer.from(secret));
  return {
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body,
  };
}
