// What whoever typed a command can put right: the program prints the message alone and ends with code 2 (decision R25).

/** The message says what was wrong and what to do about it. */
export class Problem extends Error {}

/** The command cannot be carried out with what was typed; the message says what to type instead. */
export class InputProblem extends Problem {
  override readonly name = 'InputProblem';
}
