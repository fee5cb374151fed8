import type { ProgramSummary } from '../../projections/customer-programs/query';
import type { OrderSummary } from '../../projections/order-list/query';

/** How likely a customer with the caller's number is the caller, and why. */
export function rank(
  orders: readonly OrderSummary[],
  programs: readonly ProgramSummary[],
  campaignId: string,
  sharedBy: number,
): { readonly score: number; readonly why: readonly string[] } {
  const reasons: [number, string][] = [[50, 'the caller’s number is this customer’s']];
  if (sharedBy > 1) reasons.push([-20, `${sharedBy} customers have this number`]);
  const running = programs.filter(
    ({ status }) => status !== 'cancelled' && status !== 'expired',
  ).length;
  if (running > 0) reasons.push([20, `${running} program${running === 1 ? '' : 's'} running`]);
  const open = orders.filter(({ status }) => status !== 'delivered' && status !== 'cancelled');
  if (open.length > 0)
    reasons.push([15, `${open.length} open order${open.length === 1 ? '' : 's'}`]);
  else if (orders.length > 0) reasons.push([5, 'has ordered before']);
  if (orders.some(({ campaign_id }) => campaign_id === campaignId)) {
    reasons.push([10, 'has ordered from this campaign']);
  }
  const score = reasons.reduce((sum, [points]) => sum + points, 0);
  return { score: Math.max(0, Math.min(100, score)), why: reasons.map(([, reason]) => reason) };
}
