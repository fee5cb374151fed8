import type { Principal } from '@continuo/http/principal';

/** Of no vendor: what a vendor key without a vendor sees. */
const NOBODY = '';

/** The vendor whose shipments a caller may see; undefined for an admin, who sees them all. */
export function vendorScope(principal: Principal): string | undefined {
  return principal.role === 'admin' ? undefined : (principal.vendorId ?? NOBODY);
}
