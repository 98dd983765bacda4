import { expect, onTestFinished, test } from "vitest";
import { configurationFile } from "../support/life.ts";
import { numberOf, requestOf, sendingFrom, smppAccount } from "../support/messages.ts";
import { openService, operationOf } from "../support/service.ts";
import { openSmsc } from "../support/smsc.ts";

const NOW = Date.UTC(2026, 0, 3, 12);

test("a hundred messages to one number at once are all taken, and each is sent once", async () => {
  const smsc = await openSmsc({});
  onTestFinished(() => smsc.close());
  const service = await openService(configurationFile(sendingFrom(smppAccount(smsc.port))), NOW);
  onTestFinished(() => service[Symbol.asyncDispose]());
  let submitted = 0;
  smsc.onSubmit = () => {
    submitted += 1;
    return {};
  };
  const target_endpoint = { endpoint_type: "phone_number", value: numberOf(1) };
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => service.post(requestOf(n, { target_endpoint }))),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(answers.map(operationOf)).size).toBe(100);
  await service.pass(0);
  expect(submitted).toBe(100);
});
