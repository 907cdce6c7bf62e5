/**
 * Goal: no record holds up another, and the size and number of pushes follow the link. Method: real vaults and the real sync
 * client over the small honest endpoint, whose answers come late or not at all.
 */
import { describe, expect, it } from 'vitest';
import { NetDown } from '../errors.ts';
import { TestEndpoint } from '../test-endpoint.ts';
import { SCOPE, start, visit } from '../test-syncing.ts';

describe('pushing', () => {
  it('one record the endpoint will not take blocks no other', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(5, endpoint);
    for (let n = 0; n < 9; n++) await visit(phone, vault, String(n));
    const rejected = (await vault.pending(9))[4];
    endpoint.rejectedRevId = rejected?.revId ?? null;
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 8 });
    expect((await vault.pending(9)).map(({ revId }) => revId)).toEqual([rejected?.revId]);
  });

  /** Answers come late; tells how many requests were under way at once. */
  function slow(endpoint: TestEndpoint, fail: (sent: number) => boolean = () => false) {
    const flying = { now: 0, most: 0, sent: 0 };
    const request = endpoint.request.bind(endpoint);
    endpoint.request = async (ask) => {
      flying.now += 1;
      flying.most = Math.max(flying.most, flying.now);
      flying.sent += 1;
      const fails = fail(flying.sent);
      await new Promise((resolve) => setTimeout(resolve, 250));
      flying.now -= 1;
      if (fails) throw new NetDown('cut');
      return request(ask);
    };
    return flying;
  }

  it('several pushes are under way at once, each record in one of them', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(21, endpoint);
    for (let n = 0; n < 520; n++) await visit(phone, vault, String(n));
    const flying = slow(endpoint);
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 520 });
    expect(flying).toMatchObject({ now: 0, most: 3 });
    // Batches grow as answers come: how many there are depends on when each does.
    expect(flying.sent).toBeLessThan(6);
    expect(endpoint.stored).toHaveLength(520);
  });

  it('one of several pushes is lost: what the others brought counts, nothing goes on after the end', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(22, endpoint);
    for (let n = 0; n < 520; n++) await visit(phone, vault, String(n));
    const flying = slow(endpoint, (sent) => sent === 3);
    expect(await syncClient.sync()).toEqual({ kind: 'offline' });
    expect(flying.now).toBe(0);
    expect((await vault.pending(600)).length).toBe(520 - endpoint.stored.length);
    expect(endpoint.stored.length).toBeGreaterThanOrEqual(300);
    expect((await syncClient.sync()).kind).toBe('done');
    expect(new Set(endpoint.stored.map(({ revId }) => revId)).size).toBe(520);
    expect(endpoint.stored).toHaveLength(520);
  });

  it('a quick link gets more at once', async () => {
    const endpoint = new TestEndpoint();
    const { phone, vault, syncClient } = await start(23, endpoint);
    for (let n = 0; n < 1100; n++) await visit(phone, vault, String(n));
    const sizes: number[] = [];
    endpoint.fault = (ask, answer) => {
      if (ask.body) sizes.push(JSON.parse(new TextDecoder().decode(ask.body)).revisions.length);
      return answer();
    };
    expect(await syncClient.sync()).toMatchObject({ kind: 'done', pushed: 1100 });
    expect(sizes.slice(0, 2)).toEqual([100, 100]);
    expect(Math.max(...sizes)).toBe(400);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(1100);
  });

  it('what was sent does not come back; what others sent in between does', async () => {
    const endpoint = new TestEndpoint();
    const [one, two] = [await start(24, endpoint), await start(25, endpoint)];
    for (let n = 0; n < 420; n++) await visit(one.phone, one.vault, String(n));
    await one.syncClient.sync();
    expect(await one.vault.cursor({ scope: SCOPE, stream: 'records' })).toEqual({ epoch: 'epoch-1', after: 420 });
    expect(await one.syncClient.sync()).toMatchObject({ kind: 'done', pulled: 0 });

    for (let n = 500; n < 800; n++) await visit(one.phone, one.vault, String(n));
    await visit(two.phone, two.vault, 'between');
    const [between] = await two.vault.pending(1);
    let pushes = 0;
    endpoint.fault = (_, answer) => {
      pushes += 1;
      if (pushes === 3 && between) endpoint.stored.push(between);
      return answer();
    };
    await one.syncClient.sync();
    endpoint.fault = null;
    // The last hundred are behind the other's row, which nobody has asked for yet.
    expect((await one.vault.cursor({ scope: SCOPE, stream: 'records' })).after).toBe(620);
    expect(await one.syncClient.sync()).toMatchObject({ kind: 'done', pulled: 101 });
    await two.syncClient.sync();
    expect(await two.vault.households(SCOPE, 'Ấp 3', '2026')).toHaveLength(721);
    expect(await one.vault.households(SCOPE, 'Ấp 3', '2026')).toEqual(
      await two.vault.households(SCOPE, 'Ấp 3', '2026'),
    );
  });
});
