// A fetch of a feed's document: what it is answered, and that it is observed (RssAdapterSpecification §19).
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Instant } from "@underclaim/runtime";
import { answerFeedRequest, type FeedAnswer } from "../model/conditional.ts";
import type { FeedRecord } from "../publication/feed-record.ts";
import type { Edition } from "../publication/edition.ts";
import { linkHeader } from "../websub/model/link-header.ts";
import { consumerOf, headerText, type Reader, type Serving } from "./reader.ts";

export interface Found {
  readonly tenant: string;
  readonly record: FeedRecord;
  readonly edition: Edition;
  readonly reader: Reader;
  readonly now: Instant;
}

/** The caller sends the answer as it is. */
export function fetched(
  serving: Pick<Serving, "classify" | "observer">,
  { tenant, record, edition, reader, now }: Found,
  request: IncomingMessage,
  response: ServerResponse,
): FeedAnswer {
  const { observer } = serving;
  const { headers } = request;
  const answer = answerFeedRequest(
    edition.rendered,
    {
      ifNoneMatch: headers["if-none-match"],
      ifModifiedSince: headers["if-modified-since"],
      acceptEncoding: headerText(headers["accept-encoding"]),
    },
    now,
    record.policy.require_authentication ? "private, no-cache" : "no-cache",
    linkHeader({ self: record.feed.feed_url, hubs: edition.hubs ?? [] }),
  );
  if (record.observe_fetches) {
    const { status, conditional, body } = answer;
    const fetch = {
      tenant,
      edition,
      consumer: consumerOf(serving, request, reader),
      client: reader.client,
      status,
      conditional,
      revalidated: status === 304 || request.method === "HEAD",
      at: now,
    };
    if (leavesWhole(response, body.length)) observer.note(fetch);
    // Who goes away half-way has not fetched it.
    else response.on("finish", () => observer.note(fetch));
  }
  return answer;
}

/** In bytes. */
const ONE_PIECE = 16_384;

/** To a connection that takes it all at once, it leaves with its header or not at all: `finish` would tell no more. */
function leavesWhole({ socket }: ServerResponse, length: number): boolean {
  if (length > ONE_PIECE || socket === null) return false;
  return !socket.destroyed && socket.writableLength === 0;
}
