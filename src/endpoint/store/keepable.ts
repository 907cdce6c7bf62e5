/** What both databases can hold in a column: PostgreSQL's `text` takes no NUL, and its `integer` ends at 2³¹ − 1. */
import { LIMITS } from '../../protocol/index.ts';

/** @returns whether any row may have this text; asking PostgreSQL for one with a NUL is an error, not an empty answer */
export const isKeepableText = (text: string): boolean => !text.includes('\0');

/** @returns the nearest number that a column can keep; only for numbers that nothing depends on */
export const keepableNumber = (value: number): number => Math.min(value, LIMITS.columnNumberMax);

/** @returns the text with NULs replaced; only for texts that nothing depends on */
export const keepableText = (text: string): string => text.replaceAll('\0', '\ufffd');
