// What leaves the house on paper says no more than leaders may be told, whoever prints it (requirement Q13).
import type { Viewer } from '../../domain/alumni/viewer.js';

/** The viewer, who sees what leaders see. */
export const asOutside = (viewer: Viewer): Viewer => ({ ...viewer, role: 'network-leader' });
