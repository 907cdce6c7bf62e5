/**
 * zod compiles object schemas with `Function` where it may. In a page it may not (the content security policy forbids
 * it, and the browser reports each try), so there it is told before the first schema is made; the endpoint keeps it.
 */
import { config } from 'zod';

if ('document' in globalThis) config({ jitless: true });
