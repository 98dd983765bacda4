import { expect, test } from "vitest";
import { noAccount } from "../../src/actions/no-account.ts";
import type { XmppAccount } from "../../src/kit.ts";

const DESK: XmppAccount = {
  account: "desk",
  tenant: "acme",
  kind: "client",
  environment: "production",
  streams: ["transactional"],
  jid: "desk@example.net",
};

test("a name that no account has is what is wrong, and not the stream", () => {
  const asked = { account: "dsk", stream: "transactional" as const };
  expect(noAccount([DESK], asked, "that is in this room ")).toMatchObject({
    refusal: "no_account",
    message:
      "No account that is in this room has the name in parameters.account. Look at accounts of the configuration.",
    field: "parameters.account",
  });
});

test("of an account that is there the stream is what is wrong", () => {
  expect(noAccount([DESK], { account: "desk", stream: "system_alert" })).toMatchObject({
    message:
      "The account in parameters.account does not carry the stream system_alert. Look at accounts of the configuration.",
    field: "parameters.stream",
  });
  expect(noAccount([DESK], { stream: "system_alert" })).toMatchObject({
    message: "No account carries the stream system_alert. Look at accounts of the configuration.",
    field: "parameters.stream",
  });
});
