import { expect, test } from "vitest";
import { RouteSettings } from "../../src/configuration/routes.ts";
import { SenderSettings } from "../../src/configuration/senders.ts";
import { chooseAccounts } from "../../src/model/route-choice.ts";

const sender = (more: object = {}) =>
  SenderSettings.parse({
    sender_identity_id: "desk",
    sender_type: "long_code",
    sender_value: "+4917604069099",
    ...more,
  });
const routes = (...all: object[]) => all.map((each) => RouteSettings.parse(each));
const ask = (given: readonly RouteSettings[], more: object = {}) =>
  chooseAccounts(given, {
    country: "DE",
    stream: "notification",
    sender: sender(),
    wanted: null,
    accounts: ["a", "b", "c"],
    ...more,
  });

test("without routes every account carries everything, in order", () => {
  expect(ask([])).toEqual(["a", "b", "c"]);
});
test("the first route that fits decides, in its own order", () => {
  const given = routes(
    { countries: ["FR"], accounts: ["a"] },
    { streams: ["notification"], accounts: ["c", "b"] },
    { accounts: ["a"] },
  );
  expect(ask(given)).toEqual(["c", "b"]);
  expect(ask(given, { country: "FR" })).toEqual(["a"]);
  expect(ask(given, { stream: "test" })).toEqual(["a"]);
});
test("what no route names has no way", () => {
  expect(ask(routes({ countries: ["FR"], accounts: ["a"] }))).toEqual([]);
  expect(ask(routes({ countries: ["DE"], accounts: ["a"] }), { country: null })).toEqual([]);
});
test("a blocked route carries nothing", () => {
  expect(
    ask(routes({ countries: ["DE"], accounts: ["a"], blocked: true }, { accounts: ["b"] })),
  ).toEqual([]);
});
test("a sender bound to accounts leaves through these alone", () => {
  expect(ask([], { sender: sender({ provider_accounts: ["b"] }) })).toEqual(["b"]);
});
test("an account that the request names is the only one, if it may", () => {
  expect(ask([], { wanted: "c" })).toEqual(["c"]);
  expect(ask(routes({ accounts: ["a"] }), { wanted: "c" })).toEqual([]);
});
test("accounts of other tenants are not there", () => {
  expect(ask(routes({ accounts: ["x", "a"] }))).toEqual(["a"]);
});
