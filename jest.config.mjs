import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, swcOptions } from './scripts/swc-options.mjs';

/** Packages that are ES modules only: jest runs CommonJS, so these, and only these, are transpiled. */
function esModulePackages() {
  const modules = join(root, 'node_modules');
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((sub) => `${name}/${sub}`) : [name],
  );
  return names.filter((name) => {
    if (name.startsWith('.')) return false;
    try {
      return (
        JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).type === 'module'
      );
    } catch {
      return false;
    }
  });
}

/** CommonJS that imports dynamically, which jest's sandbox only knows once it is transpiled. */
const DYNAMIC_IMPORTS = ['@opentelemetry/otlp-exporter-base'];

const transpiled = [...esModulePackages(), ...DYNAMIC_IMPORTS].join('|');

export default {
  rootDir: root,
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', swcOptions] },
  transformIgnorePatterns: [`/node_modules/(?!(${transpiled})/)`],
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
};
