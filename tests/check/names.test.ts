import { expect, test } from "vitest";
import { findDeniedNames } from "../../scripts/check/names.mjs";

// The names that RssAdapterSpecification §32, SmsAdapterSpecification §35 and XmppAdapterSpecification §35 forbid.
test.each([
  "recipient_notified",
  "participant_aware",
  "legal_notice_completed",
  "recipient_legally_notified",
  "delivery_legally_completed",
  "legal_delivery_completed",
  "human_read_confirmed",
  "legally_delivered",
  "proof_of_delivery",
])("%s is found as a field, in camel case, inside an event type and in a route", (name) => {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const text = [
    `${name}: true,`,
    `const ${camel} = 1;`,
    `"feed.${name}"`,
    `"/x/${name.replaceAll("_", "-")}"`,
  ];
  expect(findDeniedNames(text.join("\n")).map(({ line }) => line)).toEqual([1, 2, 3, 4]);
});

test.each([
  "notification.endpoint.accepted",
  "feed.item.published",
  "undef.delivered_but_awareness_unproven",
  "can_prove_human_awareness",
  "limitation: proof of delivery is not what this channel gives",
])("%s says no more than a channel can show", (text) => {
  expect(findDeniedNames(text)).toEqual([]);
});

test("a marked quotation is allowed, on its line or the next, and nowhere else", () => {
  const text =
    "// names: quoted\nrecipient_notified\nrecipient_notified // names: quoted\n\nrecipient_notified";
  expect(findDeniedNames(text)).toEqual([{ line: 5, name: "recipient_notified" }]);
});
