import { configurationSchema } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { SmppSettings } from "../../../src/provider/smpp/settings.ts";

const least = {
  kind: "smpp",
  account: "carrier",
  host: "smsc.example",
  system_id: "a",
  password: "b",
};
const problems = (given: object): readonly string[] => {
  const read = SmppSettings.safeParse({ ...least, ...given });
  return read.success ? [] : read.error.issues.map(({ path }) => path.join("."));
};

describe("the settings of a bind", () => {
  test("need no more than where, who and by which password", () => {
    expect(SmppSettings.parse(least)).toMatchObject({
      port: 2775,
      window: 10,
      long_messages: "udh",
      submit_id: "text",
      receipt_time_zone: null,
      addresses: { alphanumeric: { ton: 5, npi: 0 } },
      timeouts: { bind: 10_000, response: 60_000 },
    });
  });

  test("name what they do not know", () => {
    expect(problems({ windw: 5 })).toEqual([""]);
    expect(problems({ tls: { enabled: true, reject_unauthorized: false } })).toEqual(["tls"]);
  });

  test.each([
    [{ window: 0 }, "window"],
    [{ window: 1_001 }, "window"],
    [{ receipt_time_zone: "Europe/Berlin" }, "receipt_time_zone"],
    [{ timeouts: { inactivity: "PT30S", enquire_link: "PT30S" } }, "timeouts.inactivity"],
    [{ timeouts: { bind: "PT0S" } }, "timeouts.bind"],
    [{ system_id: "more than fifteen" }, "system_id"],
    [{ error_table: { "1": "delivered" } }, "error_table.1"],
    [{ error_table: { "1": "carrier_accepted" } }, "error_table.1"],
    [{ bind: "receiver" }, "bind"],
  ])("refuse %j", (given, path) => {
    expect(problems(given)).toEqual([path]);
  });

  test("have message ids that are numbers everywhere or nowhere", () => {
    expect(problems({ submit_id: "hex" })).toEqual(["receipt_id"]);
    expect(problems({ submit_id: "hex", receipt_id: "decimal" })).toEqual([]);
    expect(
      problems({ submit_id: "hex", receipt_id: "decimal", receipted_message_id: "text" }),
    ).toEqual(["receipt_id"]);
  });

  test("have a JSON Schema in which every setting says what it is for", () => {
    expect(configurationSchema(SmppSettings)).toMatchObject({ type: "object" });
  });
});
