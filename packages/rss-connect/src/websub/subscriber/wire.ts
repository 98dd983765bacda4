// What a subscriber asks over HTTP: the topic for its hub, and the hub for the topic. Each hop of a redirect is checked as the first.
import type { Outbound, OutboundAnswer } from "../outbound/outbound.ts";
import { discover, type Discovered } from "./discovery.ts";

const MOST_HOPS = 5;
const MOST_BYTES = 1_048_576;
const USER_AGENT = { "user-agent": "underclaim-rss-connect (WebSub subscriber)" };

type Found =
  | { readonly ok: true; readonly discovered: Discovered }
  | { readonly ok: false; readonly why: string };

const whyNot = (answer: OutboundAnswer): string =>
  answer.kind === "answer" ? `the answer was ${answer.status}` : answer.reason;

/** Where a redirect leads, or null where the answer is none. */
function redirectOf(
  answer: OutboundAnswer,
  from: string,
  statuses: readonly number[],
): string | null {
  if (answer.kind !== "answer" || !statuses.includes(answer.status)) return null;
  const { location } = answer.headers;
  if (location === undefined || !URL.canParse(location, from)) return null;
  const to = new URL(location, from);
  return /^https?:$/.test(to.protocol) ? to.href : null;
}

/** Discovery (§4), redirects followed. */
export async function findTopic(send: Outbound, topic: string): Promise<Found> {
  let url = topic;
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const answer = await send({ method: "GET", url, headers: USER_AGENT, wanted: MOST_BYTES });
    const next = redirectOf(answer, url, [301, 302, 303, 307, 308]);
    if (next !== null) {
      url = next;
      continue;
    }
    if (answer.kind !== "answer" || answer.status < 200 || answer.status > 299)
      return { ok: false, why: `the topic was not read: ${whyNot(answer)}` };
    const discovered = discover({
      url,
      link: answer.headers["link"],
      contentType: answer.headers["content-type"],
      body: Buffer.from(answer.body).toString("utf8"),
    });
    return discovered === null
      ? { ok: false, why: "the topic names no hub, or not itself" }
      : { ok: true, discovered };
  }
  return { ok: false, why: "the topic redirects too often" };
}

/** §5.1: 202, and 307 and 308 are followed with the same request. Null: the hub took it. */
export async function askHub(
  send: Outbound,
  hub: string,
  fields: Readonly<Record<string, string>>,
): Promise<string | null> {
  let url = hub;
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const answer = await send({
      method: "POST",
      url,
      headers: { ...USER_AGENT, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
      wanted: 0,
    });
    const next = redirectOf(answer, url, [307, 308]);
    if (next !== null) {
      url = next;
      continue;
    }
    // 204 and 200 are of hubs that verify while they are asked.
    if (answer.kind === "answer" && answer.status >= 200 && answer.status < 300) return null;
    return `the hub did not take the request: ${whyNot(answer)}`;
  }
  return "the hub redirects too often";
}
