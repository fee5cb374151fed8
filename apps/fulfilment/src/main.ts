import 'reflect-metadata';
import { join } from 'node:path';
import { readConfig } from '@continuo/service/config';
import { runAlone } from '@continuo/service/main';
import { FULFILMENT } from './fulfilment.module';

runAlone(readConfig(process.env), FULFILMENT, join(__dirname, 'definitions'));
