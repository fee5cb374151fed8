import { routesOf } from './routes';
import { projectFiles, textOf } from './source-tree';

describe('every route', () => {
  const routes = projectFiles(/^(apps|libs)\/.*\.controller\.ts$/).flatMap((file) =>
    routesOf(file, textOf(file)),
  );

  it('says who may call it', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ declared }) => !declared).map(({ route }) => route)).toEqual([]);
  });

  it.each([
    ['on itself', `@Controller() class C { @Post('/x') @Roles('agent') x() {} }`, true],
    ['on its controller', `@Public() @Controller() class C { @Get() x() {} }`, true],
    [
      'nowhere',
      `@Controller() class C { @Roles('agent') @Get() w() {} @Post('/x') x() {} }`,
      false,
    ],
  ])('is seen to declare it %s', (_, text, declared) => {
    expect(routesOf('c.ts', text).every((route) => route.declared)).toBe(declared);
  });
});
