// Where tests run: Node's own environment of Jest, in a context whose globals are plain. Jest asks for one in which every
// `Math` or `Date` is looked up by a call into C++; rules that are tried out month by month are then three times slower.
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

export default class FastGlobals extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}
