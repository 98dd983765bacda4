import { expect, test } from "vitest";
import { replyPage } from "../../src/model/reply-page.ts";

const events = [
  { event_id: "1", adapter_event_type: "message.sent" },
  { event_id: "2", adapter_event_type: "inbound.reply.known" },
  { event_id: "3", adapter_event_type: "room.reply.acknowledgement.known" },
  { event_id: "4", adapter_event_type: "marker.displayed" },
  { event_id: "5", adapter_event_type: "inbound.reply.unknown" },
];
const page = (limit: number, after?: string) => {
  const found = replyPage(events, { limit, after });
  return found === null
    ? null
    : [found.replies.map(({ event, kind }) => `${event.event_id} ${kind}`), found.next];
};

test("replies are what was written back, in order, a page at a time", () => {
  expect(page(2)).toEqual([["2 reply.known", "3 acknowledgement.known"], "3"]);
  expect(page(2, "3")).toEqual([["5 reply.unknown"], null]);
  expect(page(3)).toEqual([["2 reply.known", "3 acknowledgement.known", "5 reply.unknown"], null]);
  expect(page(3, "5")).toEqual([[], null]);
});

test("what names no reply of the message begins no page", () => {
  expect(page(2, "1")).toBeNull();
  expect(page(2, "6")).toBeNull();
});
