import { bash, blocksOfGuides, walkOfReadme } from './readme';
import { ServerProcess } from './server';

const MINUTES = 60_000;

describe("the README's walk", () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.start();
  }, MINUTES);
  afterAll(() => server.remove());

  it(
    'works as it is printed, line by line',
    async () => {
      const blocks = walkOfReadme();
      expect(blocks).toHaveLength(10);
      const { code, output } = await bash(server.url, blocks);
      expect({ code, output: code === 0 ? '' : output.slice(-2000) }).toEqual({
        code: 0,
        output: '',
      });
    },
    3 * MINUTES,
  );

  it(
    'is gone on with by the guides, line by line',
    async () => {
      const blocks = blocksOfGuides();
      expect(blocks.length).toBeGreaterThan(0);
      const { code, output } = await bash(server.url, [...walkOfReadme(), ...blocks]);
      expect({ code, output: code === 0 ? '' : output.slice(-2000) }).toEqual({
        code: 0,
        output: '',
      });
    },
    3 * MINUTES,
  );

  it(
    'stops where a request is refused',
    async () => {
      const [tools = ''] = walkOfReadme();
      const { code, output } = await bash(server.url, [tools, 'call GET /v1/orders/ord_none']);
      expect(code).not.toBe(0);
      expect(output).toContain('order-not-found');
    },
    MINUTES,
  );
});
