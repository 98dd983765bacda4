import { expect, onTestFinished, test } from "vitest";
import { ACCOUNT_SID, AUTH_TOKEN, twilioJson } from "../provider/twilio/account.ts";
import { ofType } from "../support/ledger-reader.ts";
import { beginLife, configurationFile } from "../support/life.ts";
import { caseOf, ofBody, sendingFrom } from "../support/messages.ts";
import { openService } from "../support/service.ts";
import { postAll } from "../support/posting.ts";
import { twilioDouble } from "../support/twilio-double.ts";
import { everyAnswerStands } from "./afterwards.ts";
import { LAST_LIFE } from "./times.ts";

const COUNT = 30;

test(
  "killed before Twilio's answers are written: what is unknown is settled by the callback, which names our operation, and nothing is sent again",
  { timeout: 60_000 },
  async () => {
    const double = await twilioDouble({
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      now: Date.now,
    });
    onTestFinished(() => double.close());
    const configuration = configurationFile(
      sendingFrom(twilioJson({ base_url: double.url }), {
        public_url: "https://sms.example.com",
        // So that some outcomes are written by then, and some are not.
        lane_window: 5,
      }),
    );
    const life = await beginLife(configuration, "dispatch.performed:12");
    const answers = await postAll(life.url, COUNT);
    expect(await life.ended).toBe("SIGKILL");

    await using last = await openService(configuration, LAST_LIFE);
    const operations = await everyAnswerStands(last, answers);
    await last.pass(0);
    const states = async (): Promise<string[]> =>
      Promise.all([...operations.values()].map((operation) => last.stateOf(operation)));
    expect(new Set(await states())).toEqual(new Set(["accepted", "unknown"]));
    const sent = double.messages
      .map(({ params }) => ofBody(params["Body"] ?? ""))
      .toSorted((a, b) => a - b);
    expect(sent).toEqual([...new Set(sent)]);

    for (const { sid } of double.messages) {
      const { url, headers, body } = double.callback(sid, "delivered");
      const { pathname, search } = new URL(url);
      const reply = await last.service.app.inject({
        method: "POST",
        url: pathname + search,
        headers,
        payload: body,
      });
      expect(reply.statusCode).toBe(204);
    }
    const arrivals = ofType(await last.events(), "notification.endpoint.accepted");
    expect(arrivals.map(({ coordination_case_id }) => coordination_case_id).toSorted()).toEqual(
      sent.map(caseOf).toSorted(),
    );
    for (const [n, operation] of operations)
      expect([n, await last.stateOf(operation)]).toEqual([
        n,
        sent.includes(n) ? "accepted" : "unknown",
      ]);
    expect(double.messages).toHaveLength(sent.length);
  },
);
