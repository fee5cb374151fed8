/** The parts of a real Kafka: its jars, and the settings of one node in a folder. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the jars are kept, and by default the node. */
export const ENGINE = resolve(fileURLToPath(import.meta.url), '../../.engines/kafka');
const KAFKA = '4.1.1';
const LIB = join(ENGINE, `lib-${KAFKA}`);
const JAVA_AT_LEAST = 17;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>continuo</groupId><artifactId>kafka-engine</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA}</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.24.3</version></dependency>
  </dependencies>
</project>
`;

const LOGGING = `Configuration:
  Appenders:
    Console: { name: out, PatternLayout: { pattern: "%d %p %c{1}: %m%n" } }
  Loggers:
    Root: { level: warn, AppenderRef: [{ ref: out }] }
`;

/** `{ ok: true }`, or why no Kafka can run here and what to do about it. */
export function engineAvailable() {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (java.error) {
    const reason = `Java is not on the PATH: install version ${JAVA_AT_LEAST} or later (Debian: openjdk-17-jre-headless)`;
    return { ok: false, reason };
  }
  const version = /version "(\d+)/.exec(java.stderr)?.[1];
  if (Number(version) < JAVA_AT_LEAST) {
    const reason = `Java ${version} is too old for Kafka ${KAFKA}: install ${JAVA_AT_LEAST} or later`;
    return { ok: false, reason };
  }
  if (!existsSync(LIB) && spawnSync('mvn', ['-v']).error) {
    const reason =
      'Maven (mvn) is not on the PATH, and it gets the jars of Kafka: install it (Debian: maven)';
    return { ok: false, reason };
  }
  return { ok: true };
}

/** Gets the jars once, through Maven. */
export function fetchJars() {
  if (existsSync(LIB)) return;
  const target = `${LIB}.${process.pid}`;
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'pom.xml'), POM);
  const args = ['-q', '-B', 'dependency:copy-dependencies'];
  const options = ['-DoutputDirectory=.', '-DincludeScope=runtime'];
  const maven = spawnSync('mvn', [...args, ...options], { cwd: target, encoding: 'utf8' });
  if (maven.status !== 0) {
    rmSync(target, { recursive: true, force: true });
    throw new Error(
      `Maven could not get the jars of Kafka ${KAFKA}:\n${maven.stdout}${maven.stderr}`,
    );
  }
  try {
    renameSync(target, LIB);
  } catch {
    // Another process was faster; the jars are the same.
    rmSync(target, { recursive: true });
  }
}

/** Writes the settings of a new folder and formats it; one that was used before keeps its ports. */
export async function configure(dir, wishedPort) {
  const file = join(dir, 'server.properties');
  if (existsSync(file)) {
    const port = Number(/^advertised\.listeners=.*:(\d+)$/m.exec(readFileSync(file, 'utf8'))[1]);
    if (wishedPort !== undefined && wishedPort !== port)
      throw new Error(`the Kafka of ${dir} listens on port ${port}: take another folder`);
    return { file, port };
  }
  const port = wishedPort ?? (await freePort());
  const controllerPort = await freePort();
  writeFileSync(join(dir, 'log4j2.yaml'), LOGGING);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(resolve(dir), 'data'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
  };
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  const draft = `${file}.new`;
  writeFileSync(draft, text.join(''));
  const cluster = storageTool(dir, ['random-uuid']).trim().split('\n').at(-1);
  storageTool(dir, ['format', '-t', cluster, '-c', draft]);
  // Its name is final only when the folder is formatted.
  writeFileSync(file, text.join(''));
  rmSync(draft);
  return { file, port };
}

function storageTool(dir, args) {
  const run = spawnSync('java', javaArguments(dir, 'kafka.tools.StorageTool', args), {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`Kafka's storage tool failed:\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

/** How one of Kafka's programs is called for the node of a folder. */
export function javaArguments(dir, main, args) {
  const logging = `-Dlog4j2.configurationFile=file:${join(resolve(dir), 'log4j2.yaml')}`;
  return ['-Xmx512m', logging, '-cp', join(LIB, '*'), main, ...args];
}

async function freePort() {
  const server = createServer();
  await new Promise((done, failed) => server.on('error', failed).listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
