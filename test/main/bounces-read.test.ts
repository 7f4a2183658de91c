// `onward bounces read` as people type it: what is printed, and that a dry run touches nothing (requirement D4).
import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { MessageId } from '../../src/domain/waves/message.js';
import { returnAddress } from '../../src/domain/waves/return-address.js';
import { openKeyRing, signer } from '../../src/security/index.js';
import { aBounce, aHolidayNote } from '../support/returned-mail.js';

const root = process.cwd();
const run = promisify(execFile);
const onward = (...words: readonly string[]) =>
  run(process.execPath, [path.join(root, 'dist/src/main/cli.js'), ...words], { cwd: root });
const id = 'w1:a1-0001:i:1' as MessageId;

describe('onward bounces read', () => {
  it('tells in a dry run what each file is and what would follow, and touches nothing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'onward-bounces-'));
    const data = path.join(folder, 'data');
    const keys = signer(openKeyRing(path.join(folder, 'keys-of')));
    const to = returnAddress(id, keys.sign('return-path', id), 'bounce.trust.example');
    const mails = path.join(folder, 'mails');
    mkdirSync(path.join(mails, 'new'), { recursive: true });
    writeFileSync(path.join(mails, 'new', '1'), aBounce({ to }));
    writeFileSync(path.join(mails, 'two.eml'), aHolidayNote({ to }));
    const words = ['bounces', 'read', mails, '--dry-run', '--json', '--data'] as const;
    const linesOf = (text: string): unknown[] =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    const first = {
      file: path.relative(root, path.join(mails, 'new', '1')),
      kind: 'bounce',
      class: 'hard',
      reason: 'no-such-address',
      code: '5.1.1',
      address: 'avery1@example.org',
      originalMessageId: '<invented@example.org>',
      matched: null,
      forged: false,
      consequence: 'suppress-address',
    };
    const second = {
      ...{ file: path.relative(root, path.join(mails, 'two.eml')), kind: 'auto-reply', class: 'auto-reply' },
      ...{ reason: 'automatic-answer', code: null, address: null, originalMessageId: null, matched: null },
      ...{ forged: false, consequence: 'note' },
    };
    const without = linesOf((await onward(...words, data)).stdout);
    expect(without).toEqual([first, second]);
    expect(readdirSync(folder).sort()).toEqual(['keys-of', 'mails']);

    const withKeys = linesOf((await onward(...words, path.join(folder, 'keys-of'))).stdout);
    expect(withKeys).toEqual([
      { ...first, matched: id },
      { ...second, matched: id },
    ]);
    expect(readdirSync(path.join(folder, 'keys-of'))).toEqual(['keys']);
    expect(readdirSync(path.join(mails, 'new'))).toEqual(['1']);
    rmSync(folder, { recursive: true });
  });

  it('says which path is not there', async () => {
    await expect(onward('bounces', 'read', '/nowhere/at/all', '--dry-run')).rejects.toMatchObject({
      code: 2,
      stderr: 'There is no file or folder /nowhere/at/all.\n',
    });
  });
});
