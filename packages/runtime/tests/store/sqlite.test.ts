import { describe, it } from "vitest";
import { storeSuite } from "../../src/testing/store-suite/index.ts";
import { temporaryStore } from "./temporary-store.ts";

describe("the SQLite store", () => {
  storeSuite({ describe, it }, () => temporaryStore());
});
