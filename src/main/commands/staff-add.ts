import type { StaffRole } from '../../domain/alumni/alumnus.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import { InputProblem } from '../problem.js';
import { commandLine, withApplication, type DataOptions } from './open.js';

interface StaffAddOptions extends DataOptions {
  readonly role: StaffRole;
  readonly name?: string;
  readonly school?: readonly string[];
  readonly formGroup?: readonly string[];
  readonly json?: boolean;
}

const refusals = {
  'known-already': 'This address has an account already. Settings, Staff makes a new link for it.',
  'not-an-address': 'Give an email address such as head@trust.example.',
  'no-such-role': 'There is no such role.',
  'outside-your-schools': 'These schools are not yours to give.',
  'no-such-school': 'There is no such school.',
  'no-form-groups': 'A tutor needs form groups: --form-group 13A 13B.',
} as const;

/** `onward staff add`: prints a one-time link; the password is theirs to choose. */
export async function addStaff(email: string, options: StaffAddOptions): Promise<void> {
  await withApplication(options, async (application, tools, config) => {
    const known = new Set((await tools.store.schools.all()).map((school) => school.id as string));
    const strange = (options.school ?? []).filter((school) => !known.has(school));
    if (strange.length > 0) {
      throw new InputProblem(`No such school: ${strange.join(', ')}. Known: ${[...known].join(', ') || 'none yet'}.`);
    }
    const added = await application.governance.addStaff(commandLine, {
      email,
      ...(options.name === undefined ? {} : { name: options.name }),
      role: options.role,
      ...(options.formGroup === undefined ? {} : { formGroups: options.formGroup }),
      schools: options.school === undefined ? 'every-school' : (options.school as readonly SchoolId[]),
    });
    if (added.kind === 'refused') throw new InputProblem(refusals[added.why]);
    const link = `${config.app.baseUrl}${added.path}`;
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ email, role: options.role, link, expiresAt: added.expiresAt })}\n`
        : `${email} may sign in once they have chosen a password. Give them this link, which works once:\n${link}\n`,
    );
  });
}
