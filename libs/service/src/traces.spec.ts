import { readTraces } from './traces';

describe('where traces go', () => {
  it.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, { OTEL_SERVICE_NAME: 'shop' }])(
    'is nowhere while no collector is named',
    (env) => {
      expect(readTraces(env)).toBeUndefined();
    },
  );

  it('is the collector that is named, under the name that is given', () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SERVICE_NAME: 'shop' };
    expect(readTraces(env)).toEqual({ endpoint: 'http://collector:4318', serviceName: 'shop' });
    expect(readTraces({ ...env, OTEL_SERVICE_NAME: '' })?.serviceName).toBeUndefined();
  });

  it.each([
    ['collector:4318', 'collector:4318'],
    ['grpc://collector:4317', 'grpc://collector:4317'],
    ['http://', 'http://'],
    ['ftp://me:secret@collector', 'ftp://***@collector'],
  ])('is not %s, and says what it takes instead', (endpoint, shown) => {
    expect(() => readTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toThrow(
      `OTEL_EXPORTER_OTLP_ENDPOINT=${shown} cannot be used: it takes the http or https address`,
    );
  });
});
