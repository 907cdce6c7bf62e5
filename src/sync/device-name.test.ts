import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserDeviceName } from './device-name.ts';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

describe('the name of a device', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is its model where the browser tells it, else its system', async () => {
    vi.stubGlobal('navigator', {
      userAgent: ANDROID,
      userAgentData: { getHighEntropyValues: async () => ({ model: 'SM-A125F' }) },
    });
    expect(await browserDeviceName()).toBe('SM-A125F · Chrome');
    vi.stubGlobal('navigator', {
      userAgent: ANDROID,
      userAgentData: { getHighEntropyValues: async () => ({ model: '' }) },
    });
    expect(await browserDeviceName()).toBe('Android · Chrome');
    vi.stubGlobal('navigator', {
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1',
    });
    expect(await browserDeviceName()).toBe('iPhone · Safari');
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:121.0) Gecko/20100101 Firefox/121.0' });
    expect(await browserDeviceName()).toBe('Windows · Firefox');
  });

  it('is left out where nothing is known, and never fails', async () => {
    vi.stubGlobal('navigator', {
      userAgent: 'x',
      userAgentData: { getHighEntropyValues: () => Promise.reject(new Error()) },
    });
    expect(await browserDeviceName()).toBeUndefined();
    vi.stubGlobal('navigator', undefined);
    expect(await browserDeviceName()).toBeUndefined();
  });
});
