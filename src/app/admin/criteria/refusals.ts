/** The section's own sentences for what the endpoint refuses. */
import type { SectionRefusals } from '../refusal-notice.tsx';
import { criteriaMessages } from './messages.ts';

export const CRITERIA_REFUSALS: SectionRefusals = { words: criteriaMessages, prefix: 'criteria.refusal.' };
