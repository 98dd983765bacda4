import { expect, test } from "vitest";
import { bearer, harness } from "./harness.ts";
import { storeGone } from "./fake-runtime.ts";

/** Each stands for something that must not come out anywhere. */
const CANARIES = {
  key: "canary-api-key-7391",
  phone: "+49170CANARY7392",
  jid: "canary7393@example.org",
  body: "CANARYBODY7394",
  query: "CANARYQUERY7395",
  path: "CANARYPATH7396",
  header: "CANARYHEADER7397",
};

const personal = {
  idempotency_key: "k",
  target_endpoint: { endpoint_value: CANARIES.phone },
  content: { body: CANARIES.body, to: CANARIES.jid },
};

test("a full cycle of requests leaves no value in logs, metrics, problems and the interface's description", async () => {
  const { ask, runtime, logged } = await harness({ limits: { bodyBytes: 4_000 } });
  const headers = { ...bearer("acme-key-0123456789"), "x-custom": CANARIES.header };
  const problems: string[] = [];
  const results: number[] = [];
  const send = async (request: Parameters<typeof ask>[0]) => {
    const answer = await ask({ headers, ...request });
    results.push(answer.status);
    if (answer.status >= 400) problems.push(answer.text);
    return answer;
  };
  const action = { method: "POST", url: "/adapter/actions" } as const;
  const { path, query, body, key } = CANARIES;

  await send({ ...action, payload: personal });
  await send({ ...action, payload: { ...personal, extra: body } });
  await send({ ...action, payload: { to: CANARIES.jid } });
  await send({
    ...action,
    headers: { ...headers, "content-type": "application/json" },
    payload: `{"a": ${body}`,
  });
  await send({ ...action, headers: { ...headers, "content-type": `text/${body}` }, payload: body });
  await send({ ...action, payload: { ...personal, long: body.repeat(500) } });
  await send({ ...action, headers: bearer(key), payload: personal });
  await send({ ...action, headers: { "x-api-key": key }, payload: personal });
  await send({ url: `/adapter/actions/${path}?q=${query}` });
  await send({ url: `/${path}?${query}=${query}` });
  await send({ url: `/adapter/${path}%E0%A4%A` });
  await send({ method: "PUT", url: `/adapter/actions?${query}` });
  await send({ url: `/adapter/events?after=${query}` });
  await send({ url: `/adapter/events?limit=${query}` });
  await send({ url: `/adapter/messages/${encodeURIComponent(CANARIES.jid)}/timeline` });
  await send({ url: `/adapter/endpoints/${encodeURIComponent(CANARIES.phone)}/quality` });
  await send({ method: "POST", url: `/adapter/events/provider/${path}`, payload: body });
  await send({ method: "POST", url: "/adapter/events/provider/test.signed", payload: body });
  await send({ method: "POST", url: "/adapter/events/provider", payload: { source: path, body } });
  await send({
    method: "POST",
    url: "/adapter/actions/op_1/resolve",
    payload: { as: body, note: body },
  });
  await send({ method: "POST", url: "/adapter/erasures", payload: { person: CANARIES.phone } });
  runtime.failure = new Error(`${body} ${CANARIES.phone}`);
  await send({ ...action, payload: personal });
  runtime.failure = storeGone();
  await send({ ...action, payload: personal });
  runtime.failure = null;

  expect(new Set(results)).toEqual(
    new Set([200, 202, 400, 401, 404, 405, 409, 413, 415, 500, 503]),
  );
  const metrics = (await ask({ url: "/metrics" })).text;
  const description = (await ask({ url: "/openapi.json" })).text;
  expect(logged()).toContain("unexpected failure");
  expect(metrics).toContain("underclaim_http_request_duration_seconds_count");
  for (const [name, canary] of Object.entries(CANARIES)) {
    for (const [place, text] of Object.entries({
      log: logged(),
      metrics,
      description,
      problems: problems.join("\n"),
    })) {
      expect(text.toLowerCase().includes(canary.toLowerCase()), `${name} in ${place}`).toBe(false);
    }
  }
});
