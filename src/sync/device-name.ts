/** What a phone or desk is called at the desk, so that a person tells their devices apart: `SM-A125F · Chrome`. */

/** The protocol takes no longer name. */
const LETTERS_MAX = 60;

/** The part of a browser's own account of itself that is read here; not every browser has it. */
interface Brands {
  readonly brands?: readonly { readonly brand: string }[];
  getHighEntropyValues?(hints: string[]): Promise<{ readonly model?: string; readonly platform?: string }>;
}

const SYSTEMS = ['iPhone', 'iPad', 'Android', 'Windows', 'Macintosh', 'CrOS', 'Linux'] as const;
/** In this order, because each one's text also names those after it. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const;

/** @returns the device's model where the browser tells it, else its system, and the browser; undefined where neither is known */
export async function browserDeviceName(): Promise<string | undefined> {
  if (typeof navigator === 'undefined') return undefined;
  const { userAgent = '', userAgentData } = navigator as { userAgent?: string; userAgentData?: Brands };
  const told = await userAgentData?.getHighEntropyValues?.(['model']).catch(() => undefined);
  const system = told?.model || SYSTEMS.find((each) => userAgent.includes(each));
  const browser = BROWSERS.find(([sign]) => userAgent.includes(sign))?.[1];
  const name = [system, browser].filter(Boolean).join(' · ').slice(0, LETTERS_MAX);
  return name === '' ? undefined : name;
}
