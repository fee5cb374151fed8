import { Controller, Get, Module } from '@nestjs/common';
import { pino } from 'pino';
import { createHttpApp } from './http-app';
import { Roles } from './decorators';
import { SampleModule } from './sample-app.fixture';

@Controller('silent')
class SilentController {
  @Get('said')
  @Roles('agent')
  said(): object {
    return {};
  }

  @Get('unsaid')
  unsaid(): object {
    return {};
  }
}

@Module({ imports: [SampleModule], controllers: [SilentController] })
class SilentModule {}

it('does not start with a route that does not say who may call it', async () => {
  const started = createHttpApp(SilentModule, { logger: pino({ level: 'silent' }) });
  await expect(started).rejects.toThrow(/SilentController\.unsaid$/);
});
