import { describe, expect, test } from "vitest";
import { SmsConfiguration } from "../../../src/configuration.ts";
import { VonageSettings } from "../../../src/provider/vonage/settings.ts";
import { vonageSourceSecrets } from "../../../src/provider/vonage/source-secrets.ts";
import { vonageAccount, vonageJson } from "./account.ts";

const problems = (over: object): readonly string[] => {
  const read = VonageSettings.safeParse(vonageJson(over));
  return read.success ? [] : read.error.issues.map(({ path }) => path.join("."));
};

describe("the settings of an account at Vonage", () => {
  test("a key, its secret and a signature secret are enough", () => {
    expect(vonageAccount()).toMatchObject({
      api: "sms",
      signature_method: "sha256",
      signature_max_age: 73 * 3_600_000,
      status_callback: true,
    });
  });

  test.each([
    [{ api_secret: undefined }, "api_secret"],
    [{ api: "messages", api_secret: undefined }, "private_key"],
    [{ api: "messages", api_secret: undefined, application_id: "a" }, "private_key"],
    [{ api: "messages", api_secret: undefined, private_key: "x" }, "private_key"],
    [{ api: "rcs" }, "api"],
    [{ signature_secrets: [] }, "signature_secrets"],
    [{ signature_method: "crc32" }, "signature_method"],
    [{ signature_max_age: "PT0S" }, "signature_max_age"],
    [{ base_url: "rest.nexmo.com" }, "base_url"],
    [{ api_key: "a b" }, "api_key"],
  ])("%j is refused", (over, path) => {
    expect(problems(over)).toEqual([path]);
  });

  test("the Messages API is signed in by an application or by a secret", () => {
    expect(problems({ api: "messages" })).toEqual([]);
    const application = { application_id: "aaaa-bbbb", private_key: "x", api_secret: undefined };
    expect(problems({ api: "messages", ...application })).toEqual([]);
  });

  test("rules between settings hold inside the configuration, too", () => {
    const read = SmsConfiguration.safeParse({ providers: [vonageJson({ api_secret: undefined })] });
    expect(read.error?.issues.map(({ path }) => path.join("."))).toEqual([
      "providers.0.api_secret",
    ]);
  });

  test("an unknown setting is an error", () => {
    const read = VonageSettings.safeParse(vonageJson({ signature_secret: "x" }));
    expect(read.error?.issues[0]).toMatchObject({ keys: ["signature_secret"] });
  });

  test("every setting of its own says what it is", () => {
    const undescribed = Object.entries(VonageSettings.shape)
      .filter(([name, schema]) => name !== "kind" && schema.description === undefined)
      .map(([name]) => name);
    expect(undescribed).toEqual([]);
  });

  test.each([
    ["sms", ["vonage.dlr", "vonage.inbound"]],
    ["messages", ["vonage.messages_inbound", "vonage.messages_status"]],
  ])("the webhooks of %s are verified by every signature secret", (api, names) => {
    const sources = vonageSourceSecrets(vonageAccount({ api, signature_secrets: ["new", "old"] }));
    expect(Object.keys(sources).toSorted()).toEqual(names);
    for (const secrets of Object.values(sources))
      expect(secrets.map((secret) => secret.current().reveal())).toEqual(["new", "old"]);
  });
});
