// Rooms as they are configured: nothing is sent to another, for nobody would hear of what becomes of it there.
import type { XmppAccount, XmppKit } from "../kit.ts";
import type { RoomSettings } from "./settings.ts";

export interface ConfiguredRoom {
  readonly account: XmppAccount;
  readonly room: RoomSettings;
}

/** In the order of the configuration, which is that of preference where several accounts are in one room. */
export const configuredRooms = (kit: XmppKit, tenant: string): readonly ConfiguredRoom[] =>
  kit.accounts
    .filter((account) => account.tenant === tenant)
    .flatMap((account) => roomsOf(kit, account.account).map((room) => ({ account, room })));

const roomsOf = ({ settings }: XmppKit, account: string): readonly RoomSettings[] =>
  settings.accounts.find((each) => each.account === account)?.rooms ?? [];

/** @param bare the room's bare JID, prepared */
export const roomOf = (kit: XmppKit, account: string, bare: string): RoomSettings | null =>
  roomsOf(kit, account).find(({ room }) => room === bare) ?? null;
