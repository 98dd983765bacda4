/** Where a tenant's feed is served. The path of `home`, the service's first tenant, names no tenant. */
export const servedPath = (tenant: string, feedId: string, home: string): string =>
  tenant === home
    ? `/feeds/${encodeURIComponent(feedId)}/rss.xml`
    : `/t/${encodeURIComponent(tenant)}/feeds/${encodeURIComponent(feedId)}/rss.xml`;
