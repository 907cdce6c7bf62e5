/** The body of a push: records, the cursors of the streams that pages are asked for, and what the phone reports of itself. */
import type { StreamRef } from '../../programme/index.ts';
import { type Heartbeat, PUSH_PROTOCOL, type PushRequest, type Revision } from '../../protocol/index.ts';
import type { Clock, Vault } from '../../vault/index.ts';

export interface PushBodyInput {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly appVersion: string;
  /** Whether the browser keeps the storage for good; null where it does not say. */
  readonly persisted: () => Promise<boolean | null>;
  /** Bytes of storage in use; null where the browser does not say. */
  readonly usedBytes: () => Promise<number | null>;
}

/** What one push is to send and to ask for. */
export interface PushContent {
  readonly batch: readonly Revision[];
  /** Streams that a page each is asked of. */
  readonly streams: readonly StreamRef[];
  /** Count of the records of pushes that were sent before this one and are not answered yet. */
  readonly underWay: number;
  /** Whether the communes' rescue keys are asked for. */
  readonly keys: boolean;
}

export async function makePushBody(input: PushBodyInput, content: PushContent): Promise<PushRequest> {
  const { vault, clock } = input;
  const { batch, streams, underWay, keys } = content;
  const pull = await Promise.all(streams.map(async (of) => ({ ...of, ...(await vault.cursor(of)) })));
  const register = await vault.keyToRegister();
  return {
    proto: PUSH_PROTOCOL,
    device: vault.deviceId,
    deviceTime: clock.now(),
    revisions: [...(await vault.signed(batch))],
    pull,
    heartbeat: await makeHeartbeat(input, underWay),
    brief: true,
    ...(register !== null && { register: { ...register, devices: [...register.devices] } }),
    ...(keys && { keys: true }),
  };
}

/** What supervisors see of this phone. A member whose value is not known is left out. */
async function makeHeartbeat(
  { vault, appVersion, persisted, usedBytes }: PushBodyInput,
  underWay: number,
): Promise<Heartbeat> {
  const health = await vault.health();
  const bytes = await usedBytes();
  return {
    pendingCount: Math.max(0, health.pendingCount - underWay),
    oldestPendingAt: health.oldestPendingAt,
    persisted: await persisted(),
    appVersion,
    quarantinedCount: health.attentionCount,
    ...(bytes !== null && { usedBytes: bytes }),
    maxDeviceSeq: health.maxDeviceSeq,
    journalKind: health.journal,
    ...(health.lastWipeAt !== null && { lastWipeAt: health.lastWipeAt }),
  };
}
