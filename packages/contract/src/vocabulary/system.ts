import { meanings } from "./entry.ts";

/** AdapterInterfaceSpecification §11.10. */
export const system = meanings("system", {
  "system.adapter.health_changed": {
    meaning: "The adapter's own health state changed.",
    doesNotMean: ["a given action failed", "a given message was delivered or lost"],
  },
  "system.provider.degraded": {
    meaning: "The provider or server works less well than it should.",
    doesNotMean: ["a given action failed", "the provider cannot be reached at all"],
  },
  "system.provider.unavailable": {
    meaning: "The provider or server cannot be used at present.",
    doesNotMean: ["messages it took over before were lost", "the recipient cannot be reached"],
  },
});
