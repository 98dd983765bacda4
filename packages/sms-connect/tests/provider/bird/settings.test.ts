import { describe, expect, test } from "vitest";
import { BirdSettings } from "../../../src/provider/bird/settings.ts";
import { birdSourceSecrets } from "../../../src/provider/bird/source-secrets.ts";
import { settingsOf } from "./setup.ts";

const problems = (over: object): readonly string[] => {
  const given = { kind: "bird", account: "bird-eu", api_key: "bk_eu1_x", ...over };
  return (
    BirdSettings.safeParse(given).error?.issues.map(({ path, code }) => path.join(".") || code) ??
    []
  );
};

describe("settings of Bird", () => {
  test("are the Bird API and transactional by themselves", () => {
    expect(settingsOf()).toMatchObject({ api: "sms", category: "transactional" });
    expect(problems({})).toEqual([]);
  });

  test.each([
    [{ secret: "x" }, "unrecognized_keys"],
    [{ api: "channels" }, "api"],
    [{ api_key: undefined }, "api_key"],
    [{ region: "mars" }, "region"],
    [{ base_url: "ftp://bird" }, "base_url"],
    [{ category: "spam" }, "category"],
    [{ report_url: "relay" }, "report_url"],
  ])("with %j are refused", (over, path) => {
    expect(problems(over)).toEqual([path]);
  });

  test("say of every setting what it is", () => {
    for (const [name, schema] of Object.entries(BirdSettings.shape))
      if (name !== "kind") expect(schema.description, name).toBeTruthy();
  });
});

describe("secrets of the account's sources", () => {
  test.each([
    ["sms", ["bird.events"]],
    ["messagebird", ["messagebird.status", "messagebird.inbound"]],
  ])("of %s are those of its own", (api, names) => {
    const sources = birdSourceSecrets(settingsOf({ api, webhook_secrets: ["new", "old"] }));
    expect(Object.keys(sources)).toEqual(names);
    for (const secrets of Object.values(sources))
      expect(secrets.map((each) => each.current().reveal())).toEqual(["new", "old"]);
  });

  test("are none where nothing could be verified", () => {
    expect(birdSourceSecrets(settingsOf({ webhook_secrets: [] }))).toEqual({});
  });
});
