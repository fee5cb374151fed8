import { asLines, flatten } from './flat';

describe('the flat form of a screen pop', () => {
  it('has a string under each key, and the length of each list', () => {
    const flat = flatten({
      campaign: { name: 'Spring', upsell_path: ['a', 'b'] },
      call_id: null,
      n: 0,
    });
    expect(flat).toEqual({
      'campaign.name': 'Spring',
      'campaign.upsell_path.count': '2',
      'campaign.upsell_path.0': 'a',
      'campaign.upsell_path.1': 'b',
      call_id: '',
      n: '0',
    });
  });

  it('is one line per key', () => {
    expect(asLines({ a: 'one\ntwo', b: '' })).toBe('a=one two\nb=\n');
  });
});
