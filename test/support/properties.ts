// Property tests draw the same values in every run, so that none fails by chance. PROPERTY_SEED=7 draws others, a full run of the
// fault tests ever new ones; what fails names its seed.
import fc from 'fast-check';
import { full } from './fault-report.js';

if (!full) fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_127) });

export default fc;
