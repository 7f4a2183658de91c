// Which passwords are refused? Under 15 or over 128 characters, ones that many people use, one thing over and over, and
// ones made of the person's own address or the trust's name (requirement W10; ASVS 5.0, 6.2). Nothing else: no rules
// about digits or signs.
import { longestPassword, shortestPassword } from '../../security/index.js';

export type PasswordProblem = 'too-short' | 'too-long' | 'too-common' | 'names-you';

// Long ones that people think of first; compared without case, spaces and signs.
const common = [
  '123456789012345',
  '1234567890123456',
  'passwordpassword',
  'password1234567',
  'password12345678',
  'qwertyuiopasdfgh',
  'qwertyuiopasdfghjkl',
  'letmeinletmeinletmein',
  'iloveyouiloveyou',
  'correcthorsebatterystaple',
  'thequickbrownfox',
  'welcomewelcome1',
  'administrator123',
  'administratoradministrator',
  'changemechangeme',
] as const;

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** What is wrong with a new password, or null. Length is counted in characters, not bytes. */
export function passwordProblem(
  password: string,
  about: { readonly email: string; readonly name: string; readonly trustName: string },
): PasswordProblem | null {
  const length = Array.from(password).length;
  if (length < shortestPassword) return 'too-short';
  if (length > longestPassword) return 'too-long';
  const bare = plain(password);
  const isCommon = common.some((one) => bare === one || bare === one.repeat(2));
  if (isCommon || new Set(bare).size < 5) return 'too-common';
  const own = [about.email, about.email.split('@')[0] ?? '', about.name, about.trustName].map(plain);
  const rest = own.filter((one) => one.length >= 4).reduce((left, one) => left.replaceAll(one, ''), bare);
  return rest.length < 8 && rest !== bare ? 'names-you' : null;
}
