import { rowsOf, type MappingRow } from "@underclaim/contract";

export type Row = MappingRow;
export type Rows = readonly MappingRow[];

export const { row, endpointRow } = rowsOf("XmppAdapterSpecification");
export { OWN_WORK } from "@underclaim/contract";
