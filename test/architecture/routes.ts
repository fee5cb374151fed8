import ts from 'typescript';

const ROUTE = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Head', 'Options', 'Sse']);
const WHO = new Set(['Roles', 'Public']);

function decoratorNames(node: ts.HasDecorators): readonly string[] {
  return (ts.getDecorators(node) ?? []).map(({ expression }) =>
    (ts.isCallExpression(expression) ? expression.expression : expression).getText(),
  );
}

/** All routes of a source file, and whether they or their controller say who may call them. */
export function routesOf(
  file: string,
  text: string,
): readonly { route: string; declared: boolean }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const routes: { route: string; declared: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) {
      const byClass = decoratorNames(node).some((name) => WHO.has(name));
      for (const member of node.members) {
        if (!ts.isMethodDeclaration(member)) continue;
        const names = decoratorNames(member);
        if (!names.some((name) => ROUTE.has(name))) continue;
        routes.push({
          route: `${file}: ${node.name?.text}.${member.name.getText()}`,
          declared: byClass || names.some((name) => WHO.has(name)),
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return routes;
}
