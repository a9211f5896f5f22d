'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { version, optionalDependencies } = require('../package.json');

const scope = '@chatdouble/';

/** Where the program for this machine is: npm installs one of the optional dependencies, by their os and cpu. */
function program() {
  const machine = `${process.platform}-${process.arch}`;
  const name = scope + machine;
  if (!(name in optionalDependencies)) {
    const known = Object.keys(optionalDependencies).map((each) => each.slice(scope.length));
    throw new Error(`chatdouble has no program for ${machine}, only for ${known.join(', ')}: run its image or the program elsewhere and use connect(url)`);
  }
  const manifest = resolve(`${name}/package.json`);
  if (!manifest) {
    throw new Error(`chatdouble: the package ${name} with the program is not installed: run npm install on this machine, without --omit=optional`);
  }
  const found = require(manifest).version;
  if (found !== version) {
    throw new Error(`chatdouble ${version} found ${name} in version ${found}: run npm install chatdouble@${version}, which brings the one that belongs to it`);
  }
  const file = path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'chatdouble.exe' : 'chatdouble');
  if (!fs.existsSync(file)) {
    throw new Error(`chatdouble: ${file} is missing: remove node_modules and run npm install`);
  }
  return file;
}

function resolve(name) {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/** With this in its environment a server ends when the process that started it does. */
const endsWithParent = { CHATDOUBLE_EXIT_WITH_PARENT: 'on' };

module.exports = { program, endsWithParent, version };
