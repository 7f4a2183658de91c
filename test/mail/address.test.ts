import { describe, expect, it } from '@jest/globals';
import { displayName, isMailAddress } from '../../src/mail/address.js';

describe('addresses that are written to', () => {
  it.each([
    'avery@example.org',
    'Avery.Testperson+school@mail.example.org',
    "o'neill_1-2@example.co.uk",
    'a@xn--mnchen-3ya.example',
    `${'a'.repeat(64)}@example.org`,
    `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`,
  ])('%s', (address) => {
    expect(isMailAddress(address)).toBe(true);
  });
});

describe('addresses that are not', () => {
  it.each([
    ['', 'nothing'],
    ['avery', 'no domain'],
    ['avery@localhost', 'a bare host'],
    ['@example.org', 'no local part'],
    ['avery@example.org,other@example.org', 'two addresses'],
    ['avery@example.org other@example.org', 'two addresses'],
    ['avery@other.example@example.org', 'two at signs'],
    ['"avery testperson"@example.org', 'a quoted local part'],
    ['avery(school)@example.org', 'a comment'],
    ['friends:avery@example.org;', 'a group'],
    ['Avery <avery@example.org>', 'a name'],
    ['avery@[192.0.2.1]', 'an address literal'],
    ['avery@192.0.2.1', 'a number for a domain'],
    ['åvery@example.org', 'not ASCII'],
    ['avery@münchen.example', 'a domain that is not an A-label'],
    ['.avery@example.org', 'a leading dot'],
    ['avery..t@example.org', 'two dots'],
    ['avery.@example.org', 'a trailing dot'],
    ['avery@-example.org', 'a label that begins with a hyphen'],
    ['avery@example..org', 'an empty label'],
    ['avery@example.org.', 'a trailing dot of the domain'],
    ['avery@example.org\r\nBcc: other@example.org', 'a second header'],
    ['avery@example.org\n', 'a line break'],
    ['avery@example.org\0', 'a NUL'],
    [' avery@example.org', 'a leading space'],
    [`${'a'.repeat(65)}@example.org`, 'a local part of 65 characters'],
    [`a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(60)}.org`, '256 characters'],
    [`a@${'b'.repeat(64)}.org`, 'a label of 64 characters'],
  ])('%j: %s', (address) => {
    expect(isMailAddress(address)).toBe(false);
  });
});

describe('names in headers', () => {
  it.each([
    ['Avery  Testperson ', 'Avery Testperson'],
    ['Avery\r\nBcc: other@example.org', 'Avery Bcc: other@example.org'],
    ['Avery\u202egnp.exe', 'Avery gnp.exe'],
    ['Avery\u200b\u0000', 'Avery'],
    ['Zoë Ó Testperson', 'Zoë Ó Testperson'],
    ['\u{1f600}'.repeat(150), '\u{1f600}'.repeat(100)],
  ])('%j becomes %j', (name, shown) => {
    expect(displayName(name)).toBe(shown);
  });
});
