// Settings of the leaving form.
import { z } from 'zod';
import type { AppSettings } from '../application/index.js';
import { text } from './setting-shapes.js';

const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const listOf = (value: string): readonly string[] =>
  value
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((part) => part !== '');

export const leavingShape = {
  SCHOOL_MAIL_DOMAINS: text(
    z
      .string()
      .refine((value) => listOf(value).every((part) => domain.test(part)), 'must be domain names with commas between')
      .default(''),
  ),
};

/** What use cases read of them. */
export const leavingSettings = (env: {
  readonly SCHOOL_MAIL_DOMAINS: string;
}): Pick<AppSettings, 'schoolMailDomains'> => ({
  schoolMailDomains: listOf(env.SCHOOL_MAIL_DOMAINS),
});
