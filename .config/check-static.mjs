// `npm run check:static`: the linter, which takes longest and one core, beside the other checks one after the other. Each says
// what it found once it is done; all are run, whatever one of them finds.
import { spawn } from 'node:child_process';

const run = (name) =>
  new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    child.stdout.on('data', (bytes) => said.push(bytes));
    child.stderr.on('data', (bytes) => said.push(bytes));
    child.once('close', (code) => {
      process.stdout.write(`${code === 0 ? 'ok' : 'NOT OK'}  ${name}\n`);
      if (code !== 0) process.stdout.write(Buffer.concat(said));
      resolve(code === 0);
    });
  });

const others = async () => {
  let fine = true;
  for (const name of ['format', 'typecheck', 'layers', 'unused']) fine = (await run(name)) && fine;
  return fine;
};
const [linted, fine] = await Promise.all([run('lint'), others()]);
process.exitCode = linted && fine ? 0 : 1;
