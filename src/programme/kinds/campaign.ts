/** A campaign (đợt) of a commune: its period, whom it evaluates, and what people are asked to agree to. */
import { z } from 'zod';
import { defineKind } from './kind.ts';
import { isoDate } from './parts.ts';

/** `closing`: no new visits, and what was begun is finished. Only a person moves a campaign on, never a clock. */
const CAMPAIGN_STATES = ['open', 'closing', 'closed'] as const;

/** What the data is used for. Each purpose stands in the consent, because a purpose that nobody named is not agreed to. */
const CONSENT_PURPOSES = ['evaluate', 'report', 'publish-lists', 'publish-boards'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** Who answers for a child: both, or the guardian alone, because sources differ. */
const CHILD_CONSENTS = ['child-and-guardian', 'guardian'] as const;
export type ChildConsent = (typeof CHILD_CONSENTS)[number];

const age = z.int().min(0).max(120);
const text = z.string().trim().min(20).max(4000);

export const campaignPayload = z
  .looseObject({
    /** `2026`, or `2026-2` for the second one of a year; evaluations name it. */
    period: z.string().regex(/^\d{4}(-[1-9])?$/),
    name: z.string().trim().min(1).max(120),
    state: z.enum(CAMPAIGN_STATES),
    /** First and last day, in Asia/Ho_Chi_Minh. */
    from: isoDate,
    to: isoDate,
    /** The age in years, on the first day, from which somebody of a group is evaluated. */
    due: z.object({ citizensFrom: age, workersFrom: age, pupilsFrom: age }),
    /** The least total of a pass, in points. */
    variant: z.enum(['80', '70']),
    consent: z.object({
      version: z.string().trim().min(1).max(40),
      vi: text,
      en: text,
      purposes: z.array(z.enum(CONSENT_PURPOSES)).min(1),
    }),
    /** Children from one age to under another need this consent; nobody younger is evaluated. */
    childrenRule: z.object({ from: age, under: age, who: z.enum(CHILD_CONSENTS) }),
    /** The day until which the people's data may be kept. */
    retention: z.object({ until: isoDate }),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'] })
  .refine(({ to, retention }) => to <= retention.until, { path: ['retention'] })
  .refine(({ childrenRule: { from, under } }) => from <= under, { path: ['childrenRule'] });
export type Campaign = z.infer<typeof campaignPayload>;

/** The owner of all campaigns, so that a phone finds them together. */
export const CAMPAIGNS_OWNER = 'campaigns';

export const campaign = defineKind({
  payload: campaignPayload,
  label: { vi: 'Đợt đánh giá', en: 'Campaign' },
  stream: 'records',
  writtenBy: 'manage-commune',
  ownerId: () => CAMPAIGNS_OWNER,
  titledBy: () => undefined,
  title: (payload) => payload?.name,
  photos: () => [],
  example: {
    period: '2026',
    name: 'Đợt năm 2026',
    state: 'open',
    from: '2026-01-01',
    to: '2026-12-31',
    due: { citizensFrom: 18, workersFrom: 15, pupilsFrom: 11 },
    variant: '80',
    consent: {
      version: '2026-1',
      vi: 'Ông/bà có đồng ý để xã ghi lại việc học tập không?',
      en: 'Do you agree that the commune writes down your learning?',
      purposes: ['evaluate'],
    },
    childrenRule: { from: 7, under: 16, who: 'child-and-guardian' },
    retention: { until: '2030-12-31' },
  },
});
