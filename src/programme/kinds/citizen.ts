/** A citizen: who they are, where they live, and to which group of the criteria they belong. */
import { z } from 'zod';
import { defineKind } from './kind.ts';
import { id, isoDate, SOME_ID, subjectGroup } from './parts.ts';

export const SEXES = ['nam', 'nu'] as const;
export const RELATIONS = ['chu-ho', 'vo-chong', 'con', 'cha-me', 'ong-ba', 'chau', 'anh-chi-em', 'khac'] as const;

export const citizenPayload = z.looseObject({
  householdId: id,
  name: z.string().min(1).max(120),
  /** ISO date, where the day is known. */
  birthDate: isoDate.optional(),
  birthYear: z.int().min(1900).max(2100),
  sex: z.enum(SEXES),
  /** The identity number is a record of its own (identity.ts), because everybody of the commune reads this one. */
  cccd: z.never().optional(),
  /** The number's last three digits, with which a card held in the hand is compared. */
  cccdTail: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
  /** Keyed hash of the number under the endpoint's secret: the same for two records of one person. */
  cccdHash: z
    .string()
    .regex(/^[\w-]{22}$/)
    .optional(),
  relation: z.enum(RELATIONS),
  group: subjectGroup,
  occupation: z.string().max(120).optional(),
  /** Agency, school or enterprise (đơn vị học tập). */
  unit: z.string().max(160).optional(),
  phone: z.string().max(20).optional(),
  movedOut: z.boolean().optional(),
});
export type Citizen = z.infer<typeof citizenPayload>;

export const citizen = defineKind({
  payload: citizenPayload,
  label: { vi: 'Thông tin người dân', en: 'Citizen' },
  stream: 'records',
  writtenBy: 'collect',
  ownerId: (payload) => payload?.householdId,
  titledBy: (payload) => payload?.householdId,
  title: (payload) => payload?.name,
  photos: () => [],
  example: {
    householdId: SOME_ID,
    name: 'Đặng Thị Hoa',
    birthYear: 1962,
    sex: 'nu',
    relation: 'chu-ho',
    group: '1',
  },
});
