import { describe, expect, test } from "vitest";
import { SinchSettings } from "../../../src/provider/sinch/settings.ts";
import { sinchSourceSecrets } from "../../../src/provider/sinch/source-secrets.ts";
import { settingsOf } from "./setup.ts";

const given = {
  kind: "sinch",
  account: "sinch-eu",
  service_plan_id: "plan1",
  api_token: { env: "SINCH_TOKEN" },
};
const problems = (over: object) =>
  SinchSettings.safeParse({ ...given, ...over }).error?.issues.map(({ path }) => path.join("."));

describe("settings of an account at Sinch", () => {
  test("need a service plan and its token, and nothing else", () => {
    expect(SinchSettings.parse(given)).toMatchObject({ region: "us", webhook_tolerance: 300_000 });
    expect(problems({ service_plan_id: undefined })).toEqual(["service_plan_id"]);
    expect(problems({ api_token: undefined })).toEqual(["api_token"]);
  });

  test.each([
    [{ token: "x" }, ""],
    [{ service_plan_id: "../other" }, "service_plan_id"],
    [{ region: "mars" }, "region"],
    [{ base_url: "ftp://sinch" }, "base_url"],
    [{ webhook_tolerance: "PT0S" }, "webhook_tolerance"],
  ])("with %j are refused", (over, path) => {
    expect(problems(over)).toEqual([path]);
  });

  test("say of every setting what it is", () => {
    for (const [name, schema] of Object.entries(SinchSettings.shape))
      if (name !== "kind") expect(schema.description, name).toBeTruthy();
  });
});

describe("secrets of the account's sources", () => {
  test("are the same for both", () => {
    const settings = settingsOf({ webhook_secrets: ["new", "old"] });
    const sources = sinchSourceSecrets(settings);
    expect(Object.keys(sources)).toEqual(["sinch.delivery_report", "sinch.inbound"]);
    for (const secrets of Object.values(sources))
      expect(secrets.map((each) => each.current().reveal())).toEqual(["new", "old"]);
  });

  test("are none where nothing could be verified", () => {
    expect(sinchSourceSecrets(settingsOf({ webhook_secrets: [] }))).toEqual({});
  });
});
