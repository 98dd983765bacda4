export type { HostProcess } from "./host-process.ts";
export { serve } from "./serve.ts";
export type { Listener, ServeOptions, Service } from "./serve.ts";
export { serveAdapter, type AdapterParts, type ServeAdapterOptions } from "./serve-adapter.ts";
