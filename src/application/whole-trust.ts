// What changes for every school of the trust is changed by those alone who see every school.
import type { Viewer } from '../domain/alumni/viewer.js';
import { NotAllowed } from './errors.js';

/** Throws NotAllowed for who sees some schools alone. */
export function needWholeTrust({ schools }: Pick<Viewer, 'schools'>): void {
  if (schools !== 'every-school') throw new NotAllowed();
}
