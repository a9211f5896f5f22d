// The few parts of React Native that its SDK takes for granted, for Node: the modules that it requires.
import Module from 'node:module';

const kept = new Map();
const modules = {
  '@react-native-async-storage/async-storage': {
    __esModule: true,
    default: {
      getItem: async (k) => kept.get(String(k)) ?? null,
      setItem: async (k, v) => { kept.set(String(k), String(v)); },
      removeItem: async (k) => { kept.delete(String(k)); },
      getAllKeys: async () => [...kept.keys()],
      clear: async () => kept.clear(),
    },
  },
  'react-native': {
    AppState: { currentState: 'active', addEventListener: () => ({ remove() {} }) },
    Dimensions: { get: () => ({ width: 0, height: 0 }) },
    NativeModules: {},
    Platform: { OS: 'android', Version: 34 },
  },
  react: { Component: class {} },
};
const load = Module._load;
Module._load = (name, ...rest) => modules[name] ?? load(name, ...rest);
globalThis.__DEV__ = false;
