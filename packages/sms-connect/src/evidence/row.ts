import { rowsOf, type MappingRow } from "@underclaim/contract";

export type Rows = readonly MappingRow[];

export const { row, endpointRow } = rowsOf("SmsAdapterSpecification");
export { OWN_WORK } from "@underclaim/contract";
