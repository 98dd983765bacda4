import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../src/index.ts";
import type { Provider, Store } from "../../src/index.ts";
import { action } from "../../bench/lib/request-sources.ts";
import { quiet } from "../../src/testing/index.ts";
import { owner } from "./owner.ts";

const sends = (name: string, sent: string[]): Provider => ({
  name: "reference",
  environment: "production",
  lanes: ["reference"],
  health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
  perform: async ({ operation }) => {
    sent.push(`${name} ${operation}`);
    return { kind: "accepted", refs: [], natives: [] };
  },
});

test("what is claimed while the adapter stops is not begun, and leaves once at the next start", async () => {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-stopping-"));
  const store = await openSqliteStore({ folder });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const claimed = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const slow: Store = {
    ...store,
    claim: async (request) => {
      const claims = await store.claim(request);
      if (claims.length > 0) {
        claimed.resolve();
        await goOn.promise;
      }
      return claims;
    },
  };
  const sent: string[] = [];
  const { runtime: first } = owner("first", slow, sends("first", sent));
  await first.start();
  const answer = await first.submit("acme", JSON.parse(action("stopping")));
  const operation = answer.kind === "accepted" ? answer.operation : "";
  await claimed.promise;
  const stopped = first.stop();
  goOn.resolve();
  await stopped;
  expect(sent).toEqual([]);

  const { runtime: second, clock } = owner("second", store, sends("second", sent));
  await second.start();
  await clock.advance(1, () => quiet(second));
  await quiet(second);
  expect(sent).toEqual([`second ${operation}`]);
  expect((await second.action("acme", operation))?.metadata?.["operation_state"]).toBe("accepted");
  await second.stop();
});
