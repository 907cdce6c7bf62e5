/** The section's own sentences for what the endpoint refuses. */
import type { SectionRefusals } from '../refusal-notice.tsx';
import { proposalMessages } from './messages.ts';

export const PROPOSAL_REFUSALS: SectionRefusals = { words: proposalMessages, prefix: 'proposals.refusal.' };
