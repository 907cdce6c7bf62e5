/** What both databases can hold in a column. PostgreSQL's `text` takes no NUL, and its `integer` ends at 2³¹ − 1. */
import { LIMITS } from '../../protocol/index.ts';

/** @returns whether any row may have this text; asking PostgreSQL for one with a NUL is an error, not an empty answer */
export const isKeepableText = (text: string): boolean => !text.includes('\0');

/** A number that only informs, as near as it can be kept. */
export const keepableNumber = (value: number): number => Math.min(value, LIMITS.columnNumberMax);

/** A text that only informs, as near as it can be kept. */
export const keepableText = (text: string): string => text.replaceAll('\0', '\ufffd');
