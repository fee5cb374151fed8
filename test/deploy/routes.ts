import { projectFiles, textOf } from '../architecture/source-tree';

const CONTROLLER = /@Controller\((?:'([^']*)')?\)/;
const ROUTE = /@(Get|Post|Put|Patch|Delete|Sse)\((?:'([^']*)')?\)/g;

/** Every route that the controllers of the project declare, as `GET /v1/orders/:order_id`. */
export function declaredRoutes(): ReadonlySet<string> {
  const controllers = projectFiles(/^(apps|libs)\/.*\.controller\.ts$/).map(textOf);
  const routes = controllers.flatMap((text) => {
    // A file may hold several controllers: each route belongs to the one before it.
    return text.split(/(?=@Controller\()/).flatMap((part) => {
      const base = CONTROLLER.exec(part)?.[1] ?? '';
      return [...part.matchAll(ROUTE)].map(([, verb = '', path]) => {
        const method = verb === 'Sse' ? 'GET' : verb.toUpperCase();
        return `${method} /${[base, path].filter(Boolean).join('/')}`;
      });
    });
  });
  return new Set(routes);
}

/** Whether a route as a person writes it, `GET /v1/orders/{order_id}`, is declared. */
export function isDeclared(route: string, declared = declaredRoutes()): boolean {
  const form = (path: string) => path.replace(/\{[^}]*\}|:\w+/g, '*');
  return [...declared].some((one) => form(one) === form(route));
}
