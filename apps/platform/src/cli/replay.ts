import { daysBetween, nthDate, parseInterval } from '@continuo/kernel/calendar';
import { readEngines } from '@continuo/service/engines';
import { replay } from '@continuo/subscriptions/definitions';
import { Command, InvalidArgumentError, Option } from 'commander';
import { toldOf } from '../audit/audited-events';
import { type Programs, readPrograms } from '../audit/programs';
import { openKept } from '../verify/open-facts';
import { CommandFailure } from './failure';
import { dataDirOption, DEPLOYMENT_HELP, jsonOption, print, printJson } from './options';
import { printEstimate, printStep } from './replay-words';

interface Options {
  readonly dataDir: string;
  readonly json?: true;
}

type OtherRule = Parameters<typeof replay.whatIf>[1];

interface WhatIfOptions extends Options, OtherRule {
  readonly subscription?: string;
  readonly dunning?: readonly string[];
}

/** `continuo replay subscription|what-if`: reads the record and changes nothing. */
export function replayCommand(): Command {
  const subscription = new Command('subscription')
    .description('a program event by event: what each changed, and the state after it')
    .argument('<id>', 'id of the program')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText('after', DEPLOYMENT_HELP)
    .action(async (id: string, { dataDir, json }: Options) => {
      const { streams, position } = await programsIn(dataDir, id);
      const events = streams.get(`subscription-${id}`) ?? [];
      if (events.length === 0)
        throw new CommandFailure(`There is no program ${id} in this record.`);
      const steps = replay.programSteps(events);
      if (json) return printJson({ subscription: id, position, steps });
      steps.forEach((step, index) => printStep(step, toldOf(events[index]!)));
    });
  return new Command('replay').addCommand(subscription).addCommand(whatIfCommand());
}

function whatIfCommand(): Command {
  return new Command('what-if')
    .description(
      'an estimate: orders, revenue and churn per cycle under another rule, over real history',
    )
    .addOption(new Option('--interval <duration>', 'started at this interval').argParser(duration))
    .addOption(
      new Option('--price-version <n>', 'sold at this version of their own plan').argParser(
        version,
      ),
    )
    .addOption(
      new Option('--missed-cycle-policy <policy>', 'after outages').choices([
        'ship-one',
        'ship-all',
        'skip',
      ]),
    )
    .addOption(
      new Option(
        '--dunning <durations>',
        'retries of declined charges, days after the first decline, such as P1D,P3D,P5D; alone',
      ).argParser(retrySchedule),
    )
    .option('--subscription <id>', 'of this program alone')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nReads the record and changes nothing.${DEPLOYMENT_HELP}`)
    .action(async ({ dataDir, json, subscription, dunning, ...options }: WhatIfOptions) => {
      const { interval, priceVersion, missedCyclePolicy } = options;
      const rule = { interval, priceVersion, missedCyclePolicy };
      const rules = Object.values(rule).filter((value) => value !== undefined).length;
      if (rules === 0 && dunning === undefined) {
        throw new CommandFailure(
          'Which rule is another one is not said: name it with --interval, --price-version, --missed-cycle-policy or --dunning.',
          2,
        );
      }
      if (rules > 0 && dunning !== undefined)
        throw new CommandFailure('--dunning is estimated alone: leave out the other rules.', 2);
      const programs = await programsIn(dataDir, subscription);
      const histories = programs.streams.values();
      const estimate = dunning
        ? replay.estimateDunning([...histories].map(replay.programEvents), dunning)
        : replay.whatIf(histories, rule, programs.plans, programs.until);
      const { position } = programs;
      const asked = dunning ? { dunning } : rule;
      if (json) return printJson({ position, rule: asked, ...estimate });
      print(`ESTIMATE at position ${position}: ${JSON.stringify(asked)}`);
      printEstimate(estimate);
    });
}

async function programsIn(dataDir: string, only: string | undefined): Promise<Programs> {
  const { record, close } = await openKept(dataDir, readEngines(process.env));
  try {
    return await readPrograms(record, only);
  } finally {
    await close();
  }
}

function duration(text: string): string {
  try {
    parseInterval(text);
    return text;
  } catch {
    throw new InvalidArgumentError('It is an ISO 8601 duration such as P30D, P2W or P1M.');
  }
}

const ANY_DATE = '2027-01-01';

/** Each counted from the first decline, and so later than the one before it. */
function retrySchedule(text: string): string[] {
  const schedule = text === '' ? [] : text.split(',').map(duration);
  const days = schedule.map((after) => daysBetween(ANY_DATE, nthDate(ANY_DATE, after, 1)));
  if (days.some((day, index) => index > 0 && day <= days[index - 1]!))
    throw new InvalidArgumentError(
      'Each counts from the first decline: name them in order, at least a day apart, such as P1D,P3D,P5D.',
    );
  return schedule;
}

function version(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('It is a whole number, 1 or more.');
  return Number(text);
}
