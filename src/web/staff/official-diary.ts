// Official files → Diary: each file that is to be expected, of which leavers, whether it was brought, and in two sentences what
// changed with it (Y17).
import { Router } from 'express';
import type { Application } from '../../application/index.js';
import { measureFacts } from '../../domain/official/measure.js';
import { format } from '../format.js';
import { sliceWords } from './official-words.js';

const tags = {
  brought: { tone: 'good', text: 'Imported' },
  'to-come': { tone: 'note', text: 'To come' },
  'not-brought': { tone: 'careful', text: 'Not imported' },
} as const;

/** `/staff/diary`. */
export function officialDiaryPages({ official }: Pick<Application, 'official'>): Router {
  const router = Router();
  router.get('/staff/diary', async (_req, res) => {
    const entries = await official.showDiary();
    res.render('staff/official/diary', {
      ...{ title: 'Publications diary', layout: 'staff', place: 'import' },
      rows: entries.map(({ measure, release, leavers, month, stand }) => [
        format.month(month),
        measureFacts[measure].title,
        sliceWords(leavers, release),
        tags[stand.kind],
        stand.kind !== 'brought' ? null : { text: stand.import.fileName, href: `/staff/official/${stand.import.id}` },
        stand.kind !== 'brought' ? null : (stand.sentences?.join(' ') ?? 'Nothing of these leavers was shown before.'),
      ]),
    });
  });
  return router;
}
