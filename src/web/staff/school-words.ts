// What happened to a school's number, in words.
import type { NumberChange } from '../../domain/alumni/former-number.js';

export const numberChangeWords: Readonly<Record<NumberChange, string>> = {
  conversion: 'became an academy',
  rebrokering: 'moved from another trust',
  merger: 'merged with another school',
  split: 'was split',
  other: 'got another number',
};
