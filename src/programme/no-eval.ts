/**
 * zod compiles object schemas with `Function` where it may. A page's content security policy forbids that, and the browser
 * reports each try, so in a page it is switched off before the first schema is made; the endpoint keeps it.
 */
import { config } from 'zod';

if ('document' in globalThis) config({ jitless: true });
