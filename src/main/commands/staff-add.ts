import type { StaffRole } from '../../domain/alumni/alumnus.js';
import type { SchoolId } from '../../domain/alumni/ids.js';
import { commandLine, InputProblem, withApplication, type DataOptions } from './open.js';

interface StaffAddOptions extends DataOptions {
  readonly role: StaffRole;
  readonly name?: string;
  readonly school?: readonly string[];
  readonly json?: boolean;
}

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
      name: options.name ?? email,
      role: options.role,
      schools: options.school === undefined ? 'every-school' : (options.school as readonly SchoolId[]),
    });
    if (added.kind === 'refused') throw new InputProblem(added.why);
    const link = `${config.app.baseUrl}${added.linkPath}`;
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ email, role: options.role, link, expiresAt: added.expiresAt })}\n`
        : `${email} may sign in once they have chosen a password. Give them this link, which works once:\n${link}\n`,
    );
  });
}
