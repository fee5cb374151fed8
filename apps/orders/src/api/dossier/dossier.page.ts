import { createHash } from 'node:crypto';
import { formatMinor } from '@continuo/kernel/currency';
import type { OrderLineView } from '../orders/order.view';
import type { DoingView, DossierProgramView, DossierView } from './dossier.dto';
import { Html, html } from './html';

const STYLE = `
body { font: 11pt/1.45 Georgia, serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #111 }
h1 { font-size: 1.5rem; margin-bottom: 0 } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; border-bottom: 1px solid #999 }
table { border-collapse: collapse; width: 100%; font-size: .9rem } caption { text-align: left; font-weight: bold; padding: .6rem 0 .2rem }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #ddd; overflow-wrap: anywhere }
td.amount { text-align: right; white-space: nowrap } blockquote { margin: .6rem 0; padding-left: 1rem; border-left: 3px solid #999; white-space: pre-wrap }
tr, blockquote { break-inside: avoid } h2 { break-after: avoid } footer { margin-top: 2rem; font-size: .85rem }
@page { margin: 18mm } @media print { body { margin: 0; max-width: none; padding: 0 } }
`;

/** In one piece: a browser takes the style only when its text is, to the character, what the policy has hashed. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** The page is shown with its own style and nothing else, from nowhere. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const ABSENT: Readonly<Record<string, string>> = {
  imported: 'The order was imported: its consent, if there is one, is kept where it came from.',
  'no-program': 'No consent was recorded, and none is asked for: the order starts no program.',
  'not-recorded': 'No consent was recorded.',
  'start-unknown': 'The order that started the program is not known here.',
};

/** The dossier as one page to print: no scripts, nothing loaded from elsewhere, everything escaped. */
export function dossierPage(view: DossierView): string {
  const money = (minor: number | null) =>
    minor === null ? '' : `${formatMinor(minor, view.currency)} ${view.currency}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Consent dossier of ${view.order_id}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <h1>Consent dossier</h1>
        <p>
          Order ${view.order_id}, placed on ${view.placed_on}, ${money(view.total_minor)} in all.
        </p>
        ${facts([
          ['Status', view.status],
          ['Customer', view.customer_id],
          [
            'Delivered to',
            view.ship_to &&
              [
                view.ship_to.name,
                ...view.ship_to.lines,
                `${view.ship_to.city} ${view.ship_to.region ?? ''} ${view.ship_to.postcode}`,
                view.ship_to.country,
              ].join(', '),
          ],
          ['Campaign', view.campaign_id],
          ['Call', view.call_id],
          ['Agent', view.agent_id],
          ['Call centre', view.call_centre_id],
          ['Placed', view.placed && doing(view.placed)],
        ])}
        <h2>What was sold</h2>
        ${lines(view.lines, money)}
        <h2>Consent</h2>
        ${consent(view)} ${view.program ? program(view.program, money) : ''}
        <h2>Charges</h2>
        ${table(
          ['When', 'What', 'Instalment', 'Amount', 'Payment', 'Reference', 'By'],
          view.charges.map((each) => [
            each.doing.at,
            each.detail === null ? each.kind : `${each.kind}: ${each.detail}`,
            each.instalment,
            money(each.amount_minor),
            each.payment_id,
            each.reference,
            who(each.doing),
          ]),
        )}
        ${table(
          ['When', 'Notice', 'Instalment', 'Amount', 'Tried again', 'Because'],
          view.dunning_notices.map((each) => [
            each.at,
            each.notice,
            each.instalment,
            money(each.amount_minor),
            each.retry_at,
            each.because,
          ]),
          'Notices of charges that were not collected',
        )}
        <p>Captured ${money(view.captured_minor)}, refunded ${money(view.refunded_minor)}.</p>
        <h2>Goods</h2>
        ${table(
          ['Package', 'Carrier', 'Tracking', 'Shipped', 'Delivered'],
          view.packages.map((each) => [
            each.package_id,
            each.carrier,
            each.tracking_number,
            each.shipped_at,
            each.delivered_at,
          ]),
        )}
        <h2>How to cancel</h2>
        ${
          view.way_to_cancel
            ? html`<p>${view.way_to_cancel.words}</p>
                <p>${view.way_to_cancel.telephone.join(', ')}</p>`
            : html`<p>Nothing is charged for an imported order.</p>`
        }
        <footer>
          ${missing('Erased', view.erased)} ${missing('Not for this reader', view.withheld)}
          <p>As of revision ${view.revision} of the order. Instants are in UTC.</p>
        </footer>
      </body>
    </html> `;
  return page.text;
}

