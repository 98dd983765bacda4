import type { AdapterRuntime, Clock, Log, Store, TenantId } from "@underclaim/runtime";
import { formatOf } from "../publication/addresses.ts";
import type { Library } from "../publication/library.ts";
import type { TargetConfiguration } from "./configuration.ts";
import { fileTarget } from "./file-target.ts";
import type { PublicationTarget } from "./port.ts";
import { createPublisher, type Publisher, type TargetDocument } from "./publisher.ts";
import { s3Target } from "./s3-target.ts";

export interface TargetsOptions {
  readonly configuration: readonly TargetConfiguration[];
  readonly home: TenantId;
  readonly library: Library;
  readonly store: Pick<Store, "load" | "commit">;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly observe: AdapterRuntime["observe"];
  /** Default: as configured. */
  readonly targetOf?: (configuration: TargetConfiguration) => PublicationTarget;
}

const TIMEOUT_MS = 30_000;

export function publicationTargets(options: TargetsOptions): Publisher {
  const { configuration, home, library, targetOf = configured, ...rest } = options;
  const formats = new Map(configuration.map(({ id, format }) => [id, format]));
  return createPublisher({
    ...rest,
    placed: configuration.map((each) => ({
      id: each.id,
      tenant: each.tenant ?? home,
      feedId: each.feed,
      allowRestricted: each.allow_restricted,
      where: each.kind === "file" ? each.path : JSON.stringify([each.endpoint, each.key]),
      target: targetOf(each),
    })),
    async document({ id, tenant, feedId }): Promise<TargetDocument | null> {
      const record = await library.record(tenant, feedId);
      if (record === null) return null;
      const view = {
        format: formats.get(id) ?? formatOf(record),
        ...(record.per_participant ? { participant: null } : {}),
      };
      const edition = (await library.edition(tenant, feedId, view))?.edition ?? null;
      if (edition === null) return null;
      const { body, etag } = edition.rendered.representations.identity;
      return {
        bytes: body,
        etag,
        contentType: edition.rendered.contentType,
        targets: edition.targets,
        asOf: edition.asOf,
        restricted: record.policy.require_authentication,
      };
    },
  });
}

const configured = (each: TargetConfiguration): PublicationTarget =>
  each.kind === "file"
    ? fileTarget(each.path)
    : s3Target({
        endpoint: each.endpoint,
        region: each.region,
        key: each.key,
        accessKeyId: () => each.access_key_id.current(),
        secretAccessKey: () => each.secret_access_key.current(),
        timeoutMs: TIMEOUT_MS,
      });
