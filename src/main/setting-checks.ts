// What several settings are checked for: files that hold secrets, and addresses that may be given one.
import { readFileSync, statSync } from 'node:fs';

/** This machine's own addresses, by which nothing leaves it. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

/** Whether the address may be given a secret: https, or http on this machine. */
export const isSafeUrl = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
};

/** The text of a file that a setting names; null, with a problem noted, where it cannot be had or others can read a secret. */
export function fileOf(
  name: string,
  file: string,
  { secret, problems }: { readonly secret: boolean; readonly problems: string[] },
): string | null {
  try {
    if (secret && (statSync(file).mode & 0o077) !== 0) {
      problems.push(`${name}: ${file} can be read by others; it holds a secret, so allow only its owner (chmod 600)`);
      return null;
    }
    return readFileSync(file, 'utf8');
  } catch {
    problems.push(`${name}: ${file} cannot be read`);
    return null;
  }
}
