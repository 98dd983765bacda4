import { describe, expect, test } from "vitest";
import { TwilioSettings } from "../../../src/provider/twilio/settings.ts";
import { twilioSourceSecrets } from "../../../src/provider/twilio/source-secrets.ts";
import { SERVICE_SID, twilioAccount, twilioJson } from "./account.ts";

const problems = (over: object): readonly string[] => {
  const read = TwilioSettings.safeParse(twilioJson(over));
  return read.success ? [] : read.error.issues.map(({ path }) => path.join("."));
};

describe("the settings of an account at Twilio", () => {
  test("an account SID and one auth token are enough", () => {
    expect(twilioAccount()).toMatchObject({ tenant: "default", status_callback: true });
  });

  test("an unknown setting is an error", () => {
    const read = TwilioSettings.safeParse(twilioJson({ auth_token: "x" }));
    expect(read.error?.issues[0]).toMatchObject({
      code: "unrecognized_keys",
      keys: ["auth_token"],
    });
  });

  test.each([
    [{ account_sid: "SK0123456789abcdef0123456789abcdef" }, "account_sid"],
    [{ account_sid: "AC1" }, "account_sid"],
    [{ auth_tokens: [] }, "auth_tokens"],
    [{ api_key: { sid: "AC0123456789abcdef0123456789abcdef", secret: "x" } }, "api_key.sid"],
    [{ messaging_service_sid: "SM0123456789abcdef0123456789abcdef" }, "messaging_service_sid"],
    [{ base_url: "ftp://example.com" }, "base_url"],
    [{ region: "ireland" }, "region"],
  ])("%j is refused", (over, path) => {
    expect(problems(over)).toEqual([path]);
  });

  test("every setting of its own says what it is", () => {
    const undescribed = Object.entries(TwilioSettings.shape)
      .filter(([name, schema]) => name !== "kind" && schema.description === undefined)
      .map(([name]) => name);
    expect(undescribed).toEqual([]);
  });

  test("both webhooks are verified by every auth token, the current one first", () => {
    const settings = twilioAccount({
      auth_tokens: ["new", "old"],
      messaging_service_sid: SERVICE_SID,
    });
    const sources = twilioSourceSecrets(settings);
    expect(Object.keys(sources).toSorted()).toEqual(["twilio.inbound", "twilio.status"]);
    for (const secrets of Object.values(sources))
      expect(secrets.map((secret) => secret.current().reveal())).toEqual(["new", "old"]);
  });
});
