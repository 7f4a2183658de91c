// `onward sending arm`: what the page "Sending" does, for whoever has the machine and no page (requirement E10, decision R10).
import { InputProblem } from '../problem.js';
import { commandLine, withApplication, type DataOptions } from './open.js';

interface ArmOptions extends DataOptions {
  readonly restored?: boolean;
  readonly newMachine?: boolean;
  readonly reason: string;
  readonly json?: boolean;
}

/** Lets the machines send that wait. */
export async function armSending({ restored, newMachine, reason, json, ...options }: ArmOptions): Promise<void> {
  if ((restored === true) === (newMachine === true)) {
    throw new InputProblem(
      'Say --restored when the database came from a copy, or --new-machine when it is the current one.',
    );
  }
  await withApplication(options, async (application) => {
    const armed = await application.waves.armSending(commandLine, { restored: restored === true, reason });
    process.stdout.write(
      json === true
        ? `${JSON.stringify(armed)}\n`
        : `Machines that may send now: ${armed.machines}. Messages that waited and are of unknown fate: ${armed.unsure}.\n`,
    );
  });
}