type Cell = string | number | null;
type Money = (minor: number | null) => string;

function facts(rows: readonly (readonly [string, Cell])[]): Html {
  const known = rows.filter(([, value]) => value !== null);
  return html`<table>
    ${known.map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${value}</td>
        </tr> `,
    )}
  </table>`;
}

function table(head: readonly string[], rows: readonly (readonly Cell[])[], caption = ''): Html {
  if (rows.length === 0) return html`<p>${caption && `${caption}: `}none.</p>`;
  return html`<table>
    ${
      caption &&
      html`<caption>
        ${caption}
      </caption>`
    }
    <thead>
      <tr>
        ${head.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function lines(of: readonly OrderLineView[], money: Money): Html {
  return table(
    ['Item', 'Offer, version', 'Quantity', 'Price each', 'Total', 'Program'],
    of.map(({ sku, name, offer_id, offer_price_version, quantity, program: terms, ...line }) => [
      `${name} (${sku})`,
      offer_id && `${offer_id}, ${offer_price_version}`,
      quantity,
      money(line.unit_price_minor),
      money(line.total_minor ?? null),
      terms &&
        `${terms.plan_id} version ${terms.plan_version}: ${terms.quantity} of ${terms.sku} at ${money(terms.unit_price_minor)} every ${terms.interval}, shipping ${money(terms.shipping_minor)}`,
    ]),
  );
}

function consent(view: DossierView): Html {
  const given = view.consent;
  if (!given) return html`<p>${ABSENT[view.consent_absent ?? ''] ?? null}</p>`;
  return html`<p>These words were read:</p>
    <blockquote>${given.words}</blockquote>
    ${facts([
      ['Given by', given.given_by],
      ['Given at', given.given_at],
      ['With order', given.order_id],
      ['Script', given.script_version],
      ['Recording', given.recording_reference],
      ['Recorded', doing(given.recorded)],
    ])}`;
}

function program(of: DossierProgramView, money: Money): Html {
  return html`<h2>Program ${of.subscription_id}, cycle ${of.cycle}</h2>
    <p>Started by order ${of.started_by_order_id ?? 'unknown'}, as it was agreed then:</p>
    ${lines(of.agreed, money)}
    ${table(
      ['When', 'What', 'From', 'To', 'By', 'Event'],
      of.changes.map((each) => [
        each.doing?.at ?? null,
        each.consent_reference === null
          ? each.change
          : `${each.change}, consent ${each.consent_reference}`,
        each.from,
        each.to,
        each.doing && who(each.doing),
        each.event_id,
      ]),
      'Changes before this charge',
    )}
    ${table(
      ['When', 'Notice', 'Cycle', 'Due on', 'Before tax', 'Words'],
      of.notices.map((each) => [
        each.at,
        each.notice,
        each.cycle,
        each.due_on,
        money(each.total_before_tax_minor),
        each.words,
      ]),
      'Notices before this charge',
    )}
    ${table(
      ['When', 'Reason', 'By'],
      of.cancellations.map((each) => [
        each.doing?.at ?? null,
        each.reason,
        each.doing && who(each.doing),
      ]),
      'Cancellations of the program',
    )}`;
}

function missing(what: string, fields: readonly string[]): Html {
  return fields.length === 0 ? html`` : html`<p>${what}: ${fields.join(', ')}.</p>`;
}

function who({ actor, call_id, script_version }: DoingView): string {
  const call = call_id === null ? '' : `, call ${call_id}`;
  const script = script_version === null ? '' : `, script ${script_version}`;
  return `${actor.kind} ${actor.id}${call}${script}`;
}

function doing(of: DoingView): string {
  return `${of.at} by ${who(of)}`;
}
