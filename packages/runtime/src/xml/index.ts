// Reading XML: what every channel whose documents or streams are XML has in common.
export { RoomySaxes } from "./roomy-saxes.ts";
